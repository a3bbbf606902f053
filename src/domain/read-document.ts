import { MAX_FILE_BYTES, type Document, type SourceFile } from './document.ts';
import { readJson } from './json.ts';
import { wholeFile, type Problem, type Reading } from './problem.ts';
import { readYaml } from './yaml.ts';

const YAML_NAME = /\.ya?ml$/i;

/** Reads the bytes of a JSON or YAML file, by its name. Never throws: what is wrong is a problem with its remedy. */
export function readDocument(file: SourceFile): Reading<Document> {
  if (file.unread) return refuse(file.path, file.unread);
  if (!file.bytes || file.bytes.length > MAX_FILE_BYTES) return refuse(file.path, 'too-large');
  const decoded = decode(file.bytes);
  if (decoded === undefined) return refuse(file.path, 'not-utf8');
  const problems: Problem[] = [];
  const text = decoded.startsWith('\uFEFF') ? decoded.slice(1) : decoded;
  if (text !== decoded) problems.push(note(file.path, 'byte-order-mark'));
  if (text.trim() === '') return refuse(file.path, 'empty-file');
  // Its first line: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
  if (text.startsWith('version https://git-lfs')) return refuse(file.path, 'lfs-pointer');
  if (text.includes('\r\n')) problems.push(note(file.path, 'crlf'));
  const read = YAML_NAME.test(file.path) ? readYaml(file.path, text) : readJson(file.path, text);
  return { value: read.value, problems: [...problems, ...read.problems] };
}

const wholeFileRules = {
  'too-large': [
    'This file is larger than 5 MB and was not read.',
    'Split it, or leave it out of `evaluations`.',
  ],
  'no-file': [
    'GitHub has no file here: a submodule, perhaps. It was not read.',
    'Put the evaluation itself here, or choose another name for the submodule.',
  ],
  'too-much': [
    'This change holds more large or binary files than are read at once; this one was not read.',
    'Split the change, or leave files that are no evaluations out of `evaluations`.',
  ],
  'not-utf8': ['This file holds bytes that are not UTF-8.', 'Save it as UTF-8.'],
  'lfs-pointer': [
    'This is only a pointer of Git LFS: what the file holds is somewhere else, and was not read.',
    'Keep evaluations in git itself, or leave this file out of `evaluations`.',
  ],
  'empty-file': ['This file is empty.', 'Write the evaluation, or delete the file.'],
  'byte-order-mark': [
    'This file starts with a byte order mark, which JSON forbids (RFC 8259, section 8.1).',
    'Save it as UTF-8 without a byte order mark.',
  ],
  crlf: [
    'This file has Windows line ends (CRLF).',
    'Save it with LF, or add `* text=auto` to .gitattributes.',
  ],
} as const;

function refuse(file: string, rule: keyof typeof wholeFileRules): Reading<Document> {
  return { value: undefined, problems: [{ ...note(file, rule), level: 'fail' }] };
}

function note(file: string, rule: keyof typeof wholeFileRules): Problem {
  const [message, remedy] = wholeFileRules[rule];
  return { ...wholeFile(file, 'note', rule, message), remedy };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
