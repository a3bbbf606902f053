import { expect, test } from 'vitest';
import { groupBy } from '../../src/domain/group-by.ts';

test('groups keep the order in which they came, whatever their names', () => {
  const words = ['b1', '__proto__', 'a1', 'b2'];
  expect([...groupBy(words, (word) => word.replace(/\d/, ''))]).toEqual([
    ['b', ['b1', 'b2']],
    ['__proto__', ['__proto__']],
    ['a', ['a1']],
  ]);
});
