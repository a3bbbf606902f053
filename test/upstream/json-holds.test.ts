import { describe, expect, it } from 'vitest';
import { holds, problemWithOp, type Op, type Wanted } from '../../src/upstream/json-holds.ts';

type Case = [selected: Parameters<typeof holds>[0], op: Op, wanted: Wanted, expected: boolean | undefined];

describe('what is selected', () => {
  it.each([
    [[], 'exists', undefined, false],
    [[null], 'exists', undefined, true],
    [[], 'absent', undefined, true],
    [[false], 'absent', undefined, false],
    [[true], 'equals', true, true],
    [['true'], 'equals', true, false],
    [[null], 'equals', null, true],
    [[0], 'equals', null, false],
    [[false], 'equals', null, false],
    [['a', 'b'], 'equals', 'b', true],
    [['0.60'], 'equals', 0.6, true],
    [[0.6], 'equals', '0.60', true],
    [['1.10'], 'equals', '1.1', false],
    [['1.10'], 'equals', 1.1, true],
    [['0.0000025'], 'equals', 2.5e-6, true],
    [['x'], 'equals', 0, false],
    [[''], 'equals', 0, false],
    [[{ a: 1 }], 'equals', '[object Object]', false],
    [[2], 'in', [1, 2], true],
    [['2.0'], 'in', [1, 2], true],
    [[3], 'in', [1, 2], false],
    [[3], 'in', [], false],
    [['v2.1'], 'matches', '/^V2/i', true],
    [['v2.1'], 'matches', '2.1', true],
    [['v3'], 'matches', '/^v2/', false],
    [[21], 'matches', '/^2/', true],
    [[{ a: 'v2' }], 'matches', '/v2/', undefined],
    [[0.3], 'gt', '0.1', true],
    [['0.30000000000000004'], 'gt', 0.3, true],
    [['0.3'], 'gt', 0.3, false],
    [['0.30'], 'gte', 0.3, true],
    [['0.29999999999999999999'], 'lt', '0.3', true],
    [['-1e-7'], 'lt', 0, true],
    [['1e3'], 'equals', 1000, true],
    [[2.5e-7], 'equals', '0.00000025', true],
    [['2.5E+3'], 'lt', 2500.5, true],
    [['1e3'], 'lte', 999, false],
    [['10'], 'gt', '9', true],
    [[5, 50], 'gt', 10, true],
    [[null, 50], 'gt', 10, true],
    [[5, null], 'gt', 10, false],
    [[null], 'gt', 10, undefined],
    [['soon'], 'lt', 10, undefined],
    [['2026-06-01'], 'gt', 10, undefined],
    [[true], 'gte', 1, undefined],
    [['deprecated soon'], 'contains', 'soon', true],
    [[['a', 'b']], 'contains', 'b', true],
    [[['ab']], 'contains', 'b', false],
    [[[1, '2.0']], 'contains', 2, true],
    [[{ gpt: 1 }], 'contains', 'gpt', true],
    [[{ gpt: 1 }], 'contains', 'constructor', false],
    [[7], 'contains', 7, undefined],
  ] as Case[])('%j %s %j: %s', (selected, op, wanted, expected) => {
    expect(holds(selected, op, wanted)).toBe(expected);
  });
});

describe('an operation', () => {
  it.each([
    ['exists', undefined],
    ['absent', undefined],
    ['equals', null],
    ['equals', false],
    ['in', [1, 'a']],
    ['matches', '/a/i'],
    ['gt', '0.6'],
    ['lte', -3],
    ['contains', 'a'],
  ] as [Op, Wanted][])('%s goes with %j', (op, value) => {
    expect(problemWithOp(op, value)).toBeUndefined();
  });

  it.each([
    ['exists', true, /Leave value out/],
    ['absent', null, /Leave value out/],
    ['equals', undefined, /Add value/],
    ['equals', [1], /takes no list/],
    ['in', 1, /list/],
    ['in', undefined, /Add value/],
    ['matches', '/(/', /RE2/],
    ['matches', 7, /text/],
    ['gt', 'soon', /number/],
    ['lt', true, /number/],
    ['gte', null, /number/],
    ['contains', [1], /takes no list/],
  ] as [Op, Wanted, RegExp][])('%s does not go with %j', (op, value, problem) => {
    expect(problemWithOp(op, value)).toMatch(problem);
    expect(problemWithOp(op, value)).toMatch(/^[A-Z].{10,200}\. [A-Z].+\.$/);
  });
});
