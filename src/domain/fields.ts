import * as z from 'zod';
import { parseDay, type Day } from './day.ts';
import { MAX_PATTERN_LENGTH } from './pattern.ts';

/** How a duration is written. */
export const DURATION = /^(\d{1,5})\s*(d|day|days|w|week|weeks|month|months|y|year|years)$/;
const DAYS_IN = { d: 1, w: 7, m: 30, y: 365 };

/** A glob, as `pattern.ts` reads them. */
export const pattern = z.string().min(1).max(MAX_PATTERN_LENGTH);

/** One glob, or a list of them; as a list. */
export const patterns = z.union([pattern.transform((one) => [one]), z.array(pattern).min(1).max(50)], {
  error: 'Write a pattern, or a list of patterns.',
});

/** A duration in words, as whole days: `180d`, `2 weeks`, `6 months` (of 30 days), `1 year` (of 365). */
export const duration = z
  .string()
  .regex(DURATION)
  .transform((text) => {
    const parts = DURATION.exec(text);
    const unit = parts?.[2]?.charAt(0) as keyof typeof DAYS_IN;
    return Number(parts?.[1]) * DAYS_IN[unit];
  });

/** A day of the calendar, `YYYY-MM-DD`. */
export const day = z
  .string()
  .refine((value): value is Day => parseDay(value) !== undefined, { params: { day: true } });
