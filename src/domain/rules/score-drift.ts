import { withoutNoise, type Scores } from '../score.ts';
import type { Remark, Rule } from './rule.ts';

/** Declared scores that lie far from what the criteria give. */
export const scoreDrift: Rule = {
  name: 'score-drift',
  setting: 'fail',
  about:
    'The declared score of a dimension lies farther from the mean of its criteria than `scores.tolerance`.',
  judge({ scores }, { tolerance }) {
    return scores.after === undefined ? [] : driftsOf(scores.after, tolerance);
  },
};

/** The dimensions whose declared score lies more points than the tolerance from the mean of its criteria. */
export function driftsOf({ dimensions }: Scores, tolerance: number): Remark[] {
  // A declared score may be a judgement, so it need not be the mean; far from it, one of the two is out of date.
  return dimensions.flatMap(({ dimension, declared, mean, recomputed }) => {
    if (declared === undefined || mean === undefined) return [];
    if (withoutNoise(Math.abs(declared - mean)) <= tolerance) return [];
    const message = `\`${dimension.name}\` declares ${declared}, but the mean of its criteria is ${recomputed}.`;
    const remedy = `Declare ${recomputed}, or mend the criteria.`;
    const mend = recomputed === undefined ? {} : { mend: recomputed };
    return [{ path: [...dimension.path, 'overall_score'], message, remedy, ...mend }];
  });
}
