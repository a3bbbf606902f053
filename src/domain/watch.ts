import * as z from 'zod';
import type { KnownKeys } from './complaints.ts';
import { severities } from './event.ts';
import { day, duration, pattern } from './fields.ts';

const affects = z.strictObject({
  /** Evaluation ids or paths, or patterns of them; one that begins with `!` takes out again. */
  evaluations: oneOrMany(pattern).optional(),
  /** Claim names or patterns of them: `operational_excellence.versioning_policy`, `security.*`. */
  criteria: oneOrMany(pattern).optional(),
  /** Top-level fields whose text is put in doubt: `limitations`. */
  fields: oneOrMany(z.string().max(200)).optional(),
});

const name = z.string().min(1).max(100);

/** An upstream condition that somebody waits for, and what it would put in doubt. */
const watchObject = z.strictObject({
  /** Made of source and target where it is not given. */
  id: z
    .string()
    .regex(/^[\w./@-]{1,200}$/)
    .optional(),
  title: z.string().max(200).optional(),
  source: name,
  target: z.string().min(1).max(500),
  /** The conditions; none means the source's default. */
  when: oneOrMany(name).default([]),
  /** The source's own options: the source checks them. */
  with: z.record(z.string().max(100), z.unknown()).default({}),
  affects: z.array(affects).max(100).default([]),
  /** Whether it is done with after its first event. Default: `once` for what is or is not, `every` for what changes. */
  fire: z.enum(['once', 'every']).optional(),
  /** From `high` on, the claims in doubt count as stale at once. */
  severity: z.enum(severities).default('medium'),
  labels: z.array(z.string().min(1).max(50)).max(10).default([]),
  assignees: z.array(z.string().min(1).max(100)).max(10).default([]),
  /** Days between two issues of the watch. What happens between them waits, or joins the open one. */
  cooldown: duration.default(3),
  /** Days for which what was seen must go on. */
  settle: duration.default(0),
  /** Looks in a row that must see it. Default: the condition's own. */
  confirm: z.int().min(1).max(10).optional(),
  /** The first day on which nobody looks any more. */
  expires: day.optional(),
  enabled: z.boolean().default(true),
  reason: z.string().max(500).optional(),
  errorAfter: z
    .strictObject({ runs: z.int().min(1).max(100).default(3), for: duration.default(1) })
    .prefault({}),
});

/** `<source>:<target>[ <when>[,<when>…]]`. A target may hold colons: the source is what stands before the first. */
export const SHORT_WATCH = /^\s*([\w-]+):(\S+)(?:\s+([\w-]+(?:\s*,\s*[\w-]+)*))?\s*$/;

/** A watch as it is written down: in full, or in short. */
export const watchSchema = z
  .preprocess((written, context) => {
    if (typeof written !== 'string') return written;
    const [, source, target, whens] = SHORT_WATCH.exec(written.slice(0, 1_000)) ?? [];
    if (source === undefined) {
      context.addIssue(
        'Write source:target and a condition, such as "hf-model:MiniMaxAI/MiniMax-M3 has-weights".',
      );
      return z.NEVER;
    }
    return { source, target, ...(whens && { when: whens.split(',').map((when) => when.trim()) }) };
  }, watchObject)
  .transform((watch) => ({ ...watch, id: watch.id ?? idOf(watch.source, watch.target) }));

/** The keys that a watch knows, by where they stand. */
export const watchKeys: KnownKeys = {
  watch: Object.keys(watchObject.shape),
  'watch.affects': Object.keys(affects.shape),
  'watch.errorAfter': ['runs', 'for'],
};

/** A declared watch. Durations are days. */
export type Watch = z.output<typeof watchSchema>;

function idOf(source: string, target: string): string {
  return `${source}/${target.replaceAll(/[^\w.@-]+/g, '-').replaceAll(/^-+|-+$/g, '')}`.slice(0, 200);
}

function oneOrMany<T extends z.ZodType>(schema: T) {
  return z.union([schema.transform((one) => [one]), z.array(schema).max(200)], {
    error: 'Write a text, or a list of texts.',
  });
}
