import { expect, test } from 'vitest';
import { z } from 'zod';
import { complaintsOf, type KnownKeys } from '../../src/domain/complaints.ts';
import { frameworkEvaluation } from '../../src/domain/framework.ts';

function wordsFor(schema: z.ZodType, value: unknown, known?: KnownKeys): string[] {
  const { error } = schema.safeParse(value);
  if (!error) throw new Error('The schema finds nothing wrong');
  return complaintsOf(error, value, known).map(({ message, remedy }) => `${message} ${remedy}`);
}

test('a long value is shown by its beginning', () => {
  const [words] = wordsFor(z.strictObject({ a: z.enum(['x']) }), { a: 'y'.repeat(5000) });
  expect(words).toBe(`\`a\` is "${'y'.repeat(56)}…, which is not one of x. Write one of them.`);
});

test('a long key is named by its beginning', () => {
  const [words] = wordsFor(z.strictObject({}), { ['k'.repeat(5000)]: 1 });
  expect(words).toBe(`\`${'k'.repeat(80)}\` is no key that is known here. Delete it.`);
});

test('several unknown keys are several complaints, each with its path', () => {
  const value = { a: { b: 1, c: 2 } };
  const { error } = z.strictObject({ a: z.strictObject({}) }).safeParse(value);
  const complaints = error ? complaintsOf(error, value, { a: ['bb'] }) : [];
  expect(complaints.map(({ path, rule }) => [path, rule])).toStrictEqual([
    [['a', 'b'], 'unknown-key'],
    [['a', 'c'], 'unknown-key'],
  ]);
});

test('a value that is missing is called missing, and null is shown', () => {
  const schema = z.object({ a: z.string(), b: z.string() });
  expect(wordsFor(schema, { b: null })).toStrictEqual([
    '`a` is missing. Add it.',
    '`b` is null, where a string belongs. Write a text.',
  ]);
});

test('what an object inherits is not taken for its own', () => {
  expect(wordsFor(z.object({ x: z.object({ toString: z.string() }) }), { x: {} })).toHaveLength(1);
  expect(wordsFor(z.object({ valueOf: z.number() }), {})).toStrictEqual(['`valueOf` is missing. Add it.']);
});

test('a day that the calendar lacks is a bad date', () => {
  const value = { id: 'a', trust_vector: {}, last_evaluated: '2026-02-30' };
  const { error } = frameworkEvaluation.safeParse(value);
  expect(error && complaintsOf(error, value)).toStrictEqual([
    {
      rule: 'bad-date',
      level: 'fail',
      path: ['last_evaluated'],
      message: '`last_evaluated` is "2026-02-30", which is no day of the calendar.',
      remedy: 'Write it as YYYY-MM-DD.',
    },
  ]);
});

test('a refinement that is about no day does not speak of one', () => {
  const even = z.object({ n: z.number().refine((n) => n % 2 === 0, { error: 'Write an even number.' }) });
  expect(wordsFor(even, { n: 3 })).toStrictEqual([
    '`n` is 3, which is not allowed here. Write an even number.',
  ]);
});
