import type { Severity } from './event.ts';
import type { Affected } from './suggest-affects.ts';
import type { Passage } from './suggest-passages.ts';

/** What made us think of a watch, the most useful first. */
export const suggestRules = ['waiting', 'deprecation', 'pricing', 'model', 'package', 'repository'] as const;
export type SuggestRule = (typeof suggestRules)[number];

/** How sure the guess is, the surest first. */
export const confidences = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

/** The fields of a watch to declare. */
export interface SuggestedWatch {
  id: string;
  source: string;
  target: string;
  when: readonly string[];
  affects: readonly Affected[];
  severity: Severity;
  reason: string;
}

/** A watch that somebody may want to declare, and the line that made us think so. */
export interface Suggestion {
  watch: SuggestedWatch;
  rule: SuggestRule;
  confidence: Confidence;
  /** One sentence. */
  why: string;
  /** The id of the evaluation in which the line stands. */
  evaluation: string;
  file: string;
  line: number;
  column: number;
  /** The text on that line that suggests it: without line ends, at most 200 characters. */
  quote: string;
  /** How many further passages suggest the same. */
  others: number;
}

/** A watch that one passage of one evaluation suggests. */
export interface Proposal {
  rule: SuggestRule;
  confidence: Confidence;
  source: string;
  target: string;
  when: readonly string[];
  severity: Severity;
  why: string;
  quote: string;
  /** Where the quote stands; what it belongs to is what the watch puts in doubt. */
  passage: Passage;
}
