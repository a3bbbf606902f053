import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { impactOf } from '../../src/domain/impact.ts';
import { suggest } from '../../src/domain/suggest.ts';
import type { Suggestion } from '../../src/domain/suggestion.ts';
import { watchSchema } from '../../src/domain/watch.ts';
import { evaluationFrom, policyFrom, type EvaluationWish } from '../helpers/evaluations.ts';
import { hosts } from '../helpers/hosts.ts';

const EVALS = 'https://github.com/acme/evals';
const M2 = 'https://huggingface.co/MiniMaxAI/MiniMax-M2';

function suggestFrom(wishes: readonly EvaluationWish[], config = ''): Suggestion[] {
  const evaluations = wishes.map((wish) => evaluationFrom(wish, `data/${wish.id ?? 'sample'}.json`));
  return suggest(evaluations, hosts, policyFrom(config).watch);
}

function citing(id: string, url: string, criteria = ['security.a']): EvaluationWish {
  return { id, criteria: Object.fromEntries(criteria.map((name) => [name, { urls: [url] }])) };
}

function ids(suggestions: readonly Suggestion[]): string[] {
  return suggestions.map(({ watch }) => watch.id);
}

describe('the evaluation of MiniMax-M2 that ships with the project', () => {
  const path = 'data/models/minimax-m2.json';
  const text = readFileSync(path, 'utf8');
  const { watch: declared, ...raw } = JSON.parse(text) as { watch: unknown[] };

  test('suggests the watch that it declares, by itself', () => {
    const evaluation = evaluationFrom(JSON.stringify(raw, undefined, 2), path);
    const [first] = suggest([evaluation], hosts);
    expect(first).toMatchObject({
      watch: {
        id: 'minimax-m3-has-weights',
        source: 'hf-model',
        target: 'MiniMaxAI/MiniMax-M3',
        when: ['has-weights'],
        severity: 'high',
      },
      rule: 'waiting',
      confidence: 'high',
      evaluation: 'minimax-m2',
      file: path,
      quote:
        'M3, with a 1M context, was announced on 2026-06-01; on 2026-06-10 its weights are still not published, while those of M2 stay available',
    });
    const [expected] = declared.map((watch) => watchSchema.parse(watch));
    const suggested = watchSchema.parse({ ...first?.watch, affects: first?.watch.affects });
    const reach = (watch: typeof suggested | undefined) =>
      watch &&
      impactOf({ watch, declaredIn: evaluation }, [evaluation]).map(({ claims, fields }) => [
        claims.map(({ name }) => name),
        fields,
      ]);
    expect(reach(suggested)).toStrictEqual(reach(expected));
  });

  test('points to the line of the quote', () => {
    const [first] = suggest([evaluationFrom(JSON.stringify(raw, undefined, 2), path)], hosts);
    const line = JSON.stringify(raw, undefined, 2).split('\n')[(first?.line ?? 0) - 1];
    expect(line?.slice((first?.column ?? 0) - 1)).toBe(JSON.stringify(first?.quote));
  });

  test('suggests nothing of the kind while the watch is declared', () => {
    const suggestions = suggest([evaluationFrom(text, path)], hosts);
    expect(suggestions.filter(({ rule }) => rule === 'waiting')).toStrictEqual([]);
    expect(suggestions.map(({ watch }) => watch.target)).toContain('MiniMaxAI/MiniMax-M2');
  });
});

test('all that rests on one target is one suggestion', () => {
  const [only, ...more] = suggestFrom([
    citing('one', EVALS, ['security.a', 'security.b']),
    citing('two', 'https://github.com/Acme/Evals/wiki', ['security.b', 'security.a']),
    citing('three', EVALS, ['security.c']),
  ]);
  expect(more).toStrictEqual([]);
  expect(only?.watch.affects).toStrictEqual([
    { evaluations: ['one', 'two'], criteria: ['security.a', 'security.b'] },
    { evaluations: ['three'], criteria: ['security.c'] },
  ]);
  expect(only).toMatchObject({ evaluation: 'one', file: 'data/one.json', quote: EVALS, others: 4 });
});

test.each([
  ['Waiting: weights of M3 are not yet published', 'Waiting: weights of M3 are not yet published'],
  ['Waiting: M3 is announced', 'The weights of M3 are unpublished so far'],
])('of several lines the surest speaks, then the one of a claim: "%s"', (methodology, quote) => {
  const [first] = suggestFrom([
    {
      name: 'MiniMax-M2',
      criteria: {
        'security.a': { urls: [M2], more: { methodology } },
      },
      more: {
        description: 'The weights of M3 are unpublished so far',
        limitations: ['M3 is announced'],
      },
    },
  ]);
  expect(first).toMatchObject({ quote, confidence: 'high', others: 2 });
  expect(first?.watch.affects).toStrictEqual([
    { evaluations: ['sample'], criteria: ['security.a'], fields: ['description', 'limitations'] },
  ]);
});

test('what a declared watch says of itself suggests nothing', () => {
  const watch = [{ source: 'page', target: 'https://example.org/', reason: `See ${EVALS}` }];
  expect(suggestFrom([{ more: { watch } }])).toStrictEqual([]);
});

test('a remark on a dimension alone puts all its criteria in doubt', () => {
  const notes = 'Successor M3 announced, weights not yet published';
  const raw = JSON.stringify({
    id: 'sample',
    name: 'MiniMax-M2',
    website: M2,
    trust_vector: { security: { criteria: { a: { last_verified: '2026-01-01' } }, notes } },
  });
  const [first] = suggest([evaluationFrom(raw)], hosts);
  expect(first?.watch.affects).toStrictEqual([{ evaluations: ['sample'], criteria: ['security.*'] }]);
});

test('the most useful comes first, whatever the order of the files', () => {
  const wishes = [
    citing('a', EVALS),
    citing('b', 'https://www.npmjs.com/package/evals'),
    citing('c', 'https://openrouter.ai/acme/model'),
    citing('d', 'https://example.org/deprecations'),
    { ...citing('e', M2), more: { limitations: ['M3 is unreleased: wait'] } },
  ];
  const expected = [
    'minimax-m3-has-weights',
    'example.org-deprecations-text-changed',
    'model-price-changed',
    'minimax-m2-weights-changed',
    'evals-new-version',
    'evals-archived',
  ];
  expect(ids(suggestFrom(wishes))).toStrictEqual(expected);
  expect(ids(suggestFrom(wishes.toReversed()))).toStrictEqual(expected);
});

test('no two watches share an id, nor does one take the id of a declared one', () => {
  const wishes = ['one', 'two', 'three'].map((owner) => `https://github.com/${owner}/evals`);
  const config = 'watch: [{ id: evals-archived-2, source: page, target: "https://example.org/" }]';
  expect(
    ids(
      suggestFrom(
        wishes.map((url, index) => citing(`e${index}`, url)),
        config,
      ),
    ),
  ).toStrictEqual(['evals-archived', 'evals-archived-3', 'evals-archived-4']);
});

describe('what is watched already', () => {
  test.each([
    ['github-repo:acme/evals archived,moved,gone', []],
    ['github-repo:Acme/Evals archived,moved,gone', []],
    ['github-repo:acme/evals archived', ['moved', 'gone']],
    ['github-release:acme/evals new-release', ['archived', 'moved', 'gone']],
    // Without conditions it has the default of its source.
    ['github-repo:acme/evals', []],
  ])('by "%s" is not suggested again', (watch, left) => {
    const suggestions = suggestFrom([citing('one', EVALS)], `watch: ["${watch}"]`);
    expect(suggestions.flatMap((suggestion) => suggestion.watch.when)).toStrictEqual(left);
  });

  test('by another evaluation is not suggested again', () => {
    const more = { watch: ['github-repo:acme/evals archived,moved,gone'] };
    expect(suggestFrom([citing('one', EVALS), { id: 'two', more }])).toStrictEqual([]);
  });

  test('is a page only by the letter', () => {
    const wishes = [citing('one', 'https://example.org/Pricing')];
    expect(suggestFrom(wishes, 'watch: ["page:https://example.org/pricing text-changed"]')).toHaveLength(1);
    expect(suggestFrom(wishes, 'watch: ["page:https://example.org/Pricing text-changed"]')).toHaveLength(0);
  });
});

test('a model that is waited for is not watched for changes of its weights', () => {
  const wish = {
    ...citing('one', 'https://huggingface.co/meta-llama/Llama-4-Behemoth'),
    name: 'Llama 4 Behemoth',
    more: { limitations: ['Never released: announced only'] },
  };
  expect(ids(suggestFrom([wish]))).toStrictEqual(['llama-4-behemoth-has-weights']);
});

test('an evaluation without the framework is read, too', () => {
  const text = JSON.stringify({ name: 'x', last_verified: '2026-01-01', source: { url: EVALS } });
  const [only] = suggest([evaluationFrom(text)], hosts);
  expect(only?.watch.affects).toStrictEqual([{ evaluations: ['data/sample'], criteria: ['document'] }]);
});

test('names that read as patterns mean only themselves', () => {
  const criteria = { 'security.a*': { urls: [EVALS] }, 'security.ab': {} };
  const evaluations = ['!{x}*', 'x', '?ab'].map((id, index) =>
    evaluationFrom({ id, criteria: index === 0 ? criteria : {} }, `data/${index}.json`),
  );
  const [only] = suggest(evaluations, hosts);
  expect(only?.watch.affects).toStrictEqual([{ evaluations: ['??x??'], criteria: ['security.a?'] }]);
  const impact = impactOf({ watch: watchSchema.parse(only?.watch), declaredIn: undefined }, evaluations);
  expect(impact.map(({ evaluation }) => evaluation.id)).toStrictEqual(['!{x}*']);
});

test('what is longer than a watch may be is cut or left out', () => {
  const id = 'i'.repeat(300);
  const field = 'f'.repeat(201);
  const suggestions = suggestFrom([
    { id, criteria: {}, more: { [field]: EVALS, website: `https://example.org/pricing/${'x'.repeat(500)}` } },
  ]);
  expect(ids(suggestions)).toStrictEqual(['evals-archived']);
  expect(suggestions[0]?.watch.affects).toStrictEqual([{ evaluations: [`${'i'.repeat(198)}**`] }]);
});

test('a watch that reaches too many names evaluations only', () => {
  const wishes = Array.from({ length: 250 }, (_, index) =>
    citing(`e${index}`, EVALS, [`security.c${index}`]),
  );
  const [only] = suggestFrom(wishes);
  expect(watchSchema.safeParse(only?.watch).success).toBe(true);
  expect(
    only?.watch.affects.map(({ evaluations, criteria }) => [evaluations.length, criteria]),
  ).toStrictEqual([
    [200, undefined],
    [50, undefined],
  ]);
});
