import { describe, expect, it } from 'vitest';
import { readHubHook } from '../../src/upstream/hf-hook.ts';

const SECRET = 'not so secret';

function body(fields: object = {}): string {
  return JSON.stringify({
    event: { action: 'update', scope: 'repo.content' },
    repo: { type: 'model', name: 'MiniMaxAI/MiniMax-M3', id: '6849f0c2', private: false },
    webhook: { id: '1', version: 3 },
    ...fields,
  });
}

describe('a webhook of the Hub', () => {
  it('names the model to look at, and its new name', () => {
    expect(readHubHook(SECRET, SECRET, body())).toEqual(['MiniMaxAI/MiniMax-M3']);
    expect(readHubHook(SECRET, SECRET, body({ movedTo: { name: 'MiniMaxAI/M3' } }))).toEqual([
      'MiniMaxAI/MiniMax-M3',
      'MiniMaxAI/M3',
    ]);
  });

  it.each([undefined, '', 'not so', `${SECRET} `, SECRET.toUpperCase()])(
    'is refused with the secret %j',
    (given) => {
      expect(readHubHook(given, SECRET, body())).toBe('refused');
    },
  );

  it.each([
    ['no JSON', 'nonsense'],
    ['an empty body', ''],
    ['a data set', body({ repo: { type: 'dataset', name: 'a/b' } })],
    ['a path for a name', body({ repo: { type: 'model', name: '../../x' } })],
    ['a number for a name', body({ repo: { type: 'model', name: 1 } })],
    ['no repository', '{}'],
    ['a list', '[]'],
  ])('says nothing with %s', (_, text) => {
    expect(readHubHook(SECRET, SECRET, text)).toBeUndefined();
  });
});
