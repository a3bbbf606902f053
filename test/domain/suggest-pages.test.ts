import { expect, test } from 'vitest';
import { suggest } from '../../src/domain/suggest.ts';
import { evaluationFrom, type EvaluationWish } from '../helpers/evaluations.ts';
import { hosts } from '../helpers/hosts.ts';

function suggested(wish: EvaluationWish): string[] {
  return suggest([evaluationFrom(wish)], hosts).map(
    ({ watch, confidence, rule }) =>
      `${rule} ${watch.source}:${watch.target} ${watch.when.join()} ${watch.severity} ${confidence}`,
  );
}

// Verified on 2026-01-01.
function evidence(url: string, value: string, source = 'A page', date = '2025-12-01'): EvaluationWish {
  return {
    criteria: { 'operational_excellence.versions': { more: { evidence: [{ source, url, date, value }] } } },
  };
}

test.each([
  ['a-1 API shutdown 2026-07-23; superseded by a-2', 'Notice', 'medium'],
  ['The old endpoint deprecates 2026-07-24', 'Prices and Deprecation Notice', 'high'],
  ['a-1 is being retired; a-1-mini shuts down on 2026-07-23', 'Notice', 'medium'],
])('a page that is cited for "%s" is watched', (value, source, confidence) => {
  expect(suggested(evidence('https://docs.example.org/news', value, source))).toStrictEqual([
    `deprecation page:https://docs.example.org/news text-changed high ${confidence}`,
  ]);
});

test.each([
  ['https://docs.example.org/api/deprecations', 'a-1 API shutdown 2026-07-23', 'high'],
  ['https://docs.example.org/api/deprecations#a-1', 'Published schedule', 'medium'],
  ['https://docs.example.org/model-lifecycle.html', 'Documented lifecycle', 'medium'],
])('a list of ends is watched whatever it is cited for: %s, "%s"', (url, value, confidence) => {
  const page = url.replace(/#.*/, '');
  expect(suggested(evidence(url, value))).toStrictEqual([
    `deprecation page:${page} text-changed high ${confidence}`,
  ]);
});

test.each([
  ['https://docs.example.org/news', 'Clear versioning with a 6-month deprecation notice'],
  ['https://docs.example.org/news', 'a-1 retired on 2025-05-15'],
  ['https://docs.example.org/news', 'a-2 comes on 2026-07-23'],
  ['https://docs.example.org/news', 'a-1 shuts down on 2026-02-30'],
  ['https://status.example.org/', 'a-1 is served until its retirement on 2026-08-05'],
  ['https://huggingface.co/acme', 'a-1 shuts down on 2026-07-23'],
])('%s, cited for "%s", is not watched', (url, value) => {
  expect(suggested(evidence(url, value))).toStrictEqual([]);
});

test('an end that had passed when the evidence was taken is none', () => {
  const value = 'a-1 shuts down on 2026-02-01';
  const page = 'https://docs.example.org/news';
  expect(suggested(evidence(page, value, 'Notice', '2026-01-31'))).toHaveLength(1);
  expect(suggested(evidence(page, value, 'Notice', '2026-02-01'))).toStrictEqual([]);
});

test('an address inside a text is judged by the text', () => {
  const description = 'a-1 is shut down on 2026-07-23 (https://docs.example.org/news).';
  expect(suggested({ more: { description } })).toStrictEqual([
    'deprecation page:https://docs.example.org/news text-changed high medium',
  ]);
});

test('a model at the router is watched for its price', () => {
  expect(suggested(evidence('https://openrouter.ai/x-ai/grok-4.3', 'Listed'))).toStrictEqual([
    'pricing openrouter:x-ai/grok-4.3 price-changed,deprecated,gone medium high',
  ]);
});

test.each(['/pricing', '/api/pricing/', '/pricing-paygo', '/docs/pricing.html', '/prices?x=1'])(
  'the page of prices %s is watched',
  (path) => {
    expect(suggested(evidence(`https://example.org${path}`, 'Cheap'))).toStrictEqual([
      `pricing page:https://example.org${path} text-changed medium medium`,
    ]);
  },
);

test.each(['/a-1-with-new-api-pricing-for-all', '/', '/repricing', '/models?pricing'])(
  '%s is no page of prices',
  (path) => {
    expect(suggested(evidence(`https://example.org${path}`, 'Cheap', 'Pricing'))).toStrictEqual([]);
  },
);

test('the stated price rests on it, dated or not', () => {
  const cited = evidence('https://example.org/pricing', 'Cheap');
  const dated = { metadata: { pricing: { input: '$1', last_verified: '2026-01-01' } } };
  const undated = { metadata: { pricing: { input: '$1' } } };
  const elsewhere = { pricing: { input: '$1', last_verified: '2026-01-01' } };
  const affects = [dated, undated, elsewhere].map((more) => {
    const [first] = suggest([evaluationFrom({ ...cited, more })], hosts);
    return first?.watch.affects;
  });
  const criteria = ['operational_excellence.versions'];
  expect(affects).toStrictEqual([
    [{ evaluations: ['sample'], criteria: ['metadata.pricing', ...criteria] }],
    [{ evaluations: ['sample'], criteria, fields: ['metadata'] }],
    [{ evaluations: ['sample'], criteria: [...criteria, 'pricing'] }],
  ]);
});
