import { expect, test } from 'vitest';
import { ratingChanges } from '../../src/domain/use-case-ratings.ts';
import * as make from '../render/builders.ts';

function rated(ratings: unknown) {
  return make.evaluation([], { raw: { use_case_ratings: ratings } });
}

test('ratings by use that moved, came or went are told, and no others', () => {
  const before = rated({
    coding: { overall: 80, notes: 'a' },
    support: { overall: 70 },
    gone: { overall: 1 },
  });
  const after = rated({ coding: { overall: 82 }, support: { overall: 70, notes: 'b' }, new: { overall: 2 } });
  expect(ratingChanges(before, after)).toEqual([
    { use: 'coding', before: 80, after: 82 },
    { use: 'gone', before: 1, after: undefined },
    { use: 'new', before: undefined, after: 2 },
  ]);
});

test.each([
  [undefined],
  [null],
  ['text'],
  [7],
  [[]],
  [{ coding: null }],
  [{ coding: 7 }],
  [{ coding: { overall: '9' } }],
])('what is no rating changes nothing: %j', (ratings) => {
  expect(ratingChanges(rated(ratings), rated(undefined))).toEqual([]);
});
