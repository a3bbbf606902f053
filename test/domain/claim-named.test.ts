import { expect, test } from 'vitest';
import { claimNamed } from '../../src/domain/claim-named.ts';
import { evaluationFrom } from '../helpers/evaluations.ts';

const one = evaluationFrom({ id: 'one', criteria: { 'security.a': {}, 'security.b': {} } });
const odd = evaluationFrom({ id: 'one: two', criteria: { 'security.a': {}, 'privacy.c': {} } });
const all = [one, odd];

function meaning(name: string, spokenOf?: typeof one): string | undefined {
  const named = claimNamed(name, all, spokenOf);
  return named.found
    ? `${named.found.evaluation.id} > ${named.found.claim.name}`
    : `none, perhaps ${named.nearest}`;
}

test.each([
  ['one: security.a', undefined, 'one > security.a'],
  ['one:security.a', undefined, 'one > security.a'],
  ['one: two: privacy.c', undefined, 'one: two > privacy.c'],
  ['security.b', one, 'one > security.b'],
  ['one: two: security.a', one, 'one: two > security.a'],
  ['security.b', undefined, 'none, perhaps one: security.b'],
  ['privacy.c', one, 'none, perhaps one: two: privacy.c'],
  ['securty.b', one, 'none, perhaps security.b'],
  ['one: two: privcy.c', one, 'none, perhaps one: two: privacy.c'],
  ['two: security.a', undefined, 'none, perhaps one: security.a'],
  ['b', one, 'none, perhaps security.b'],
  ['c', one, 'none, perhaps undefined'],
  ['c', undefined, 'none, perhaps one: two: privacy.c'],
  ['one: two: c', one, 'none, perhaps one: two: privacy.c'],
  ['one: ', one, 'none, perhaps undefined'],
  ['', undefined, 'none, perhaps undefined'],
])('%j means', (name, spokenOf, means) => {
  expect(meaning(name, spokenOf)).toBe(means);
});
