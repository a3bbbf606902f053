import { expect, it } from 'vitest';
import { largePullWords } from '../../src/render/large-pull.ts';

it('names how many files there are, and how many were seen', () => {
  expect(largePullWords(12_345, 3_000)).toMatchInlineSnapshot(
    `"This pull request changes 12,345 files; GitHub names the first 3,000, and only those were reviewed. To have all of them reviewed, split it."`,
  );
});

it('is silent where all files were named', () => {
  expect(largePullWords(3_000, 3_000)).toBe('');
});
