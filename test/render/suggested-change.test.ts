import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mend } from '../../src/domain/mend.ts';
import type { SuggestedChange } from '../../src/domain/suggested-change.ts';
import { readSuggestionMarker, suggestionMarker } from '../../src/render/marker.ts';
import {
  fixSentence,
  overSuggestionBody,
  suggestionBody,
  suggestionsIntro,
} from '../../src/render/suggested-change.ts';
import { expectHarmless, hostile } from './hostile.ts';

const KEY = '0123456789abcdef';

function changeTo(after: string, texts: readonly string[] = ['It is wrong.']): SuggestedChange {
  const mends = texts.map((message): Mend => {
    return { rule: 'score-drift', file: 'a.json', path: ['a'], value: 1, message, remedy: 'Mend it.' };
  });
  return { key: KEY, file: 'a.json', line: 3, after, mends };
}

test('a suggestion says why, and holds the whole line', () => {
  expect(suggestionBody(changeTo('  "overall_score": 80,'))).toBe(
    `\`score-drift\`: It is wrong. Mend it.\n\n\`\`\`suggestion\n  "overall_score": 80,\n\`\`\`\n\n${suggestionMarker(KEY, false)}\n`,
  );
});

test('a suggestion holds any line, and does no harm', () => {
  fc.assert(
    fc.property(hostile, hostile, (text, why) => {
      const line = text.replaceAll(/[\r\n\u2028\u2029]/g, ' ');
      const body = suggestionBody(changeTo(line, [why]));
      const { types } = expectHarmless(body, suggestionMarker(KEY, false));
      expect(types).toContain('code');
      expect(readSuggestionMarker(body)).toEqual({ key: KEY, isOver: false });
      const block = /^(`{3,})suggestion\n([\s\S]*?)\n\1$/m.exec(body);
      expect(block?.[2]).toBe(line);
    }),
    { numRuns: 50 },
  );
});

test.each(['```', '  `````', 'a ```` b'])('a fence is not ended by the line %j', (line) => {
  const block = /^(`{3,})suggestion\n([\s\S]*?)\n\1$/m.exec(suggestionBody(changeTo(line)));
  expect(block?.[2]).toBe(line);
  expect(line).not.toContain(block?.[1]);
});

test('of many values on one line five are explained', () => {
  const body = suggestionBody(
    changeTo(
      'x',
      Array.from({ length: 60 }, () => 'w'.repeat(2_000)),
    ),
  );
  expect(body).toContain('And 55 more values.');
  expect(body.length).toBeLessThan(10_000);
});

test('what was taken back holds nothing to take over', () => {
  const body = overSuggestionBody(KEY);
  expect(body).not.toContain('```');
  expect(readSuggestionMarker(body)).toEqual({ key: KEY, isOver: true });
});

test('the words above name the command where it can be used', () => {
  const changes = [changeTo('x'), changeTo('y')];
  expect(suggestionsIntro(changes, 31, false)).toMatch(/on 2 lines: .* `\/reverify fix` .* 31 values/);
  expect(suggestionsIntro(changes, 31, true)).not.toContain('/reverify');
  expect(fixSentence(0)).toBe('');
});
