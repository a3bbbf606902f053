import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dimensionNames } from '../../src/domain/profiles.ts';
import { bandOf, roundHalfUp, scoresOf, weightOf } from '../../src/domain/score.ts';
import { evaluationFrom, type CriterionWish } from '../helpers/evaluations.ts';

/** An evaluation with these scores in the framework's dimensions, one criterion each unless a list is given. */
function scored(...dimensions: (number | undefined | readonly number[])[]) {
  const criteria: Record<string, CriterionWish> = {};
  for (const [index, scores] of dimensions.entries()) {
    const list = typeof scores === 'number' ? [scores] : (scores ?? [undefined]);
    for (const [n, score] of list.entries()) criteria[`${dimensionNames[index]}.c${n}`] = { score };
  }
  return evaluationFrom({ criteria });
}

test('MiniMax-M2 is recomputed to what its file declares', () => {
  const file = new URL('../../data/models/minimax-m2.json', import.meta.url);
  const scores = scoresOf(evaluationFrom(readFileSync(file, 'utf8')), 'balanced');
  expect(scores.dimensions.map(({ recomputed }) => recomputed)).toStrictEqual([87, 77, 74, 78, 82]);
  expect(scores.dimensions.map(({ declared }) => declared)).toStrictEqual([87, 77, 74, 78, 82]);
  expect(scores).toMatchObject({ declared: 80, recomputed: 80, band: 'Strong' });
});

test.each([
  [[79, 80], 80],
  [[78, 79], 79],
  [[79, 79, 80], 79],
  [[0], 0],
  [[100, 100], 100],
])('the mean of %j is shown as %d', (scores, shown) => {
  expect(scoresOf(scored(scores), 'balanced').dimensions[0]?.recomputed).toBe(shown);
});

test('the overall score rounds halves up', () => {
  expect(scoresOf(scored(87, 77, 74, 78, 81.5), 'balanced').recomputed).toBe(80);
  expect(scoresOf(scored(79, 80), 'balanced').recomputed).toBe(80);
  expect(scoresOf(scored(78, 79), 'balanced').recomputed).toBe(79);
});

test.each([
  [0.4999, 0],
  [0.5, 1],
  [79.49999999999999, 80],
  [79.4999, 79],
  [79.5, 80],
  [78.5, 79],
])('%d is rounded to %d', (value, rounded) => {
  expect(roundHalfUp(value)).toBe(rounded);
});

test('scores with decimals are rounded as on paper', () => {
  const tenths = fc.array(fc.nat(1000), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(tenths, (list) => {
      const sum = list.reduce((sum, tenth) => sum + tenth, 0);
      const onPaper = Math.floor((2 * sum + 10 * list.length) / (20 * list.length));
      const scores = scoresOf(scored(list.map((tenth) => tenth / 10)), 'balanced');
      expect(scores.dimensions[0]?.recomputed).toBe(onPaper);
    }),
    { numRuns: 300, examples: [[[793, 796, 796]], [[791, 792, 802]]] },
  );
});

test('weighted scores are rounded as on paper', () => {
  const weights = fc
    .array(fc.nat(100), { minLength: 4, maxLength: 4 })
    .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b), 100])
    .map((cuts) => cuts.slice(1).map((cut, n) => cut - (cuts[n] ?? 0)));
  fc.assert(
    fc.property(weights, fc.array(fc.nat(100), { minLength: 5, maxLength: 5 }), (weights, points) => {
      const sum = weights.reduce((sum, weight, n) => sum + weight * (points[n] ?? 0), 0);
      const five = weights.map((weight) => weight / 100);
      expect(scoresOf(scored(...points), five).recomputed).toBe(Math.floor((sum + 50) / 100));
    }),
    { numRuns: 500 },
  );
});

test('weights of less than a thousandth count', () => {
  expect(scoresOf(scored(100, 0, 0, 0, 0), [0.0049, 0.9951, 0, 0, 0]).recomputed).toBe(0);
  expect(scoresOf(scored(100, 0, 0, 0, 0), [0.00501, 0.99499, 0, 0, 0]).recomputed).toBe(1);
  expect(scoresOf(scored(80), [0.0004, 0.9996, 0, 0, 0]).recomputed).toBe(80);
});

test.each([
  [100, 'Exceptional'],
  [90, 'Exceptional'],
  [89, 'Strong'],
  [75, 'Strong'],
  [74, 'Adequate'],
  [60, 'Adequate'],
  [59, 'Concerning'],
  [40, 'Concerning'],
  [39, 'Poor'],
  [0, 'Poor'],
])('%d is %s', (score, band) => {
  expect(bandOf(score)).toBe(band);
});

test('the band is that of the score as it is shown', () => {
  expect(scoresOf(scored([89, 90]), 'balanced')).toMatchObject({ recomputed: 90, band: 'Exceptional' });
});

test('a profile weighs each dimension by its name, wherever it stands', () => {
  expect(dimensionNames.map((name) => weightOf(name, 'security_first'))).toStrictEqual([
    0.15, 0.35, 0.3, 0.1, 0.1,
  ]);
  expect(scoresOf(scored(0, 100, 100, 0, 0), 'security_first').recomputed).toBe(65);
  const turned = evaluationFrom({
    criteria: { 'security.a': { score: 100 }, 'performance_reliability.a': { score: 0 } },
  });
  expect(scoresOf(turned, [0.25, 0.75, 0, 0, 0]).recomputed).toBe(75);
});

test('a dimension that the framework does not know counts under the balanced profile only', () => {
  const evaluation = evaluationFrom({ criteria: { 'security.a': { score: 80 }, 'style.a': { score: 20 } } });
  expect(scoresOf(evaluation, 'balanced').recomputed).toBe(50);
  expect(scoresOf(evaluation, 'enterprise').recomputed).toBe(80);
  const unknown = evaluationFrom({ criteria: { 'style.a': { score: 20 } } });
  expect(scoresOf(unknown, 'enterprise')).toMatchObject({ recomputed: undefined, band: undefined });
});

test('what is not scored is left out, not counted as zero', () => {
  expect(scoresOf(scored(80, undefined), 'balanced')).toMatchObject({ recomputed: 80 });
  const bad = evaluationFrom({ criteria: { 'security.a': { score: 60 }, 'security.b': { score: -1 } } });
  expect(scoresOf(bad, 'balanced').recomputed).toBe(60);
  expect(scoresOf(scored(undefined), 'balanced')).toMatchObject({
    declared: undefined,
    recomputed: undefined,
    band: undefined,
  });
});

test('the declared overall score rests on the declared dimensions, and on the mean where none is declared', () => {
  const evaluation = evaluationFrom({
    criteria: { 'security.a': { score: 50 }, 'privacy_compliance.a': { score: 70 } },
    declared: { security: 90 },
  });
  expect(scoresOf(evaluation, 'balanced')).toMatchObject({ declared: 80, recomputed: 60 });
});
