import type { Day } from './day.ts';

/** How loudly an event speaks. */
export const severities = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** Whether a claim that an event of this severity puts in doubt counts as stale. */
export function isLoud(severity: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf('high');
}

/** Something that happened upstream. */
export interface UpstreamEvent {
  /**
   * Built from upstream's own identity, never from our clock or the address that a user typed:
   * `hf-model:MiniMaxAI/MiniMax-M3:has-weights:6849f0c2a1b2c3d4e5f60718`.
   */
  id: string;
  /** Further names of the same event: an advisory's CVE beside its GHSA. Who knows one of them knows the event. */
  aliases?: readonly string[] | undefined;
  source: string;
  target: string;
  when: string;
  /** One sentence, without Markdown. */
  summary: string;
  /** What is the case now, in a few words, where a change is told as before and after: a price, a version. */
  now?: string | undefined;
  /** It lies after what the watch calls already known (`since`, `evaluated`), so that it fires at first sight, too. */
  late?: boolean | undefined;
  /** What a person can look at again. Texts come from upstream and are hostile until rendered safely. */
  evidence: readonly EventEvidence[];
}

/** One fact beneath an event: a label with a text, an address, or both. */
export interface EventEvidence {
  label: string;
  text?: string | undefined;
  url?: string | undefined;
}

/** An event that a watch told, with the day on which it was seen and what had been the case until then. */
export interface ToldEvent extends UpstreamEvent {
  seenOn: Day;
  before?: string | undefined;
}
