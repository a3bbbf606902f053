import * as z from 'zod';
import type { KnownKeys } from './complaints.ts';
import { severities } from './event.ts';
import { pattern } from './fields.ts';

const affects = z.strictObject({
  /** Evaluation ids or patterns of them. */
  evaluations: oneOrMany(pattern).optional(),
  /** Claim names or patterns of them: `operational_excellence.versioning_policy`, `security.*`. */
  criteria: oneOrMany(pattern).optional(),
  /** Top-level fields whose text is put in doubt: `limitations`. */
  fields: oneOrMany(z.string().max(200)).optional(),
});

/** An upstream condition that somebody waits for, and what it would put in doubt. */
export const watchSchema = z.strictObject({
  id: z.string().regex(/^[\w.-]{1,100}$/),
  source: z.string().max(100),
  target: z.string().min(1).max(500),
  when: z.string().max(100),
  severity: z.enum(severities).default('high'),
  reason: z.string().max(500).optional(),
  affects: z.array(affects).max(100).default([]),
});

/** The keys that a watch knows, by where they stand. */
export const watchKeys: KnownKeys = {
  watch: Object.keys(watchSchema.shape),
  'watch.affects': Object.keys(affects.shape),
};

/** A declared watch. */
export type Watch = z.output<typeof watchSchema>;

function oneOrMany<T extends z.ZodType>(schema: T) {
  return z.union([schema.transform((one) => [one]), z.array(schema).max(200)], {
    error: 'Write a text, or a list of texts.',
  });
}
