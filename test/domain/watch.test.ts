import { describe, expect, it } from 'vitest';
import { watchSchema } from '../../src/domain/watch.ts';
import { readEvaluation } from '../../src/domain/evaluation.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { fileOf } from '../helpers/evaluations.ts';

describe('a watch in short', () => {
  it.each([
    ['hf-model:MiniMaxAI/MiniMax-M3 has-weights', 'hf-model', 'MiniMaxAI/MiniMax-M3', ['has-weights']],
    ['npm:@scope/x', 'npm', '@scope/x', []],
    [
      'page:https://example.org/a:b?c=d#e text-changed',
      'page',
      'https://example.org/a:b?c=d#e',
      ['text-changed'],
    ],
    ['  github-repo:a/b   archived , moved,gone ', 'github-repo', 'a/b', ['archived', 'moved', 'gone']],
  ])('%s', (text, source, target, when) => {
    expect(watchSchema.parse(text)).toMatchObject({ source, target, when });
  });

  it.each(['', 'hf-model', 'hf-model:', ':x', 'a b:c', 'npm:x y z', 'npm:x when, ', 'x'.repeat(5_000)])(
    'is not %j',
    (text) => {
      const { error } = watchSchema.safeParse(text);
      expect(error?.issues[0]?.message).toMatch(/^Write source:target and a condition/);
    },
  );

  it('says as much as in full', () => {
    expect(watchSchema.parse('npm:x new-version')).toEqual(
      watchSchema.parse({ source: 'npm', target: 'x', when: 'new-version' }),
    );
  });
});

describe('a watch', () => {
  it('has an id made of source and target where it is given none', () => {
    expect(watchSchema.parse('page:https://example.org/a b'.replace(' ', '%20')).id).toBe(
      'page/https-example.org-a-20b',
    );
    expect(watchSchema.parse({ id: 'mine', source: 'npm', target: 'x' }).id).toBe('mine');
  });

  it('has defaults that are quiet', () => {
    expect(watchSchema.parse('npm:x')).toMatchObject({
      severity: 'medium',
      cooldown: 3,
      settle: 0,
      enabled: true,
      errorAfter: { runs: 3, for: 1 },
      affects: [],
      with: {},
    });
  });

  it('is read from either place of an evaluation, and what is wrong is told there', () => {
    const text = `id: x
watch:
  - npm:a new-version
  - npm
metadata:
  watch:
    - { source: npm, target: b, sevrity: high }
    - { source: npm, target: c, expires: 2026-02-30 }
    - npm:d
claim: { last_verified: 2026-01-01 }
trust_vector: {}
`;
    const { value, problems } = readEvaluation(fileOf('x.yml', text), defaultPolicy().fields);
    expect(value?.watches.map(({ target, path }) => [target, path.join('.')])).toEqual([
      ['a', 'watch.0'],
      ['d', 'metadata.watch.2'],
    ]);
    const byLine = problems.toSorted((one, other) => one.line - other.line);
    expect(byLine.map(({ line, field }) => [line, field])).toEqual([
      [4, 'watch.1'],
      [7, 'metadata.watch.0.sevrity'],
      [8, 'metadata.watch.1.expires'],
    ]);
    expect(byLine.map(({ remedy }) => remedy)).toEqual([
      expect.stringContaining('source:target'),
      'Did you mean `severity`?',
      'Write it as YYYY-MM-DD.',
    ]);
  });
});
