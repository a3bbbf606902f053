import * as z from 'zod';

const name = z.string().min(1).max(100);
const scalar = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);

/** What is expected of a fact: exactly one of them. */
const expectations = {
  /** The fact is this value. */
  is: scalar.optional(),
  /** The fact, as a text, contains this one, whatever its case. */
  contains: z.string().min(1).max(200).optional(),
  atLeast: z.number().optional(),
  atMost: z.number().optional(),
};

const remedy = 'Write exactly one of is, contains, atLeast, atMost.';

/** What a claim says in a form that a source can answer: while it holds, the claim need not be read by a person. */
export const claimCheckSchema = z
  .strictObject({
    source: name,
    target: z.string().min(1).max(500),
    fact: name,
    /** The source's own options. */
    with: z.record(z.string().max(100), z.unknown()).default({}),
    ...expectations,
  })
  .refine((check) => Object.keys(expectations).filter((key) => Object.hasOwn(check, key)).length === 1, {
    error: remedy,
  });
export type ClaimCheck = z.output<typeof claimCheckSchema>;

/** The keys that a check knows. */
export const claimCheckKeys = ['source', 'target', 'fact', 'with', ...Object.keys(expectations)];

type Fact = string | number | boolean | null;

/** Whether a fact is what a check expects. A number that comes as a text counts as a number. */
export function holds({ is, contains, atLeast, atMost }: ClaimCheck, fact: Fact): boolean {
  if (is !== undefined) return sameFact(is, fact);
  if (contains !== undefined) return String(fact).toLowerCase().includes(contains.toLowerCase());
  const number = numberOf(fact);
  if (number === undefined) return false;
  return (atLeast === undefined || number >= atLeast) && (atMost === undefined || number <= atMost);
}

/** What a check expects, in words. */
export function expectationOf({ is, contains, atLeast, atMost }: ClaimCheck): string {
  if (is !== undefined) return JSON.stringify(is);
  if (contains !== undefined) return `a text with ${JSON.stringify(contains)}`;
  return atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
}

function sameFact(one: Fact, other: Fact): boolean {
  const [left, right] = [numberOf(one), numberOf(other)];
  if (left !== undefined && right !== undefined) return left === right;
  return String(one).toLowerCase() === String(other).toLowerCase();
}

function numberOf(fact: Fact): number | undefined {
  if (typeof fact === 'number') return fact;
  return typeof fact === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(fact.trim()) ? Number(fact) : undefined;
}
