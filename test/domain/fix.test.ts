import { describe, expect, it } from 'vitest';
import { editFile } from '../../src/domain/edit.ts';
import type { Evaluation } from '../../src/domain/evaluation.ts';
import { editsOf, type Fix } from '../../src/domain/fix.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { claimOf, day, evaluationFrom, evaluationText, fileOf } from '../helpers/evaluations.ts';

const fields = defaultPolicy().fields;

function inShort(fix: Fix, evaluation: Evaluation): [string, string | number][] {
  return editsOf(fix, evaluation, fields).map(({ path, value }) => [path.join('.'), value]);
}

describe('claims that were verified', () => {
  const on = day('2026-06-15');
  const wish = {
    criteria: {
      'security.old': { verified: '2026-01-01' },
      'security.same': { verified: '2026-06-15' },
      'security.later': { verified: '2026-06-16' },
      'security.odd': { verified: 'soon' },
    },
    more: { last_evaluated: '2026-01-01', metadata: { pricing: { last_verified: '2026-01-01' } } },
  };

  it('get the day, and the evaluation with them, but nothing moves back', () => {
    const evaluation = evaluationFrom(wish);
    expect(inShort({ kind: 'verified', claims: evaluation.claims, on }, evaluation)).toEqual([
      ['trust_vector.security.criteria.old.last_verified', on],
      ['trust_vector.security.criteria.same.last_verified', on],
      ['trust_vector.security.criteria.odd.last_verified', on],
      ['metadata.pricing.last_verified', on],
      ['last_evaluated', on],
    ]);
  });

  it.each([
    ['security.later', '2026-01-01', 0],
    ['security.same', '2026-01-01', 1],
    ['security.old', '2026-06-15', 1],
    ['security.old', '2026-07-01', 1],
    ['security.old', 'soon', 1],
    ['security.old', undefined, 1],
  ])('%s leaves an evaluation of %s its own day', (name, last_evaluated, count) => {
    const evaluation = evaluationFrom({ ...wish, more: { last_evaluated } });
    const edits = inShort({ kind: 'verified', claims: [claimOf(evaluation, name)], on }, evaluation);
    expect(edits).toHaveLength(count);
    expect(edits.flat()).not.toContain('last_evaluated');
  });

  it('are stamped in the field of the configuration', () => {
    const evaluation = evaluationFrom({ more: { last_evaluated: '2026-06-15' } });
    const edits = editsOf({ kind: 'verified', claims: evaluation.claims, on }, evaluation, {
      ...fields,
      verified: 'checked',
    });
    expect(edits.map(({ path }) => path.at(-1))).toEqual(['checked']);
  });
});

describe('sources that moved', () => {
  it.each([
    ['https://old.example/a', 'https://new.example/b', 'https://new.example/b'],
    ['https://old.example/a#part', 'https://new.example/b', 'https://new.example/b#part'],
    ['https://old.example/a#part', 'https://new.example/b#other', 'https://new.example/b#other'],
    ['https://OLD.example:443/a', 'https://new.example/b', 'https://new.example/b'],
    [' https://old.example/a# ', 'https://new.example/b', 'https://new.example/b#'],
  ])('%s becomes %s', (cited, moved, expected) => {
    const evaluation = evaluationFrom({
      criteria: { 'security.x': { urls: ['https://other.example', cited] } },
    });
    const replace = new Map([['https://old.example/a', moved]]);
    expect(inShort({ kind: 'sources', replace }, evaluation)).toEqual([
      ['trust_vector.security.criteria.x.evidence.1.url', expected],
    ]);
  });

  it('leaves other addresses and what is none', () => {
    const evaluation = evaluationFrom({
      criteria: { 'security.x': { urls: ['https://old.example/ab', 'no'] } },
    });
    const replace = new Map([['https://old.example/a', 'https://new.example/']]);
    expect(inShort({ kind: 'sources', replace }, evaluation)).toEqual([]);
  });
});

describe('declared scores', () => {
  it.each([
    [80, [79, 80], []],
    [79, [79, 80], [80]],
    [79.6, [79, 80], []],
    [81, [70], [70]],
    [undefined, [70], []],
    [81, [undefined], []],
  ])('of %s over %j become %j', (declared, scores, expected) => {
    const criteria = Object.fromEntries(scores.map((score, index) => [`security.c${index}`, { score }]));
    const evaluation = evaluationFrom({ criteria, declared: { security: declared } });
    expect(inShort({ kind: 'scores' }, evaluation)).toEqual(
      expected.map((score) => ['trust_vector.security.overall_score', score]),
    );
  });

  it('are right after the fix, and the fix then has nothing to do', () => {
    const text = evaluationText({ declared: { security: 12.5 } });
    const { file, refused } = editFile(
      fileOf('a.json', text),
      editsOf({ kind: 'scores' }, evaluationFrom(text), fields),
    );
    const after = new TextDecoder().decode(file.bytes);
    expect(refused).toEqual([]);
    expect(after).toBe(text.replace('12.5', '80'));
    expect(inShort({ kind: 'scores' }, evaluationFrom(after))).toEqual([]);
  });
});
