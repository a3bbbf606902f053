import { expect, test } from 'vitest';
import { placed, type Level } from '../../src/domain/problem.ts';

const file = { file: 'a.json', locate: () => ({ line: 1, column: 1 }) };
const said = (level: Level) => ({ rule: 'r', level, path: ['a'], message: 'M.', remedy: 'R.' });

test.each([
  ['note', []],
  ['warn', ['warn']],
  ['fail', ['fail', 'warn']],
] as const)('what is too much for one file is summed up as a %s', (level, louder) => {
  const problems = placed(file, [...louder, ...Array<Level>(60).fill('note')].map(said));
  expect(problems).toHaveLength(51);
  expect(problems.at(-1)).toMatchObject({ rule: 'too-many-problems', level });
});
