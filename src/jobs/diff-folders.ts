import type { Day } from '../domain/day.ts';
import type { Policy } from '../domain/policy.ts';
import { reviewOf, type Review } from '../domain/review.ts';
import { readSide } from './check-files.ts';

/** Reviews the difference between two folders as if it were a pull request. */
export function diffFolders(base: string, head: string, policy: Policy, today: Day): Review {
  const [before, after] = [readSide(base, policy), readSide(head, policy)];
  return reviewOf({ changed: before, rest: [] }, { changed: after, rest: [] }, policy, today);
}
