import { expect, test } from 'vitest';
import { suggest } from '../../src/domain/suggest.ts';
import { evaluationFrom, type EvaluationWish } from '../helpers/evaluations.ts';
import { hosts } from '../helpers/hosts.ts';

function suggested(wish: EvaluationWish): string[] {
  return suggest([evaluationFrom(wish)], hosts).map(
    ({ watch, confidence }) => `${watch.source}:${watch.target} ${watch.when.join()} ${confidence}`,
  );
}

function citing(...urls: string[]): EvaluationWish {
  return { criteria: { 'security.authentication': { urls } } };
}

test('a cited model is watched for its weights and its license', () => {
  expect(suggested(citing('https://huggingface.co/zai-org/GLM-5/blob/main/README.md'))).toStrictEqual([
    'hf-model:zai-org/GLM-5 weights-changed,license-changed,gone high',
  ]);
});

test('a cited repository is watched for its end', () => {
  expect(suggested(citing('https://github.com/acme/evals/blob/main/README.md'))).toStrictEqual([
    'github-repo:acme/evals archived,moved,gone high',
  ]);
});

test('a cited release is watched for the next one', () => {
  const expected = [
    'github-release:acme/evals new-release high',
    'github-repo:acme/evals archived,moved,gone high',
  ];
  expect(suggested(citing('https://github.com/acme/evals/releases/tag/v1.2.0'))).toStrictEqual(expected);
  expect(suggested(citing('https://github.com/acme/evals/tree/v1.2.0/docs'))).toStrictEqual(expected);
});

test.each([
  ['Evals v0.23', true],
  ['Evals 2.1.0 as published', true],
  ['Evals (v2.0)', true],
  ['DeepSeek-V3.2, of 2025', false],
  ['77.1 % of 30', false],
])('a repository that is cited for "%s" is cited for a release: %s', (source, isRelease) => {
  const evidence = [{ source, url: 'https://github.com/acme/evals', date: '2026-01-01', value: 'Tests' }];
  const found = suggested({ criteria: { 'security.authentication': { more: { evidence } } } });
  expect(found.includes('github-release:acme/evals new-release high')).toBe(isRelease);
});

test('cited packages are watched for versions', () => {
  const pages = ['https://www.npmjs.com/package/@acme/evals/v/1.2.0', 'https://pypi.org/project/langgraph/'];
  expect(suggested(citing(...pages))).toStrictEqual([
    'npm:@acme/evals new-version,deprecated high',
    'pypi:langgraph new-version,yanked high',
  ]);
});

test('what is only mentioned is less sure', () => {
  const more = {
    website: 'https://github.com/acme/evals',
    description: 'See (https://pypi.org/project/acme).',
  };
  expect(suggested({ more })).toStrictEqual([
    'pypi:acme new-version,yanked medium',
    'github-repo:acme/evals archived,moved,gone medium',
  ]);
});

test('owners, lists and pages of nobody suggest nothing', () => {
  const pages = [
    'https://huggingface.co/zai-org',
    'https://github.com/acme',
    'https://example.org/acme/evals',
  ];
  expect(suggested(citing(...pages))).toStrictEqual([]);
});

test.each([
  ['Started with `npx -y @acme/evals@1.2.0 --stdio`', 'npm:@acme/evals new-version,deprecated medium'],
  ['Run npm install -g left-pad.', 'npm:left-pad new-version,deprecated medium'],
  ['pnpm add evals', 'npm:evals new-version,deprecated medium'],
  ['Install it with pip install --upgrade langgraph==1.0', 'pypi:langgraph new-version,yanked medium'],
  ['uvx mcp-server-git', 'pypi:mcp-server-git new-version,yanked medium'],
])('"%s" names a package', (text, expected) => {
  expect(suggested({ more: { description: text } })).toStrictEqual([expected]);
});

test.each([
  'The command npm install is documented',
  'pip install -r requirements.txt',
  'started through npx, the process has all rights',
  'xnpx left-pad',
])('"%s" names no package', (text) => {
  expect(suggested({ more: { description: text } })).toStrictEqual([]);
});
