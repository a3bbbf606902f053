import { expect, test } from 'vitest';
import { siblingsNamed } from '../../src/domain/model-siblings.ts';

const M2 = 'MiniMaxAI/MiniMax-M2';

test.each([
  [M2, 'Successor M3 announced, weights not yet published', ['MiniMaxAI/MiniMax-M3']],
  [M2, 'the successor MiniMax-M3 (1M context)', ['MiniMaxAI/MiniMax-M3']],
  [M2, 'MiniMax M2.5 and "M3"', ['MiniMaxAI/MiniMax-M2.5', 'MiniMaxAI/MiniMax-M3']],
  [M2, 'the open question is M3: announced.', ['MiniMaxAI/MiniMax-M3']],
  [M2, 'M3-Pro', ['MiniMaxAI/MiniMax-M3-Pro']],
  [M2, 'an M3-based agent', []],
  [M2, 'M3 (428B/23B, 1M context)', ['MiniMaxAI/MiniMax-M3']],
  [M2, 'MiniMax-M2 and M2 and M1', []],
  [M2, '3 of them, 3.5 or K3', []],
  [M2, 'Apple-M3 and GLM-M3', []],
  ['zai-org/GLM-5', 'GLM-5.1 and GLM 6', ['zai-org/GLM-5.1', 'zai-org/GLM-6']],
  ['zai-org/GLM-5', 'version 6 or 5.1', []],
  ['zai-org/GLM-5', 'GLM-4.7', []],
  ['Qwen/Qwen3.5', 'Qwen3.6 and Qwen 4', ['Qwen/Qwen3.6', 'Qwen/Qwen4']],
  ['Qwen/Qwen3.5-397B-A17B', 'Qwen3.6-27B', ['Qwen/Qwen3.6-27B']],
  // Nobody can tell in which size it will come.
  ['Qwen/Qwen3.5-397B-A17B', 'Qwen3.6 or Qwen 4', []],
  [
    'deepseek-ai/DeepSeek-V3',
    'V3.2 and DeepSeek-V4',
    ['deepseek-ai/DeepSeek-V3.2', 'deepseek-ai/DeepSeek-V4'],
  ],
  ['deepseek-ai/DeepSeek-V3', 'R2', []],
  ['meta-llama/Llama-4-Scout', 'Llama 4 Behemoth', ['meta-llama/Llama-4-Behemoth']],
  ['meta-llama/Llama-4-Scout', 'Llama 4 Scout or Llama 5', []],
  ['meta-llama/Meta-Llama-3.1-405B', 'Llama-3.3-70B', ['meta-llama/Meta-Llama-3.3-70B']],
  ['openai/gpt-oss-120b', 'gpt-oss-20b and gpt-5', []],
])('beside %s, "%s" names %j', (cited, sentence, expected) => {
  expect(siblingsNamed(cited, sentence)).toStrictEqual(expected);
});

test('what could be no name on the Hub is none', () => {
  expect(siblingsNamed(M2, `MiniMax-M3-${'x1'.repeat(60)}`)).toStrictEqual([]);
});
