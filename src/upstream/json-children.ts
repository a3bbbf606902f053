import type { JsonValue } from 'jsonpath-rfc9535';

/** The values of a list or an object, in their order. */
export function childrenOf(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

/** The field of an object, where it has it. */
export function memberOf(value: JsonValue, name: string): JsonValue[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const member = Object.hasOwn(value, name) ? value[name] : undefined;
  return member === undefined ? [] : [member];
}

/** One item of a list, from its end where the index is negative. */
export function itemOf(value: JsonValue, index: number): JsonValue[] {
  const item = Array.isArray(value) ? value.at(index) : undefined;
  return item === undefined ? [] : [item];
}

/** A slice of a list: RFC 9535, section 2.3.4.2.2. */
export function sliceOf(
  items: JsonValue,
  { start, end, step }: { start: number | null; end: number | null; step: number | null },
): JsonValue[] {
  if (!Array.isArray(items)) return [];
  const size = items.length;
  const by = step ?? 1;
  function bound(index: number | null, otherwise: number, least: number, most: number): number {
    if (index === null) return otherwise;
    return Math.min(Math.max(index >= 0 ? index : size + index, least), most);
  }
  const found: JsonValue[] = [];
  if (by > 0) {
    const until = bound(end, size, 0, size);
    for (let at = bound(start, 0, 0, size); at < until; at += by) found.push(...itemOf(items, at));
  } else if (by < 0) {
    const until = bound(end, -1, -1, size - 1);
    for (let at = bound(start, size - 1, -1, size - 1); at > until; at += by)
      found.push(...itemOf(items, at));
  }
  return found;
}
