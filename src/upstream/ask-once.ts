import type { SourceTools } from './source.ts';

// A round may see thousands of documents of 5 MB; the watches of one are mostly looked at together.
const MOST_HELD = 8;

/** Asks once for all looks of a round that follow each other. A request carries the token of its own look. */
export function askOnce<T>(
  tools: Pick<SourceTools, 'shared'>,
  name: string,
  key: string,
  ask: () => Promise<T>,
): Promise<T> {
  const held = tools.shared(name, () => new Map<string, Promise<T>>());
  const known = held.get(key);
  if (known !== undefined) return known;
  const asked = ask();
  held.set(key, asked);
  const [oldest] = held.keys();
  if (held.size > MOST_HELD && oldest !== undefined) held.delete(oldest);
  return asked;
}
