import * as z from 'zod';
import { tierOf, tiers, type LinkResult, type Verdict } from './verdict.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Failures count as strikes only this far apart: an outage, however often it is looked at, is one (IABot's rule). */
const strikeDistance = 72 * hour;

const Instant = z.int().nonnegative();

/** What is remembered of one page. Read back from memory it is only believed where it fits this. */
export const LinkRecord = z.object({
  verdict: z.custom<Verdict>((value) => typeof value === 'string' && Object.hasOwn(tiers, value)),
  reason: z.string().max(200),
  status: z.int().min(100).max(999).optional(),
  /** Milliseconds since 1970, as all times here. */
  checkedAt: Instant,
  /** The first failure since the page was last well. */
  firstFailedAt: Instant.optional(),
  lastStrikeAt: Instant.optional(),
  /** Failures at least 72 hours apart, with no success between. */
  strikes: z.int().nonnegative(),
  /** Where the page has moved for good. */
  finalUrl: z
    .url({ protocol: /^https?$/ })
    .max(8_000)
    .optional(),
});
export type LinkRecord = z.infer<typeof LinkRecord>;

/** What is remembered after one more look. Unknown and refused neither strike nor reset; an ok resets. */
export function remember(previous: LinkRecord | undefined, result: LinkResult): LinkRecord {
  const look = {
    verdict: result.verdict,
    reason: result.reason.slice(0, 200),
    checkedAt: result.checkedAt,
    ...(result.status === undefined ? {} : { status: result.status }),
  };
  const end = result.hops.at(-1)?.url;
  switch (tierOf(result.verdict)) {
    case 'ok':
      return {
        ...look,
        strikes: 0,
        ...(result.verdict === 'redirected-permanent' && end ? { finalUrl: end } : {}),
      };
    case 'broken':
    case 'suspect':
      return { ...look, ...struck(previous, result.checkedAt) };
    case 'unknown':
    case 'refused':
      return { ...look, ...historyOf(previous) };
  }
}

/** Whether a page has failed often enough, far enough apart, to be called dead. */
export function isDead(record: LinkRecord, failures = 3): boolean {
  return record.strikes >= failures;
}

/** Whether a page is to be asked again, or what is remembered still speaks for it. */
export function isDue(record: LinkRecord, now: number, failures = 3): boolean {
  const age = now - record.checkedAt;
  // A date ahead of the clock says that one of the two was wrong.
  return age < 0 || age >= reusedFor(record, failures);
}

function reusedFor(record: LinkRecord, failures: number): number {
  if (isDead(record, failures)) return 30 * day;
  switch (tierOf(record.verdict)) {
    case 'ok':
      return 7 * day;
    case 'broken':
    case 'suspect':
      return strikeDistance;
    case 'unknown':
    case 'refused':
      return day;
  }
}

type History = Pick<LinkRecord, 'strikes' | 'firstFailedAt' | 'lastStrikeAt'>;

function historyOf(previous: LinkRecord | undefined): History {
  if (previous === undefined) return { strikes: 0 };
  const { strikes, firstFailedAt, lastStrikeAt } = previous;
  return {
    strikes,
    ...(firstFailedAt === undefined ? {} : { firstFailedAt }),
    ...(lastStrikeAt === undefined ? {} : { lastStrikeAt }),
  };
}

function struck(previous: LinkRecord | undefined, at: number): History {
  const history = historyOf(previous);
  if (history.strikes === 0 || history.lastStrikeAt === undefined) {
    return { strikes: 1, firstFailedAt: at, lastStrikeAt: at };
  }
  if (at - history.lastStrikeAt < strikeDistance) return history;
  return { ...history, strikes: history.strikes + 1, lastStrikeAt: at };
}
