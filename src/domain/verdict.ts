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
  via: 'http' | 'cache';
}
