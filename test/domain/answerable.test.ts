import { expect, test } from 'vitest';
import { answerable } from '../../src/domain/answerable.ts';
import { evaluationFrom } from '../helpers/evaluations.ts';
import { hosts } from '../helpers/hosts.ts';

test('every entry of evidence is counted, by source and by host', () => {
  const one = evaluationFrom({
    criteria: {
      'security.a': { urls: ['https://github.com/acme/evals', 'https://github.com/acme'] },
      'security.b': { urls: ['https://example.org/a', 'https://www.example.org/a', 'no address'] },
    },
    more: { website: 'https://github.com/acme/other' },
  });
  const two = evaluationFrom({
    criteria: {
      'security.a': {
        urls: ['https://github.com/acme/evals/wiki', 'https://huggingface.co/zai-org/GLM-5'],
        more: {},
      },
      'security.b': { more: { evidence: [{ source: 'Without an address' }] } },
    },
  });
  expect(answerable([one, two], hosts)).toStrictEqual({
    entries: 8,
    answerable: 3,
    pageOnly: 3,
    unreadable: 2,
    sources: [
      { name: 'github-repo', entries: 2, answerable: 2 },
      { name: 'hf-model', entries: 1, answerable: 1 },
    ],
    hosts: [
      { name: 'github.com', entries: 3, answerable: 2 },
      { name: 'example.org', entries: 1, answerable: 0 },
      { name: 'huggingface.co', entries: 1, answerable: 1 },
      { name: 'www.example.org', entries: 1, answerable: 0 },
    ],
  });
});

test('of nothing there is no share', () => {
  expect(answerable([], hosts)).toStrictEqual({
    entries: 0,
    answerable: 0,
    pageOnly: 0,
    unreadable: 0,
    sources: [],
    hosts: [],
  });
});
