import { expect, test } from 'vitest';
import { tellingTexts, textsOfField } from '../../src/domain/telling.ts';

const M3 = 'MiniMaxAI/MiniMax-M3';

test('what names the target comes before what names its family, and all else is left out', () => {
  const texts = [
    'MiniMax is in Shanghai',
    'Costs $0.30',
    'The weights of M3 are not published',
    'By MiniMax',
  ];
  expect(tellingTexts(texts, M3)).toEqual([
    'The weights of M3 are not published',
    'MiniMax is in Shanghai',
    'By MiniMax',
  ]);
});

test('where nothing names the target everything may be meant', () => {
  expect(tellingTexts(['a', 'b'], M3)).toEqual(['a', 'b']);
  expect(tellingTexts([], M3)).toEqual([]);
});

test('versions are words: 4.5 is not 4', () => {
  expect(tellingTexts(['GLM 4', 'GLM 4.5'], 'zai-org/GLM-4.5')[0]).toBe('GLM 4.5');
});

test('a field is a text, or a list that may hold other things', () => {
  expect(textsOfField('one')).toEqual(['one']);
  expect(textsOfField(['one', 2, null, { three: 3 }, 'four'])).toEqual(['one', 'four']);
  expect(textsOfField(undefined)).toEqual([]);
});
