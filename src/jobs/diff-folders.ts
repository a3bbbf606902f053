import type { Day } from '../domain/day.ts';
import type { Policy } from '../domain/policy.ts';
import { reviewOf, type Review } from '../domain/review.ts';
import { readSide } from './check-files.ts';

/** Reviews the difference between two folders as if it were a pull request. */
export async function diffFolders(base: string, head: string, policy: Policy, today: Day): Promise<Review> {
  const [before, after] = [await readSide(base, policy), await readSide(head, policy)];
  return reviewOf({ changed: before, rest: [] }, { changed: after, rest: [] }, policy, today);
}
