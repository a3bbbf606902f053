import type { Policy } from './policy.ts';

/** What a repository that nobody has configured holds, and what the bot would do there. */
export interface Setup {
  evaluations: number;
  claims: { total: number; stale: number };
  /** Places in files that need mending. */
  problems: number;
  /** The configuration to begin with. */
  policy: Policy;
  /** The titles of the issues that it would open on the first day. */
  opens: readonly string[];
  /** How many would wait for a later day. */
  waiting: number;
  /** What stands in the bot's way. */
  advice: readonly string[];
}
