// Control and format characters, and halves of surrogate pairs: nothing that is seen.
const UNSEEN = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** The longest quote, in characters. */
export const LONGEST_QUOTE = 200;

/** The sentences of a text. A dot inside a version ends none. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+|[\r\n]+/).filter((sentence) => sentence.includes(' '));
}

/** At most `LONGEST_QUOTE` characters of a text, on one line, around the place that matters. */
export function quoted(text: string, around = 0): string {
  const start = Math.max(0, Math.min(around - LONGEST_QUOTE / 2, text.length - LONGEST_QUOTE + 2));
  const end = start + LONGEST_QUOTE - 2;
  const piece = text.slice(start, end).replaceAll(UNSEEN, '').replaceAll(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${piece}${end < text.length ? '…' : ''}`;
}
