import * as z from 'zod';
import type { KnownPage } from './page-settle.ts';
import { tierOf, tiers, type LinkNotice as Notice, type LinkResult, type Verdict } from './verdict.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Failures count as strikes only this far apart: an outage, however often it is looked at, is one (IABot's rule). */
const strikeDistance = 72 * hour;

const Instant = z.int().nonnegative();

const MOST_NOTICES = 50;

const LinkNotice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fragment-missing'), fragment: z.string().max(500) }),
  z.object({ kind: z.literal('incomplete-chain') }),
  z.object({ kind: z.literal('archived') }),
  z.object({ kind: z.literal('renamed'), to: z.string().max(500) }),
]) satisfies z.ZodType<Notice>;

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
  /** What the page's last 2xx said of itself, for conditional requests. */
  etag: z.string().max(300).optional(),
  lastModified: z.string().max(100).optional(),
  /** What a reader should know of a page that answers. */
  notices: z.array(LinkNotice).max(MOST_NOTICES).optional(),
});
export type LinkRecord = z.infer<typeof LinkRecord>;

/** One page: what the latest look found, what is remembered of it, and whether it is dead. */
export interface LinkReport {
  result: LinkResult;
  record: LinkRecord;
  dead: boolean;
  /** Dead, or said to be gone; a second vantage that sees it alive vetoes both. */
  broken: boolean;
  /** What it says, as far as that is remembered. */
  said: KnownPage | undefined;
}

/** What a look learnt of a page's version, for the next look. */
export type PageFacts = Pick<LinkRecord, 'etag' | 'lastModified'>;

/**
 * What is remembered after one more look. Unknown and refused neither strike nor reset; an ok resets. `facts`: what was
 * learnt of the page's version; without them, what is known of it stays.
 */
export function remember(
  previous: LinkRecord | undefined,
  result: LinkResult,
  facts: PageFacts = factsOf(previous),
): LinkRecord {
  const look = {
    verdict: result.verdict,
    reason: result.reason.slice(0, 200),
    checkedAt: result.checkedAt,
    ...(result.status === undefined ? {} : { status: result.status }),
    ...facts,
    ...noticesOf(result),
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
export function isDead({ verdict, strikes }: LinkRecord, failures = 3): boolean {
  // A soft 404 is an answer, not an outage: the second sight of it is enough.
  return strikes >= (verdict === 'soft-404' ? Math.min(failures, 2) : failures);
}

/**
 * Whether what another runner remembers vetoes a death: it has seen the page alive since our first failure, or so lately
 * that it would not ask again yet. Firewalls refuse whole networks, even with a 404 (leoncuhk/awesome-quant-ai#50).
 */
export function vetoes(other: LinkRecord | undefined, ours: LinkRecord, now: number): boolean {
  if (other === undefined || tierOf(other.verdict) !== 'ok') return false;
  return other.checkedAt > (ours.firstFailedAt ?? ours.checkedAt) || !isDue(other, now);
}

/** Whether a record is of a page that nobody has cited for 180 days: what is cited is looked at each month. */
export function isForgotten(record: LinkRecord, now: number): boolean {
  return now - record.checkedAt > 180 * day;
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
    // Each day another chance to live: of a site that is up now and then, three looks might all meet the trouble.
    case 'broken':
    case 'suspect':
    case 'unknown':
    case 'refused':
      return day;
  }
}

/** The notices of a page that concern one address of it: of its fragments, its own only. */
export function noticesFor(address: string, { notices = [] }: LinkRecord): Notice[] {
  const fragment = address.includes('#') ? address.slice(address.indexOf('#') + 1) : '';
  return notices.filter((notice) => notice.kind !== 'fragment-missing' || notice.fragment === fragment);
}

function noticesOf({ notices }: LinkResult): Pick<LinkRecord, 'notices'> {
  const kept = LinkNotice.array().safeParse(notices.slice(0, MOST_NOTICES));
  return kept.success && kept.data.length > 0 ? { notices: kept.data } : {};
}

function factsOf(previous: LinkRecord | undefined): PageFacts {
  const { etag, lastModified } = previous ?? {};
  return {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  };
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
