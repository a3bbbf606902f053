import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import type { Document, Path, Place } from './document.ts';
import { duplicateKey, tooDeep } from './json.ts';
import { lineIndex } from './lines.ts';
import { wholeFile, type Problem, type Reading } from './problem.ts';
import { countKeys } from './survey.ts';

// Loaded with the first YAML file: a repository of JSON files need not wait for it.
const require = createRequire(import.meta.url);
function yaml(): typeof Yaml {
  return require('yaml');
}

/** Reads one YAML 1.2 document under the core schema, in which dates stay the strings that they were written as. */
export function readYaml(file: string, text: string): Reading<Document> {
  try {
    return read(file, text);
  } catch (error) {
    // The parser recurses, and refuses aliases that multiply; both are ways to make a small file a large one.
    if (error instanceof RangeError) return { value: undefined, problems: [tooDeep(file)] };
    if (error instanceof ReferenceError) return { value: undefined, problems: [aliasBomb(file)] };
    throw error;
  }
}

function read(file: string, text: string): Reading<Document> {
  const documents = yaml().parseAllDocuments(text, {
    schema: 'core',
    logLevel: 'silent',
    prettyErrors: false,
  });
  const [document, second] = documents;
  if (!document || !('contents' in document)) return { value: undefined, problems: [emptyDocument(file)] };
  const placeAt = lineIndex(text);
  const problems = document.errors.map((error) => problemOf(file, text, error, placeAt));
  if (second) problems.push(severalDocuments(file, placeAt(second.range[0])));
  if (document.errors.some((error) => error.code !== 'DUPLICATE_KEY')) return { value: undefined, problems };
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (countKeys(value) === undefined) return { value: undefined, problems: [tooDeep(file)] };
  return { value: { file, format: 'yaml', value, locate: locator(document, placeAt) }, problems };
}

function locator(document: Yaml.Document, placeAt: (offset: number) => Place): (path: Path) => Place {
  return function locate(path: Path): Place {
    for (let length = path.length; length >= 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (yaml().isNode(node) && node.range) return placeAt(node.range[0]);
    }
    return { line: 1, column: 1 };
  };
}

function problemOf(
  file: string,
  text: string,
  error: Yaml.YAMLError,
  placeAt: (at: number) => Place,
): Problem {
  const place = placeAt(error.pos[0]);
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[^:\n]{1,80}/.exec(text.slice(error.pos[0]))?.[0] ?? '';
    return duplicateKey(file, key.replaceAll(/["']/g, ''), place);
  }
  return {
    ...wholeFile(file, 'error', 'syntax', `This is not valid YAML: ${sentence(error.message)}`),
    ...place,
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
      'error',
      'several-documents',
      'This file holds several YAML documents; only the first was read.',
    ),
    ...place,
    remedy: 'Write one evaluation a file.',
  };
}

function emptyDocument(file: string): Problem {
  return {
    ...wholeFile(file, 'error', 'empty-file', 'This file holds no YAML document.'),
    remedy: 'Write the evaluation, or delete the file.',
  };
}

function aliasBomb(file: string): Problem {
  return {
    ...wholeFile(
      file,
      'error',
      'alias-bomb',
      'This file repeats aliases more than a hundred times over and was not read.',
    ),
    remedy: 'Write the repeated parts out, or use fewer aliases.',
  };
}
