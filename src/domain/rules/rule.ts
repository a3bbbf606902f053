import type { Day } from '../day.ts';
import type { EvaluationDiff } from '../diff.ts';
import type { Path, Place } from '../document.ts';
import type { Evaluation } from '../evaluation.ts';
import type { Fields } from '../policy-parts.ts';
import type { Problem } from '../problem.ts';
import type { KnownSources } from '../unchanged.ts';

/** What a rule may be set to. */
export const ruleSettings = ['off', 'note', 'warn', 'fail'] as const;
export type RuleSetting = (typeof ruleSettings)[number];

/** One rule of a review. */
export interface Rule {
  /** The same in the configuration, in every output, and as the name of its page in `docs/rules/`. */
  name: string;
  /** What it is set to where the configuration does not say. */
  setting: RuleSetting;
  /** What it finds, in one sentence. */
  about: string;
  /** Whether all remarks of one file are told in one, because a change may bring hundreds. */
  oncePerFile?: true;
  /**
   * What it has to say of one file of a change. What stood before the change is judged as if it were new, so that the
   * two can be held against each other.
   */
  judge(subject: Subject, context: Context): Remark[];
}

/** One file of a change: its evaluation before and after, where it is one, and what is wrong with the file itself. */
export interface Subject extends EvaluationDiff {
  file: string;
  problems: readonly Problem[];
}

/** What a rule may know beside the file. */
export interface Context {
  today: Day;
  fields: Fields;
  /** Points that a declared score may lie from the mean of its criteria. */
  tolerance: number;
  /** The files of all evaluations of the repository, by the id that they give themselves. */
  ids: ReadonlyMap<string, readonly string[]>;
  /** Cited addresses, as far as they are known. */
  sources: KnownSources;
  /** What watched events have told of an evaluation. */
  happened(evaluation: Evaluation): readonly Happened[];
}

/** A watched event that has happened, and what it puts in doubt in one evaluation. */
export interface Happened {
  /** One sentence, without Markdown. It comes from upstream and is hostile until rendered safely. */
  summary: string;
  seenOn: Day;
  /** Names of claims. */
  claims: ReadonlySet<string>;
  /** Top-level fields. */
  fields: readonly string[];
}

/** What a rule says of one place. */
export interface Remark {
  path: Path;
  message: string;
  /** What to do about it, in one sentence. */
  remedy: string;
  /** What tells it from the rule's other remarks on the file where the path may move. Default: the path. */
  key?: string;
  /** Where it stands, where no path leads there: in a file that cannot be read. */
  at?: Place & Pick<Problem, 'field'>;
  /** The value that would put it right, where there is one for certain. */
  mend?: string | number;
  /** Never more than a note. */
  mild?: boolean;
}
