/**
 * How far a verdict may be acted on: `broken` is reported, `suspect` is broken once it has repeated over days,
 * `unknown` never becomes broken by repetition, `refused` is our own policy and nothing was sent.
 */
export type Tier = 'ok' | 'broken' | 'suspect' | 'unknown' | 'refused';

/** What a link check can say of an address. "Dead" and "could not tell" are different words. */
export const tiers = {
  ok: 'ok',
  'redirected-permanent': 'ok',
  'redirected-temporary': 'ok',
  'content-changed': 'ok',
  'fragment-missing': 'ok',
  'unsupported-scheme': 'refused',
  'port-refused': 'refused',
  'private-address': 'refused',
  'invalid-url': 'broken',
  gone: 'broken',
  'not-found': 'broken',
  dns: 'suspect',
  refused: 'suspect',
  unreachable: 'suspect',
  tls: 'suspect',
  reset: 'suspect',
  timeout: 'suspect',
  'redirect-loop': 'suspect',
  'server-error': 'suspect',
  'client-error': 'suspect',
  'soft-404': 'suspect',
  'dns-temporary': 'unknown',
  blocked: 'unknown',
  'auth-required': 'unknown',
  'rate-limited': 'unknown',
  excluded: 'unknown',
  'not-checked': 'unknown',
} as const satisfies Record<string, Tier>;

export type Verdict = keyof typeof tiers;

/** The tier that a verdict belongs to. */
export function tierOf(verdict: Verdict): Tier {
  return tiers[verdict];
}

/** One answered request on the way to a page. */
export interface Hop {
  url: string;
  status: number;
}

/** What one look at one page found. */
export interface LinkResult {
  /** The page asked for: the cited address without its fragment. */
  page: string;
  verdict: Verdict;
  /** A short code that says more than the verdict: `ENOTFOUND`, `cf-mitigated`, `status 503`. */
  reason: string;
  status: number | undefined;
  hops: readonly Hop[];
  /** The address that failed, where it is not the page itself. */
  failedAt: string | undefined;
  /** Milliseconds since 1970. */
  checkedAt: number;
  /** How long it took, in milliseconds. */
  ms: number;
  /** Bytes of body read, after decompression. */
  bytes: number;
  via: 'http' | 'github-api' | 'cache';
  /** What a reader should know of a page that answers. */
  notices: readonly LinkNotice[];
}

/** Something about a living page that a person may want to act on. It never makes a page broken. */
export type LinkNotice =
  | { kind: 'fragment-missing'; fragment: string }
  /** Browsers fetch the missing intermediate certificate themselves; programs do not. */
  | { kind: 'incomplete-chain' }
  /** GitHub says so of the repository: its evidence no longer grows. */
  | { kind: 'archived' }
  | { kind: 'renamed'; to: string };

/** Another way to look at some pages than asking them: GitHub's own are asked through its API. */
export interface LinkDoor {
  takes(page: string): boolean;
  /** One result for each page; several pages may share a request. `checkedAt` is the caller's clock. */
  check(pages: readonly string[], checkedAt: number): Promise<Map<string, LinkResult>>;
}
