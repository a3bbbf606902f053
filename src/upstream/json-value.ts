import { createHash } from 'node:crypto';
import type { JsonValue } from 'jsonpath-rfc9535';

const LONGEST_SHOWN = 140;
const LONGEST_SELECTION = 200_000;

/** Why nothing can be said of what a path selects: one sentence. */
export function problemWithSelection(selected: readonly JsonValue[]): string | undefined {
  if (selected.length === 0) return 'The JSON document has nothing at the path of this watch.';
  return isLarge(selected)
    ? 'The path of this watch selects more than 200 kB: name less of the document.'
    : undefined;
}

/** What was selected, in at most 200 characters of one line; what is longer ends in its length and hash, so that two that differ late differ. */
export function shown(selected: readonly JsonValue[]): string {
  if (selected.length === 0) return 'nothing';
  if (isLarge(selected)) return selected.length === 1 ? 'a large value' : `${selected.length} values`;
  const text = selected.map(inText).join(', ');
  const line = text
    .slice(0, 2 * LONGEST_SHOWN)
    .replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  const start = Array.from(line);
  if (text.length <= 2 * LONGEST_SHOWN && start.length <= LONGEST_SHOWN) return line;
  return `${start.slice(0, LONGEST_SHOWN).join('')}… (${text.length} characters, sha256 ${sha256(text).slice(0, 12)})`;
}

/** The name of a selection that is no longer than 200 kB. The order of its lists counts unless they are unordered. */
export function hashOf(selected: readonly JsonValue[], unordered: boolean): string {
  return sha256(unordered ? withoutOrder([...selected]) : JSON.stringify(selected));
}

// Of nested values each holds the next, so that all of them are longer by far than their document.
function isLarge(selected: readonly JsonValue[]): boolean {
  let left = LONGEST_SELECTION;
  for (const value of selected) {
    left -= JSON.stringify(value).length + 1;
    if (left < 0) return true;
  }
  return false;
}

function inText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function withoutOrder(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(withoutOrder).sort().join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${withoutOrder(each)}`);
  return `{${fields.join(',')}}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
