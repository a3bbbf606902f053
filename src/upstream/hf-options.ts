import * as z from 'zod';
import { USUAL_RULE } from './hf-weights.ts';

const SIZE = /^(\d{1,6}(?:\.\d{1,3})?)\s*(k|m|g|t)b$/i;
const UNITS = { k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** A size in words, as bytes; in powers of ten, as the Hub shows sizes: `50GB`, `100 MB`. */
const size = z
  .string()
  .refine((text) => SIZE.test(text), { error: 'Write a size with its unit, such as 100MB or 50GB.' })
  .transform((text) => {
    const [, number, unit] = SIZE.exec(text) ?? [];
    return Math.round(Number(number) * UNITS[(unit ?? '').toLowerCase() as keyof typeof UNITS]);
  });

/** What a watch on a model may write in `with`: what counts as its weights. */
export const modelOptions = z.strictObject({
  minSize: size.default(USUAL_RULE.minSize),
  complete: z.boolean().default(USUAL_RULE.complete),
  adapters: z.boolean().default(USUAL_RULE.adapters),
});

/** Such options, as they were understood. */
export type ModelOptions = z.infer<typeof modelOptions>;
