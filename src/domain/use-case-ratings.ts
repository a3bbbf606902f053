import type { Evaluation } from './evaluation.ts';

/** How well something suits a use, 0 to 100, before and after. */
export interface RatingChange {
  use: string;
  before: number | undefined;
  after: number | undefined;
}

/** The ratings by use that differ between two versions of an evaluation. */
export function ratingChanges(before: Evaluation, after: Evaluation): RatingChange[] {
  const [old, now] = [ratingsOf(before), ratingsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((use) => ({ use, before: old.get(use), after: now.get(use) }))
    .filter((change) => change.before !== change.after);
}

function ratingsOf({ raw }: Evaluation): Map<string, number> {
  const ratings = new Map<string, number>();
  const written: unknown = raw['use_case_ratings'];
  if (typeof written !== 'object' || written === null) return ratings;
  for (const [use, rating] of Object.entries(written)) {
    const overall: unknown =
      typeof rating === 'object' && rating !== null && 'overall' in rating && rating.overall;
    if (typeof overall === 'number') ratings.set(use, overall);
  }
  return ratings;
}
