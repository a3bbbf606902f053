import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { MAX_FILE_BYTES, type Path } from '../../src/domain/document.ts';
import { editFile, type Edit } from '../../src/domain/edit.ts';
import { fileOf } from '../helpers/evaluations.ts';
import { jsonTexts, yamlTexts, type Written } from './texts.ts';

function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** The text after one edit, or the reason why there is none. */
function edited(path: string, text: string, at: Path, value: string | number): string {
  const given = fileOf(path, text);
  const { file, made, refused, same } = editFile(given, [{ path: at, value }]);
  expect(made.length + refused.length + same.length).toBe(1);
  if (made.length === 0) expect(file).toBe(given);
  for (const { message } of refused) expect(message).toMatch(/^[^\n]+\.$/);
  return refused[0]?.reason ?? textOf(file.bytes);
}

const ofJson = edited.bind(undefined, 'a.json');
const ofYaml = edited.bind(undefined, 'a.yaml');

describe('an edit of JSON', () => {
  test.each<[string, Path, string | number, string]>([
    ['{"a":1}', ['a'], 2, '{"a":2}'],
    ['{ "a" : 1.50 }', ['a'], 'x', '{ "a" : "x" }'],
    ['{"a":[true,null,-1e3]}', ['a', 2], 0, '{"a":[true,null,0]}'],
    ['{"a":[true,null]}', ['a', 1], 7, '{"a":[true,7]}'],
    ['{"a\\u0062": "x"}\r\n', ['ab'], 'y"\\', '{"a\\u0062": "y\\"\\\\"}\r\n'],
    ['\uFEFF{\r\n\t"a": "1"}', ['a'], '2', '\uFEFF{\r\n\t"a": "2"}'],
    ['"x"', [], 'y', '"y"'],
    ['{"a": "x"}', ['a'], '\uD800', '{"a": "\\ud800"}'],
  ])('of %j changes only the value', (text, path, value, after) => {
    expect(ofJson(text, path, value)).toBe(after);
  });

  test.each<[string, Path, string]>([
    ['{"a": {"b": 1}}', ['a', 'c'], 'missing'],
    ['{"a": 1}', ['a', 'b'], 'missing'],
    ['{"a": [1]}', ['a', '0'], 'missing'],
    ['{"a": {"0": 1}}', ['a', 0], 'missing'],
    ['{"a": 1}', ['toString'], 'missing'],
    ['{"a": 1}', ['__proto__', 'x'], 'missing'],
    ['{"a": {"__proto__": "x"}}', ['a', '__proto__'], 'reserved-key'],
    ['{"a": []}', ['a'], 'several-values'],
    ['{"a": {"b": 1}, "a": {"b": 2}}', ['a', 'b'], 'repeated-key'],
    ['{"a": [{"b": 1, "\\u0062": 2}]}', ['a', 0, 'b'], 'repeated-key'],
    ['{"a": 1', ['a'], 'unreadable'],
  ])('of %j at %j is refused', (text, path, reason) => {
    expect(ofJson(text, path, 9)).toBe(reason);
  });

  it('goes past a key that stands twice elsewhere', () => {
    expect(ofJson('{"x": 1, "x": 2, "a": {"x": 1}}', ['a', 'x'], 3)).toBe('{"x": 1, "x": 2, "a": {"x": 3}}');
  });

  it('says where, what was and what is', () => {
    const { made } = editFile(fileOf('a.json', '{\n  "a":\n    "x"\n}'), [{ path: ['a'], value: 'y' }]);
    expect(made).toStrictEqual([{ path: ['a'], value: 'y', line: 3, before: '"x"', after: '"y"' }]);
  });
});

describe('an edit of YAML', () => {
  test.each<[string, Path, string | number, string]>([
    ['a: 2026-01-01 # why\n', ['a'], '2026-12-01', 'a: 2026-12-01 # why\n'],
    ["a:   'x'", ['a'], "it's", "a:   'it''s'"],
    ['a: "x"\r\nb: 1\r\n', ['a'], 'é"\n', 'a: "é\\"\\n"\r\nb: 1\r\n'],
    ['- a: 1\n- {a: x, b: [y]}\n', [1, 'b', 0], 'z', '- a: 1\n- {a: x, b: [z]}\n'],
    ['a: x\n', ['a'], '80', 'a: "80"\n'],
    ['a: x\n', ['a'], 'true', 'a: "true"\n'],
    ['a: x\n', ['a'], '', 'a: ""\n'],
    ['a: x\n', ['a'], 'b: c', 'a: "b: c"\n'],
    ['a: x\n', ['a'], 'b #c', 'a: "b #c"\n'],
    ['a: x\n', ['a'], '- b', 'a: "- b"\n'],
    ['a: x\n', ['a'], 'b ', 'a: "b "\n'],
    ['a: x\n', ['a'], '*b', 'a: "*b"\n'],
    ['a: x\n', ['a'], '\uFEFF', 'a: "\\ufeff"\n'],
    ['a: x\n', ['a'], 'https://x.example/a,[b]?c=d#e', 'a: https://x.example/a,[b]?c=d#e\n'],
    ['a: {b: x}\n', ['a', 'b'], 'https://x.example/a,b', 'a: {b: "https://x.example/a,b"}\n'],
    ["a: 'x'\n", ['a'], 'b\nc', 'a: "b\\nc"\n'],
    ["a: 'x'\n", ['a'], 3, 'a: 3\n'],
    ['{"a":"x","b":1}', ['a'], 3, '{"a":3,"b":1}'],
    ['a: 79.5\n', ['a'], 80, 'a: 80\n'],
    ['a: !!str 1\n', ['a'], '2', 'a: !!str "2"\n'],
    ['a: !!str "1"\n', ['a'], '2', 'a: !!str "2"\n'],
    ['1: x\nnull: y\n', ['1'], 'z', '1: z\nnull: y\n'],
    ['a: ~\n', ['a'], 'z', 'a: z\n'],
    ['? a\n: x\n', ['a'], 'z', '? a\n: z\n'],
    ['a: x\n---\na: y\n', ['a'], 'z', 'a: z\n---\na: y\n'],
    ['b: &b 1\nc: *b\na: x\n', ['a'], 'z', 'b: &b 1\nc: *b\na: z\n'],
  ])('of %j at %j to %j changes only the value', (text, path, value, after) => {
    expect(ofYaml(text, path, value)).toBe(after);
  });

  test.each<[string, Path, string]>([
    ['a: {b: 1}\n', ['a', 'c'], 'missing'],
    ['a:\n', ['a'], 'missing'],
    ['a: [1]\n', ['a', 1], 'missing'],
    ['a: [1]\n', ['a'], 'several-values'],
    ['a: |\n  x\n', ['a'], 'several-lines'],
    ['a: >-\n  x\n', ['a'], 'several-lines'],
    ['a: x\n  y\n', ['a'], 'several-lines'],
    ['a: "x\n  y"\n', ['a'], 'several-lines'],
    ['a: &a x\nb: *a\n', ['a'], 'shared'],
    ['a: &a x\nb: *a\n', ['b'], 'shared'],
    ['a: &a {c: x}\nb: *a\n', ['a', 'c'], 'shared'],
    ['a: &a {c: x}\nb: *a\n', ['b', 'c'], 'shared'],
    ['a: !!str x\n', ['a'], 'tagged'],
    ['a: !mine x\n', ['a'], 'tagged'],
    ['a: 1\n"a": 2\n', ['a'], 'repeated-key'],
    ['__proto__: {a: x}\n', ['__proto__', 'a'], 'reserved-key'],
    ['a: *nobody\n', ['a'], 'unreadable'],
    ['k: &k a\na: 1\n*k : 2\n', ['a'], 'unsafe'],
  ])('of %j at %j is refused', (text, path, reason) => {
    expect(ofYaml(text, path, 9)).toBe(reason);
  });
});

describe('edits', () => {
  it('that change nothing are told apart', () => {
    const file = fileOf('a.json', '{"a": "x", "b": 80.0}');
    const edits = [
      { path: ['a'], value: 'x' },
      { path: ['b'], value: 80 },
    ];
    expect(editFile(file, edits)).toStrictEqual({ file, made: [], same: edits, refused: [] });
  });

  it('of one place are one, or a conflict', () => {
    const file = fileOf('a.json', '{"a": 1}');
    const { made, refused } = editFile(file, [
      { path: ['a'], value: 2 },
      { path: ['a'], value: 2 },
      { path: ['a'], value: 3 },
    ]);
    expect(made.map(({ after }) => after)).toEqual(['2']);
    expect(refused.map(({ reason }) => reason)).toEqual(['conflict']);
  });

  it.each([
    ['bytes that are not UTF-8', 'a.json', new Uint8Array([0x22, 0xff, 0x22]), /not UTF-8/],
    ['10,000 brackets', 'a.json', `${'['.repeat(10_000)}1${']'.repeat(10_000)}`, /nests deeper/],
    ['10,000 brackets in YAML', 'a.yaml', `${'['.repeat(10_000)}1${']'.repeat(10_000)}`, /nests deeper/],
    ['more than 5 MB', 'a.json', JSON.stringify('x'.repeat(MAX_FILE_BYTES)), /larger than 5 MB/],
    ['an alias bomb', 'a.yml', bomb(), /aliases of this file multiply/],
  ])('of a file with %s are refused in a sentence', (_what, path, content, words) => {
    const file = fileOf(path, content);
    const result = editFile(file, [{ path: ['a'], value: 1 }]);
    expect(result.file).toBe(file);
    expect(result.refused).toMatchObject([{ reason: 'unreadable', message: expect.stringMatching(words) }]);
  });

  it('that would make a file too large to be read are refused', () => {
    const file = fileOf('a.json', JSON.stringify({ a: 1, b: 'x'.repeat(MAX_FILE_BYTES - 20) }));
    const { refused } = editFile(file, [{ path: ['a'], value: 'y'.repeat(100) }]);
    expect(refused.map(({ reason }) => reason)).toEqual(['unsafe']);
  });

  it('of a file just below the limit are made', () => {
    const file = fileOf('a.json', JSON.stringify({ b: 'x'.repeat(MAX_FILE_BYTES - 20), a: 1 }));
    expect(editFile(file, [{ path: ['a'], value: 2 }]).made).toHaveLength(1);
  });

  it('with a new value that is hostile keep the file whole', () => {
    for (const value of ['['.repeat(10_000), '- '.repeat(10_000), '? '.repeat(10_000), 'a: '.repeat(10_000)])
      expect(parse(ofYaml('a: x\nb: y\n', ['a'], value))).toEqual({ a: value, b: 'y' });
  });
});

function bomb(): string {
  const lines = ['l0: &l0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level++)
    lines.push(
      `l${level}: &l${level} [${Array(10)
        .fill(`*l${level - 1}`)
        .join(', ')}]`,
    );
  return `${lines.join('\n')}\na: 1\n`;
}

const newValues = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    '2026-12-01',
    'null',
    '~',
    '0x1F',
    '1e3',
    '.inf',
    "'",
    '"',
    '#',
    'a: b',
    '<<',
    '---',
    '\uD800',
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

// Which of a text's values are edited, and what they become.
const wishes = fc.array(fc.tuple(fc.nat(), newValues), { minLength: 1, maxLength: 5 });

type Holder = { [key: string | number]: unknown };

function set(root: Holder, path: Path, value: string | number): void {
  const holder = path.slice(0, -1).reduce((at, key) => at[key] as Holder, root);
  holder[path.at(-1) ?? ''] = value;
}

function expectExact(
  file: string,
  { text, value, scalars }: Written,
  wished: [number, string | number][],
): void {
  const chosen = new Map(wished.map(([index, value]) => [index % scalars.length, value]));
  const edits: Edit[] = [...chosen].map(([index, value]) => ({ path: scalars[index]?.path ?? [], value }));
  const result = editFile(fileOf(file, text), edits);
  expect(result.refused).toEqual([]);
  const after = new Map(result.made.map((edit) => [JSON.stringify(edit.path), edit]));
  const expected = structuredClone({ value });
  let [words, copied] = ['', 0];
  for (const { path, from, to } of scalars) {
    const made = after.get(JSON.stringify(path));
    words += text.slice(copied, from) + (made?.after ?? text.slice(from, to));
    copied = to;
    if (!made) continue;
    expect(made.before).toBe(text.slice(from, to));
    set(expected, ['value', ...path], made.value === 0 ? 0 : made.value);
  }
  const written = textOf(result.file.bytes);
  expect(written).toBe(words + text.slice(copied));
  const bare = written.replace(/^\uFEFF/, '');
  const read: unknown = file.endsWith('.json') ? JSON.parse(bare) : parse(bare, { schema: 'core' });
  expect(read).toEqual(expected.value);
}

test('any JSON keeps every byte but those of the edited values', () => {
  fc.assert(
    fc.property(jsonTexts, wishes, (written, wished) => {
      fc.pre(written.scalars.length > 0);
      expectExact('a.json', written, wished);
    }),
    { numRuns: 300 },
  );
});

test('any YAML keeps every byte but those of the edited values', () => {
  fc.assert(
    fc.property(yamlTexts, wishes, (written, wished) => {
      fc.pre(written.scalars.length > 0);
      expectExact('a.yaml', written, wished);
    }),
    { numRuns: 200 },
  );
});

test('no text and no edit makes it throw', () => {
  const keys = fc.oneof(fc.constantFrom('a', '__proto__', 'constructor'), fc.nat(3));
  const edits = fc.array(fc.record({ path: fc.array(keys, { maxLength: 3 }), value: newValues }));
  const alphabet = [
    'a',
    ': ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '\n',
    '  ',
    '&a ',
    '*a',
    '!!str ',
    '|',
    '#',
    ',',
    '1',
    '? ',
  ];
  const text = fc.array(fc.constantFrom(...alphabet), { maxLength: 30 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.constantFrom('a.json', 'a.yaml'), text, edits, (path, text, edits) => {
      const file = fileOf(path, text);
      const result = editFile(file, edits);
      expect(result.made.length > 0 || result.file === file).toBe(true);
    }),
    { numRuns: 300 },
  );
});
