import { expect, test } from 'vitest';
import { addDays } from '../../src/domain/day.ts';
import { isWorthTelling, reviewOf, type Review } from '../../src/domain/review.ts';
import {
  day,
  evaluationFrom,
  evaluationText,
  policyFrom,
  workspaceFrom,
  type EvaluationWish,
} from '../helpers/evaluations.ts';

type Files = Record<string, EvaluationWish | string>;

const today = day('2026-03-01');

function review(before: Files, after: Files, policy = '', on = today, rest: EvaluationWish[] = []): Review {
  const others = rest.map((wish) => evaluationFrom(wish));
  const side = (files: Files) => ({ changed: workspaceFrom(files), rest: others });
  return reviewOf(side(before), side(after), policyFrom(policy), on);
}

function rulesOf({ problems }: Review): string[] {
  return problems.map(({ rule }) => rule);
}

test('a change that changes nothing has nothing to say', () => {
  const files = { 'a.json': {} };
  expect(review(files, files)).toMatchObject({ diffs: [], problems: [], conclusion: 'success' });
});

test('the order of dimensions and criteria is no change', () => {
  const criteria = { 'security.a': { score: 70 }, 'privacy_compliance.a': { score: 80 } };
  const turned = Object.fromEntries(Object.entries(criteria).toReversed());
  expect(review({ 'a.json': { criteria } }, { 'a.json': { criteria: turned } }).diffs).toStrictEqual([]);
});

test('a declared score that moves is a change, though no claim moves', () => {
  const { diffs, conclusion } = review(
    { 'a.json': { declared: { quality: 80 } } },
    { 'a.json': { declared: { quality: 81 } } },
  );
  expect(diffs).toMatchObject([{ id: 'sample', claims: [] }]);
  expect(conclusion).toBe('success');
});

test('time alone fails nothing', () => {
  const files = (score: number) => ({
    'a.json': { criteria: { 'security.a': { score }, 'security.b': {} } },
  });
  for (const days of [0, 180, 181, 10_000])
    expect(review(files(80), files(81), '', addDays(today, days)).conclusion).toBe('success');
});

test.each([
  ['a bad score', { criteria: { 'security.a': { score: 101 } } }],
  ['a bad date', { criteria: { 'security.a': { verified: '2026-02-30' } } }],
  ['a future date', { criteria: { 'security.a': { verified: '2026-03-02' } } }],
  ['a missing date', { criteria: { 'security.a': { verified: undefined } } }],
  ['a file that cannot be read', '{'],
])('%s fails where it is new, and not where it was there before', (_what, bad) => {
  const good = { criteria: { 'security.a': {} } };
  expect(review({ 'a.json': good }, { 'a.json': bad }).conclusion).toBe('failure');
  expect(review({}, { 'a.json': bad }).conclusion).toBe('failure');
  const old = review(
    { 'a.json': bad, 'b.json': { id: 'b' } },
    { 'a.json': bad, 'b.json': { id: 'b', name: 'B' } },
  );
  expect(old.conclusion).toBe('success');
  expect(old.problems).not.toStrictEqual([]);
  const mild = 'pullRequests: { rules: { invalid: warn, future-date: warn } }';
  expect(review({ 'a.json': good }, { 'a.json': bad }, mild).conclusion).toBe('success');
});

test('an old problem does not fail when its file is renamed or its line moves', () => {
  const bad = { criteria: { 'security.a': { score: 101 } } };
  expect(review({ 'a.json': bad }, { 'b.json': bad })).toMatchObject({
    conclusion: 'success',
    problems: [{ rule: 'invalid', file: 'b.json' }],
  });
  expect(review({ 'a.json': bad }, { 'a.json': `\n\n${evaluationText(bad)}` }).conclusion).toBe('success');
});

test('an old problem does not excuse a new one', () => {
  const bad = (b: number) => ({
    'a.json': { criteria: { 'security.a': { score: 101 }, 'security.b': { score: b } } },
  });
  expect(review(bad(80), bad(102)).conclusion).toBe('failure');
});

test('an evaluation that is taken away fails nothing', () => {
  expect(review({ 'a.json': {} }, {})).toMatchObject({
    diffs: [{ after: undefined }],
    totals: { removed: 1 },
    conclusion: 'success',
  });
});

const drifted = { 'a.json': { criteria: { 'security.a': { score: 70 } }, declared: { security: 81 } } };
const sound = { 'a.json': { criteria: { 'security.a': { score: 71 } }, declared: { security: 81 } } };

test.each([
  ['', 'failure'],
  ['pullRequests: { rules: { invalid: off } }', 'failure'],
  ['pullRequests: { rules: { score-drift: warn } }', 'success'],
  ['pullRequests: { rules: { score-drift: off } }', 'success'],
  ['scores: { tolerance: 11 }', 'success'],
])('a score that drifts beyond the tolerance, under %j, is a %s', (policy, conclusion) => {
  expect(review(sound, drifted, policy).conclusion).toBe(conclusion);
});

test('drift that was there before fails nothing', () => {
  const named = { 'a.json': { ...drifted['a.json'], name: 'Other' } };
  const { conclusion, problems } = review(drifted, named);
  expect([conclusion, problems.map(({ rule }) => rule)]).toStrictEqual(['success', ['score-drift']]);
});

test('a score that moves while its evidence stays is remarked at the score', () => {
  const files = (score: number) => ({ 'a.json': { criteria: { 'security.a': { score } } } });
  const { problems, conclusion } = review(files(80), files(90));
  expect(conclusion).toBe('success');
  expect(problems).toStrictEqual([
    {
      rule: 'score-without-evidence',
      level: 'warn',
      file: 'a.json',
      line: 9,
      column: 20,
      field: 'trust_vector.security.criteria.a.score',
      message: 'The score of `security.a` moves from 80 to 90, its evidence stays as it was.',
      remedy: 'Cite what the new score rests on.',
    },
  ]);
});

test.each([
  ['with new evidence', { score: 90, urls: ['https://new.example/'] }, []],
  ['with other words', { score: 90, more: { methodology: 'x' } }, ['score-without-evidence']],
  [
    'whose source now says something else',
    { score: 90, more: { evidence: [{ source: 'Source', value: 'Else' }] } },
    [],
  ],
  [
    'whose source says the same in other words',
    {
      score: 90,
      more: { evidence: [{ source: 'Source', url: 'https://example.org/security.a', value: 'Other words' }] },
    },
    [],
  ],
  ['with a date only', { score: 90, verified: '2026-02-02' }, ['score-without-evidence']],
  ['taken away', { score: undefined }, ['score-without-evidence']],
])('a score %s gives %j', (_what, criterion, rules) => {
  const files = (criterion: object) => ({ 'a.json': { criteria: { 'security.a': criterion } } });
  expect(rulesOf(review(files({}), files(criterion)))).toStrictEqual(rules);
});

test('restamps are one remark a file, on the first of them', () => {
  const names = ['security.a', 'security.b', 'security.c'];
  const files = (id: string, verified: string, count = 3) => ({
    [`${id}.json`]: {
      id,
      criteria: Object.fromEntries(names.map((name, n) => [name, n < count ? { verified } : {}])),
    },
  });
  const { problems, totals, conclusion } = review(
    { ...files('x', '2026-01-01'), ...files('y', '2026-01-01') },
    { ...files('x', '2026-02-02'), ...files('y', '2026-02-02', 1) },
  );
  expect(problems).toMatchObject([
    {
      rule: 'restamp',
      level: 'note',
      file: 'x.json',
      field: 'trust_vector.security.criteria.a.last_verified',
      message: '3 claims get a new verification date and nothing else: 100 % of those with a new date.',
    },
    {
      rule: 'restamp',
      level: 'note',
      file: 'y.json',
      message: '1 claim gets a new verification date and nothing else: 100 % of those with a new date.',
    },
  ]);
  expect([totals.restamped, conclusion]).toStrictEqual([4, 'success']);
});

test('ranks are counted over the whole repository, and equals share one', () => {
  const scored = (id: string, score: number): EvaluationWish => ({
    id,
    criteria: { 'security.a': { score } },
  });
  const rest = [
    scored('top', 90),
    scored('middle', 80),
    scored('low', 60),
    { id: 'unscored', criteria: { 'security.a': { score: undefined } } },
  ];
  const rankAfter = (score: number) =>
    review({ 'a.json': scored('a', 70) }, { 'a.json': scored('a', score) }, '', today, rest).ranks.get('a');
  expect(rankAfter(95)).toStrictEqual({ before: 3, after: 1, of: 4 });
  expect(rankAfter(80)).toStrictEqual({ before: 3, after: 2, of: 4 });
  expect(rankAfter(10)).toStrictEqual({ before: 3, after: 4, of: 4 });
  expect(review({}, { 'n.json': scored('new', 85) }, '', today, rest).ranks.get('new')).toStrictEqual({
    before: undefined,
    after: 2,
    of: 4,
  });
  expect(review({ 'o.json': scored('old', 85) }, {}, '', today, rest).ranks.get('old')).toStrictEqual({
    before: 2,
    after: undefined,
    of: 3,
  });
});

test('an evaluation that changes its id keeps its former rank', () => {
  const scored = (id: string, score: number): EvaluationWish => ({
    id,
    criteria: { 'security.a': { score } },
  });
  const { ranks } = review({ 'a.json': scored('old', 80) }, { 'a.json': scored('new', 81) });
  expect([...ranks]).toStrictEqual([['new', { before: 1, after: 1, of: 1 }]]);
});

test('support is told before and after, measured on one day', () => {
  const files = (verified: string) => ({
    'a.json': { criteria: { 'security.a': { verified }, 'security.b': { verified: '2026-02-01' } } },
  });
  const { support } = review(files('2020-01-01'), files('2026-02-02'));
  expect([support.before.get('sample'), support.after.get('sample')]).toStrictEqual([50, 100]);
});

test('places that change under a profile are told, also where the usual place stays', () => {
  const of = (security: number, performance: number) => ({
    criteria: { 'security.a': { score: security }, 'performance_reliability.a': { score: performance } },
  });
  const rival: EvaluationWish = { id: 'rival', ...of(84, 80) };
  const { ranks, profiles } = review({ 'a.json': of(78, 90) }, { 'a.json': of(86, 84) }, '', today, [rival]);
  expect(ranks.get('sample')).toMatchObject({ before: 1, after: 1, of: 2 });
  expect(profiles.get('sample')).toContainEqual({ profile: 'security_first', before: 2, after: 1, of: 2 });
  expect(profiles.get('sample')?.map(({ profile }) => profile)).not.toContain('performance_focused');
});

test('a change of dates alone looks for no places', () => {
  const on = (verified: string) => ({ criteria: { 'security.a': { verified } } });
  expect(review({ 'a.json': on('2026-01-01') }, { 'a.json': on('2026-02-01') }).profiles.size).toBe(0);
});

test('a change is worth a comment where a score moves far enough, or something is to be looked at', () => {
  const of = (score: number, notes = '') => ({ 'a.json': { criteria: { 'security.a': { score, notes } } } });
  const withEvidence = (before: Files, after: Files) =>
    review(before, after, 'pullRequests: { rules: { score-without-evidence: "off" } }');
  expect(isWorthTelling(withEvidence(of(80), of(82)), 2)).toBe(true);
  expect(isWorthTelling(withEvidence(of(80), of(82)), 3)).toBe(false);
  expect(isWorthTelling(withEvidence(of(80), of(82)), 0)).toBe(true);
  expect(isWorthTelling(review(of(80), of(81)), 50)).toBe(true);
  expect(isWorthTelling(withEvidence({}, of(80)), 50)).toBe(true);
  expect(isWorthTelling(withEvidence(of(80), of(80)), 0)).toBe(false);
});
