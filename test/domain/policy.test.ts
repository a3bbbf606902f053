import { expect, test } from 'vitest';
import { defaultPolicy, readPolicy } from '../../src/domain/policy.ts';
import { rules } from '../../src/domain/rules/index.ts';
import type { Problem } from '../../src/domain/problem.ts';
import { profiles } from '../../src/domain/profiles.ts';
import { fileOf, policyFrom } from '../helpers/evaluations.ts';

function problemsOf(text: string): Problem[] {
  const { value, problems } = readPolicy(fileOf('.github/reverify.yml', text));
  expect(value).toBeUndefined();
  return problems;
}

test.each(['', '\n\n', '# evaluations: ["x"]\n', '---\n', '{}', '\uFEFF', 'links: {}\nfreshness: {}\n'])(
  'a configuration that asks for nothing gets the defaults: %j',
  (text) => {
    expect(readPolicy(fileOf('.github/reverify.yml', text))).toStrictEqual({
      value: defaultPolicy(),
      problems: [],
    });
  },
);

test('these are the defaults', () => {
  expect(defaultPolicy()).toMatchObject({
    evaluations: ['data/**/*.{json,yml,yaml}'],
    fields: { verified: 'last_verified', confidence: 'confidence', evidence: 'evidence' },
    freshness: { maxAge: 180, notice: 14, rules: [] },
    scores: { weights: 'balanced', tolerance: 10 },
    links: { check: true, ignore: [], failures: 3 },
    watch: [],
    issues: { maxNew: 5, labels: ['evidence'], assignees: [] },
    pullRequests: {
      comment: 'when-changed',
      rules: Object.fromEntries(rules.map(({ name, setting }) => [name, setting])),
    },
    mode: 'issues',
  });
});

test('one repository cannot change the defaults of another', () => {
  defaultPolicy().issues.labels.push('mine');
  expect(defaultPolicy().issues.labels).toStrictEqual(['evidence']);
});

const full = `# What this repository asks for
evaluations: ["data/**/*.{json,yml,yaml}"]
freshness:
  maxAge: 180d            # the framework's six-month review
  notice: 14d             # "due" begins here
  rules:                  # the last rule that matches wins
    - { confidence: low, maxAge: 90d }
    - { claim: "metadata.pricing", maxAge: 60d }
    - { claim: "security.*", type: mcp, maxAge: 90d }
scores:
  weights: balanced
links:
  failures: 3             # strikes, at least 72 h apart, before a source is called dead
  ignore: ["https://internal.example/**"]
watch:
  - id: minimax-m3-weights
    source: hf-model
    target: MiniMaxAI/MiniMax-M3
    when: has-weights
    affects:
      - { evaluations: minimax-m2, criteria: operational_excellence.versioning_policy, fields: [limitations] }
issues: { maxNew: 5, labels: [evidence], assignees: [] }
pullRequests: { comment: when-changed, rules: { restamp: note } }
`;

test('the example of the documentation is understood', () => {
  const policy = policyFrom(full);
  expect(policy.freshness).toStrictEqual({
    maxAge: 180,
    notice: 14,
    rules: [
      { confidence: 'low', maxAge: 90 },
      { claim: 'metadata.pricing', maxAge: 60 },
      { claim: 'security.*', type: 'mcp', maxAge: 90 },
    ],
  });
  expect(policy.watch).toMatchObject([
    {
      id: 'minimax-m3-weights',
      source: 'hf-model',
      target: 'MiniMaxAI/MiniMax-M3',
      when: ['has-weights'],
      severity: 'medium',
      affects: [
        {
          evaluations: ['minimax-m2'],
          criteria: ['operational_excellence.versioning_policy'],
          fields: ['limitations'],
        },
      ],
    },
  ]);
  expect(policy.links.failures).toBe(3);
  expect(policy.links.ignore).toStrictEqual(['https://internal.example/**']);
});

test('keys of a later version are named, each on its line, with what is known instead', () => {
  const text = full.replace('links:\n', 'links:\n  retries: 3\n').concat('language: en\n');
  expect(problemsOf(text)).toStrictEqual([
    {
      rule: 'unknown-key',
      level: 'fail',
      file: '.github/reverify.yml',
      line: 13,
      column: 12,
      field: 'links.retries',
      message: '`retries` is no key that is known here.',
      remedy: expect.stringMatching(/^Known keys here are check, ignore\b/),
    },
    {
      rule: 'unknown-key',
      level: 'fail',
      file: '.github/reverify.yml',
      line: 25,
      column: 11,
      field: 'language',
      message: '`language` is no key that is known here.',
      remedy: expect.stringMatching(/^Known keys here are extends, evaluations, fields, freshness\b/),
    },
  ]);
});

test.each([
  ['lnks:\n  check: true\n', 1, 'lnks', 'Did you mean `links`?'],
  ['freshness:\n  maxage: 3d\n', 2, 'freshness.maxage', 'Did you mean `maxAge`?'],
  ['\nnotice: 14d\n', 2, 'notice', 'Move it under `freshness`.'],
  ['issues:\n  maxAge: 3d\n', 2, 'issues.maxAge', 'Move it under `freshness`.'],
  ['scores:\n  watch: []\n', 2, 'scores.watch', 'Move it to the top level.'],
  [
    'freshness:\n  rules:\n    - maxAge: 3d\n      claims: x\n',
    4,
    'freshness.rules.0.claims',
    'Did you mean `claim`?',
  ],
  ['__proto__:\n  polluted: 1\n', 1, '__proto__', expect.stringContaining('Known keys here are')],
])('the unknown key of %j is named with what was likely meant', (text, line, field, remedy) => {
  expect(problemsOf(text)).toMatchObject([{ rule: 'unknown-key', line, field, remedy }]);
});

test('an unknown key of a watch and of what it affects is named', () => {
  const text =
    'watch:\n  - id: w\n    source: s\n    target: t\n    when: x\n    affect: []\n    affects:\n      - criterion: a\n';
  expect(
    problemsOf(text)
      .map(({ line, remedy }) => [line, remedy])
      .toSorted(),
  ).toStrictEqual([
    [6, 'Did you mean `affects`?'],
    [8, 'Did you mean `criteria`?'],
  ]);
});

test.each([
  ['0d', 0],
  ['1 day', 1],
  ['180d', 180],
  ['180 days', 180],
  ['1w', 7],
  ['2 weeks', 14],
  ['1 month', 30],
  ['6 months', 180],
  ['1y', 365],
  ['2 years', 730],
])('the duration %s is %d days', (written, days) => {
  expect(policyFrom(`freshness: { maxAge: ${written} }`).freshness.maxAge).toBe(days);
});

test.each([
  'soon',
  '"180"',
  '180',
  '1.5d',
  '-3d',
  '3 hours',
  '3m',
  '123456d',
  '3 Days',
  '""',
  '[3d]',
  'null',
  '3d 2w',
])('the duration %s is named, with what to write', (written) => {
  const [problem, ...more] = problemsOf(`freshness:\n  maxAge: ${written}\n`);
  expect(more).toStrictEqual([]);
  expect(problem).toMatchObject({
    rule: 'invalid',
    line: 2,
    column: 11,
    field: 'freshness.maxAge',
    remedy: 'Write a number with its unit, such as 180d or 6 months.',
  });
});

test.each([
  [
    'evaluations: data/*.json',
    'evaluations',
    '`evaluations` is "data/*.json", where a list belongs.',
    'Write a list.',
  ],
  [
    'evaluations: []',
    'evaluations',
    '`evaluations` is a list, below the least allowed: 1.',
    'Raise it or fill it in.',
  ],
  [
    'issues: { maxNew: "5" }',
    'issues.maxNew',
    '`issues.maxNew` is "5", where a number belongs.',
    'Write a plain number, without quotes.',
  ],
  [
    'issues: { maxNew: 2.5 }',
    'issues.maxNew',
    '`issues.maxNew` is 2.5, where a whole number belongs.',
    'Write a plain number, without quotes.',
  ],
  [
    'issues: { maxNew: -1 }',
    'issues.maxNew',
    '`issues.maxNew` is -1, below the least allowed: 0.',
    'Raise it or fill it in.',
  ],
  [
    'issues: { maxNew: 101 }',
    'issues.maxNew',
    '`issues.maxNew` is 101, above the largest allowed: 100.',
    'Lower it or shorten it.',
  ],
  [
    'issues: { labels: [7] }',
    'issues.labels.0',
    '`issues.labels.0` is 7, where a string belongs.',
    'Put it in quotes.',
  ],
  [
    'issues: { labels: [[]] }',
    'issues.labels.0',
    '`issues.labels.0` is a list, where a string belongs.',
    'Write a text.',
  ],
  ['issues: 5', 'issues', '`issues` is 5, where an object belongs.', 'Write keys with values.'],
  [
    'links: { check: "yes" }',
    'links.check',
    '`links.check` is "yes", where true or false belongs.',
    'Write one of them, without quotes.',
  ],
  [
    'pullRequests: { comment: sometimes }',
    'pullRequests.comment',
    '`pullRequests.comment` is "sometimes", which is not one of when-changed, always, never.',
    'Write one of them.',
  ],
  ['- evaluations', '', 'The file is a list, where an object belongs.', 'Write keys with values.'],
  [
    'freshness: { rules: [{ claim: x }] }',
    'freshness.rules.0.maxAge',
    '`freshness.rules.0.maxAge` is missing.',
    'Add it.',
  ],
  [
    'watch: [{ id: a b, source: s, target: t, when: w }]',
    'watch.0.id',
    '`watch.0.id` is "a b", which has the wrong form.',
    'Use letters, digits, dots, dashes.',
  ],
])('the wrong type in %j is named, with what to write', (text, field, message, remedy) => {
  expect(problemsOf(text)).toMatchObject([{ rule: 'invalid', line: 1, field, message, remedy }]);
});

test('a pattern that is too long is refused', () => {
  expect(problemsOf(`evaluations: ["${'*a'.repeat(101)}"]`)).toMatchObject([{ field: 'evaluations.0' }]);
});

test.each(Object.keys(profiles))('the profile %s is known, and its weights sum to 1', (name) => {
  expect(policyFrom(`scores: { weights: ${name} }`).scores.weights).toBe(name);
  expect(profiles[name]).toHaveLength(5);
  expect(profiles[name]?.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
});

test.each([
  '[0.2, 0.2, 0.2, 0.2, 0.2]',
  '[1, 0, 0, 0, 0]',
  '[0.1, 0.2, 0.3, 0.15, 0.25]',
  '[0.0625, 0.9375, 0, 0, 0]',
])('five weights that sum to 1 are taken: %s', (written) => {
  expect(policyFrom(`scores: { weights: ${written} }`).scores.weights).toStrictEqual(JSON.parse(written));
});

test.each([
  '[0.5, 0.5]',
  '[0.5, 0.5, 0.5, 0.5, 0.5]',
  '[1.5, -0.5, 0, 0, 0]',
  '[.nan, 0, 0, 0, 1]',
  'fair',
  '7',
  '{}',
  '["1", 0, 0, 0, 0]',
])('the weights %s are refused, with what to write', (written) => {
  expect(problemsOf(`scores: { weights: ${written} }`)).toMatchObject([
    {
      rule: 'invalid',
      field: 'scores.weights',
      remedy: expect.stringMatching(/^Write five numbers that sum to 1, or one of balanced,/),
    },
  ]);
});

test.each([
  ['issues: { maxNew: 5\n', 'syntax', 2],
  ['a: 1\nb: [\nc: 2\n', 'syntax', 3],
  ['links: {}\nlinks: {}\n', 'duplicate-key', 2],
  ['links: {}\n---\nlinks: {}\n', 'several-documents', 2],
  ['\tlinks: {}\n', 'syntax', 1],
])('a broken configuration %j is none, and says where', (text, rule, line) => {
  expect(problemsOf(text)).toMatchObject([{ rule, line, file: '.github/reverify.yml' }]);
});

test('a configuration that is too large or no UTF-8 is none', () => {
  expect(readPolicy({ path: 'r.yml', bytes: undefined })).toMatchObject({
    value: undefined,
    problems: [{ rule: 'too-large' }],
  });
  expect(readPolicy(fileOf('r.yml', Uint8Array.of(0xff)))).toMatchObject({
    value: undefined,
    problems: [{ rule: 'not-utf8' }],
  });
});

test('Windows line ends are no reason to refuse a configuration', () => {
  expect(policyFrom('issues:\r\n  maxNew: 3\r\n').issues.maxNew).toBe(3);
});
