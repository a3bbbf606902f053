import { expect, test } from 'vitest';
import { linesShown } from '../../src/github/pulls.ts';

test.each([
  ['', []],
  ['Binary files differ', []],
  ['@@ -0,0 +1,3 @@\n+a\n+b\n+c', [{ from: 1, to: 3 }]],
  ['@@ -1 +1 @@\n-a\n+b', [{ from: 1, to: 1 }]],
  [
    '@@ -4,7 +4,6 @@ key: {\n a\n@@ -90,3 +89,9 @@\n b',
    [
      { from: 4, to: 9 },
      { from: 89, to: 97 },
    ],
  ],
  // A line of the file that looks like the head of a hunk has a sign before it.
  ['@@ -1,1 +1,2 @@\n+@@ -1,1 +900,2 @@\n @@ -1 +7 @@', [{ from: 1, to: 2 }]],
  // Nothing is left of the file here.
  ['@@ -1,2 +0,0 @@\n-a\n-b', [{ from: 0, to: -1 }]],
])('the lines that %j shows', (patch, ranges) => {
  expect(linesShown(patch)).toEqual(ranges);
});
