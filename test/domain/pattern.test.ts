import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePattern, compilePatterns } from '../../src/domain/pattern.ts';

test.each([
  ['data/**/*.{json,yml,yaml}', 'data/a.json', true],
  ['data/**/*.{json,yml,yaml}', 'data/x/y.yaml', true],
  ['data/**/*.{json,yml,yaml}', 'data/x/y/z.yml', true],
  ['data/**/*.{json,yml,yaml}', 'data/a.txt', false],
  ['data/**/*.{json,yml,yaml}', 'data/a.json.bak', false],
  ['data/**/*.{json,yml,yaml}', 'more/data/a.json', false],
  ['data/**/*.{json,yml,yaml}', 'dataa.json', false],
  ['data/**/*.{json,yml,yaml}', 'data.json', false],
  ['**/a.json', 'a.json', true],
  ['**/a.json', 'x/y/a.json', true],
  ['**/a.json', 'xa.json', false],
  ['a/**', 'a/b/c', true],
  ['a/**', 'a', false],
  ['**', '', true],
  ['**', 'a/b', true],
  ['*', 'a', true],
  ['*', 'a/b', false],
  ['*', '', true],
  ['security.*', 'security.authentication', true],
  ['security.*', 'security.', true],
  ['security.*', 'security', false],
  ['security.*', 'insecurity.authentication', false],
  // A dot is a dot, and what a regular expression would read as its own is text.
  ['security.*', 'securityXauthentication', false],
  ['a+(b)|[c]^$\\', 'a+(b)|[c]^$\\', true],
  ['[ab]', 'a', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['a?c', 'a/c', false],
  ['{a,b}-{c,d}', 'b-c', true],
  ['{a,b}-{c,d}', 'b-a', false],
  ['{a,}b', 'b', true],
  ['{a,b', '{a,b', true],
  ['a}', 'a}', true],
  ['', '', true],
  ['', 'a', false],
  ['Data/*', 'data/a', false],
  ['https://internal.example/**', 'https://internal.example/a/b?c', true],
])('%s against %s: %s', (pattern, text, fits) => {
  expect(compilePattern(pattern)(text)).toBe(fits);
});

test('several patterns fit where one of them does', () => {
  const fits = compilePatterns(['a*', '*z']);
  expect([fits('ab'), fits('yz'), fits('mm')]).toStrictEqual([true, true, false]);
  expect(compilePatterns([])('a')).toBe(false);
});

// A matcher that backtracks would take longer than the age of the universe for these; this one comes back.
test.each([
  ['**a'.repeat(66), 'a'.repeat(5_000) + 'b'],
  ['*a'.repeat(100), 'a'.repeat(5_000) + 'b'],
  ['**/'.repeat(66), 'a/'.repeat(2_500) + 'b'],
  [`${'*?'.repeat(99)}b`, 'a'.repeat(5_000)],
  [`{${'a*,'.repeat(60)}a}`, 'a'.repeat(5_000) + '/'],
])('the hostile pattern %.12s… comes to an end', (pattern, text) => {
  expect(compilePattern(pattern)(text)).toBe(false);
});

test('braces that multiply are cut off, not followed', () => {
  const fits = compilePattern('{a,b}'.repeat(40));
  expect(fits('a'.repeat(40))).toBe(true);
  expect(fits('c'.repeat(40))).toBe(false);
});

test('a glob agrees with the regular expression that it stands for', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), maxLength: 8 });
  const globs = fc.string({ unit: fc.constantFrom('a', 'b', '/', '.', '*', '?'), maxLength: 6 });
  fc.assert(
    fc.property(globs, letters, (glob, text) => {
      fc.pre(!glob.includes('**'));
      const source = glob.replaceAll('.', '\\.').replaceAll('?', '[^/]').replaceAll('*', '[^/]*');
      expect(compilePattern(glob)(text)).toBe(new RegExp(`^${source}$`).test(text));
    }),
    { numRuns: 1000 },
  );
});
