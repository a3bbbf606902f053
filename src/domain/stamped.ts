import type { Edit, RefusedEdit } from './edit.ts';
import type { Claim } from './evaluation.ts';

/** What became of claims that a person wanted stamped. */
export interface Stamped {
  /** The pull request that stamps them. */
  pull: number | undefined;
  /** Those that it stamps. */
  claims: readonly Claim[];
  /** Those that were left: a source is dead, or has changed since. */
  left: readonly Claim[];
  /** Dates that cannot be set without touching anything else. */
  refused: readonly RefusedEdit[];
  /** What a person has to do, where the bot may not write. */
  offered: readonly Edit[];
}
