/** How loudly an event speaks. */
export const severities = ['low', 'medium', 'high', 'critical'] as const;

/** Something that happened upstream. */
export interface UpstreamEvent {
  /**
   * Built from upstream's own identity, never from our clock or the address that a user typed:
   * `hf-model:MiniMaxAI/MiniMax-M3:has-weights:6849f0c2a1b2c3d4e5f60718`.
   */
  id: string;
  source: string;
  target: string;
  when: string;
  /** One sentence, without Markdown. */
  summary: string;
  /** What a person can look at again. Texts come from upstream and are hostile until rendered safely. */
  evidence: readonly EventEvidence[];
}

/** One fact beneath an event: a label with a text, an address, or both. */
export interface EventEvidence {
  label: string;
  text?: string;
  url?: string;
}
