import { expect, test } from 'vitest';
import { watchUnmet } from '../../../src/domain/rules/watch-unmet.ts';
import { day } from '../../helpers/evaluations.ts';
import { happening, proveRule, reviewBy } from './suite.ts';

const said = (methodology: string) => ({ criteria: { 'security.a': { more: { methodology } } } });
const event = {
  summary: 'The weights are there',
  seenOn: day('2026-02-01'),
  claims: new Set(['security.a']),
  fields: ['limitations'],
};
const known = happening(event);

proveRule(
  watchUnmet,
  {
    before: said('Weights are published'),
    after: said('Weights are not yet published'),
    known,
    line: ['"methodology": "Weights are not yet', 'methodology: Weights are not yet'],
    message:
      '`trust_vector.security.criteria.a.methodology` says that something is still to come, but it was seen on 2026-02-01: The weights are there',
  },
  {
    'nothing has happened': { after: said('Weights are not yet published') },
    'the text does not wait': { after: said('Weights are published'), known },
    'another claim waits': {
      after: said('Weights are not yet published'),
      known: happening({ ...event, claims: new Set(['security.b']) }),
    },
  },
);

test('what waited before is a note, unless its claim is stamped', () => {
  const dated = (verified: string, name: string) => ({
    name,
    criteria: { 'security.a': { verified, more: { methodology: 'Not yet published' } } },
  });
  const before = dated('2026-01-01', 'A');
  const levelOf = (after: object) => reviewBy(watchUnmet, { before, after, known }).problems[0]?.level;
  expect(levelOf(dated('2026-01-01', 'B'))).toBe('note');
  expect(levelOf(dated('2026-02-02', 'A'))).toBe('fail');
});

test('top-level texts and the words of evidence are read, too', () => {
  const evidence = [{ source: 'S', value: 'Not yet released' }];
  const after = {
    criteria: { 'security.a': { more: { evidence } } },
    more: { limitations: ['Fast', 'Audits are coming soon'] },
  };
  expect(reviewBy(watchUnmet, { after, known }).problems.map(({ field }) => field)).toEqual([
    'trust_vector.security.criteria.a.evidence.0.value',
    'limitations.1',
  ]);
});
