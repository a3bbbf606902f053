import type { Evaluation } from './evaluation.ts';
import { isStale, type Freshness } from './freshness.ts';
import type { Policy } from './policy.ts';
import { roundHalfUp, weightOf } from './score.ts';

/**
 * The share of a score's weight, in whole per cent, that rests on claims which are fresh and have at least one living
 * source. Undefined where the evaluation has no scored criterion.
 */
export function supportOf(
  evaluation: Evaluation,
  freshness: readonly Freshness[],
  isDead: (url: string) => boolean,
  weights: Policy['scores']['weights'],
): number | undefined {
  const stale = new Set(freshness.filter(isStale).map(({ claim }) => claim));
  let supported = 0;
  let total = 0;
  for (const dimension of evaluation.dimensions) {
    const scored = dimension.criteria.filter(({ score }) => score !== undefined);
    if (scored.length === 0) continue;
    const weight = weightOf(dimension.name, weights);
    const standing = scored.filter((claim) => {
      const urls = claim.evidence.flatMap(({ url }) => url ?? []);
      return !stale.has(claim) && (urls.length === 0 || urls.some((url) => !isDead(url)));
    });
    supported += (weight * standing.length) / scored.length;
    total += weight;
  }
  return total === 0 ? undefined : roundHalfUp((100 * supported) / total);
}
