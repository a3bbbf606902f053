import { expect, test } from 'vitest';
import { evidenceAged } from '../../../src/domain/rules/evidence-aged.ts';
import { proveRule, reviewBy } from './suite.ts';

// The evidence of a wish is of 2025-12-01.
const dated = (verified: string, more: object = {}) => ({
  criteria: { 'security.a': { verified, ...more } },
});

proveRule(
  evidenceAged,
  {
    before: dated('2026-12-01'),
    after: dated('2026-12-02'),
    today: '2027-01-01',
    line: ['"evidence": [', 'evidence:'],
    message: 'The newest evidence of `security.a` was 366 days old when it was verified.',
  },
  {
    'a year to the day': { before: dated('2026-01-01'), after: dated('2026-12-01') },
    'the date stays': { before: dated('2027-12-02'), after: dated('2027-12-02', { score: 81 }) },
    'no evidence has a date': { after: dated('2027-01-01', { more: { evidence: [{ source: 'S' }] } }) },
  },
);

test('many of one file are one remark', () => {
  const { problems } = reviewBy(evidenceAged, {
    after: {
      criteria: { 'security.a': { verified: '2027-01-01' }, 'security.b': { verified: '2027-01-01' } },
    },
  });
  expect(problems.map(({ message }) => message)).toEqual([
    'The newest evidence of `security.a` was 396 days old when it was verified. So it is in one more place of this file.',
  ]);
});
