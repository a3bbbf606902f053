import { expect, test } from 'vitest';
import { invalid } from '../../../src/domain/rules/invalid.ts';
import { proveRule, reviewBy } from './suite.ts';

const good = { criteria: { 'security.a': {} } };
const bad = { criteria: { 'security.a': { verified: '2026-02-30' } } };

proveRule(
  invalid,
  {
    before: good,
    after: bad,
    line: ['"last_verified": "2026-02-30"', 'last_verified: 2026-02-30'],
    message:
      '`trust_vector.security.criteria.a.last_verified` is "2026-02-30", which is no day of the calendar. The claim counts as stale.',
  },
  { 'a sound file': { before: good, after: { ...good, name: 'Other' } } },
);

test('a criterion without a date is invalid, another field of the same claim excuses nothing', () => {
  const both = { criteria: { 'security.a': { verified: '2026-02-30', score: 101 } } };
  expect(
    reviewBy(invalid, { before: bad, after: both })
      .problems.map(({ level }) => level)
      .sort(),
  ).toEqual(['fail', 'note']);
  const undated = { criteria: { 'security.a': { verified: undefined } } };
  expect(reviewBy(invalid, { before: good, after: undated }).problems).toMatchObject([
    { level: 'fail', message: '`security.a` does not say when it was last verified. It counts as stale.' },
  ]);
});
