import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { stringify } from 'yaml';
import { byFile, mendFile, type Mend } from '../../src/domain/mend.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { reviewOf } from '../../src/domain/review.ts';
import { suggestionsIn } from '../../src/domain/suggested-change.ts';
import { readWorkspace } from '../../src/domain/workspace.ts';
import type { SourceFile } from '../../src/domain/document.ts';
import { day, evaluationText, fileOf, type EvaluationWish } from '../helpers/evaluations.ts';

const TODAY = day('2026-06-01');
const POLICY = defaultPolicy();

function mendsOf(before: SourceFile, after: SourceFile): readonly Mend[] {
  const side = (file: SourceFile) => ({ changed: readWorkspace([file], POLICY.fields), rest: [] });
  return reviewOf(side(before), side(after), POLICY, TODAY).mends;
}

const asJson = (wish: EvaluationWish): SourceFile => fileOf('a.json', evaluationText(wish));
const asYaml = (wish: EvaluationWish): SourceFile =>
  fileOf('a.yaml', stringify(JSON.parse(evaluationText(wish))));

const textOf = ({ bytes }: SourceFile): string => new TextDecoder().decode(bytes);

/** The values that are mended, with the paths where they stand. */
const valuesOf = (mends: readonly Mend[]) =>
  mends.map(({ rule, path, value }) => [rule, path.slice(-2).join('.'), value]);

const at = (verified: string, more: object = {}) => ({
  criteria: { 'security.a': { score: 60, verified, ...more } },
});

describe('what a change brings is mended', () => {
  it.each([
    [
      'a drift',
      at('2026-05-01'),
      { ...at('2026-05-01'), declared: { security: 80 } },
      ['score-drift', 'security.overall_score', 60],
    ],
    ['a date to come', at('2026-05-01'), at('2027-01-01'), ['future-date', 'a.last_verified', '2026-06-01']],
    [
      'a date that went back',
      at('2026-05-01'),
      at('2026-04-01'),
      ['date-went-back', 'a.last_verified', '2026-05-01'],
    ],
  ])('%s', (_, before, after, mend) => {
    for (const form of [asJson, asYaml]) expect(valuesOf(mendsOf(form(before), form(after)))).toEqual([mend]);
  });

  it.each([
    ['what stood before', at('2027-01-01'), { ...at('2027-01-01'), name: 'Other' }],
    ['a date that went back with something else', at('2026-05-01'), at('2026-04-01', { score: 70 })],
    ['a date that went back from one to come', at('2027-05-01'), at('2026-04-01')],
    ['a date that moves on', at('2026-05-01'), at('2026-05-02')],
  ])('but not %s', (_, before, after) => {
    expect(mendsOf(asJson(before), asJson(after))).toEqual([]);
  });

  it('at most five hundred times by one rule in one file', () => {
    const many = Object.fromEntries(
      Array.from({ length: 700 }, (_, index) => [`security.c${index}`, { verified: '2027-01-01' }]),
    );
    expect(mendsOf(asJson({}), asJson({ criteria: many })).length).toBe(500);
  });
});

const dates = fc.constantFrom('2024-01-01', '2026-01-01', '2026-05-05', '2027-09-09', '2026-02-30');
const criterion = fc.record({ score: fc.constantFrom(10, 60, 95), verified: dates });
const wishes = fc.record({
  criteria: fc.dictionary(fc.constantFrom('security.a', 'security.b', 'privacy.a'), criterion),
  declared: fc.dictionary(fc.constantFrom('security', 'privacy'), fc.integer({ min: 0, max: 100 })),
});
const forms = fc.constantFrom(asJson, asYaml);

test('once all is mended, nothing is left to mend', () => {
  fc.assert(
    fc.property(wishes, wishes, forms, (before, after, form) => {
      const mended = mendFile(form(after), byFile(mendsOf(form(before), form(after))));
      expect(mended.refused).toEqual([]);
      expect(mendsOf(form(before), mended.file)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test('to take over every suggestion is the same as to mend the file', () => {
  fc.assert(
    fc.property(wishes, wishes, forms, (before, after, form) => {
      const mends = mendsOf(form(before), form(after));
      const lines = textOf(form(after)).split('\n');
      const suggestions = suggestionsIn(form(after), byFile(mends), [{ from: 1, to: lines.length }]);
      for (const { line, after: text } of suggestions) lines[line - 1] = text;
      expect(lines.join('\n')).toBe(textOf(mendFile(form(after), byFile(mends)).file));
      expect(suggestions.flatMap((one) => one.mends).length).toBe(mends.length);
    }),
    { numRuns: 40 },
  );
});

test('mends of another file are not made', () => {
  const file = asJson(at('2027-01-01'));
  const mends = mendsOf(asJson(at('2026-05-01')), file).map((mend) => ({ ...mend, file: 'b.json' }));
  expect(mendFile(file, byFile(mends)).file).toBe(file);
  expect(suggestionsIn(file, byFile(mends), [{ from: 1, to: 99 }])).toEqual([]);
});
