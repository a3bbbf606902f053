import { expect, test } from 'vitest';
import { confidenceUnsupported } from '../../../src/domain/rules/confidence-unsupported.ts';
import { proveRule, reviewBy } from './suite.ts';

const entry = (url: string, date: string | undefined = '2025-12-01') => ({
  source: url,
  url,
  date,
  value: 'x',
});
const sure = (confidence: string, evidence: readonly object[]) => ({
  criteria: { 'security.a': { confidence, more: { evidence } } },
  more: { website: 'https://www.vendor.example/model' },
});
const paper = entry('https://arxiv.org/abs/2501.00001');
const blog = entry('https://blog.example/');

proveRule(
  confidenceUnsupported,
  {
    before: sure('medium', [blog]),
    after: sure('high', [blog]),
    line: ['"confidence": "high"', 'confidence: high'],
    message: '`security.a` says high, but has one piece of evidence where two are needed.',
  },
  {
    'two pieces, one of them a paper': { after: sure('high', [paper, blog]) },
    'two pieces, one of them on a host of the vendor': {
      after: sure('high', [entry('https://docs.vendor.example/'), blog]),
    },
    'two pieces, one of them in a repository': {
      after: sure('high', [entry('https://github.com/a/b'), blog]),
    },
    'medium with one dated piece': { after: sure('medium', [blog]) },
    'low with nothing': { after: sure('low', []) },
    'neither confidence nor evidence changed': {
      before: sure('high', [blog]),
      after: { ...sure('high', [blog]), name: 'Other' },
    },
  },
);

test.each([
  ['high', [], 'but has no piece of evidence where two are needed'],
  [
    'high',
    [blog, entry('https://notarxiv.org/')],
    'but no piece of its evidence is from the vendor, a paper or a repository',
  ],
  [
    'high',
    [blog, entry('https://arxiv.org/abs/1', '2024-12-31')],
    'but no piece from the vendor, a paper or a repository was published in the year before it was verified',
  ],
  ['medium', [{ source: 'S', value: 'x' }], 'but no piece of its evidence has a date'],
])('%s with %j: %s', (confidence, evidence, lack) => {
  const { problems } = reviewBy(confidenceUnsupported, { after: sure(confidence, evidence) });
  expect(problems.map(({ message }) => message)).toEqual([`\`security.a\` says ${confidence}, ${lack}.`]);
});
