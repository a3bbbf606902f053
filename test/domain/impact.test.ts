import { expect, test } from 'vitest';
import { impactOf, lastVerifiedIn } from '../../src/domain/impact.ts';
import type { Watch } from '../../src/domain/watch.ts';
import { evaluationFrom, policyFrom } from '../helpers/evaluations.ts';

const evaluations = ['minimax-m2', 'minimax-m1', 'glm-5'].map((id) =>
  evaluationFrom({
    id,
    criteria: {
      'security.a': {},
      'security.b': { verified: '2026-05-05' },
      'operations.versions': { verified: undefined },
    },
    more: id === 'glm-5' ? {} : { limitations: ['x'] },
  }),
);
const [m2] = evaluations;

function watch(affects: string): Watch {
  const [declared] = policyFrom(
    `watch: [{ id: w, source: s, target: t, when: x, affects: ${affects} }]`,
  ).watch;
  if (!declared) throw new Error('There is no watch');
  return declared;
}

function impact(affects: string, declaredIn = undefined as typeof m2) {
  return impactOf({ watch: watch(affects), declaredIn }, evaluations).map(
    ({ evaluation, claims, fields }) => [evaluation.id, claims.map(({ name }) => name), fields],
  );
}

test('a watch puts in doubt what it names', () => {
  expect(
    impact('[{ evaluations: minimax-m2, criteria: operations.versions, fields: [limitations] }]'),
  ).toStrictEqual([['minimax-m2', ['operations.versions'], ['limitations']]]);
});

test('patterns reach several evaluations and claims, and fields only where they stand', () => {
  expect(
    impact('[{ evaluations: ["minimax-*", "glm-?"], criteria: "security.*", fields: limitations }]'),
  ).toStrictEqual([
    ['minimax-m2', ['security.a', 'security.b'], ['limitations']],
    ['minimax-m1', ['security.a', 'security.b'], ['limitations']],
    ['glm-5', ['security.a', 'security.b'], []],
  ]);
});

test('without evaluations the one that declares the watch is meant', () => {
  const affects = '[{ criteria: security.a }]';
  expect(impact(affects, m2)).toStrictEqual([['minimax-m2', ['security.a'], []]]);
  expect(impact(affects)).toStrictEqual([]);
});

test('a watch in one evaluation may affect another', () => {
  expect(impact('[{ evaluations: glm-5 }]', m2)).toStrictEqual([
    ['glm-5', ['security.a', 'security.b', 'operations.versions'], []],
  ]);
});

test('several entries about one evaluation are one impact, without repetition', () => {
  const affects =
    '[{ criteria: "security.*" }, { criteria: [security.a, operations.versions], fields: [limitations] }, { fields: limitations }]';
  expect(impact(affects, m2)).toStrictEqual([
    ['minimax-m2', ['security.a', 'security.b', 'operations.versions'], ['limitations']],
  ]);
});

test('what an object inherits is no field of an evaluation', () => {
  expect(impact('[{ fields: [toString, limitations] }]', m2)).toStrictEqual([
    ['minimax-m2', [], ['limitations']],
  ]);
});

test('a watch that names nothing means the whole evaluation that declares it, and nothing in the configuration', () => {
  const claims = ['security.a', 'security.b', 'operations.versions'];
  expect(impact('[]', m2)).toStrictEqual([['minimax-m2', claims, []]]);
  expect(impact('[]', undefined)).toStrictEqual([]);
});

test('an entry with fields only puts no claim in doubt', () => {
  expect(impact('[{ fields: limitations }]', m2)).toStrictEqual([['minimax-m2', [], ['limitations']]]);
});

test('evaluations are meant by id or path, and taken out again by an exclamation mark', () => {
  function meant(patterns: string): unknown[] {
    return impact(`[{ evaluations: ${patterns}, criteria: security.a }]`).map(([id]) => id);
  }
  const [file = ''] = evaluations.map((one) => one.file);
  expect(meant('"{minimax,glm}-*"')).toStrictEqual(['minimax-m2', 'minimax-m1', 'glm-5']);
  expect(meant('["**", "!glm-5"]')).toStrictEqual(['minimax-m2', 'minimax-m1']);
  expect(meant(`["${file}", "!minimax-*"]`)).toStrictEqual(['glm-5']);
});

test('the day of the claim verified last is known, whatever has no date', () => {
  const of = (criteria: string) =>
    lastVerifiedIn(impactOf({ watch: watch(`[{ criteria: ${criteria} }]`), declaredIn: m2 }, evaluations));
  expect(of('"*"')).toBe('2026-05-05');
  expect(of('security.a')).toBe('2026-01-01');
  expect(of('operations.*')).toBeUndefined();
});
