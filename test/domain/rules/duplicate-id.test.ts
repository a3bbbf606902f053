import { expect, test } from 'vitest';
import { duplicateId } from '../../../src/domain/rules/duplicate-id.ts';
import { reviewOf } from '../../../src/domain/review.ts';
import { day, policyFrom, workspaceFrom } from '../../helpers/evaluations.ts';
import { proveRule } from './suite.ts';

proveRule(
  duplicateId,
  {
    before: { id: 'a' },
    after: { id: 'b' },
    rest: [{ id: 'b' }],
    line: ['"id": "b"', 'id: b'],
    message: 'The id "b" stands in data/other-0.json too.',
  },
  {
    'the ids are empty': { after: { id: '' }, rest: [{ id: '' }] },
    'the id is the only one': { before: { id: 'a' }, after: { id: 'c' }, rest: [{ id: 'b' }] },
  },
);

test('two files of one change are told once each', () => {
  const side = (files: Record<string, object>) => ({ changed: workspaceFrom(files), rest: [] });
  const { problems } = reviewOf(
    side({ 'a.json': { id: 'a' } }),
    side({ 'a.json': { id: 'a' }, 'b.json': { id: 'a' } }),
    policyFrom(''),
    day('2026-03-01'),
  );
  expect(problems.map(({ rule, file, message }) => [rule, file, message])).toEqual([
    ['duplicate-id', 'a.json', 'The id "a" stands in b.json too.'],
    ['duplicate-id', 'b.json', 'The id "a" stands in a.json too.'],
  ]);
});
