import type { Day } from './day.ts';
import type { Claim } from './evaluation.ts';
import type { LinkNotice } from './verdict.ts';

/** What earlier looks at a cited page tell whoever verifies the claims that cite it. */
export interface KnownSource {
  /** Since when it is known to say what it says; undefined where it is not known, or the page does not answer. */
  since: Day | undefined;
  notices: readonly LinkNotice[];
  /** It has failed often enough to be called dead. */
  isDead?: boolean;
  /** The day on which it was seen to say something else. */
  changedOn?: Day | undefined;
}

/** By cited address. */
export type KnownSources = ReadonlyMap<string, KnownSource>;

/** Since when a source is known to say what it says, where that was so already when a claim was last verified. */
export function unchangedSince(
  { lastVerified }: Claim,
  url: string | undefined,
  known: KnownSources,
): Day | undefined {
  const since = url === undefined ? undefined : known.get(url)?.since;
  return since !== undefined && lastVerified !== undefined && since <= lastVerified ? since : undefined;
}

/** Why a claim should not be stamped unread: a source that it rests on has died, or changed since its last verification. */
export interface Objection {
  url: string;
  why: 'dead' | 'changed';
}

/** What speaks against stamping a claim. */
export function objectionsTo({ evidence, lastVerified }: Claim, known: KnownSources): Objection[] {
  return evidence.flatMap(({ url }): Objection[] => {
    const source = url === undefined ? undefined : known.get(url);
    if (url === undefined || source === undefined) return [];
    if (source.isDead) return [{ url, why: 'dead' }];
    const { changedOn } = source;
    const isNews = changedOn !== undefined && (lastVerified === undefined || changedOn > lastVerified);
    return isNews ? [{ url, why: 'changed' }] : [];
  });
}

/** The claims that one tick may verify: every source that they rest on is a page, and none has changed since. */
export function claimsToOffer(claims: readonly Claim[], known: KnownSources): Claim[] {
  return claims.filter(
    (claim) =>
      claim.evidence.length > 0 &&
      claim.evidence.every(({ url }) => unchangedSince(claim, url, known) !== undefined),
  );
}
