import * as z from 'zod';
import { day } from './fields.ts';
import { watchKeys, watchSchema } from './watch.ts';
import type { KnownKeys } from './complaints.ts';

// Compiling a function for each schema costs more than it saves on the few thousand objects of a repository.
z.config({ jitless: true });

// Only the fields that we use are named, and nothing is read from what a schema gives back: the evaluation is made from
// the file's own value, so what it holds beyond these fields is kept and never a fault.

const score = z.number().min(0).max(100);
const text = z.string();
const confidence = z.enum(['high', 'medium', 'low']);

const evidence = z.object({
  source: text.min(1),
  url: text.optional(),
  date: day.optional(),
  value: z.union([text, z.number(), z.boolean()]).optional(),
});

const criterion = z.object({
  score: score.optional(),
  value: z.union([text, z.number(), z.boolean()]).optional(),
  confidence: confidence.optional(),
  evidence: z.array(evidence).optional(),
  methodology: text.optional(),
});

const dimension = z.object({
  overall_score: score.optional(),
  criteria: z.record(z.string(), criterion),
  notes: text.optional(),
});

const useCaseRating = z.object({
  overall: score.optional(),
  notes: text.optional(),
  alternatives: z.array(text).optional(),
});

/** An evaluation in the framework's shape: dimensions of criteria, each with its evidence. */
export const frameworkEvaluation = z.object({
  id: text.min(1),
  type: text.optional(),
  name: text.optional(),
  provider: text.optional(),
  version: text.optional(),
  last_evaluated: day.optional(),
  description: text.optional(),
  website: text.optional(),
  trust_vector: z.record(z.string(), dimension),
  use_case_ratings: z.record(z.string(), useCaseRating).optional(),
  strengths: z.array(text).optional(),
  limitations: z.array(text).optional(),
  best_for: z.array(text).optional(),
  not_recommended_for: z.array(text).optional(),
  metadata: z.looseObject({ watch: z.array(watchSchema).optional() }).optional(),
  tags: z.array(text).optional(),
  related_entities: z.array(text).optional(),
  watch: z.array(watchSchema).optional(),
});

/** The keys of what is known by heart in an evaluation, by where they stand: all else may be called as one likes. */
export const evaluationKeys: KnownKeys = {
  ...watchKeys,
  ...Object.fromEntries(Object.entries(watchKeys).map(([home, keys]) => [`metadata.${home}`, keys])),
};

/** Any other document: objects in it may be dated claims, and it may name itself and its watches. */
export const genericEvaluation = z.object({
  id: z.union([text, z.number()]).optional(),
  watch: z.array(watchSchema).optional(),
});
