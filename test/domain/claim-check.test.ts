import { describe, expect, it, test } from 'vitest';
import { claimCheckSchema, expectationOf, holds, type ClaimCheck } from '../../src/domain/claim-check.ts';
import { readEvaluation } from '../../src/domain/evaluation.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { fileOf } from '../helpers/evaluations.ts';

function check(expectation: object): ClaimCheck {
  return claimCheckSchema.parse({ source: 'npm', target: 'x', fact: 'latest', ...expectation });
}

describe('a check', () => {
  it.each([
    [{ is: 'MIT' }, 'mit', true],
    [{ is: 'mit' }, 'apache-2.0', false],
    [{ is: false }, false, true],
    [{ is: false }, 'false', true],
    [{ is: false }, null, false],
    [{ is: null }, null, true],
    [{ is: 131072 }, '131072', true],
    [{ is: '0.60' }, '0.6', true],
    [{ is: '1.10' }, '1.1', true],
    [{ is: '1.10.0' }, '1.1.0', false],
    [{ contains: 'Apache' }, 'apache-2.0', true],
    [{ contains: 'mit' }, 'apache-2.0', false],
    [{ atLeast: 100 }, 99, false],
    [{ atLeast: 100 }, '100', true],
    [{ atMost: 0.000001 }, '0.0000006', true],
    [{ atMost: 1 }, 2, false],
    [{ atLeast: 1 }, 'many', false],
    [{ atLeast: 1 }, null, false],
  ])('of %j against %j is %j', (expectation, fact, held) => {
    expect(holds(check(expectation), fact)).toBe(held);
  });

  it.each([{}, { is: 1, contains: 'x' }, { atLeast: 'x' }, { contains: '' }, { is: 1, more: 2 }])(
    'cannot be %j',
    (expectation) => {
      const written = { source: 'npm', target: 'x', fact: 'latest', ...expectation };
      expect(claimCheckSchema.safeParse(written).success).toBe(false);
    },
  );

  it('says what it expects', () => {
    const words = [{ is: 'mit' }, { contains: 'x' }, { atLeast: 1 }, { atMost: 2 }].map((one) =>
      expectationOf(check(one)),
    );
    expect(words).toEqual(['"mit"', 'a text with "x"', 'at least 1', 'at most 2']);
  });
});

test('what is wrong with a check is told where it stands, and the claim stays readable', () => {
  const text = `id: x
pricing:
  last_verified: 2026-01-01
  check:
    source: openrouter
    target: a/b
    fakt: prompt
    is: '1'
`;
  const { value, problems } = readEvaluation(fileOf('x.yml', text), defaultPolicy().fields);
  expect(value?.claims).toMatchObject([{ name: 'pricing', check: undefined }]);
  expect(problems.map(({ line, field, remedy }) => [line, field, remedy])).toEqual([
    [4, 'pricing.check.fact', 'Add it.'],
    [7, 'pricing.check.fakt', 'Did you mean `fact`?'],
  ]);
});
