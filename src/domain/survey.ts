import type { Path } from './document.ts';

/** Deeper than this nothing is followed. The framework's own files reach level 7. */
export const MAX_DEPTH = 64;

/** Keys that JavaScript objects treat as their own machinery; no evaluation has a use for them. */
export const RESERVED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** What one walk over a document's value finds. */
export interface Survey {
  /** Paths of the objects that carry the verification date. */
  dated: Path[];
  reserved: Path[];
}

/** More values than a file of 5 MB can spell out: only aliases that contain each other lead to so many. */
const MAX_VALUES = 5_000_000;

/**
 * The number of keys in all objects of a value, or undefined where it nests deeper than `MAX_DEPTH`, holds more than
 * `most` values, or itself.
 */
export function countKeys(value: unknown, most = MAX_VALUES): number | undefined {
  const count = { keys: 0, values: 0, most };
  return countInto(value, 0, count) ? count.keys : undefined;
}

function countInto(
  value: unknown,
  depth: number,
  count: { keys: number; values: number; most: number },
): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= MAX_DEPTH || count.values > count.most) return false;
  const isArray = Array.isArray(value);
  for (const key in value) {
    count.values++;
    if (!isArray) count.keys++;
    const child: unknown = value[key as keyof typeof value];
    if (typeof child === 'object' && child !== null && !countInto(child, depth + 1, count)) return false;
  }
  return true;
}

/** Walks a value once, for the dated objects and the reserved keys. It must be known to nest within `MAX_DEPTH`. */
export function survey(value: object, dateField: string): Survey {
  const found: Survey = { dated: [], reserved: [] };
  walk(value, [], dateField, found);
  return found;
}

// One path is lengthened and shortened on the way and copied only where something is found: most values are neither.
function walk(value: object, path: (string | number)[], dateField: string, found: Survey): void {
  if (!Array.isArray(value)) {
    if (Object.hasOwn(value, dateField)) found.dated.push([...path]);
    for (const key in value) if (RESERVED_KEYS.has(key)) found.reserved.push([...path, key]);
  }
  for (const key in value) {
    const child: unknown = value[key as keyof typeof value];
    if (typeof child !== 'object' || child === null) continue;
    path.push(Array.isArray(value) ? Number(key) : key);
    walk(child, path, dateField, found);
    path.pop();
  }
}
