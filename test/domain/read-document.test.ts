import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/domain/document.ts';
import type { Document } from '../../src/domain/document.ts';
import { defaultPolicy, readPolicy } from '../../src/domain/policy.ts';
import type { Problem, Reading } from '../../src/domain/problem.ts';
import { readDocument } from '../../src/domain/read-document.ts';
import { fileOf, read } from '../helpers/evaluations.ts';

function readText(path: string, text: string | Uint8Array): Reading<Document> {
  return readDocument(fileOf(path, text));
}

/** The one problem of a reading, which must be complete. */
function onlyProblem({ problems }: Reading<unknown>): Problem {
  const [problem] = problems;
  if (!problem || problems.length > 1) throw new Error(`Not one problem: ${JSON.stringify(problems)}`);
  expect(problem.file).not.toBe('');
  expect(problem.message).toMatch(/\.$/);
  expect(problem.remedy).toMatch(/[.?]$/);
  return problem;
}

/** Its rule and place. */
function inShort(reading: Reading<unknown>): [string, number, number] {
  const { rule, line, column } = onlyProblem(reading);
  return [rule, line, column];
}

test.each([
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
  ['{\n  "a": [1,]\n}', 2, 11],
  ['{\n  "a": 1,\n}', 3, 1],
  ['{\r\n  "a": 01\r\n}', 2, 9],
  ['{\n  // why\n  "a": 1\n}', 2, 3],
  ["{'a': 1}", 1, 2],
  ['{"a": tru}', 1, 7],
  ['{"a": NaN}', 1, 7],
  ['{"a": "x\ny"}', 1, 7],
  ['{"a": "\\x"}', 1, 7],
  ['{"a": 1', 1, 8],
  ['{"a": 1} x', 1, 10],
  ['\u0000', 1, 1],
  ['hello', 1, 1],
])('broken JSON %j is named where it breaks', (text, line, column) => {
  const reading = readText('data/a.json', text);
  const problems = reading.problems.filter(({ rule }) => rule !== 'crlf');
  expect(reading.value).toBeUndefined();
  expect(inShort({ value: undefined, problems })).toStrictEqual(['syntax', line, column]);
  expect(problems[0]?.file).toBe('data/a.json');
});

test.each([
  ['a: 1\nb: [1, 2\nc: 3\n', 3, 1],
  ['a: 1\n\tb: 2\n', 2, 1],
  ['a: "x\n', 2, 1],
  ['a: b: c\n', 1, 4],
  ['a: 1\n}\n', 2, 1],
  ['a: *nobody\n', 1, 4],
  ['a: 1\nb: *a\na: &a 2\n', 2, 4],
])('broken YAML %j is named once, where it breaks first', (text, line, column) => {
  const reading = readText('data/a.yaml', text);
  expect(reading.value).toBeUndefined();
  expect(inShort(reading)).toStrictEqual(['syntax', line, column]);
});

test('a file with a thousand errors has one problem', () => {
  expect(inShort(readText('a.yml', ']\n'.repeat(1000)))).toStrictEqual(['syntax', 1, 1]);
});

test.each(['a.json', 'a.yaml'])('%s that is empty or blank is named as empty', (path) => {
  for (const text of ['', ' \n\t\r\n ', '\uFEFF', '\uFEFF\n']) {
    const problems = readText(path, text).problems;
    expect(problems.map(({ rule, level }) => [rule, level])).toStrictEqual([['empty-file', 'fail']]);
  }
});

test('YAML of comments only is named as empty', () => {
  expect(inShort(readText('a.yaml', '# nothing yet\n'))).toStrictEqual(['empty-file', 1, 1]);
});

test('a file above the limit is named and not parsed', () => {
  // Bytes that are not even UTF-8: had they been looked at, that would be the problem.
  const bytes = new Uint8Array(20 * 1024 * 1024).fill(0xff);
  expect(inShort(readText('a.json', bytes))).toStrictEqual(['too-large', 1, 1]);
  expect(inShort(readDocument({ path: 'a.json', bytes: undefined }))).toStrictEqual(['too-large', 1, 1]);
});

test('a submodule in the place of a file is named', () => {
  const submodule = { path: 'a.json', bytes: undefined, unread: 'no-file' } as const;
  expect(inShort(readDocument(submodule))).toStrictEqual(['no-file', 1, 1]);
});

test('a file of just the limit is read', () => {
  const text = `"${'a'.repeat(MAX_FILE_BYTES - 2)}"`;
  expect(readText('a.json', text).problems).toStrictEqual([]);
  expect(inShort(readText('a.json', `${text} `))).toStrictEqual(['too-large', 1, 1]);
});

const deep = 10_000;
test.each([
  ['lists', 'a.json', '['.repeat(deep) + ']'.repeat(deep)],
  ['objects', 'a.json', '{"a":'.repeat(deep) + '1' + '}'.repeat(deep)],
  ['broken lists', 'a.json', '['.repeat(deep)],
  ['broken objects', 'a.json', '{"a":'.repeat(deep)],
  // Brackets in a string must not make up for those outside.
  [
    'broken lists behind closing brackets in a string',
    'a.json',
    `["${']'.repeat(deep)}",${'['.repeat(deep)}`,
  ],
  // JSON.parse keeps the second "a" only, so the value is shallow, and the text is not.
  ['lists that a second key hides', 'a.json', `{"a":${'['.repeat(deep)}${']'.repeat(deep)},"a":1}`],
  ['flow lists', 'a.yaml', '['.repeat(deep) + ']'.repeat(deep)],
  ['flow maps', 'a.yaml', '{a: '.repeat(deep) + '1' + '}'.repeat(deep)],
  ['broken flow lists', 'a.yaml', '['.repeat(deep)],
  ['block lists', 'a.yaml', '- '.repeat(deep) + 'a'],
  ['block keys', 'a.yaml', '? '.repeat(deep) + 'a'],
])('%s that nest 10,000 deep are one problem (%s)', (_what, path, text) => {
  const reading = readText(path, text);
  expect(reading.value).toBeUndefined();
  expect(inShort(reading)).toStrictEqual(['too-deep', 1, 1]);
});

test('deep JSON that breaks after it is deep is too deep', () => {
  expect(inShort(readText('a.json', `${'['.repeat(65)}\nx`))).toStrictEqual(['too-deep', 1, 1]);
});

test('deep JSON that breaks before it is deep is named where it breaks', () => {
  expect(inShort(readText('a.json', `[\n  x,\n${'['.repeat(deep)}`))).toStrictEqual(['syntax', 2, 3]);
});

test.each(['a.json', 'a.yaml'])('64 levels are read and 65 are not (%s)', (path) => {
  expect(readText(path, '['.repeat(64) + ']'.repeat(64)).problems).toStrictEqual([]);
  expect(inShort(readText(path, '['.repeat(65) + ']'.repeat(65)))).toStrictEqual(['too-deep', 1, 1]);
});

test.each([
  ['block lists', (levels: number) => `${'- '.repeat(levels)}a`],
  [
    'block maps',
    (levels: number) => Array.from({ length: levels }, (_, n) => `${' '.repeat(n)}k:`).join('\n'),
  ],
  [
    'flow lists in block lists',
    (levels: number) => `${'- '.repeat(levels - 9)}${'['.repeat(9)}${']'.repeat(9)}`,
  ],
])('64 levels of %s are read and 65 are not', (_what, text) => {
  expect(readText('a.yaml', text(64)).problems).toStrictEqual([]);
  expect(inShort(readText('a.yaml', text(65)))).toStrictEqual(['too-deep', 1, 1]);
});

test('an alias bomb is refused', () => {
  const lines = ['a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]'];
  for (let n = 1; n < 10; n++) lines.push(`a${n}: &a${n} [${`*a${n - 1}, `.repeat(9)}]`);
  expect(inShort(readText('a.yaml', lines.join('\n')))).toStrictEqual(['alias-bomb', 1, 1]);
});

test('more aliases than anybody writes are refused', () => {
  const text = `a: &a 1\nb:\n${'  - *a\n'.repeat(1001)}`;
  expect(inShort(readText('a.yaml', text))).toStrictEqual(['alias-bomb', 1, 1]);
});

test.each(['a: &x [*x]\n', 'a: &x\n  b: *x\n', '&x [1, [*x]]\n', 'a: &x { b: { c: [*x, *x] } }\n'])(
  'an anchor that contains its own alias is refused: %j',
  (text) => {
    expect(inShort(readText('a.yaml', text))).toStrictEqual(['alias-bomb', 1, 1]);
  },
);

test('a few aliases are read as what they stand for', () => {
  const reading = readText('a.yaml', 'a: &x { url: u }\nb: [*x, *x]\nc: &x 2\nd: *x\n');
  expect(reading.problems).toStrictEqual([]);
  expect(reading.value?.value).toStrictEqual({
    a: { url: 'u' },
    b: [{ url: 'u' }, { url: 'u' }],
    c: 2,
    d: 2,
  });
});

test.each([
  ['a.json', '{"a": 1,\n "b": {"c": 2},\n "a": 3}', 'a', 3, 2],
  ['a.json', '{"a\\u0062": 1,\n"ab": 2}', 'ab', 2, 1],
  ['a.json', '[{"x": {"k":1,\n"k":2}}]', 'k', 2, 1],
  ['a.json', '{"": 1, "": 2}', '', 1, 9],
  ['a.json', '{"__proto__": 1, "__proto__": 2}', '__proto__', 1, 18],
  ['a.yaml', 'a: 1\nb: 2\na: 3\n', 'a', 3, 1],
  ['a.yaml', 'a: 1\n"a": 3\n', 'a', 2, 1],
  ['a.yaml', 'ab: 1\n"a\\u0062": 2\n', 'ab', 2, 1],
  ['a.yaml', 'x:\n  - k: 1\n    k: 2\n', 'k', 3, 5],
  // In the object that is made of it, both are "1".
  ['a.yaml', '1: a\n"1": b\n', '1', 2, 1],
])('%s: a key that stands twice is named: %j', (path, text, key, line, column) => {
  const reading = readText(path, text);
  expect(reading.value).toBeDefined();
  expect(onlyProblem(reading)).toMatchObject({ rule: 'duplicate-key', field: key, line, column });
});

test.each([
  ['a.json', '{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}'],
  ['a.json', '{"a": "\\":\\"a\\": 1", "b": "a\\":", "c": "\\\\", "d": ["\\\\\\"", ":"]}'],
  ['a.json', '{"a" \t\r\n : 1, "A": 2, "b": ":"}'],
  ['a.json', '{"a": "\\"a\\":", "b": 1}'],
  ['a.json', '["a", "a", "a:"]'],
  ['a.json', '"a"'],
  ['a.json', '0'],
  ['a.yaml', 'a:\n  a: 1\nb:\n  - a: 1\n  - a: 2\n'],
  ['a.yaml', 'a: |\n  a: 1\n  a: 2\nA: "a: 3"\n'],
])('%s: the same words in other places are no duplicates: %j', (path, text) => {
  expect(readText(path, text).problems.filter(({ rule }) => rule !== 'crlf')).toStrictEqual([]);
});

test.each(['a.json', 'a.yaml'])('at most 50 duplicates are named (%s)', (path) => {
  const text = path === 'a.json' ? `{${'"k":1,'.repeat(200)}"k":1}` : 'k: 1\n'.repeat(200);
  expect(readText(path, text).problems).toHaveLength(50);
});

// The yaml package compares each key with all others of its map: this would take it a dozen seconds.
test('a map of 30,000 keys is read', { timeout: 6_000 }, () => {
  const text = `{${Array.from({ length: 30_000 }, (_, n) => `k${n}`).join(',')}}`;
  expect(readText('a.yaml', text).problems).toStrictEqual([]);
});

test.each([
  ['a.json', '{"a":\n {"__proto__": {"polluted": true}}}'],
  ['a.yaml', 'a:\n  __proto__: { polluted: true }\n'],
])('%s: a prototype key stays a key of its own', (path, text) => {
  const { value } = readText(path, text);
  expect(JSON.stringify(value?.value)).toBe('{"a":{"__proto__":{"polluted":true}}}');
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(value?.locate(['a', '__proto__']).line).toBe(2);
});

test.each(['a.json', 'a.yaml'])('%s: a byte order mark is noted, and shifts no column', (path) => {
  const reading = readText(path, '\uFEFF{"a": 1}');
  expect(inShort(reading)).toStrictEqual(['byte-order-mark', 1, 1]);
  expect(onlyProblem(reading).level).toBe('note');
  expect(reading.value?.locate(['a'])).toStrictEqual({ line: 1, column: 7 });
});

test.each([
  ['a.json', '{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n', 8],
  ['a.yaml', '\r\na: 1\r\nb: 2\r\n', 4],
])('%s: Windows line ends are noted, and lines are counted right', (path, text, column) => {
  const reading = readText(path, text);
  expect(onlyProblem(reading)).toMatchObject({ rule: 'crlf', level: 'note' });
  expect(reading.value?.locate(['b'])).toStrictEqual({ line: 3, column });
  expect(reading.value?.value).toStrictEqual({ a: 1, b: 2 });
});

test.each([
  ['Latin-1', [0x22, 0xfc, 0x22]],
  ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
  ['half a surrogate pair', [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ['a sign that breaks off', [0x22, 0xe2, 0x82]],
  ['UTF-16', [0xff, 0xfe, 0x22, 0x00, 0x22, 0x00]],
])('%s is not UTF-8', (_what, bytes) => {
  for (const path of ['a.json', 'a.yaml'])
    expect(inShort(readText(path, Uint8Array.from(bytes)))).toStrictEqual(['not-utf8', 1, 1]);
});

test('of several YAML documents the first is read and the second named', () => {
  const reading = readText('a.yaml', 'a: 1\n---\nb: 2\n---\nc: 3\n');
  expect(reading.value?.value).toStrictEqual({ a: 1 });
  expect(inShort(reading)).toStrictEqual(['several-documents', 2, 1]);
});

test('YAML tags make nothing but text, numbers, lists and objects', () => {
  const text = [
    'a: !!timestamp 2026-01-01',
    'b: !!binary aGVsbG8=',
    'c: !!js/function "function () {}"',
    'd: !!set { x }',
    'e: !!omap [x: 1]',
    'f: !own 1',
    'g: 2026-01-01',
    'h: 2026-01-01T00:00:00Z',
    'i: !!str 1',
    'j: yes',
    'k: 010',
    'l: 12:30:00',
    'm: <<',
  ].join('\n');
  const reading = readText('a.yaml', text);
  expect(reading.problems).toStrictEqual([]);
  expect(reading.value?.value).toStrictEqual({
    a: '2026-01-01',
    b: 'aGVsbG8=',
    c: 'function () {}',
    d: { x: null },
    e: [{ x: 1 }],
    f: '1',
    g: '2026-01-01',
    h: '2026-01-01T00:00:00Z',
    i: '1',
    j: 'yes',
    k: 10,
    l: '12:30:00',
    m: '<<',
  });
});

test('the format goes by the name', () => {
  expect(readText('a.YML', 'a: 1').value?.format).toBe('yaml');
  expect(readText('a.json', '{"a": 1}').value?.format).toBe('json');
  expect(onlyProblem(readText('a.yaml.json', 'a: 1')).rule).toBe('syntax');
});

const pathThere = ['a', 1, 'b'];
test.each([
  ['a.json', '{\n "a": [\n  0,\n  {"b": 7}\n ]\n}', { line: 4, column: 9 }],
  ['a.yaml', 'a:\n  - 0\n  - b: 7\n', { line: 3, column: 8 }],
  ['a.yaml', 'a: [0, {b: 7}]\n', { line: 1, column: 12 }],
])('%s: a value is found, and what is not there goes by its parent', (path, text, place) => {
  const document = readText(path, text).value;
  expect(document?.locate(pathThere)).toStrictEqual(place);
  expect(document?.locate([...pathThere, 'c', 0])).toStrictEqual(place);
  expect(document?.locate(['nowhere'])).toStrictEqual({ line: 1, column: 1 });
  expect(document?.locate([])).toStrictEqual({ line: 1, column: 1 });
});

test('a YAML block is found at its key', () => {
  const document = readText('a.yaml', 'a:\n  b:\n    - c\n    - d:\n        e: 1\n').value;
  expect(document?.locate(['a', 'b'])).toStrictEqual({ line: 2, column: 3 });
  expect(document?.locate(['a', 'b', 1])).toStrictEqual({ line: 4, column: 7 });
  expect(document?.locate(['a', 'b', 1, 'd'])).toStrictEqual({ line: 4, column: 7 });
});

/** Pieces of which a hostile hand makes files. */
const pieces = fc.constantFrom(
  'a',
  'b: ',
  '- ',
  '? ',
  ': ',
  '\n',
  '\n  ',
  '&a ',
  '*a',
  '!!set ',
  '!!map ',
  '!!int ',
  '!x ',
  '[',
  ']',
  '{',
  '}',
  ',',
  '"',
  "'",
  '|',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '<<: ',
  '"__proto__":',
  'constructor: ',
  '\\',
  'last_verified: ',
  '"last_verified":',
  '2026-01-01',
  '#',
  '\t',
  '\r\n',
  '~',
  '.nan',
  '1e999',
  '\uFEFF',
  '"trust_vector":',
  'trust_vector:\n  s:\n    criteria:\n      ',
);
const contents = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.json({ maxDepth: 6 }),
  fc.array(pieces, { maxLength: 40 }).map((list) => list.join('')),
  fc
    .dictionary(
      fc.constantFrom('id', 'trust_vector', 'watch', '__proto__', 'x'),
      fc.jsonValue({ maxDepth: 6 }),
    )
    .map((value) => JSON.stringify({ ...value, last_verified: '2026-01-01' })),
);

test('nothing that a file can hold makes the readers throw, or reaches the prototype of all objects', () => {
  const before = Reflect.ownKeys(Object.prototype).length;
  fc.assert(
    fc.property(contents, fc.constantFrom('a.json', 'a.yaml'), (content, path) => {
      const evaluation = read(content, path);
      const policy = readPolicy(fileOf(path, content));
      for (const problem of [...evaluation.problems, ...policy.problems]) {
        expect(problem.line).toBeGreaterThan(0);
        expect(problem.column).toBeGreaterThan(0);
        expect(problem.message && problem.remedy).not.toBe('');
      }
      for (const claim of evaluation.value?.claims ?? [])
        expect(evaluation.value?.locate(claim.path).line).toBeGreaterThan(0);
    }),
    { numRuns: 700 },
  );
  expect(Reflect.ownKeys(Object.prototype)).toHaveLength(before);
  expect(defaultPolicy().fields.verified).toBe('last_verified');
});
