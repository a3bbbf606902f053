import fc from 'fast-check';
import type { Path } from '../../src/domain/document.ts';

/** A generated text, the value that it reads as, and where each single value stands in it. */
export interface Written {
  text: string;
  value: unknown;
  scalars: readonly { path: Path; from: number; to: number }[];
}

type Tree = string | number | boolean | null | Tree[] | { [key: string]: Tree };

/** Random choices, used up in a circle. */
type Choose = <T>(from: readonly T[]) => T;

function chooser(numbers: readonly number[]): Choose {
  let used = 0;
  return function choose<T>(from: readonly T[]): T {
    const at = (numbers[used++ % numbers.length] ?? 0) % from.length;
    return from[at] as T;
  };
}

const choices = fc.array(fc.nat(1000), { minLength: 20, maxLength: 40 });

function trees(keys: fc.Arbitrary<string>, leaves: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  return fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaves,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(keys, tie('tree'), { maxKeys: 5 }),
    ),
  })).tree;
}

const jsonKeys = fc.string({ unit: 'binary', maxLength: 6 }).filter((key) => !isReserved(key));
const jsonLeaves = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
  fc.constantFrom(true, false, null),
);

function isReserved(key: string): boolean {
  return ['__proto__', 'constructor', 'prototype'].includes(key);
}

/** JSON with any blanks and escapes, with and without a byte order mark. */
export const jsonTexts: fc.Arbitrary<Written> = fc
  .tuple(trees(jsonKeys, jsonLeaves), choices, fc.boolean())
  .map(([value, numbers, hasMark]) => writeJson(value, chooser(numbers), hasMark ? '\uFEFF' : ''));

function writeJson(value: Tree, choose: Choose, mark: string): Written {
  let text = mark;
  const scalars: { path: Path; from: number; to: number }[] = [];
  function blank(): void {
    text += choose(['', ' ', '\n  ', '\r\n', '\t', '  ']);
  }
  function string(words: string): string {
    const escaped = JSON.stringify(words);
    const all = choose([false, false, true]);
    return all
      ? `"${[...escaped.slice(1, -1).matchAll(/\\u.{4}|\\.|[^]/g)].map(([part]) => escape(part)).join('')}"`
      : escaped;
  }
  function list(open: string, close: string, items: readonly (() => void)[]): void {
    text += open;
    blank();
    for (const [index, item] of items.entries()) {
      if (index > 0) text += ',';
      blank();
      item();
      blank();
    }
    text += close;
  }
  function write(node: Tree, path: Path): void {
    if (Array.isArray(node)) {
      list(
        '[',
        ']',
        node.map((item, index) => () => write(item, [...path, index])),
      );
    } else if (typeof node === 'object' && node !== null) {
      const items = Object.entries(node).map(([key, item]) => () => {
        text += string(key);
        blank();
        text += ':';
        blank();
        write(item, [...path, key]);
      });
      list('{', '}', items);
    } else {
      const from = text.length;
      text += typeof node === 'string' ? string(node) : JSON.stringify(node);
      scalars.push({ path, from, to: text.length });
    }
  }
  blank();
  write(value, []);
  blank();
  return { text, value: asRead(value), scalars };
}

function escape(part: string): string {
  if (part.length > 1) return part;
  return `\\u${part.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

// `fc.dictionary` makes objects without a prototype.
function asRead(value: Tree): unknown {
  return JSON.parse(JSON.stringify(value));
}

const yamlKeys = fc.constantFrom('a', 'b', 'last_verified', 'url', 'größe', 'with space', '1', 'x-y');
const yamlLeaves = fc.oneof(
  fc.constantFrom<Tree>(
    '2026-01-01',
    'plain words',
    'https://x.example/a?b=c#d',
    "it's",
    '',
    ' x ',
    'a: b',
    'true',
  ),
  fc.string({ unit: 'grapheme', maxLength: 10 }),
  fc.integer(),
  fc.constantFrom<Tree>(true, false, null),
);

/** YAML in block and flow style with comments, blank lines, all kinds of quotes and line ends, and anchors elsewhere. */
export const yamlTexts: fc.Arbitrary<Written> = fc
  .tuple(fc.dictionary(yamlKeys, trees(yamlKeys, yamlLeaves), { minKeys: 1, maxKeys: 5 }), choices)
  .map(([value, numbers]) => writeYaml(value, chooser(numbers)));

function writeYaml(value: { [key: string]: Tree }, choose: Choose): Written {
  const end = choose(['\n', '\n', '\r\n']);
  const mark = choose(['', '', '\uFEFF']);
  let text = `${mark}# head${end}base: &base {x: 1, y: [a]}${end}copy: *base${end}`;
  const scalars: { path: Path; from: number; to: number }[] = [];

  function scalar(node: Tree, path: Path): void {
    const from = text.length;
    text += typeof node === 'string' ? quoted(node, choose) : JSON.stringify(node);
    scalars.push({ path, from, to: text.length });
  }
  function key(name: string): void {
    const written = name === '1' ? '"1"' : name;
    text += choose([`${written}: `, `${written}:   `, `"${name}": `, `'${name}': `]);
  }
  function flow(node: Tree, path: Path): void {
    if (typeof node !== 'object' || node === null) return scalar(node, path);
    const isList = Array.isArray(node);
    text += isList ? '[' : '{';
    for (const [index, [name, item]] of Object.entries(node).entries()) {
      if (index > 0) text += choose([', ', ',  ', ` ,${end}${' '.repeat(40)}`]);
      if (!isList) key(name);
      flow(item, [...path, isList ? index : name]);
    }
    text += isList ? ' ]' : ' }';
  }
  function block(node: Tree, path: Path, indent: string): void {
    const isEmpty = typeof node === 'object' && node !== null && Object.keys(node).length === 0;
    if (typeof node !== 'object' || node === null || isEmpty || choose([false, false, true])) {
      text += ' ';
      flow(node, path);
      text += choose(['', '', ' # why: "x"', '   ']) + end;
      return;
    }
    text += choose(['', ' # below']) + end;
    entries(node, path, indent + choose(['  ', '    ']));
  }
  function entries(node: Tree[] | { [key: string]: Tree }, path: Path, indent: string): void {
    const isList = Array.isArray(node);
    for (const [name, item] of Object.entries(node)) {
      text += choose(['', '', `${end}`, `${indent}# note${end}`]) + indent;
      if (isList) text += '-';
      else key(name);
      block(item, [...path, isList ? Number(name) : name], indent);
    }
  }
  entries(value, [], '');
  if (choose([false, true])) text = text.slice(0, -end.length);
  return { text, value: { base: base(), copy: base(), ...(asRead(value) as object) }, scalars };
}

function base(): object {
  return { x: 1, y: ['a'] };
}

// Plain only where nobody doubts that it reads as itself.
function quoted(words: string, choose: Choose): string {
  const isPlain = /^(?:\d{4}-\d\d-\d\d|plain words|https:\S+|[a-su-z]{1,3})$/.test(words);
  const isPrintable = /^[^\p{C}\u2028\u2029]*$/u.test(words);
  return choose([
    JSON.stringify(words),
    isPrintable ? `'${words.replaceAll("'", "''")}'` : JSON.stringify(words),
    isPlain ? words : JSON.stringify(words),
  ]);
}
