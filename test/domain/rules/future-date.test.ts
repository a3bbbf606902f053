import { expect, test } from 'vitest';
import { futureDate } from '../../../src/domain/rules/future-date.ts';
import { proveRule, reviewBy } from './suite.ts';

const dated = (verified: string) => ({ criteria: { 'security.a': { verified } } });

proveRule(
  futureDate,
  {
    before: dated('2026-01-01'),
    after: dated('2026-03-02'),
    line: ['"last_verified": "2026-03-02"', 'last_verified: 2026-03-02'],
    message: '`security.a` was last verified on 2026-03-02, which is still to come. It counts as stale.',
  },
  { 'the day itself': { after: dated('2026-03-01') } },
);

test('another day that is still to come is not excused by the former one', () => {
  const change = { before: dated('2026-05-05'), after: dated('2027-09-09') };
  for (const today of ['2026-03-01', '2026-06-06'])
    expect(reviewBy(futureDate, { ...change, today }).conclusion).toBe('failure');
});
