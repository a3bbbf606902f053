import { createRequire } from 'node:module';
import type * as JsoncParser from 'jsonc-parser';
import type { Document, Path, Place } from './document.ts';
import { lineIndex } from './lines.ts';
import { wholeFile, type Problem, type Reading } from './problem.ts';
import { countKeys, MAX_DEPTH } from './survey.ts';

// Loaded when a place is asked for: most files never need one, and the parser would double the time to start.
const require = createRequire(import.meta.url);
function jsonc(): typeof JsoncParser {
  return require('jsonc-parser');
}

/** Reads JSON as RFC 8259 has it: no comments, no trailing commas, no repeated keys. */
export function readJson(file: string, text: string): Reading<Document> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { value: undefined, problems: [syntaxProblem(file, text)] };
  }
  const keys = countKeys(value);
  if (keys === undefined) return { value: undefined, problems: [tooDeep(file)] };
  // JSON.parse keeps the last of two equal keys and says nothing. The text then holds more keys than the value.
  const problems = countKeysInText(text) > keys ? duplicateKeys(file, text) : [];
  return { value: { file, format: 'json', value, locate: locator(text) }, problems };
}

/** The problem of a file that nests deeper than we follow. */
export function tooDeep(file: string): Problem {
  return {
    ...wholeFile(
      file,
      'error',
      'too-deep',
      `This file nests deeper than ${MAX_DEPTH} levels and was not read.`,
    ),
    remedy: 'Flatten it.',
  };
}

/** The problem of a key that stands twice in one object. */
export function duplicateKey(file: string, key: string, place: Place): Problem {
  return {
    ...wholeFile(
      file,
      'error',
      'duplicate-key',
      `The key "${key}" stands twice in the same object; only one counts.`,
    ),
    field: key,
    ...place,
    remedy: 'Delete or rename one of the two.',
  };
}

function syntaxProblem(file: string, text: string): Problem {
  const place = lineIndex(text)(firstErrorOffset(text));
  return {
    ...wholeFile(file, 'error', 'syntax', 'This is not valid JSON: the reader stopped here.'),
    ...place,
    remedy: 'Look for a missing quote, comma or bracket, a comment, or a trailing comma.',
  };
}

// The walk recurses, so text that nests without end must not reach it.
function firstErrorOffset(text: string): number {
  if (nestsDeeperThan(text, MAX_DEPTH)) return 0;
  let first = text.length;
  jsonc().visit(
    text,
    { onError: (_code, offset) => (first = Math.min(first, offset)) },
    { disallowComments: true },
  );
  return first;
}

function nestsDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) depth++;
    if (code === 0x5d || code === 0x7d) depth--;
    if (depth > limit) return true;
  }
  return false;
}

// Counts strings that a colon follows; the text is known to be valid JSON. It leaps from quote to quote, so it costs
// a small part of the parse.
function countKeysInText(text: string): number {
  let keys = 0;
  let open = text.indexOf('"');
  while (open !== -1) {
    let close = text.indexOf('"', open + 1);
    while (isEscaped(text, close)) close = text.indexOf('"', close + 1);
    let next = close + 1;
    while (text.charCodeAt(next) <= 0x20) next++;
    if (text.charCodeAt(next) === 0x3a) keys++;
    open = text.indexOf('"', close + 1);
  }
  return keys;
}

function isEscaped(text: string, quote: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}

function duplicateKeys(file: string, text: string): Problem[] {
  const placeAt = lineIndex(text);
  const problems: Problem[] = [];
  const open: Set<string>[] = [];
  jsonc().visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (key, offset) => {
      const seen = open.at(-1);
      if (seen?.has(key) && problems.length < 50) problems.push(duplicateKey(file, key, placeAt(offset)));
      seen?.add(key);
    },
  });
  return problems;
}

function locator(text: string): (path: Path) => Place {
  let root: JsoncParser.Node | undefined;
  let placeAt: ((offset: number) => Place) | undefined;
  return function locate(path: Path): Place {
    root ??= jsonc().parseTree(text);
    placeAt ??= lineIndex(text);
    const node = root && nearestNode(root, path);
    return placeAt(node?.offset ?? 0);
  };
}

function nearestNode(root: JsoncParser.Node, path: Path): JsoncParser.Node {
  for (let length = path.length; length > 0; length--) {
    const node = jsonc().findNodeAtLocation(root, path.slice(0, length));
    if (node) return node;
  }
  return root;
}
