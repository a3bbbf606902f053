import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { plan, type Memo, type Present, type Step, type Wanted } from '../../src/domain/plan.ts';
import { previewOf } from '../../src/domain/policy-preview.ts';
import { day } from '../helpers/evaluations.ts';

const today = day('2026-07-01');
const memoOf = (key: string): Memo => ({
  key,
  kind: 'stale',
  facts: ['f'],
  closedByBot: true,
  answered: undefined,
});

function want(key: string): Wanted {
  const nobody = { verified: undefined, answered: undefined, more: { labels: [], assignees: [] } };
  return { ...memoOf(key), ...nobody, title: `Now ${key}`, body: () => 'Words' };
}

function present(number: number, key: string, open = true): Present {
  return {
    number,
    open,
    createdOn: undefined,
    closedOn: open ? undefined : today,
    title: `Was ${key}`,
    body: '',
    memo: memoOf(key),
  };
}

function planned(wanted: readonly string[], issues: readonly Present[], maxNew = 5): Step[] {
  const looked = { settled: new Set<string>(), complete: new Set(['stale'] as const) };
  return plan(wanted.map(want), issues, looked, { maxNew, today });
}

test('each issue is told once, with what becomes of it, what differs first', () => {
  const issues = [present(1, 'a'), present(2, 'b'), present(3, 'c', false), present(4, 'a')];
  const told = previewOf(planned(['a', 'b'], issues), planned(['a', 'c', 'd', 'e'], issues, 2));
  expect(told).toEqual([
    { title: 'Now d', number: undefined, before: 'nothing', after: 'opens' },
    { title: 'Now c', number: 3, before: 'nothing', after: 'reopens' },
    { title: 'Was b', number: 2, before: 'stays', after: 'closes' },
    { title: 'Now e', number: undefined, before: 'nothing', after: 'waits' },
    // A duplicate closes either way; the older issue stays open either way, and is not told.
    { title: 'Was a', number: 4, before: 'closes', after: 'closes' },
  ]);
});

test('what would open today, and does not any more, is told, too', () => {
  expect(previewOf(planned(['a'], []), [])).toEqual([
    { title: 'Now a', number: undefined, before: 'opens', after: 'nothing' },
  ]);
});

const keys = fc.subarray(['a', 'b', 'c', 'd', 'e']);
const issues = fc
  .array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), open: fc.boolean() }), { maxLength: 6 })
  .map((list) => list.map(({ key, open }, index) => present(index + 1, key, open)));

test('as many open, close and wait as in the plans, and the same against itself differs in nothing', () => {
  fc.assert(
    fc.property(keys, keys, issues, fc.nat(3), (old, next, issues, maxNew) => {
      const [before, after] = [planned(old, issues), planned(next, issues, maxNew)];
      const told = previewOf(before, after);
      for (const [steps, when] of [[before, 'before'] as const, [after, 'after'] as const]) {
        const count = (...names: string[]) => steps.filter(({ step }) => names.includes(step)).length;
        const fate = (...names: string[]) => told.filter((issue) => names.includes(issue[when])).length;
        expect(fate('opens', 'reopens')).toBe(count('create', 'reopen'));
        expect(fate('closes')).toBe(count('close'));
        expect(fate('waits')).toBe(count('wait'));
      }
      expect(previewOf(after, after).every(({ before, after }) => before === after)).toBe(true);
    }),
    { numRuns: 200 },
  );
});
