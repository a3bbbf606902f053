import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_QUOTE, quoted, sentencesOf } from '../../src/domain/suggest-text.ts';

test('a text ends its sentences where people do', () => {
  expect(sentencesOf('GLM-5.1 is out. Is it?  It is!\nAnd v1.2; too')).toStrictEqual([
    'GLM-5.1 is out.',
    'Is it?',
    'It is!',
    'And v1.2; too',
  ]);
});

test('what has no blank is no sentence', () => {
  expect(sentencesOf('unreleased')).toStrictEqual([]);
});

test.each([
  [0, /^x{198}…$/],
  [150, /^…x+HERE x+…$/],
  [300, /^…x+$/],
])('a long text is quoted around the place %i', (at, expected) => {
  const text = `${'x'.repeat(150)}HERE ${'x'.repeat(145)}`;
  expect(quoted(at === 150 ? text : 'x'.repeat(300), at)).toMatch(expected);
  expect(quoted('x'.repeat(300), at).length).toBeGreaterThanOrEqual(LONGEST_QUOTE - 1);
});

test('a short text is quoted whole, on one line, with what is seen', () => {
  expect(quoted(' M3\tis\r\nnot \u202Eyet\u0000 out\uD83D ')).toBe('M3 is not yet out');
});

test('no quote is longer than it may be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), fc.nat(600), (text, around) => {
      expect(quoted(text, around).length).toBeLessThanOrEqual(LONGEST_QUOTE);
      expect(quoted(text, around)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }),
  );
});
