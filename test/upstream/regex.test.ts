import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex } from '../../src/upstream/regex.ts';

function matches(regex: string, text: string): boolean | undefined {
  return compileRegex(regex)?.matches(text);
}

describe('a regular expression of a repository', () => {
  it.each([
    ['/v\\d+/', 'now v12', true],
    ['/v\\d+/', 'now V12', false],
    ['/v\\d+/i', 'now V12', true],
    ['/^b$/', 'a\nb', false],
    ['/^b$/m', 'a\nb', true],
    ['/a.b/', 'a\nb', false],
    ['/a.b/s', 'a\nb', true],
    ['/^A.b$/ims', 'x\na\nb', true],
    ['/a/b/', 'x a/b', true],
    ['/\\p{Greek}/', 'λ', true],
  ])('%s on %j: %s', (regex, text, expected) => {
    expect(matches(regex, text)).toBe(expected);
  });

  it.each([
    ['a.c', 'abc', false],
    ['a.c', 'xa.cx', true],
    ['(', 'f(x)', true],
    ['/models', 'see /models here', true],
    ['A', 'a', false],
  ])('without slashes is looked for as it is: %s on %j: %s', (text, where, expected) => {
    expect(matches(text, where)).toBe(expected);
  });

  it('finds the first place that fits', () => {
    expect(compileRegex('/v\\d+/')?.find('a v1 v22')).toBe('v1');
    expect(compileRegex('/(v)(\\d)?/')?.find('see v and v2')).toBe('v');
    expect(compileRegex('v1')?.find('a v1')).toBe('v1');
    expect(compileRegex('/v9/')?.find('a v1')).toBeUndefined();
    expect(compileRegex('v9')?.find('a v1')).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['nothing between slashes', '//'],
    ['nothing with a flag', '//i'],
    ['an open group', '/(/'],
    ['a look-ahead', '/a(?=b)/'],
    ['a look-behind', '/(?<=a)b/'],
    ['a back-reference', '/(a)\\1/'],
    ['the flag g', '/a/g'],
    ['the flag u', '/a/u'],
    ['a flag twice', '/a/ii'],
    ['more than 200 characters', `/${'a'.repeat(199)}/`],
    ['more than 200 plain characters', 'a'.repeat(201)],
    ['a program larger than its text', '/[ab]*a[ab]{900}[cd]/'],
    ['repeated repetition', '/(((a{9}){9}){9}){9}/'],
  ])('is refused with %s', (_name, regex) => {
    expect(compileRegex(regex)).toBeUndefined();
  });

  it('may have 200 characters', () => {
    expect(matches('a'.repeat(200), 'a'.repeat(300))).toBe(true);
    expect(matches(`/${'a'.repeat(198)}/`, 'a'.repeat(300))).toBe(true);
  });

  it('looks at 200,000 characters', () => {
    expect(matches('/b/', `${'a'.repeat(199_999)}b`)).toBe(true);
    expect(matches('/b/', `${'a'.repeat(200_000)}b`)).toBe(false);
    expect(matches('b', `${'a'.repeat(200_000)}b`)).toBe(false);
    expect(compileRegex('/b/')?.find(`${'a'.repeat(200_000)}b`)).toBeUndefined();
  });

  // With a backtracking engine each of these outlasts the test.
  it.each(['/^(a+)+$/', '/^(a|a)*$/', '/(a*)*(a*)*(a*)*b/', '/^(.*?,){30}b$/'])(
    'cannot be made to run for hours: %s',
    (regex) => {
      expect(matches(regex, `${'a'.repeat(30_000)}!`)).toBe(false);
      expect(matches(regex, `${'a,'.repeat(30_000)}!`)).toBe(false);
    },
  );

  it('never throws, whatever is written', () => {
    const parts = fc.array(
      fc.constantFrom(
        '(',
        ')',
        '[',
        ']',
        '{',
        '}',
        '?',
        '*',
        '+',
        '\\',
        '^',
        'a',
        '9',
        ',',
        ':',
        '<',
        'p',
        '-',
        '|',
      ),
    );
    fc.assert(
      fc.property(parts, fc.constantFrom('', 'i', 'ms', 'x'), (pattern, flags) => {
        const regex = compileRegex(`/${pattern.join('')}/${flags}`);
        expect(typeof (regex?.matches('a9,<p>') ?? false)).toBe('boolean');
      }),
      { numRuns: 500 },
    );
  });
});
