/** What is true of a page, seen from outside: it is there, it is not, or one run cannot tell. */
export type Truth = 'ok' | 'broken' | 'unknown';

/** A kind of page. */
interface KindFacts {
  truth: Truth;
  /** How many there are at scale 1. */
  pages: number;
  /** The verdicts of the product that are exactly right. */
  verdicts: readonly string[];
}

/** The kinds of page of the simulated web. */
export const kinds = {
  ok: { truth: 'ok', pages: 1_025, verdicts: ['ok', 'content-changed'] },
  'big-body': { truth: 'ok', pages: 17, verdicts: ['ok'] },
  'slow-body': { truth: 'ok', pages: 26, verdicts: ['ok'] },
  'flaky-5xx': { truth: 'ok', pages: 52, verdicts: ['ok'] },
  'head-404': { truth: 'ok', pages: 35, verdicts: ['ok'] },
  'head-405': { truth: 'ok', pages: 70, verdicts: ['ok'] },
  'rate-once': { truth: 'ok', pages: 35, verdicts: ['ok'] },
  'reset-once': { truth: 'ok', pages: 17, verdicts: ['ok'] },
  'redirect-permanent': { truth: 'ok', pages: 105, verdicts: ['redirected-permanent'] },
  'redirect-temporary': { truth: 'ok', pages: 70, verdicts: ['redirected-temporary'] },
  'redirect-chain': { truth: 'ok', pages: 17, verdicts: ['redirected-temporary'] },
  'not-found': { truth: 'broken', pages: 87, verdicts: ['not-found'] },
  gone: { truth: 'broken', pages: 17, verdicts: ['gone'] },
  'redirect-dead': { truth: 'broken', pages: 17, verdicts: ['not-found'] },
  'redirect-home': { truth: 'broken', pages: 17, verdicts: ['soft-404'] },
  'soft-404': { truth: 'broken', pages: 17, verdicts: ['soft-404'] },
  'auth-401': { truth: 'unknown', pages: 12, verdicts: ['auth-required'] },
  'blocked-403': { truth: 'unknown', pages: 17, verdicts: ['blocked'] },
  'blocked-999': { truth: 'unknown', pages: 5, verdicts: ['blocked'] },
  'blocked-wall': { truth: 'unknown', pages: 124, verdicts: ['blocked'] },
  'down-5xx': { truth: 'unknown', pages: 12, verdicts: ['server-error'] },
  hang: { truth: 'unknown', pages: 3, verdicts: ['timeout'] },
  'redirect-loop': { truth: 'unknown', pages: 5, verdicts: ['redirect-loop'] },
  refused: { truth: 'unknown', pages: 7, verdicts: ['refused'] },
  'reset-always': { truth: 'unknown', pages: 7, verdicts: ['reset'] },
} as const satisfies Record<string, KindFacts>;

export type Kind = keyof typeof kinds;

/** All kinds, in the order of the table. */
export const kindNames = Object.keys(kinds) as readonly Kind[];

/** Dead pages that answer 200. */
export const softKinds: readonly Kind[] = ['redirect-home', 'soft-404'];
