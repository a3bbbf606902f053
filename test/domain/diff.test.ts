import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  citesOthers,
  diffOf,
  overallMoved,
  pairUp,
  totalsOf,
  type EvaluationDiff,
} from '../../src/domain/diff.ts';
import {
  evaluationFrom,
  evaluationText,
  policyFrom,
  type CriterionWish,
  type EvaluationWish,
} from '../helpers/evaluations.ts';

const { fields } = policyFrom('');
const settings = { fields, weights: 'balanced' };

function diff(
  before: EvaluationWish | string | undefined,
  after: EvaluationWish | string | undefined,
): EvaluationDiff {
  const read = (source: EvaluationWish | string | undefined) =>
    source === undefined ? undefined : evaluationFrom(source);
  return diffOf({ before: read(before), after: read(after) }, settings);
}

function criteria(criterion: CriterionWish): EvaluationWish {
  return { criteria: { 'security.a': criterion, 'security.b': {} } };
}

test('nothing changed is no change', () => {
  expect(diff({}, {}).claims).toStrictEqual([]);
});

test.each([
  ['a new date alone is a restamp', { verified: '2026-02-02' }, [], true, true],
  ['a first date is a stamp', { verified: '2026-02-02', score: 81 }, ['score'], true, false],
  [
    'a date with new evidence is a stamp',
    { verified: '2026-02-02', urls: ['https://new.example/'] },
    ['evidence'],
    true,
    false,
  ],
  ['a score alone stamps nothing', { score: 81 }, ['score'], false, false],
  ['an unknown field counts', { more: { reviewer: 'x' } }, ['reviewer'], false, false],
  ['a field that is gone counts', { confidence: undefined }, ['confidence'], false, false],
  ['a date that is gone is no new date', { verified: undefined }, ['last_verified'], false, false],
])('%s', (_what, criterion, changed, stamped, restamp) => {
  expect(diff(criteria({}), criteria(criterion)).claims).toMatchObject([
    { name: 'security.a', fields: changed, stamped, restamp },
  ]);
});

test('a criterion that gets its first date and nothing else is restamped', () => {
  expect(diff(criteria({ verified: undefined }), criteria({})).claims).toMatchObject([
    { stamped: true, restamp: true },
  ]);
});

test('the date is the configured field', () => {
  const before = evaluationFrom(criteria({ more: { checked: '2026-01-01' } }));
  const after = evaluationFrom(criteria({ more: { checked: '2026-02-02' } }));
  const configured = { ...settings, fields: policyFrom('fields: { verified: checked }').fields };
  expect(diffOf({ before, after }, configured).claims).toMatchObject([{ restamp: true }]);
  expect(diffOf({ before, after }, settings).claims).toMatchObject([{ restamp: false, fields: ['checked'] }]);
});

test('claims come and go', () => {
  const before = { criteria: { 'security.a': {}, 'security.b': {} } };
  const after = { criteria: { 'security.b': {}, 'security.c': {} } };
  const { claims } = diff(before, after);
  expect(
    claims.map(({ name, before, after }) => [name, before !== undefined, after !== undefined]),
  ).toStrictEqual([
    ['security.c', false, true],
    ['security.a', true, false],
  ]);
});

test('an evaluation may be new or gone', () => {
  const added = diff(undefined, { declared: { security: 80 } });
  expect(added).toMatchObject({
    id: 'sample',
    before: undefined,
    scores: { before: undefined, after: { recomputed: 80 } },
  });
  expect(added.claims).toHaveLength(1);
  const removed = diff({}, undefined);
  expect(removed).toMatchObject({ id: 'sample', after: undefined, scores: { after: undefined } });
  expect([overallMoved(added), overallMoved(removed)]).toStrictEqual([false, false]);
});

test('claims whose names collide are told apart by their paths', () => {
  const text = (a: number, b: number) =>
    `{"a.b": {"last_verified": "2026-01-01", "n": ${a}}, "a": {"b": {"last_verified": "2026-01-01", "n": ${b}}}}`;
  const { claims } = diff(text(1, 2), text(1, 3));
  expect(claims.map(({ after }) => after?.path)).toStrictEqual([['a', 'b']]);
});

test('the order of keys says nothing', () => {
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turn);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, one]) => [key, turn(one)]),
    );
  };
  const text = evaluationText({ criteria: { 'security.a': {}, 'security.b': {}, 'quality.a': {} } });
  const turned = JSON.stringify(turn(JSON.parse(text)));
  expect(turned).not.toBe(JSON.stringify(JSON.parse(text)));
  expect(diff(text, turned).claims).toStrictEqual([]);
});

test('other addresses are told apart from other words', () => {
  const evidence = (url: string, value: string) => ({ more: { evidence: [{ source: 's', url, value }] } });
  const before = criteria(evidence('https://a.example/', 'one'));
  const words = diff(before, criteria(evidence('https://a.example/', 'two')));
  const others = diff(before, criteria(evidence('https://b.example/', 'one')));
  expect([words, others].map(({ claims }) => claims.map(citesOthers))).toStrictEqual([[false], [true]]);
  expect(totalsOf([words], fields)).toMatchObject({ evidence: 0, evidenceWords: 1 });
  expect(totalsOf([others], fields)).toMatchObject({ evidence: 1, evidenceWords: 0 });
});

test('the totals count criteria, not blocks', () => {
  const block = (date: string) => ({ more: { metadata: { pricing: { input: 1, last_verified: date } } } });
  const many = (criterion: CriterionWish) => ({
    criteria: { 'security.a': criterion, 'security.b': criterion },
  });
  const diffs = [
    diff(
      { ...many({}), ...block('2026-01-01') },
      { ...many({ verified: '2026-02-02' }), ...block('2026-02-02') },
    ),
    diff(many({}), many({ score: 90, verified: '2026-02-02' })),
    diff(many({}), many({ confidence: 'low' })),
    diff({ ...many({}), declared: { security: 80 } }, { ...many({}), declared: { security: 81 } }),
    diff(undefined, many({})),
    diff(many({}), undefined),
  ];
  expect(totalsOf(diffs, fields)).toStrictEqual({
    added: 1,
    removed: 1,
    stamped: 4,
    restamped: 2,
    scores: 2,
    confidences: 2,
    evidence: 0,
    evidenceWords: 0,
    // Two criteria of 90 move the mean, and where nothing is declared the mean is what is shown.
    overall: 2,
  });
});

function pairs(before: Record<string, string>, after: Record<string, string>): (string | undefined)[][] {
  const read = (files: Record<string, string>) =>
    Object.entries(files).map(([file, id]) => evaluationFrom({ id }, file));
  return pairUp(read(before), read(after)).map(({ before, after }) => [before?.file, after?.file]);
}

test.each([
  ['a file that stays', { 'a.json': 'a' }, { 'a.json': 'a' }, [['a.json', 'a.json']]],
  ['a file that was renamed', { 'a.json': 'a' }, { 'b.json': 'a' }, [['a.json', 'b.json']]],
  ['an id that was renamed', { 'a.json': 'a' }, { 'a.json': 'b' }, [['a.json', 'a.json']]],
  [
    'two files that swap their ids',
    { 'a.json': 'a', 'b.json': 'b' },
    { 'a.json': 'b', 'b.json': 'a' },
    [
      ['b.json', 'a.json'],
      ['a.json', 'b.json'],
    ],
  ],
  [
    'another thing in another file',
    { 'a.json': 'a' },
    { 'b.json': 'b' },
    [
      [undefined, 'b.json'],
      ['a.json', undefined],
    ],
  ],
  [
    'a new file that takes the place of a renamed one',
    { 'a.json': 'a' },
    { 'a.json': 'new', 'b.json': 'a' },
    [
      ['a.json', 'b.json'],
      [undefined, 'a.json'],
    ],
  ],
])('%s is paired', (_what, before: Record<string, string>, after: Record<string, string>, expected) => {
  expect(pairs(before, after)).toStrictEqual(expected);
});

test('each evaluation stands in one pair, on its side', () => {
  const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 });
  fc.assert(
    fc.property(ids, ids, (one, other) => {
      const files = (list: string[]) => Object.fromEntries(list.map((id, n) => [`${n}.json`, id]));
      const found = pairs(files(one), files(other));
      const side = (index: number) => found.flatMap((pair) => pair[index] ?? []).toSorted();
      expect(side(0)).toStrictEqual(Object.keys(files(one)));
      expect(side(1)).toStrictEqual(Object.keys(files(other)));
    }),
  );
});
