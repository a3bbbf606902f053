import type * as Yaml from 'yaml';
import type { Document, Path, Place } from './document.ts';
import { duplicateKey, tooDeep } from './json.ts';
import { lineIndex } from './lines.ts';
import { yaml } from './parsers.ts';
import { wholeFile, type Problem, type Reading } from './problem.ts';
import { countKeys, MAX_DEPTH } from './survey.ts';

/** More aliases than this are refused: to resolve each costs a look at every anchor. */
const MAX_ALIASES = 1_000;

/** More values than this are refused where there are aliases: ten times the largest evaluation known to us. */
const MAX_ALIASED_VALUES = 100_000;

/** How YAML is read, wherever it is. */
export const yamlOptions = {
  schema: 'core',
  // Else `!!timestamp` and `!!binary` would make objects of other kinds than JSON knows.
  resolveKnownTags: false,
  // The parser compares each key with every other of its map; `inspect` looks each up once.
  uniqueKeys: false,
  logLevel: 'silent',
  prettyErrors: false,
} as const;

/** Reads one YAML 1.2 document under the core schema, in which dates stay the strings that they were written as. */
export function readYaml(file: string, text: string): Reading<Document> {
  try {
    return read(file, text);
  } catch (error) {
    if (error instanceof RangeError) return { value: undefined, problems: [tooDeep(file)] };
    if (error instanceof ReferenceError) return { value: undefined, problems: [aliasBomb(file)] };
    throw error;
  }
}

function read(file: string, text: string): Reading<Document> {
  const composer = new (yaml().Composer)(yamlOptions);
  const [document, second] = composer.compose(tokensOf(text));
  if (!document) return { value: undefined, problems: [emptyDocument(file)] };
  const placeAt = lineIndex(text);
  if (document.errors.length > 0)
    return { value: undefined, problems: [syntaxProblem(file, document.errors, placeAt)] };
  const { aliases, unknown, repeated } = inspect(document);
  if (unknown) return { value: undefined, problems: [unknownAlias(file, unknown, placeAt)] };
  if (aliases > MAX_ALIASES) return { value: undefined, problems: [aliasBomb(file)] };
  const value: unknown = document.toJS({ maxAliasCount: -1 });
  const tooMuch = countKeys(value, aliases > 0 ? MAX_ALIASED_VALUES : undefined) === undefined;
  if (tooMuch) return { value: undefined, problems: [aliases > 0 ? aliasBomb(file) : tooDeep(file)] };
  const problems = repeated.map((key) => duplicateKey(file, keyName(key), placeAt(key.range?.[0] ?? 0)));
  if (second) problems.push(severalDocuments(file, placeAt(second.range[0])));
  return { value: { file, format: 'yaml', value, locate: locator(document, placeAt) }, problems };
}

// The composer recurses, and it catches the end of the stack in a place where Node 20 now and then aborts the process
// ("RegExpCompiler Allocation failed"): 10 kB of brackets would end the bot. So depth is measured while the tokens, which
// are made without recursion, pile up.
function* tokensOf(text: string): Generator<Yaml.CST.Token, void> {
  const parser = new (yaml().Parser)();
  for (const lexeme of new (yaml().Lexer)().lex(text)) {
    yield* parser.next(lexeme);
    // The document itself and the value at hand stand on the stack, too.
    if (parser.stack.length > MAX_DEPTH + 2) throw new RangeError('too deep');
  }
  yield* parser.end();
}

/** What a walk over the nodes finds before they become a value. */
interface Inspection {
  aliases: number;
  /** The first alias whose anchor does not stand before it. */
  unknown: Yaml.Alias | undefined;
  /** Keys that stand in their map a second time. */
  repeated: Yaml.Scalar[];
}

function inspect(document: Yaml.Document): Inspection {
  const found: Inspection = { aliases: 0, unknown: undefined, repeated: [] };
  const anchors = new Set<string>();
  yaml().visit(document, (_key, node) => {
    if (yaml().isAlias(node)) {
      found.aliases++;
      if (!anchors.has(node.source)) found.unknown ??= node;
    } else if (yaml().isNode(node) && node.anchor !== undefined) anchors.add(node.anchor);
    if (yaml().isMap(node)) findRepeated(node, found.repeated);
  });
  return found;
}

function findRepeated(map: Yaml.YAMLMap, repeated: Yaml.Scalar[]): void {
  const seen = new Set<string>();
  for (const { key } of map.items) {
    if (!yaml().isScalar(key)) continue;
    if (seen.has(keyName(key)) && repeated.length < 50) repeated.push(key);
    seen.add(keyName(key));
  }
}

/** A key as it will stand in the object: `1` and `"1"` become the same. */
export function keyName(key: Yaml.Scalar): string {
  return String(key.value ?? '');
}

function locator(document: Yaml.Document, placeAt: (offset: number) => Place): (path: Path) => Place {
  return function locate(path: Path): Place {
    for (let length = path.length; length >= 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (!yaml().isNode(node) || !node.range) continue;
      // A block begins on the line below its key, where nobody looks for it.
      const isBlock = yaml().isCollection(node) && node.flow !== true;
      const key = isBlock ? keyAt(document, path.slice(0, length)) : undefined;
      return placeAt((key?.range ?? node.range)[0]);
    }
    return { line: 1, column: 1 };
  };
}

function keyAt(document: Yaml.Document, path: Path): Yaml.Scalar | undefined {
  const parent: unknown = document.getIn(path.slice(0, -1), true);
  if (path.length === 0 || !yaml().isMap(parent)) return undefined;
  return parent.items
    .flatMap(({ key }) => (yaml().isScalar(key) ? key : []))
    .find(({ value }) => value === path.at(-1));
}

// The first error only: those behind it are mostly its echo, and a hostile file has thousands.
function syntaxProblem(
  file: string,
  errors: readonly Yaml.YAMLError[],
  placeAt: (at: number) => Place,
): Problem {
  const first = errors.reduce((one, other) => (other.pos[0] < one.pos[0] ? other : one));
  return {
    ...wholeFile(file, 'fail', 'syntax', `This is not valid YAML: ${sentence(first.message)}`),
    ...placeAt(first.pos[0]),
    remedy: 'Mend the line; look at its indentation, quotes and colons.',
  };
}

function sentence(message: string): string {
  const line = message.split('\n', 1)[0]?.trim() ?? '';
  return line.endsWith('.') ? line : `${line}.`;
}

function severalDocuments(file: string, place: Place): Problem {
  return {
    ...wholeFile(
      file,
      'fail',
      'several-documents',
      'This file holds several YAML documents; only the first was read.',
    ),
    ...place,
    remedy: 'Write one evaluation a file.',
  };
}

function emptyDocument(file: string): Problem {
  return {
    ...wholeFile(file, 'fail', 'empty-file', 'This file holds no YAML document.'),
    remedy: 'Write the evaluation, or delete the file.',
  };
}

function unknownAlias(file: string, alias: Yaml.Alias, placeAt: (at: number) => Place): Problem {
  const name = alias.source.slice(0, 80);
  return {
    ...wholeFile(file, 'fail', 'syntax', `The alias \`*${name}\` has no anchor before it.`),
    ...placeAt(alias.range?.[0] ?? 0),
    remedy: `Put quotes around it if it is text, or write \`&${name}\` where it should point.`,
  };
}

function aliasBomb(file: string): Problem {
  return {
    ...wholeFile(
      file,
      'fail',
      'alias-bomb',
      'The aliases of this file multiply or contain themselves, and it was not read.',
    ),
    remedy: 'Write the repeated parts out, or use fewer aliases.',
  };
}
