import { expect, test } from 'vitest';
import { parseUpstreamAddress } from '../../src/domain/upstream-address.ts';
import { hosts } from '../helpers/hosts.ts';

function read(page: string): string | undefined {
  const address = parseUpstreamAddress(page, hosts);
  return address && `${address.source}:${address.target}${address.ofRelease ? ' of a release' : ''}`;
}

test.each([
  ['https://huggingface.co/MiniMaxAI/MiniMax-M2', 'hf-model:MiniMaxAI/MiniMax-M2'],
  ['http://www.huggingface.co/MiniMaxAI/MiniMax-M2/', 'hf-model:MiniMaxAI/MiniMax-M2'],
  ['https://huggingface.co/MiniMaxAI/MiniMax-M2/blob/main/LICENSE', 'hf-model:MiniMaxAI/MiniMax-M2'],
  ['https://huggingface.co/MiniMaxAI', 'hf-org:MiniMaxAI'],
  ['https://github.com/acme/evals', 'github-repo:acme/evals'],
  ['https://github.com/acme/evals/blob/main/README.md', 'github-repo:acme/evals'],
  ['https://github.com/acme/evals/discussions/7', 'github-repo:acme/evals'],
  ['https://github.com/acme/evals/security/advisories/GHSA-hc55-p739-j48w', 'github-repo:acme/evals'],
  ['https://raw.githubusercontent.com/acme/evals/main/README.md', 'github-repo:acme/evals'],
  ['https://github.com/acme/evals/releases', 'github-repo:acme/evals of a release'],
  ['https://github.com/acme/evals/releases/tag/v1.2.0', 'github-repo:acme/evals of a release'],
  ['https://github.com/acme/evals/blob/2026.1.14/README.md', 'github-repo:acme/evals of a release'],
  ['https://www.npmjs.com/package/left-pad', 'npm:left-pad'],
  ['https://npmjs.com/package/@acme/evals/v/1.2.0', 'npm:@acme/evals of a release'],
  ['https://www.npmjs.com/package/%40acme/evals', 'npm:@acme/evals'],
  ['https://pypi.org/project/langgraph/', 'pypi:langgraph'],
  ['https://pypi.org/project/langgraph/1.0.0/', 'pypi:langgraph of a release'],
  ['https://openrouter.ai/x-ai/grok-4.3', 'openrouter:x-ai/grok-4.3'],
  ['https://openrouter.ai/x-ai/grok-4.3:free', 'openrouter:x-ai/grok-4.3:free'],
])('%s is %s', (page, expected) => {
  expect(read(page)).toBe(expected);
});

test.each([
  'https://huggingface.co/',
  'https://huggingface.co/blog/gemma4',
  'https://huggingface.co/datasets/acme/evals',
  'https://huggingface.co/acme/a..b',
  'https://huggingface.co/acme/%E0%A4%A',
  'https://huggingface.co.evil.example/acme/model',
  'https://github.com/acme',
  'https://github.com/topics/openai',
  'https://acme.github.io/evals',
  'https://www.npmjs.com/~acme',
  'https://www.npmjs.com/package/@acme',
  'https://pypi.org/user/acme',
  'https://pypi.org/project/',
  'https://openrouter.ai/models',
  'https://openrouter.ai/docs/models',
  'https://openrouter.ai/x-ai',
  'https://example.org/acme/evals',
  'ftp://github.com/acme/evals',
  'no address',
])('%s is of no upstream', (page) => {
  expect(read(page)).toBeUndefined();
});

test('an upstream without pages is not known', () => {
  expect(parseUpstreamAddress('https://pypi.org/project/langgraph/', { ...hosts, pypi: [] })).toBeUndefined();
});

test('an origin that is none is passed over', () => {
  const address = parseUpstreamAddress('https://pypi.org/project/langgraph/', {
    ...hosts,
    pypi: ['pypi', 'https://pypi.org'],
  });
  expect(address?.target).toBe('langgraph');
});
