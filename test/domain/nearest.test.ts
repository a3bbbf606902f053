import { expect, test } from 'vitest';
import { nearest } from '../../src/domain/nearest.ts';

const keys = ['evaluations', 'freshness', 'scores', 'links', 'issues'];

test.each([
  ['evaluation', 'evaluations'],
  ['freshnes', 'freshness'],
  ['Freshness', 'freshness'],
  ['lnks', 'links'],
  ['score', 'scores'],
  ['links', 'links'],
  ['mode', undefined],
  ['', undefined],
])('%j most likely means %j', (word, meant) => {
  expect(nearest(word, keys)).toBe(meant);
});

test('of two that are equally near the first is taken', () => {
  expect(nearest('cat', ['car', 'can'])).toBe('car');
});

test('a word as long as a file is no reason to work for hours', () => {
  expect(nearest('a'.repeat(5_000_000), keys)).toBeUndefined();
});

test('nothing is near where there is nothing', () => {
  expect(nearest('links', [])).toBeUndefined();
});
