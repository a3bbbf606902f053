import type { JSONVisitor } from 'jsonc-parser';
import type { Document, Path, Place } from './document.ts';
import { endOfString, jsonPlaces } from './json-places.ts';
import { lineIndex } from './lines.ts';
import { jsonc } from './parsers.ts';
import { wholeFile, type Problem, type Reading } from './problem.ts';
import { countKeys, MAX_DEPTH } from './survey.ts';

interface Repeated {
  key: string;
  offset: number;
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
  const document: Document = { file, format: 'json', value, locate: locator(text) };
  // JSON.parse keeps the last of two equal keys and says nothing. The text then holds more keys than the value.
  if (countKeysInText(text) === keys) return { value: document, problems: [] };
  const { repeated, deep } = inspect(text);
  // What a later key of the same name hides may nest without end.
  if (deep) return { value: undefined, problems: [tooDeep(file)] };
  const placeAt = lineIndex(text);
  return {
    value: document,
    problems: repeated.map(({ key, offset }) => duplicateKey(file, key, placeAt(offset))),
  };
}

/** The problem of a file that nests deeper than we follow. */
export function tooDeep(file: string): Problem {
  return {
    ...wholeFile(
      file,
      'fail',
      'too-deep',
      `This file nests deeper than ${MAX_DEPTH} levels and was not read.`,
    ),
    remedy: 'Flatten it.',
  };
}

/** The problem of a key that stands twice in one object. */
export function duplicateKey(file: string, name: string, place: Place): Problem {
  const key = name.slice(0, 80);
  return {
    ...wholeFile(
      file,
      'fail',
      'duplicate-key',
      `The key "${key}" stands twice in the same object; only one counts.`,
    ),
    field: key,
    ...place,
    remedy: 'Delete or rename one of the two.',
  };
}

// What only a walk over the text can tell. It recurses, so it must end before the stack does.
function inspect(text: string): { firstError: number | undefined; repeated: Repeated[]; deep: boolean } {
  let firstError: number | undefined;
  const repeated: Repeated[] = [];
  const open: Set<string>[] = [];
  function enter(): void {
    open.push(new Set());
    if (open.length > MAX_DEPTH) throw new RangeError();
  }
  function leave(): void {
    open.pop();
  }
  const visitor: JSONVisitor = {
    onObjectBegin: enter,
    onArrayBegin: enter,
    onObjectEnd: leave,
    onArrayEnd: leave,
    onError: (_code, offset) => void (firstError = Math.min(firstError ?? offset, offset)),
    onObjectProperty: (key, offset) => {
      const seen = open.at(-1);
      if (seen?.has(key) && repeated.length < 50) repeated.push({ key, offset });
      seen?.add(key);
    },
  };
  try {
    jsonc().visit(text, visitor, { disallowComments: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { firstError, repeated, deep: true };
  }
  return { firstError, repeated, deep: false };
}

function syntaxProblem(file: string, text: string): Problem {
  const { firstError, deep } = inspect(text);
  if (deep && firstError === undefined) return tooDeep(file);
  return {
    ...wholeFile(file, 'fail', 'syntax', 'This is not valid JSON: the reader stopped here.'),
    ...lineIndex(text)(firstError ?? text.length),
    remedy: 'Look for a missing quote, comma or bracket, a comment, or a trailing comma.',
  };
}

// Counts strings that a colon follows; the text is known to be valid JSON. It leaps from quote to quote, so it costs
// a small part of the parse.
function countKeysInText(text: string): number {
  let keys = 0;
  let open = text.indexOf('"');
  while (open !== -1) {
    let next = endOfString(text, open);
    while (text.charCodeAt(next) <= 0x20) next++;
    if (text.charCodeAt(next) === 0x3a) keys++;
    open = text.indexOf('"', next);
  }
  return keys;
}

function locator(text: string): (path: Path) => Place {
  let placeAt: ((offset: number) => Place) | undefined;
  let offsetOf: ((path: Path) => number) | undefined;
  return function locate(path: Path): Place {
    placeAt ??= lineIndex(text);
    offsetOf ??= jsonPlaces(text);
    return placeAt(offsetOf(path));
  };
}
