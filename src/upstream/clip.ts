const LONGEST_TEXT = 200;

/** The beginning of a text that a stranger wrote, of at most so many characters. */
export function clip(text: string, longest = LONGEST_TEXT): string {
  const start = Array.from(text.slice(0, 2 * longest + 2));
  return start.length > longest ? `${start.slice(0, longest - 1).join('')}…` : start.join('');
}
