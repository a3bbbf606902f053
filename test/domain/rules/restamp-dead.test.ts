import { expect, test } from 'vitest';
import { restampDead } from '../../../src/domain/rules/restamp-dead.ts';
import type { KnownSource } from '../../../src/domain/unchanged.ts';
import { day } from '../../helpers/evaluations.ts';
import { proveRule, reviewBy } from './suite.ts';

const url = 'https://a.example/';
const dated = (verified: string, more: object = {}) => ({
  criteria: { 'security.a': { verified, urls: [url], ...more } },
});
const knowing = (source: Partial<KnownSource>) => ({
  known: { sources: new Map([[url, { since: undefined, notices: [], ...source }]]) },
});
const stamped = { before: dated('2026-01-01'), after: dated('2026-02-02') };

proveRule(
  restampDead,
  {
    ...stamped,
    ...knowing({ isDead: true }),
    line: ['"last_verified": "2026-02-02"', 'last_verified: 2026-02-02'],
    message: '`security.a` gets a new verification date, but its source `https://a.example/` is dead.',
  },
  {
    'nothing is known of the source': stamped,
    'the source has changed before the last verification': {
      ...stamped,
      ...knowing({ changedOn: day('2025-12-31') }),
    },
    'the source has changed, and so has the claim': {
      before: dated('2026-01-01'),
      after: dated('2026-02-02', { score: 81 }),
      ...knowing({ changedOn: day('2026-01-15') }),
    },
    'the claim keeps its date': {
      before: dated('2026-01-01'),
      after: dated('2026-01-01', { score: 81 }),
      ...knowing({ isDead: true }),
    },
    'the evaluation is new': { after: dated('2026-02-02'), ...knowing({ isDead: true }) },
  },
);

test('a source that has changed since is named as that', () => {
  const { problems } = reviewBy(restampDead, { ...stamped, ...knowing({ changedOn: day('2026-01-15') }) });
  expect(problems).toMatchObject([
    {
      message:
        '`security.a` gets a new verification date, but its source `https://a.example/` has changed since it was last verified.',
    },
  ]);
});
