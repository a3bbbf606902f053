import type { Path } from './document.ts';

/** Where the direct children of an object or array begin, by key or index. */
type Children = ReadonlyMap<string | number, number>;

/**
 * Finds the offset of a value in valid JSON by its path, or of its nearest parent. A container is scanned when a path
 * first leads into it and only then, so the places of thirty claims cost about as much as one reading of the text.
 */
export function jsonPlaces(text: string): (path: Path) => number {
  const known = new Map<number, Children>();
  // Where each container ends that has been passed over: what lies in it is then passed in one step.
  const ends = new Map<number, number>();

  function childrenAt(offset: number): Children {
    const children = known.get(offset) ?? scanContainer(text, offset, ends);
    known.set(offset, children);
    return children;
  }

  return function offsetOf(path: Path): number {
    let offset = skipBlanks(text, 0);
    for (const key of path) {
      const child = childrenAt(offset).get(key);
      if (child === undefined) return offset;
      offset = child;
    }
    return offset;
  };
}

function scanContainer(text: string, offset: number, ends: Map<number, number>): Children {
  const children = new Map<string | number, number>();
  const isObject = text.charCodeAt(offset) === OPEN_OBJECT;
  if (!isObject && text.charCodeAt(offset) !== OPEN_ARRAY) return children;
  let at = skipBlanks(text, offset + 1);
  while (at < text.length && !closes(text.charCodeAt(at))) {
    let key: string | number = children.size;
    if (isObject) {
      const end = endOfString(text, at);
      key = JSON.parse(text.slice(at, end)) as string;
      at = skipBlanks(text, skipBlanks(text, end) + 1);
    }
    // Of two equal keys the last counts, as for JSON.parse.
    children.set(key, at);
    at = skipBlanks(text, endOfValue(text, at, ends));
    if (text.charCodeAt(at) === COMMA) at = skipBlanks(text, at + 1);
  }
  return children;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;

function closes(code: number): boolean {
  return code === 0x7d || code === 0x5d;
}

function skipBlanks(text: string, at: number): number {
  let next = at;
  while (text.charCodeAt(next) <= 0x20) next++;
  return next;
}

// Leaps from quote to quote and from bracket to bracket; what lies between need not be understood to be passed.
function endOfValue(text: string, start: number, ends: Map<number, number>): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfString(text, start);
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return endOfScalar(text, start);
  const passed = ends.get(start);
  if (passed !== undefined) return passed;
  const open: number[] = [];
  let at = start;
  do {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    at++;
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) open.push(at - 1);
    else if (closes(code)) ends.set(open.pop() ?? start, at);
  } while (open.length > 0 && at < text.length);
  return at;
}

function endOfScalar(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code <= 0x20 || code === COMMA || closes(code)) break;
    at++;
  }
  return at;
}

/** The offset behind the quote that ends the string which begins at `start`. */
export function endOfString(text: string, start: number): number {
  let close = text.indexOf('"', start + 1);
  while (isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close === -1 ? text.length : close + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}
