import type { Path } from './document.ts';
import { obstacle, valueAt, type Target } from './edit-target.ts';
import { endOfString, jsonPlaces } from './json-places.ts';
import { jsonc } from './parsers.ts';

/**
 * Finds values in valid JSON by their paths. `value` is what the text reads as; `repeats` says whether some key in it
 * stands twice.
 */
export function jsonTargets(text: string, value: unknown, repeats: boolean): (path: Path) => Target {
  const offsetOf = jsonPlaces(text);
  const repeated = repeats ? repeatedKeys(text) : new Set<string>();
  return function targetOf(path: Path): Target {
    const from = offsetOf(path);
    if (repeated.size > 0 && path.some((_key, index) => repeated.has(keyOf(path.slice(0, index + 1)))))
      return obstacle('repeated-key', from);
    const found = valueAt(value, path);
    if (found === undefined) return obstacle('missing', from);
    if (typeof found === 'object' && found !== null) return obstacle('several-values', from);
    return { kind: 'span', from, to: endOfScalar(text, from), write: (value) => JSON.stringify(value) };
  };
}

function endOfScalar(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  const end = /[\s,\]}]/g;
  end.lastIndex = from;
  return end.exec(text)?.index ?? text.length;
}

// The paths of keys that stand in their object more than once. The text is known to nest within `MAX_DEPTH`.
function repeatedKeys(text: string): Set<string> {
  const repeated = new Set<string>();
  const open: Set<string>[] = [];
  jsonc().visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (key, _offset, _length, _line, _column, parent) => {
      if (open.at(-1)?.has(key)) repeated.add(keyOf([...parent(), key]));
      open.at(-1)?.add(key);
    },
  });
  return repeated;
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}
