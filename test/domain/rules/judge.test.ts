import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../../src/domain/day.ts';
import { reviewOf } from '../../../src/domain/review.ts';
import { rules } from '../../../src/domain/rules/index.ts';
import { day, policyFrom, workspaceFrom, type EvaluationWish } from '../../helpers/evaluations.ts';

const strict = policyFrom(
  `pullRequests: { rules: { ${rules.map(({ name }) => `${name}: fail`).join(', ')} } }`,
);

function problemsOn(days: number, before: EvaluationWish, after: EvaluationWish, policy = strict) {
  const side = (wish: EvaluationWish) => ({ changed: workspaceFrom({ 'a.json': wish }), rest: [] });
  return reviewOf(side(before), side(after), policy, addDays(day('2026-01-01'), days)).problems;
}

const date = fc.constantFrom('2024-01-01', '2026-01-01', '2026-05-05', '2027-09-09', '2026-02-30');
const criterion = fc.record({
  score: fc.constantFrom(10, 60, 101),
  confidence: fc.constantFrom('high', 'medium', 'low'),
  verified: date,
  urls: fc.subarray(['https://a.example/', 'http://b.example/', 'https://github.com/a/b']),
});
const wish = fc.record({
  criteria: fc.dictionary(fc.constantFrom('security.a', 'security.b'), criterion),
  declared: fc.constantFrom({}, { security: 60 }),
});

test('time alone turns nothing red, whatever the rules are set to', () => {
  fc.assert(
    fc.property(wish, wish, fc.nat(500), fc.nat(2000), (before, after, days, later) => {
      const red = (on: number) =>
        problemsOn(on, before, after)
          .filter(({ level }) => level === 'fail')
          .map(({ rule, field }) => `${rule} ${field}`);
      const now = new Set(red(days));
      expect(red(days + later).filter((one) => !now.has(one))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('what stays as it was fails nothing, whatever the rules are set to', () => {
  fc.assert(
    fc.property(wish, fc.nat(500), (same, days) => {
      const levels = problemsOn(days, same, { ...same, name: 'Other' }).map(({ level }) => level);
      expect(levels.filter((level) => level !== 'note')).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

const plain = { criteria: { 'security.a': { score: 80 } } };
const raised = { criteria: { 'security.a': { score: 90 } } };

test.each(['off', 'note', 'warn', 'fail'])('a rule that is set to %s speaks so', (setting) => {
  const policy = policyFrom(`pullRequests: { rules: { score-without-evidence: ${setting} } }`);
  const levels = problemsOn(90, plain, raised, policy).map(({ level }) => level);
  expect(levels).toEqual(setting === 'off' ? [] : [setting]);
});

test('what stood before is a note that says so', () => {
  const future = (b: string) => ({
    criteria: { 'security.a': { verified: '2027-01-01' }, 'security.b': { verified: b } },
  });
  expect(
    problemsOn(0, future('2025-12-01'), future('2027-01-02')).filter(({ rule }) => rule === 'future-date'),
  ).toMatchObject([
    { level: 'fail', field: 'trust_vector.security.criteria.b.last_verified' },
    { level: 'note', message: expect.stringMatching(/It was so before this change\.$/) },
  ]);
});

test('more than forty of one rule on one file are counted', () => {
  const many = (score: number) => ({
    criteria: Object.fromEntries(Array.from({ length: 45 }, (_, n) => [`security.c${n}`, { score }])),
  });
  const problems = problemsOn(90, many(80), many(81));
  expect(problems.length).toBe(40);
  expect(problems.at(-1)?.message).toMatch(/So it is in 5 more places of this file\.$/);
});
