import fc from 'fast-check';
import { query, type JsonValue } from 'jsonpath-rfc9535';
import { describe, expect, it } from 'vitest';
import { readPath } from '../../src/upstream/json-path.ts';
import { select } from '../../src/upstream/json-select.ts';

const store: JsonValue = {
  models: [
    { id: 'a', price: 0.6, open: true, tags: ['x', 'y'] },
    { id: 'b', price: 2, open: false, tags: [] },
    { id: 'c', open: true, old: null },
  ],
  'a-b': { price: 1 },
  limit: 2,
};

describe('a path', () => {
  it.each([
    ['$', [store]],
    ['$.limit', [2]],
    ['$["a-b"].price', [1]],
    ['$.models[0].id', ['a']],
    ['$.models[-1].id', ['c']],
    ['$.models[9]', []],
    ['$.models.id', []],
    ['$.models.length', []],
    ['$.constructor', []],
    ['$.models[*].id', ['a', 'b', 'c']],
    ['$.models[1:].id', ['b', 'c']],
    ['$.models[::-1].id', ['c', 'b', 'a']],
    ['$.models[-2:-1].id', ['b']],
    ['$.models[::0]', []],
    ['$.models[-9:9:2].id', ['a', 'c']],
    ['$.models[9:-9:-2].id', ['c', 'a']],
    ['$.models[0,2].id', ['a', 'c']],
    ['$..price', [0.6, 2, 1]],
    ['$.models[?@.price].id', ['a', 'b']],
    ['$.models[?!@.price].id', ['c']],
    ['$.models[?@.old].id', ['c']],
    ['$.models[?@.id == "b"].price', [2]],
    ['$.models[?@.id != "b"].id', ['a', 'c']],
    ['$.models[?@.price < 1].id', ['a']],
    ['$.models[?@.price >= $.limit].id', ['b']],
    ['$.models[?@.old == null].id', ['c']],
    ['$.models[?@.price == @.old].id', []],
    ['$.models[?@.nothing == @.never].id', ['a', 'b', 'c']],
    ['$.models[?@.open == true && @.price == 0.6].id', ['a']],
    ['$.models[?(@.open == true && @.price == 0.6) && @.id == "z"].id', []],
    ['$.models[?@.id == "a" || @.id == "c"].id', ['a', 'c']],
    ['$.models[?@.tags[0] == "x"].id', ['a']],
    ['$.models[?@.tags[?@ == "y"]].id', ['a']],
    ['$.models[?@ == $.models[1]].id', ['b']],
  ])('%s selects', (path, expected) => {
    expect(readPath(path)).not.toHaveProperty('problem');
    expect(select(store, path)).toEqual(expected);
  });

  it.each([
    ['nothing', '', /JSONPath/],
    ['no dollar', 'models', /JSONPath/],
    ['the dialect of others', '$.models[(@.length-1)]', /function|JSONPath/],
    ['an open bracket', '$.models[', /JSONPath/],
    ['more than 300 characters', `$${'.a'.repeat(150)}`, /300 characters/],
    ['match', '$[?match(@.a, "(a+)+b")]', /function/],
    ['search', '$[?search(@.a, "x")]', /function/],
    ['a call beyond a blank', '$[?length (@.a) > 1]', /function/],
    ['calls within calls', `$[?${'a('.repeat(100)}`, /function/],
    ['three conditions, which the parser misreads', '$[?@.a && @.b && @.c]', /\(a && b\) && c/],
    ['the same deep within', '$[?!(@.x[?@.a && @.b && @.c])]', /\(a && b\) && c/],
  ])('is refused with %s', (_name, path, problem) => {
    expect(readPath(path)).toEqual({ problem: expect.stringMatching(problem) });
    expect(readPath(path)).toEqual({ problem: expect.stringMatching(/^[A-Z].{10,200}\. [A-Z].+\.$/) });
  });

  it('may have brackets and calls in its names', () => {
    expect(select({ 'f(x)': 1, 'it\'s "a(b)"': 2 }, '$["f(x)"]')).toEqual([1]);
    expect(select({ 'f(x)': 1, "it's a(b)": 2 }, "$['it\\'s a(b)']")).toEqual([2]);
    expect(readPath('$[?(@.a) && (@.b)]')).not.toHaveProperty('problem');
  });

  it('selects what the walk of the library selects', () => {
    const values = fc.jsonValue({ maxDepth: 4, noUnicodeString: true }).map((value) => renamed(value));
    const step = fc.constantFrom(
      '.a', '.b', '[0]', '[-1]', '[*]', '.*', '..a', '..*', '..[0]', '[1:]', '[:-1]', '[::-1]', '[::2]', '[0,1]',
      "['a','b']", '[?@.a]', '[?!@.b]', '[?@.a == 1]', '[?@ != null]', '[?@.a == @.b]', '[?@ == $.a]', '[?@..a]',
      '[?@.a < @.b]', '[?@ >= 0]', '[?@.a && @.b]', '[?@.a || @[0]]', '[?@ == true]', '..[?@.a == $.b]', '[?@ <= "a"]',
    ); // prettier-ignore
    fc.assert(
      fc.property(values, fc.array(step, { maxLength: 4 }), (value, steps) => {
        const path = `$${steps.join('')}`;
        expect(inOneOrder(select(value, path))).toEqual(inOneOrder(query(value, path)));
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});

describe('a path that could be made to run for hours', () => {
  const deep = Array.from({ length: 600 }, () => nested(90));
  const wide = Object.fromEntries(Array.from({ length: 30_000 }, (_, at) => [`k${at}`, {}]));
  const long = { a: 'x'.repeat(1_000_000), b: `${'x'.repeat(999_999)}x`, list: Array(200_000).fill(1) };

  // Each of these outlasts the test where steps are not counted, or ends with the heap.
  it.each([
    ['descendants of descendants', '$..*..*..*', deep],
    ['the same values many times over', `$${'[*,*,*]'.repeat(30)}`, deep],
    ['a filter within a filter', '$..[?@..[?@..a]]', deep],
    ['a filter that looks at all for each', '$[?$..a]', deep],
    ['a large object compared with many small ones', '$[?$ == @]', wide],
    ['long texts compared for each value', '$.list[?$.a == $.b]', long],
    ['the order of long texts for each value', '$.list[?$.a < $.b]', long],
  ] as [string, string, JsonValue][])(
    'stops: %s',
    (_name, path, document) => {
      expect(readPath(path)).not.toHaveProperty('problem');
      expect(select(document, path)).toBeUndefined();
    },
    60_000,
  );

  it('may look at each of 300,000 values', () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => ({ id: at, open: at === 7 }));
    expect(select(rows, '$[?@.open == true].id')).toEqual([7]);
    expect(select(rows, '$..id')).toHaveLength(100_000);
  }, 60_000);

  function nested(levels: number): JsonValue {
    return levels === 0 ? 1 : [nested(levels - 1)];
  }
});

// Few names, so that paths meet them.
function renamed(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null)
    return (typeof value === 'string' ? 'a' : value) as JsonValue;
  const entries = Object.values(value).slice(0, 3);
  return Object.fromEntries(entries.map((each, at) => ['abc'.charAt(at), renamed(each)]));
}

function inOneOrder(values: readonly JsonValue[] | undefined): string[] {
  return (values ?? []).map((value) => JSON.stringify(value)).sort();
}
