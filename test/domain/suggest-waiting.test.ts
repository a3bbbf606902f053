import { expect, test } from 'vitest';
import { citedPages, passagesOf } from '../../src/domain/suggest-passages.ts';
import { proposeWaiting } from '../../src/domain/suggest-waiting.ts';
import { evaluationFrom } from '../helpers/evaluations.ts';
import { hosts } from '../helpers/hosts.ts';

function waiting(sentence: string, { name = 'MiniMax-M2', page = 'MiniMaxAI/MiniMax-M2' } = {}) {
  const urls = [`https://huggingface.co/${page}`];
  const evaluation = evaluationFrom({
    name,
    criteria: { 'operational_excellence.versioning_policy': { urls } },
    more: { limitations: [sentence] },
  });
  const passages = passagesOf(evaluation);
  const proposals = proposeWaiting(passages, citedPages(passages, hosts));
  return proposals.map(({ target, confidence }) => `${target} ${confidence}`);
}

test.each([
  ['Successor M3 announced 2026-06-01, but weights not yet published as of 2026-06-10', 'high'],
  ['Successor M3 announced but its weights are unpublished, creating uncertainty', 'high'],
  ['The weights of the successor M3, announced on 2026-06-01, are unpublished, which is bad', 'high'],
  ['With M3 the weights will be released within ten days', 'high'],
  ['MiniMax M3 has not been released', 'medium'],
  ['MiniMax-M3 is coming soon', 'medium'],
  ['The upcoming M3 brings a longer context', 'medium'],
  ['M3 was announced on 2026-06-01', 'low'],
  ['M3 is in preview', 'low'],
  ['There is a beta of M3', 'low'],
])('"%s" waits for M3', (sentence, confidence) => {
  expect(waiting(sentence)).toStrictEqual([`MiniMaxAI/MiniMax-M3 ${confidence}`]);
});

test.each([
  'M3 was announced on 2026-06-01 and released a week later',
  'M3 announced 2026-06-01 with weights on Hugging Face by 2026-06-07',
  'Successor M3 launched; open weights published, though training code and operators were not released',
  'Bias audits of M3 not yet published',
  'The price of M3 is not published yet',
  'M3 is faster. Weights of the draft model not yet published',
  'M2 weights are not yet published here',
  'Not yet released: a model for images',
  'MiniMax-M3',
])('"%s" waits for nothing', (sentence) => {
  // Another name, so that the text is not about the evaluation's own model.
  expect(waiting(sentence, { name: 'Sample' })).toStrictEqual([]);
});

test('results that are missing with the weights leave it waiting', () => {
  expect(waiting('Results and weights of M3 are not yet published')).toStrictEqual([
    'MiniMaxAI/MiniMax-M3 high',
  ]);
});

test('without a cited model nobody knows where it would be', () => {
  expect(waiting('Successor M3 announced, weights not yet published', { page: 'MiniMaxAI' })).toStrictEqual(
    [],
  );
});

test.each([
  'Never released: no update since January 2026',
  'It remains announced, not released',
  'Still announced-only as of June 2026',
  'The weights are not available for any deployment',
])('"%s" is about the model itself', (sentence) => {
  const model = { name: 'Llama 4 Behemoth', page: 'meta-llama/Llama-4-Behemoth' };
  expect(waiting(sentence, model)).toStrictEqual(['meta-llama/Llama-4-Behemoth medium']);
  expect(waiting(sentence, { ...model, name: 'Llama 4 Scout' })).toStrictEqual([]);
});

test('a sentence about the successor is not about the model itself', () => {
  expect(waiting('The successor M3 was never released')).toStrictEqual(['MiniMaxAI/MiniMax-M3 medium']);
});

test('a hostile text of a megabyte is read in a moment', () => {
  const sentence = `weights not yet published ${'M3 spec certificat-'.repeat(50_000)}`;
  expect(waiting(sentence)).toStrictEqual(['MiniMaxAI/MiniMax-M3 high']);
});
