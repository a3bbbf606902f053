import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePatterns, MAX_PATTERN_LENGTH } from '../../src/domain/pattern.ts';
import { mayBeEvaluation, patternsFor } from '../../src/domain/propose-patterns.ts';

const FILES = '*.{json,yml,yaml}';

test.each([
  { files: [], patterns: [] },
  { files: ['evals/a.json', 'evals/x/b.yml'], patterns: [`evals/**/${FILES}`] },
  { files: ['a.json'], patterns: [FILES] },
  { files: ['a.json', 'evals/b.json'], patterns: [FILES, `evals/**/${FILES}`] },
  { files: ['x/models/a.json', 'x/mcps/b.json'], patterns: [`x/mcps/**/${FILES}`, `x/models/**/${FILES}`] },
  { files: ['x/a/1.json', 'x/b/2.json', 'x/c/3.json', 'x/d/4.json'], patterns: [`x/**/${FILES}`] },
  { files: ['b/1.json', 'a/1.json', 'c/1.json', 'd/1.json'], patterns: 'abcd'.split('').map(below) },
  { files: ['evals/a.json', 'evals-old/b.json'], patterns: [`evals/**/${FILES}`, `evals-old/**/${FILES}`] },
  { files: ['{a}*/b c/d.json'], patterns: [`?a??/b?c/**/${FILES}`] },
])('$files are taken in by $patterns', ({ files, patterns }) => {
  expect(patternsFor(files)).toEqual(patterns);
});

function below(folder: string): string {
  return `${folder}/**/${FILES}`;
}

test('of very many folders at the top ten are told', () => {
  const files = Array.from({ length: 30 }, (_, at) => `folder-${at}/a.json`);
  expect(patternsFor(files)).toHaveLength(10);
});

const name = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('a', 'b', 'evals', 'x_y', '[id]', '{a,b}', '*', '**', "it's", '😀', '評価'),
  },
  {
    weight: 1,
    arbitrary: fc
      .string({ unit: 'binary', minLength: 1, maxLength: 6 })
      .filter((text) => !text.includes('/')),
  },
  { weight: 1, arbitrary: fc.constantFrom('long'.repeat(20), 'l'.repeat(250)) },
);
const path = fc
  .tuple(fc.constantFrom('', 'one/', 'two/', 'three/', '*/'), fc.array(name, { maxLength: 5 }))
  .map(([top, names]) => `${top}${[...names, 'file.json'].join('/')}`);

test('whatever the names, every file is taken in, by patterns that a configuration may hold', () => {
  fc.assert(
    fc.property(fc.array(path, { minLength: 1, maxLength: 4 }), (files) => {
      const patterns = patternsFor(files);
      const wanted = compilePatterns(patterns);
      expect(files.filter((file) => !wanted(file))).toEqual([]);
      expect(patterns.filter(({ length }) => length > MAX_PATTERN_LENGTH)).toEqual([]);
      expect(patterns.join('')).not.toMatch(/['"`<>\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(patternsFor(files.toReversed())).toEqual(patterns);
    }),
  );
});

test.each([
  ['evals/a.json', true],
  ['a.yml', true],
  ['deep/er/a.yaml', true],
  ['notes/package-of-claims.json', true],
  ['README.md', false],
  ['a.json5', false],
  ['.github/workflows/a.yml', false],
  ['x/.hidden/a.json', false],
  ['.prettierrc.json', false],
  ['x/node_modules/y/a.json', false],
  ['package.json', false],
  ['x/package-lock.json', false],
  ['pnpm-lock.yaml', false],
  ['tsconfig.json', false],
  ['x/tsconfig.build.json', false],
  ['reverify.schema.json', false],
])('%s may be an evaluation: %s', (path, expected) => {
  expect(mayBeEvaluation(path)).toBe(expected);
});
