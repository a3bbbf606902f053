import { expect, test } from 'vitest';
import { countStates, failsAt, reportOn, type Report } from '../../src/domain/report.ts';
import {
  day,
  evaluationText,
  policyFrom,
  workspaceFrom,
  type EvaluationWish,
} from '../helpers/evaluations.ts';

const today = day('2026-06-20');

function reportOf(wish: EvaluationWish | string, policy = '', dead: readonly string[] = []): Report {
  return reportOn(workspaceFrom({ 'a.json': wish }), policyFrom(policy), today, {
    isDead: (url) => dead.includes(url),
  });
}

function rulesOf({ problems }: Report): string[] {
  return problems.map(({ rule }) => rule);
}

test('a sound evaluation is judged and has no problems', () => {
  const report = reportOf({ criteria: { 'security.a': { score: 80 } }, declared: { security: 81 } });
  expect(report.problems).toStrictEqual([]);
  expect(report.judged).toMatchObject([
    { evaluation: { id: 'sample' }, scores: { declared: 81, recomputed: 80 }, support: 100 },
  ]);
  expect(report.judged[0]?.freshness).toMatchObject([{ state: 'due', age: 170 }]);
});

test('a dead source takes away support', () => {
  const wish = { criteria: { 'security.a': { urls: ['https://a.example/'] } } };
  expect(reportOf(wish, '', ['https://a.example/']).judged[0]?.support).toBe(0);
});

test('a date that is still to come is an error on its line; the day itself is none', () => {
  const wish = {
    criteria: { 'security.a': { verified: '2026-06-21' }, 'security.b': { verified: '2026-06-20' } },
  };
  const line =
    evaluationText(wish)
      .split('\n')
      .findIndex((text) => text.includes('2026-06-21')) + 1;
  const { problems } = reportOf(wish);
  expect(problems).toStrictEqual([
    {
      rule: 'future-date',
      level: 'fail',
      file: 'a.json',
      line,
      column: expect.any(Number),
      field: 'trust_vector.security.criteria.a.last_verified',
      message: '`security.a` was last verified on 2026-06-21, which is still to come. It counts as stale.',
      remedy: 'Write the day on which it was really verified: today at the latest.',
    },
  ]);
});

test('a criterion without a date is named once, and one with a bad date as that only', () => {
  expect(reportOf({ criteria: { 'security.a': { verified: undefined } } }).problems).toMatchObject([
    { rule: 'missing-date', level: 'fail', field: 'trust_vector.security.criteria.a', line: 8 },
  ]);
  expect(rulesOf(reportOf({ criteria: { 'security.a': { verified: null } } }))).toStrictEqual(['bad-date']);
});

test('the remedy speaks of the configured field', () => {
  const report = reportOf(
    { criteria: { 'security.a': { more: { checked: undefined } } } },
    'fields: { verified: checked }',
  );
  expect(report.problems.find(({ rule }) => rule === 'missing-date')?.remedy).toBe(
    'Add "checked": "YYYY-MM-DD".',
  );
});

test.each([
  [90, 10, []],
  [70, 10, []],
  [91, 10, ['score-drift']],
  [69, 10, ['score-drift']],
  [81, 0, ['score-drift']],
  [80, 0, []],
])('a declared %d against a mean of 80 with a tolerance of %d: %j', (declared, tolerance, rules) => {
  const wish = { criteria: { 'security.a': { score: 80 } }, declared: { security: declared } };
  expect(rulesOf(reportOf(wish, `scores: { tolerance: ${tolerance} }`))).toStrictEqual(rules);
});

test('drift is named at the declared score, with what the criteria give', () => {
  const criteria = { 'security.a': { score: 60 }, 'security.b': { score: 61 } };
  expect(reportOf({ criteria, declared: { security: 90 } }).problems).toMatchObject([
    {
      level: 'fail',
      field: 'trust_vector.security.overall_score',
      message: '`security` declares 90, but the mean of its criteria is 61.',
      remedy: 'Declare 61, or mend the criteria.',
    },
  ]);
});

test('exactly at the tolerance there is no drift, whatever binary fractions say', () => {
  // 16.1 - 6.1 is 10.000000000000002.
  const wish = { criteria: { 'security.a': { score: 6.1 } }, declared: { security: 16.1 } };
  expect(rulesOf(reportOf(wish))).toStrictEqual([]);
});

test('a dimension that declares nothing, or scores nothing, cannot drift', () => {
  expect(rulesOf(reportOf({ criteria: { 'security.a': { score: 10 } } }))).toStrictEqual([]);
  expect(
    rulesOf(reportOf({ criteria: { 'security.a': { score: undefined } }, declared: { security: 90 } })),
  ).toStrictEqual([]);
});

test('the problems of the files come first', () => {
  const wish = { criteria: { 'security.a': { score: -1, verified: '2026-06-21' } } };
  expect(rulesOf(reportOf(wish))).toStrictEqual(['invalid', 'future-date']);
});

test('claims are counted by state', () => {
  const { judged } = reportOf({
    criteria: {
      'security.a': { verified: '2026-06-20' },
      'security.b': { verified: '2020-01-01' },
      'security.c': { verified: '2020-01-01' },
      'security.d': { verified: undefined },
      'security.e': {},
    },
  });
  const freshness = judged.flatMap((one) => one.freshness);
  expect(countStates(freshness)).toStrictEqual({ total: 5, fresh: 1, due: 1, stale: 2, undated: 1 });
  expect(countStates([])).toStrictEqual({ total: 0, fresh: 0, due: 0, stale: 0, undated: 0 });
});

const crlf = evaluationText({ criteria: { 'security.a': { verified: '2026-06-20' } } }).replaceAll(
  '\n',
  '\r\n',
);
test.each([
  ['a sound file', { criteria: { 'security.a': {} } }, [false, false, false]],
  ['a note only', crlf, [false, false, false]],
  ['a stale claim', { criteria: { 'security.a': { verified: '2020-01-01' } } }, [true, false, false]],
  ['an error', '{', [true, true, false]],
])('%s fails a check for stale, for error, for never: %o', (_what, wish, expected) => {
  const report = reportOf(wish);
  expect([failsAt(report, 'stale'), failsAt(report, 'error'), failsAt(report, 'never')]).toStrictEqual(
    expected,
  );
});
