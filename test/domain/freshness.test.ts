import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../src/domain/day.ts';
import { freshnessJudge, isStale, ruleFinder, type Freshness } from '../../src/domain/freshness.ts';
import { day, evaluationFrom, policyFrom, type CriterionWish } from '../helpers/evaluations.ts';

/** Judges one claim, `security.authentication` unless it is named, on 2026-07-01. */
function judge(criterion: CriterionWish, freshness: string, name = 'security.authentication'): Freshness {
  const evaluation = evaluationFrom({ id: 'sample', type: 'mcp', criteria: { [name]: criterion } });
  const [judged] = freshnessJudge(policyFrom(`freshness: ${freshness}`).freshness)(
    evaluation,
    day('2026-07-01'),
  );
  if (!judged) throw new Error('Nothing was judged');
  return judged;
}

const plain = '{ maxAge: 100d, notice: 10d }';
const today = day('2026-07-01');

test.each([
  [0, 'fresh'],
  [89, 'fresh'],
  [90, 'fresh'],
  [91, 'due'],
  [100, 'due'],
  [101, 'stale'],
  [5000, 'stale'],
])('of 100 days with 10 days notice, a claim of %d days is %s', (age, state) => {
  const verified = addDays(today, -age);
  expect(judge({ verified }, plain)).toMatchObject({
    state,
    age,
    maxAge: 100,
    staleOn: addDays(verified, 101),
  });
});

test('the day on which a claim becomes stale is the first on which it is judged so', () => {
  const evaluation = evaluationFrom({ criteria: { 'security.a': { verified: '2026-01-31' } } });
  const judge = freshnessJudge(policyFrom('freshness: { maxAge: 28d, notice: 0d }').freshness);
  const [on, before] = [day('2026-03-01'), day('2026-02-28')];
  expect(judge(evaluation, on)).toMatchObject([{ state: 'stale', staleOn: on }]);
  expect(judge(evaluation, before)).toMatchObject([{ state: 'fresh', staleOn: on }]);
});

test.each([
  ['missing', undefined],
  ['no day', '2026-02-30'],
  ['tomorrow', '2026-07-02'],
  ['far ahead', '9999-12-31'],
])('a claim whose date is %s is undated, and so stale', (_what, verified) => {
  const freshness = judge({ verified }, plain);
  expect(freshness).toMatchObject({ state: 'undated', age: undefined, staleOn: undefined });
  expect(isStale(freshness)).toBe(true);
});

test.each([
  ['fresh', 0, false],
  ['due', 95, false],
  ['stale', 101, true],
])('a %s claim is stale: %s', (state, age, stale) => {
  const freshness = judge({ verified: addDays(today, -age) }, plain);
  expect([freshness.state, isStale(freshness)]).toStrictEqual([state, stale]);
});

test('a notice longer than the age makes a claim due from its first day', () => {
  expect(judge({ verified: '2026-07-01' }, '{ maxAge: 5d, notice: 14d }').state).toBe('due');
});

const rules = `{ maxAge: 180d, rules: [
    { confidence: low, maxAge: 90d },
    { claim: "metadata.*", maxAge: 60d },
    { claim: "security.*", type: mcp, maxAge: 30d },
    { evaluation: "other-*", maxAge: 7d },
    { claim: "security.slow", maxAge: 400d },
  ] }`;

test.each([
  ['no rule fits', 'quality.a', {}, 180],
  ['one rule fits', 'quality.a', { confidence: 'low' }, 90],
  ['the last of two wins', 'security.a', { confidence: 'low' }, 30],
  ['the last of three wins, though it allows more', 'security.slow', { confidence: 'low' }, 400],
])('where %s: %s', (_what, name, criterion, maxAge) => {
  expect(judge(criterion, rules, name).maxAge).toBe(maxAge);
});

test('all conditions of a rule must hold', () => {
  const judge = freshnessJudge(policyFrom(`freshness: ${rules}`).freshness);
  const maxAges = (id: string, type: string) =>
    judge(evaluationFrom({ id, type, criteria: { 'security.a': {} } }), today).map(({ maxAge }) => maxAge);
  expect(maxAges('sample', 'mcp')).toStrictEqual([30]);
  expect(maxAges('sample', 'model')).toStrictEqual([180]);
  expect(maxAges('other-one', 'mcp')).toStrictEqual([7]);
});

test('a claim only grows older', () => {
  const order = ['fresh', 'due', 'stale'];
  fc.assert(
    fc.property(fc.nat(400), fc.nat(400), fc.nat(50), (age, maxAge, notice) => {
      const policy = `{ maxAge: ${maxAge}d, notice: ${notice}d }`;
      const [younger, older] = [age, age + 1].map((age) => judge({ verified: addDays(today, -age) }, policy));
      expect(order.indexOf(older?.state ?? '')).toBeGreaterThanOrEqual(order.indexOf(younger?.state ?? ''));
      expect(younger?.staleOn !== undefined && younger.staleOn <= today).toBe(younger?.state === 'stale');
    }),
  );
});

test('the rule that counts is the last that matches, and none where only the general age does', () => {
  const { rules } = policyFrom(
    'freshness: { rules: [{ claim: "security.*", maxAge: 90d }, { confidence: high, maxAge: 60d }, { type: mcp, maxAge: 30d }] }',
  ).freshness;
  const evaluation = evaluationFrom({ criteria: { 'security.a': {}, 'b.c': { confidence: 'low' } } });
  const places = evaluation.claims.map((claim) => {
    const rule = ruleFinder(rules)(evaluation, claim);
    return rule && rules.indexOf(rule);
  });
  expect(places).toEqual([1, undefined]);
});
