import { expect, test } from 'vitest';
import { restamp } from '../../../src/domain/rules/restamp.ts';
import { proveRule, reviewBy } from './suite.ts';

const dated = (a: string, b: object = {}) => ({
  criteria: { 'security.a': { verified: a }, 'security.b': b },
});

proveRule(
  restamp,
  {
    before: dated('2026-01-01'),
    after: dated('2026-02-02', { verified: '2026-02-02', score: 81 }),
    line: ['"last_verified": "2026-02-02"', 'last_verified: 2026-02-02'],
    message: '1 claim gets a new verification date and nothing else: 50 % of the 2 with a new date.',
  },
  {
    'something else changed, too': {
      before: dated('2026-01-01'),
      after: dated('2026-01-01', { verified: '2026-02-02', score: 81 }),
    },
    'the evaluation is new': { after: dated('2026-02-02') },
  },
);

test('a whole file is one remark', () => {
  const { problems } = reviewBy(restamp, {
    before: dated('2026-01-01'),
    after: dated('2026-02-02', { verified: '2026-02-02' }),
  });
  expect(problems.map(({ message }) => message)).toEqual([
    '2 claims get a new verification date and nothing else: 100 % of those with a new date.',
  ]);
});
