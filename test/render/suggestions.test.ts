import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { suggest } from '../../src/domain/suggest.ts';
import type { Suggestion } from '../../src/domain/suggestion.ts';
import { watchSchema } from '../../src/domain/watch.ts';
import { suggestionsYaml } from '../../src/render/suggestions.ts';
import { evaluationFrom, policyFrom } from '../helpers/evaluations.ts';
import { hosts } from '../helpers/hosts.ts';
import { hostile } from './hostile.ts';

const M2 = 'https://huggingface.co/MiniMaxAI/MiniMax-M2';

const m3: Suggestion = {
  watch: {
    id: 'minimax-m3-has-weights',
    source: 'hf-model',
    target: 'MiniMaxAI/MiniMax-M3',
    when: ['has-weights'],
    affects: [
      {
        evaluations: ['minimax-m2'],
        criteria: ['operational_excellence.versioning_policy'],
        fields: ['limitations'],
      },
    ],
    severity: 'high',
    reason: 'The evaluation says: "M3 announced, weights not yet published"',
  },
  rule: 'waiting',
  confidence: 'high',
  why: 'The text says that MiniMax-M3 is still to come; a model of the same owner is cited.',
  evaluation: 'minimax-m2',
  file: 'data/models/minimax-m2.json',
  line: 456,
  column: 24,
  quote: 'M3 announced, weights not yet published',
  others: 3,
};

const repository: Suggestion = {
  ...m3,
  watch: {
    id: 'evals-archived',
    source: 'github-repo',
    target: 'acme/evals',
    when: ['archived', 'moved', 'gone'],
    affects: [{ evaluations: ['one', 'two'] }],
    severity: 'medium',
    reason: 'The repository is cited as a source.',
  },
  why: 'The repository is cited as a source.',
  quote: 'https://github.com/acme/evals',
  others: 0,
};

test('suggestions are ready to paste', () => {
  expect(suggestionsYaml([m3, repository])).toMatchInlineSnapshot(`
    "  # The text says that MiniMax-M3 is still to come; a model of the same owner is cited.
      # data/models/minimax-m2.json:456, and 3 further places
      # "M3 announced, weights not yet published"
      - id: minimax-m3-has-weights
        source: hf-model
        target: MiniMaxAI/MiniMax-M3
        when: has-weights
        affects:
          - evaluations: minimax-m2
            criteria: operational_excellence.versioning_policy
            fields: limitations
        severity: high
        reason: 'The evaluation says: "M3 announced, weights not yet published"'

      # The repository is cited as a source.
      # data/models/minimax-m2.json:456
      # "https://github.com/acme/evals"
      - id: evals-archived
        source: github-repo
        target: acme/evals
        when: [archived, moved, gone]
        affects:
          - evaluations: [one, two]
        severity: medium
        reason: The repository is cited as a source.
    "
  `);
});

test('nothing is nothing', () => {
  expect(suggestionsYaml([])).toBe('');
});

test('pasted below `watch:` they are a configuration', () => {
  const policy = policyFrom(`watch:\n${suggestionsYaml([m3, repository])}issues: { maxNew: 1 }\n`);
  expect(policy.watch.map(({ id }) => id)).toStrictEqual(['minimax-m3-has-weights', 'evals-archived']);
  expect(policy.issues.maxNew).toBe(1);
});

const anything = fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
const nothingEmpty = anything.map((text) => (text === '' ? 'x' : text));

function short(maxLength: number): fc.Arbitrary<string> {
  return nothingEmpty.map((text) => text.slice(0, maxLength));
}

const someSuggestion: fc.Arbitrary<Suggestion> = fc
  .record({
    target: short(500),
    reason: short(500),
    evaluations: fc.array(short(200), { minLength: 1, maxLength: 3 }),
    criteria: fc.array(short(200), { minLength: 1, maxLength: 3 }),
    fields: fc.array(short(200), { minLength: 1, maxLength: 3 }),
    why: anything,
    file: anything,
    quote: anything,
  })
  .map(({ target, reason, why, file, quote, ...affected }) => ({
    ...m3,
    watch: { ...m3.watch, target, reason, affects: [affected] },
    why,
    file,
    quote,
  }));

test('no text of a suggestion breaks out of its comment or its value', () => {
  fc.assert(
    fc.property(fc.array(someSuggestion, { minLength: 1, maxLength: 3 }), (suggestions) => {
      const yaml = suggestionsYaml(suggestions);
      const items = parse(yaml) as unknown[];
      expect(items.map((item) => watchSchema.parse(item))).toStrictEqual(
        suggestions.map(({ watch }) => watchSchema.parse(watch)),
      );
      expect(yaml.split('\n').filter((line) => !/^ {2}|^$/.test(line))).toEqual([]);
      expect(yaml).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('what is suggested from a hostile evaluation can be pasted', () => {
  fc.assert(
    fc.property(nothingEmpty, anything, nothingEmpty, (id, text, name) => {
      const evaluation = evaluationFrom(
        JSON.stringify({
          id,
          name: 'MiniMax-M2',
          trust_vector: {
            [`d${name}`]: {
              criteria: {
                [`c${name}`]: {
                  evidence: [
                    { url: M2, value: `${text} M3 is not yet published ${text}` },
                    { url: `https://example.org/pricing/${text}` },
                  ],
                  last_verified: '2026-01-01',
                },
              },
              notes: `M3 is coming soon ${text}`,
            },
          },
          [`f${name}`]: 'https://github.com/acme/evals',
        }),
        `data/${name}.json`,
      );
      const suggestions = suggest([evaluation], hosts);
      const items = parse(suggestionsYaml(suggestions)) as unknown[];
      expect(items.length).toBeGreaterThan(1);
      expect(items.map((item) => watchSchema.parse(item))).toStrictEqual(
        suggestions.map(({ watch }) => watchSchema.parse(watch)),
      );
    }),
  );
});
