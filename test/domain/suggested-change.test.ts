import { describe, expect, it, test } from 'vitest';
import { byFile, type Mend } from '../../src/domain/mend.ts';
import {
  MAX_SUGGESTIONS,
  planSuggestions,
  suggestionsIn,
  type ShownSuggestion,
} from '../../src/domain/suggested-change.ts';
import { fileOf } from '../helpers/evaluations.ts';

function mendTo(value: string | number, ...path: Mend['path']): Mend {
  return { rule: 'score-drift', file: 'a.yaml', path, value, message: 'It is wrong.', remedy: 'Mend it.' };
}

const everywhere = [{ from: 1, to: 1000 }];

function linesOf(text: string, mends: readonly Mend[], shown = everywhere): (string | number)[][] {
  return suggestionsIn(fileOf('a.yaml', text), byFile(mends), shown).map(({ line, after }) => [line, after]);
}

describe('suggestions', () => {
  it('are whole lines, one for all values on a line', () => {
    const text = 'a: { x: 1, y: 2 }\nb: 3 # why\n';
    const mends = [mendTo(7, 'b'), mendTo(8, 'a', 'y'), mendTo(9, 'a', 'x')];
    expect(linesOf(text, mends)).toEqual([
      [1, 'a: { x: 9, y: 8 }'],
      [2, 'b: 7 # why'],
    ]);
    const [first] = suggestionsIn(fileOf('a.yaml', text), byFile(mends), everywhere);
    expect(first?.mends.map(({ value }) => value)).toEqual([8, 9]);
  });

  it('stand only where the diff is shown, both ends of it included', () => {
    const text = 'a: 1\nb: 1\nc: 1\nd: 1\n';
    const mends = ['a', 'b', 'c', 'd'].map((key) => mendTo(2, key));
    expect(linesOf(text, mends, [{ from: 2, to: 3 }])).toEqual([
      [2, 'b: 2'],
      [3, 'c: 2'],
    ]);
    expect(linesOf(text, mends, [])).toEqual([]);
  });

  it.each([
    ['a long line', `a: 1 # ${'x'.repeat(1000)}\n`],
    ['a line with another end', 'a: 1\r\n'],
    ['a line with what cannot be seen', 'a: 1 # \u202E\n'],
    ['a value that is not there', 'b: 1\n'],
    ['a file that cannot be read', 'a: [1\n'],
  ])('are not made of %s', (_, text) => {
    expect(linesOf(text, [mendTo(2, 'a')])).toEqual([]);
  });

  it('have a key that goes by what they say, not by where', () => {
    const keyOf = (text: string, value = 2) =>
      suggestionsIn(fileOf('a.yaml', text), byFile([mendTo(value, 'a')]), everywhere)[0]?.key;
    expect(keyOf('b: 1\na: 1\n')).toBe(keyOf('a: 1\n'));
    expect(keyOf('a: 1\n', 3)).not.toBe(keyOf('a: 1\n'));
  });
});

const wanted = (count: number) =>
  suggestionsIn(
    fileOf('a.yaml', Array.from({ length: count }, (_, n) => `k${n}: 1`).join('\n')),
    byFile(Array.from({ length: count }, (_, n) => mendTo(2, `k${n}`))),
    everywhere,
  );

const shownAs = (key: string, facts: Partial<ShownSuggestion> = {}): ShownSuggestion => ({
  id: 1,
  key,
  isOver: false,
  isOutdated: false,
  isResolved: false,
  ...facts,
});

describe('the plan', () => {
  const [one, other] = wanted(2) as [ReturnType<typeof wanted>[0], ReturnType<typeof wanted>[0]];

  it.each<[string, Partial<ShownSuggestion>, number, number]>([
    ['stands', {}, 0, 0],
    ['somebody has closed', { isResolved: true }, 0, 0],
    ['somebody has closed and is outdated', { isResolved: true, isOutdated: true }, 0, 0],
    ['is outdated', { isOutdated: true }, 1, 0],
    ['was taken back', { isOver: true }, 1, 0],
  ])('for what is wanted and %s', (_, facts, post, takeBack) => {
    const plan = planSuggestions([one], [shownAs(one.key, facts)]);
    expect([plan.post.length, plan.takeBack.length]).toEqual([post, takeBack]);
  });

  it.each<[string, Partial<ShownSuggestion>, number]>([
    ['stands', {}, 1],
    ['somebody has closed', { isResolved: true }, 0],
    ['is outdated', { isOutdated: true }, 0],
    ['was taken back', { isOver: true }, 0],
  ])('for what is not wanted and %s', (_, facts, takeBack) => {
    const plan = planSuggestions([other], [shownAs(one.key, facts)]);
    expect([plan.post, plan.takeBack.length]).toEqual([[other], takeBack]);
  });

  it('leaves room for no more than ten', () => {
    const many = wanted(30);
    const standing = many.slice(20, 26).map(({ key }) => shownAs(key));
    expect(planSuggestions(many, []).post).toEqual(many.slice(0, MAX_SUGGESTIONS));
    expect(planSuggestions(many, standing).post).toEqual(many.slice(0, MAX_SUGGESTIONS - 6));
    const full = many.slice(0, 12).map(({ key }) => shownAs(key));
    expect(planSuggestions(many, full).post).toEqual([]);
  });
});

test('a plan that was carried out plans nothing', () => {
  const many = wanted(7);
  const { post } = planSuggestions(many, []);
  const after = planSuggestions(
    many,
    post.map(({ key }) => shownAs(key)),
  );
  expect(after).toEqual({ post: [], takeBack: [] });
});
