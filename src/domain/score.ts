import type { Dimension, Evaluation } from './evaluation.ts';
import type { Weights } from './policy-parts.ts';
import { dimensionNames, profiles } from './profiles.ts';

/** The framework's bands, best first. */
export const bands = [
  { name: 'Exceptional', from: 90 },
  { name: 'Strong', from: 75 },
  { name: 'Adequate', from: 60 },
  { name: 'Concerning', from: 40 },
  { name: 'Poor', from: 0 },
] as const;

export type Band = (typeof bands)[number]['name'];

/** A dimension's score as its file declares it and as its criteria give it, both 0 to 100. */
export interface DimensionScore {
  dimension: Dimension;
  declared: number | undefined;
  /** The mean of the scored criteria, not rounded; undefined where none is scored. */
  mean: number | undefined;
  /** The mean, rounded half up. */
  recomputed: number | undefined;
}

/** The scores of an evaluation. */
export interface Scores {
  dimensions: DimensionScore[];
  /** The weighted mean of the declared dimension scores, rounded half up. */
  declared: number | undefined;
  /** The weighted mean of the recomputed dimension scores, rounded half up. */
  recomputed: number | undefined;
  /** The band of the recomputed score. */
  band: Band | undefined;
}

/** Computes the scores of an evaluation under a named profile or five weights. */
export function scoresOf(evaluation: Evaluation, weights: Weights): Scores {
  const dimensions = evaluation.dimensions.map((dimension) => {
    const mean = meanOf(dimension.criteria.flatMap(({ score }) => (score === undefined ? [] : [score])));
    const recomputed = mean === undefined ? undefined : roundHalfUp(mean);
    return { dimension, declared: dimension.declared, mean, recomputed };
  });
  const declared = overall(dimensions, weights, ({ declared, recomputed }) => declared ?? recomputed);
  const recomputed = overall(dimensions, weights, (score) => score.recomputed);
  return {
    dimensions,
    declared,
    recomputed,
    band: recomputed === undefined ? undefined : bandOf(recomputed),
  };
}

/** The band that a score, as shown, lies in. */
export function bandOf(score: number): Band {
  return bands.find(({ from }) => score >= from)?.name ?? 'Poor';
}

/** Rounds to the nearest whole number, halves up: 79.5 is shown as 80. */
export function roundHalfUp(value: number): number {
  return Math.floor(withoutNoise(value) + 0.5);
}

/** Cuts off what binary fractions add in the last digits: 79.49999999999999 is 79.5. */
export function withoutNoise(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

/** The weight of a dimension; a dimension that the framework does not know has none under a profile but `balanced`. */
export function weightOf(name: string, weights: Weights): number {
  if (weights === 'balanced') return 1;
  const five = typeof weights === 'string' ? profiles[weights] : weights;
  return five?.[dimensionNames.findIndex((known) => known === name)] ?? 0;
}

function overall(
  dimensions: readonly DimensionScore[],
  weights: Weights,
  scoreOf: (score: DimensionScore) => number | undefined,
): number | undefined {
  let sum = 0;
  let total = 0;
  for (const score of dimensions) {
    const points = scoreOf(score);
    const weight = weightOf(score.dimension.name, weights);
    if (points === undefined) continue;
    sum += weight * points;
    total += weight;
  }
  return total === 0 ? undefined : roundHalfUp(sum / total);
}

function meanOf(scores: readonly number[]): number | undefined {
  return scores.length === 0 ? undefined : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
