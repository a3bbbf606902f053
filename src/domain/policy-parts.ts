import * as z from 'zod';
import { profiles } from './profiles.ts';

const weightsRemedy = `Write five numbers that sum to 1, or one of ${Object.keys(profiles).join(', ')}.`;

/** The weight of each dimension: a profile, or five numbers. */
export const weightsSchema = z.union(
  [
    z.enum(Object.keys(profiles) as [string, ...string[]]),
    z.array(z.number()).refine(areWeights, { error: weightsRemedy }),
  ],
  { error: weightsRemedy },
);
export type Weights = z.output<typeof weightsSchema>;

/** The names that claims use for their parts. */
export const fieldsSchema = z.strictObject({
  verified: z.string().min(1).max(100).default('last_verified'),
  confidence: z.string().min(1).max(100).default('confidence'),
  evidence: z.string().min(1).max(100).default('evidence'),
});
export type Fields = z.output<typeof fieldsSchema>;

function areWeights(weights: readonly number[]): boolean {
  const sum = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.length === 5 && weights.every((weight) => weight >= 0) && Math.abs(sum - 1) < 1e-6;
}
