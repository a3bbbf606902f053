import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readEvaluation } from '../../src/domain/evaluation.ts';
import { claimOf, evaluationFrom, evaluationText, fileOf, policyFrom, read } from '../helpers/evaluations.ts';

const yamlText = `id: server
type: mcp
name: A Server
trust_vector:
  security:
    overall_score: 71
    criteria:
      authentication:
        score: 72
        confidence: high
        evidence:
          - source: README
            url: https://example.org/readme
            date: 2025-12-01
            value: 3
          - source: Blog
            value: says so
        last_verified: 2026-01-02
metadata:
  pricing:
    input: 1.5
    last_verified: 2026-02-03
`;

test('the framework shape becomes dimensions, criteria, blocks and evidence', () => {
  const evaluation = evaluationFrom(yamlText, 'data/mcps/server.yaml');
  expect(evaluation).toMatchObject({
    file: 'data/mcps/server.yaml',
    id: 'server',
    type: 'mcp',
    name: 'A Server',
  });
  expect(evaluation.dimensions.map(({ name, declared }) => [name, declared])).toStrictEqual([
    ['security', 71],
  ]);
  expect(evaluation.claims.map(({ name, kind, lastVerified }) => [name, kind, lastVerified])).toStrictEqual([
    ['security.authentication', 'criterion', '2026-01-02'],
    ['metadata.pricing', 'block', '2026-02-03'],
  ]);
  const claim = claimOf(evaluation, 'security.authentication');
  expect(claim).toMatchObject({ score: 72, confidence: 'high' });
  const path = ['trust_vector', 'security', 'criteria', 'authentication', 'evidence'];
  expect(claim.evidence).toStrictEqual([
    {
      path: [...path, 0],
      source: 'README',
      url: 'https://example.org/readme',
      date: '2025-12-01',
      value: '3',
    },
    { path: [...path, 1], source: 'Blog', url: undefined, date: undefined, value: 'says so' },
  ]);
  expect(evaluation.dimensions[0]?.criteria).toStrictEqual([claim]);
});

test('what a JSON file says is found in its text', () => {
  const text = evaluationText();
  const lines = text.split('\n');
  const evaluation = evaluationFrom(text);
  const { path } = claimOf(evaluation, 'security.authentication');
  for (const [field, value] of [
    [['score'], '80'],
    [['last_verified'], '"2026-01-01"'],
    [['evidence', 0, 'url'], '"https://example.org/security.authentication"'],
    [['evidence', 0, 'date'], '"2025-12-01"'],
  ] as const) {
    const { line, column } = evaluation.locate([...path, ...field]);
    expect(lines[line - 1]?.slice(column - 1).replace(/,$/, '')).toBe(value);
    expect(lines[line - 1]).toContain(`"${field.at(-1)}": `);
  }
});

test('what a YAML file says is found in its text', () => {
  const evaluation = evaluationFrom(yamlText, 'a.yaml');
  const { path } = claimOf(evaluation, 'security.authentication');
  expect(evaluation.locate([...path, 'score'])).toStrictEqual({ line: 9, column: 16 });
  expect(evaluation.locate([...path, 'evidence', 0, 'url'])).toStrictEqual({ line: 13, column: 18 });
  expect(evaluation.locate([...path, 'evidence', 0, 'date'])).toStrictEqual({ line: 14, column: 19 });
  expect(evaluation.locate([...path, 'last_verified'])).toStrictEqual({ line: 18, column: 24 });
  expect(evaluation.locate(path)).toStrictEqual({ line: 8, column: 7 });
  expect(evaluation.locate(['metadata', 'pricing', 'last_verified'])).toStrictEqual({ line: 22, column: 20 });
});

test('any document with dated objects is an evaluation, however deep they stand', () => {
  const evaluation = evaluationFrom(
    JSON.stringify({
      tools: [
        { name: 'a', last_verified: '2026-01-01', confidence: 'low', score: 50 },
        { name: 'b', checks: [{ last_verified: '2026-01-02', evidence: [{ url: 'https://example.org/' }] }] },
      ],
      last_verified: '2026-01-03',
    }),
    'data/tools.v2.json',
  );
  expect(evaluation).toMatchObject({
    id: 'data/tools.v2',
    type: 'unknown',
    name: 'data/tools.v2',
    dimensions: [],
  });
  expect(evaluation.claims.map(({ name, kind, lastVerified }) => [name, kind, lastVerified])).toStrictEqual([
    ['document', 'block', '2026-01-03'],
    ['tools.0', 'block', '2026-01-01'],
    ['tools.1.checks.0', 'block', '2026-01-02'],
  ]);
  expect(claimOf(evaluation, 'tools.0')).toMatchObject({ confidence: 'low', score: 50 });
  expect(claimOf(evaluation, 'tools.1.checks.0').evidence.map(({ url }) => url)).toStrictEqual([
    'https://example.org/',
  ]);
});

test('the names of the fields can be configured', () => {
  const { fields } = policyFrom('fields: { verified: checked, confidence: trust, evidence: sources }');
  const text =
    '{"x": {"checked": "2026-01-01", "trust": "low", "sources": [{"url": "u"}], "last_verified": 7}}';
  const { value, problems } = readEvaluation(fileOf('a.json', text), fields);
  expect(problems).toStrictEqual([]);
  expect(value?.claims).toMatchObject([
    { name: 'x', lastVerified: '2026-01-01', confidence: 'low', evidence: [{ url: 'u' }] },
  ]);
});

test.each([
  ['a.json', '{"name": "package", "version": "1.0.0"}'],
  ['a.json', '{"trust_vector": 5}'],
  ['a.json', '[1, 2]'],
  ['a.json', '[\r\n1]'],
  ['a.json', '"last_verified"'],
  ['a.json', 'null'],
  ['a.json', '{"__proto__": 1, "a": 1, "a": 2}'],
  ['a.yaml', 'a: last_verified\n'],
  ['a.yaml', '---\n'],
])('a file that is no evaluation is none, and no problem (%s %j)', (path, text) => {
  expect(read(text, path)).toStrictEqual({ value: undefined, problems: [] });
});

test('claims in a list where the framework has a map are not lost', () => {
  const text = '{"trust_vector": [{"criteria": {"a": {"last_verified": "2020-01-01"}}}]}';
  expect(evaluationFrom(text).claims.map(({ name }) => name)).toStrictEqual(['trust_vector.0.criteria.a']);
  const list = '{"id": "a", "trust_vector": {"s": {"criteria": [{"last_verified": "2020-01-01"}]}}}';
  expect(evaluationFrom(list).claims.map(({ name }) => name)).toStrictEqual(['trust_vector.s.criteria.0']);
});

test.each([
  ['"2026-02-30"', '"2026-02-30"'],
  ['20260101', '20260101'],
  ['null', 'null'],
  ['"January"', '"January"'],
  ['""', '""'],
  ['{}', '{}'],
])('the bad date %s makes the claim undated, with one problem on its line', (written, shown) => {
  const cases = [
    [
      `{"id": "a",\n"trust_vector": {"s": {"criteria": {"c": {"score": 1,\n  "last_verified": ${written}}}}}}`,
      'a.json',
      3,
    ],
    [`id: a\ntrust_vector: {s: {criteria: {c: {score: 1,\n  last_verified: ${written}}}}}\n`, 'a.yaml', 3],
  ] as const;
  for (const [text, path, line] of cases) {
    const { value, problems } = read(text, path);
    expect(value?.claims).toMatchObject([{ name: 's.c', lastVerified: undefined, score: 1 }]);
    const field = 'trust_vector.s.criteria.c.last_verified';
    expect(problems).toMatchObject([{ rule: 'bad-date', level: 'fail', file: path, line, field }]);
    expect(problems[0]?.message).toContain(shown);
  }
});

test('a date left empty in YAML is named on its own line', () => {
  const { value, problems } = read('x:\n  last_verified:\n  y: 1\n', 'a.yaml');
  expect(value?.claims).toMatchObject([{ name: 'x', lastVerified: undefined }]);
  expect(problems).toMatchObject([{ rule: 'bad-date', line: 2, message: expect.stringContaining('null') }]);
});

test.each(['-1', '101', '"88"', '1e999', 'true', 'null', '100.001'])(
  'the score %s is named, and counts as none',
  (written) => {
    const text = `{"id": "a", "trust_vector": {"s": {"criteria": {"c": {\n"score": ${written}}}}}}`;
    const { value, problems } = read(text);
    expect(value?.claims).toMatchObject([{ score: undefined }]);
    expect(problems).toMatchObject([
      { rule: 'invalid', line: 2, column: 10, field: 'trust_vector.s.criteria.c.score' },
    ]);
  },
);

test.each(['.nan', '.inf', '-.inf', "'88'"])('the YAML score %s is named, and counts as none', (written) => {
  const text = `id: a\ntrust_vector:\n  s:\n    overall_score: ${written}\n    criteria: {}\n`;
  const { value, problems } = read(text, 'a.yaml');
  expect(value?.dimensions).toMatchObject([{ declared: undefined }]);
  expect(problems).toMatchObject([{ rule: 'invalid', line: 4, field: 'trust_vector.s.overall_score' }]);
});

test.each([0, 100, 79.5])('the score %d is one', (score) => {
  const evaluation = evaluationFrom({ criteria: { 'security.a': { score } } });
  expect(claimOf(evaluation, 'security.a').score).toBe(score);
});

test('fields that nobody knows are kept and are no fault', () => {
  const text = evaluationText({
    criteria: { 'security.a': { more: { reviewer: 'x', 'odd key': [1] } } },
    more: { colour: 'red', metadata: { size: { unit: 'B' } } },
  });
  const { value, problems } = read(text);
  expect(problems).toStrictEqual([]);
  expect(value?.raw).toMatchObject({ colour: 'red', metadata: { size: { unit: 'B' } } });
  expect(value?.claims[0]?.raw).toMatchObject({ reviewer: 'x', 'odd key': [1] });
});

test('a criterion without a date is an undated claim', () => {
  const { value, problems } = read(evaluationText({ criteria: { 'security.a': { verified: undefined } } }));
  expect(problems).toStrictEqual([]);
  expect(value?.claims).toMatchObject([{ name: 'security.a', kind: 'criterion', lastVerified: undefined }]);
});

test('what is wrong in one place leaves the rest readable', () => {
  const text = JSON.stringify({
    trust_vector: {
      security: {
        criteria: { a: { score: 80, last_verified: '2026-01-01', evidence: [7, { source: '' }, {}] } },
      },
      broken: 'yes',
      empty: null,
    },
    strengths: 'many',
    watch: [{ id: 'w', source: 'hf-model', target: 't', when: 'x' }, { id: 'no spaces!' }],
  });
  const { value, problems } = read(text);
  expect(value?.claims).toMatchObject([{ name: 'security.a', score: 80 }]);
  expect(value?.watches).toMatchObject([{ id: 'w', severity: 'medium', affects: [] }]);
  expect(value?.id).toBe('data/sample');
  expect(problems.map(({ field }) => field).toSorted()).toStrictEqual([
    'id',
    'strengths',
    'trust_vector.broken',
    'trust_vector.empty',
    'trust_vector.security.criteria.a.evidence.0',
    'trust_vector.security.criteria.a.evidence.1.source',
    'trust_vector.security.criteria.a.evidence.2.source',
    'watch.1.id',
    'watch.1.source',
    'watch.1.target',
  ]);
});

test('a reserved key is named with its line, and the claims beside it are read', () => {
  const cases = [
    ['{"last_verified": "2026-01-01", "x":\n {"__proto__": {"polluted": 1}}}', 'a.json', 'x.__proto__'],
    ['last_verified: 2026-01-01\n__proto__: { polluted: 1 }\n', 'a.yaml', '__proto__'],
    ['last_verified: 2026-01-01\nconstructor: { prototype: { polluted: 1 } }\n', 'a.yaml', 'constructor'],
  ] as const;
  for (const [text, path, field] of cases) {
    const { value, problems } = read(text, path);
    expect(value?.claims).toHaveLength(1);
    expect(problems[0]).toMatchObject({ rule: 'reserved-key', line: 2, field });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  }
});

test('claims beneath a reserved key are claims like others', () => {
  const { value } = read('{"__proto__": {"last_verified": "2026-01-01"}}');
  expect(value?.claims).toMatchObject([{ name: '__proto__', lastVerified: '2026-01-01' }]);
});

test('a number is an id, and no text is none', () => {
  expect(evaluationFrom('{"id": 7, "last_verified": "2026-01-01"}').id).toBe('7');
  expect(evaluationFrom('{"id": "", "last_verified": "2026-01-01"}', 'x/y.json').id).toBe('x/y');
});

test('a file with many problems has a short report', () => {
  const criteria = Object.fromEntries(
    Array.from({ length: 300 }, (_, n) => [`security.c${n}`, { score: -1 }]),
  );
  const { problems } = read(evaluationText({ criteria }));
  expect(problems).toHaveLength(51);
  expect(problems.at(-1)).toMatchObject({
    rule: 'too-many-problems',
    message: 'And 250 more problems in this file.',
  });
});

test('whatever the claims are called, each is found at its own place', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }), (names) => {
      const criteria = JSON.stringify(Object.fromEntries(names.map((name, n) => [name, { score: n }])));
      const text = `{"id": "a", "trust_vector": {"s": {"criteria": ${criteria}}}}`;
      const evaluation = evaluationFrom(text);
      for (const claim of evaluation.claims) {
        const { column } = evaluation.locate([...claim.path, 'score']);
        expect(text.slice(column - 1)).toMatch(new RegExp(`^${claim.score}\\D`));
      }
      expect(evaluation.claims).toHaveLength(names.length);
    }),
  );
});
