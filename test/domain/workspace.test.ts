import { expect, test } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { readWorkspace } from '../../src/domain/workspace.ts';
import { fileOf, workspaceFrom } from '../helpers/evaluations.ts';

const dated = '{"last_verified": "2026-01-01"}';

test('one bad file leaves the others readable', () => {
  const workspace = workspaceFrom({
    'data/a.json': { id: 'a' },
    'data/broken.json': '{',
    'data/empty.yaml': '',
    'data/package.json': '{"name": "x"}',
    'data/z.yaml': 'id: z\nlast_verified: 2026-01-01\n',
  });
  expect(workspace.files).toBe(5);
  expect(workspace.evaluations.map(({ id }) => id)).toStrictEqual(['a', 'z']);
  expect(workspace.problems.map(({ file, rule }) => [file, rule])).toStrictEqual([
    ['data/broken.json', 'syntax'],
    ['data/empty.yaml', 'empty-file'],
  ]);
  expect(workspace.unreadable).toStrictEqual(['data/broken.json', 'data/empty.yaml']);
});

test('a file that was not read for its size is unreadable', () => {
  const { unreadable } = readWorkspace([{ path: 'big.json', bytes: undefined }], defaultPolicy().fields);
  expect(unreadable).toStrictEqual(['big.json']);
});

test('an evaluation with problems is readable', () => {
  const workspace = workspaceFrom({ 'a.json': { criteria: { 'security.a': { score: -1 } } } });
  expect(workspace).toMatchObject({
    evaluations: [{ id: 'sample' }],
    unreadable: [],
    problems: [{ rule: 'invalid' }],
  });
});

test('of two files with one id the later goes by its path, and is named', () => {
  const workspace = workspaceFrom({
    'data/a.json': { id: 'one' },
    'data/b.json': { id: 'one' },
    'data/c.json': { id: 'one' },
  });
  expect(workspace.evaluations.map(({ id }) => id)).toStrictEqual(['one', 'data/b', 'data/c']);
  expect(workspace.problems).toMatchObject([
    {
      rule: 'duplicate-id',
      level: 'fail',
      file: 'data/b.json',
      line: 2,
      field: 'id',
      message: 'The id "one" stands in data/a.json too.',
    },
    { rule: 'duplicate-id', file: 'data/c.json', message: 'The id "one" stands in data/a.json too.' },
  ]);
});

// Two evaluations of one id share the key of their issue, and each run would open it again.
test.each([
  ['two formats of one name', { 'data/b.json': dated, 'data/b.yaml': dated }],
  [
    'an id that is the path of another',
    { 'data/a.json': '{"id": "data/b", "last_verified": 1}', 'data/b.json': dated },
  ],
  [
    'an id that is the fallback of another',
    {
      'a.json': '{"id": "b", "last_verified": 1}',
      'aa.json': '{"id": "b.json", "last_verified": 1}',
      'ab.json': '{"id": "b.json#2", "last_verified": 1}',
      'b.json': dated,
      'b.yaml': dated,
    },
  ],
])('no two evaluations share an id: %s', (_what, files: Record<string, string>) => {
  const ids = workspaceFrom(files).evaluations.map(({ id }) => id);
  expect(ids).toHaveLength(Object.keys(files).length);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the same files are read to the same ids', () => {
  const files = { 'data/b.json': dated, 'data/b.yaml': dated };
  const ids = () => workspaceFrom(files).evaluations.map(({ id }) => id);
  expect(ids()).toStrictEqual(['data/b', 'data/b.yaml']);
  expect(ids()).toStrictEqual(ids());
});

test('a repository without files is an empty workspace', () => {
  expect(readWorkspace([], defaultPolicy().fields)).toStrictEqual({
    files: 0,
    evaluations: [],
    problems: [],
    unreadable: [],
  });
  expect(readWorkspace([fileOf('a.json', '{}')], defaultPolicy().fields).evaluations).toStrictEqual([]);
});
