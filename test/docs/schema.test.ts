import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { policyKeys, readPolicy } from '../../src/domain/policy.ts';
import { policyJsonSchema } from '../../src/domain/policy-json-schema.ts';
import { policyWords } from '../../src/domain/policy-words.ts';
import { fileOf } from '../helpers/evaluations.ts';
import { SCHEMA_FILE } from './schema-file.ts';

const published = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')) as AnySchemaObject;
const fits = new Ajv2020({ strictTypes: false }).compile(published);

function expectFit(text: string): void {
  fits(parse(text) ?? {});
  expect(fits.errors ?? []).toEqual([]);
}

/** The configurations that a page shows: blocks of YAML that begin with a key of the top level. */
function samplesOf(page: string): string[] {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
  const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
  return blocks.filter((block) => policyKeys['']?.some((key) => block.startsWith(`${key}:`)));
}

it('is what the configuration is read by', () => {
  expect(published, 'reverify.schema.json is older than the configuration: run `npm run schema`.').toEqual(
    JSON.parse(JSON.stringify(policyJsonSchema())),
  );
});

describe.each(['README.md', 'docs/configuration.md', 'docs/watch.md'])('the samples of %s', (page) => {
  const samples = samplesOf(page);

  it('are there', () => expect(samples).not.toEqual([]));

  it.each(samples)('fit the schema and are read: %s', (sample) => {
    expectFit(sample);
    expect(readPolicy(fileOf('.github/reverify.yml', sample)).problems).toEqual([]);
  });
});

test.each(['', '# evaluations: ["x"]\n', '{}'])('a configuration that asks for nothing fits: %j', expectFit);

test.each([
  'lnks: { check: true }',
  'freshness: { maxage: 3d }',
  'freshness: { maxAge: soon }',
  'freshness: { rules: [{ claim: x }] }',
  'scores: { weights: [0.5, 0.5] }',
  'scores: { weights: fair }',
  'watch: [{ id: w }]',
  'watch: ["no short form"]',
  'watch: [{ source: s, target: t, expires: soon }]',
  'issues: { maxNew: "5" }',
  'extends: [strct]',
  'mode: loud',
])('neither the schema nor the reader takes %j', (text) => {
  expect(fits(parse(text))).toBe(false);
  expect(readPolicy(fileOf('.github/reverify.yml', text)).value).toBeUndefined();
});

it('has words for every key, and for no other', () => {
  const keys = Object.entries(policyKeys).flatMap(([section, names]) =>
    names.map((name) => (section === '' ? name : `${section}.${name}`)),
  );
  expect(Object.keys(policyWords).toSorted()).toEqual(keys.toSorted());
});

it('tells the default of a duration as one is written', () => {
  expect(published).toMatchObject({
    properties: { freshness: { properties: { maxAge: { default: '180d', type: 'string' } } } },
  });
});
