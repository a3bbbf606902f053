import * as z from 'zod';
import { dayOf } from './day.ts';
import { comparePrints, isRemnant, newShare, PageChange } from './page-change.ts';
import { learnNoise, mergeNoise } from './page-noise.ts';
import { citedHash, PagePrint, printOf, withoutText, type FreshPrint } from './page-print.ts';

const Instant = z.int().nonnegative();

/** What is remembered of a page's text from run to run. */
export const KnownPage = z.object({
  print: PagePrint,
  /** Since when it says what it says, as far as we have seen. Milliseconds since 1970, as all times here. */
  since: Instant,
  /** The latest change, and when it was seen. */
  change: PageChange.optional(),
  changedAt: Instant.optional(),
});
export type KnownPage = z.infer<typeof KnownPage>;

/** One read of a page. */
export interface PageRead {
  /** Its main text. */
  text: string;
  at: number;
  /** The page was longer than what was read. */
  cut?: boolean;
}

/** What one or two reads come to. */
export type Settled =
  | { kind: 'same'; known: KnownPage }
  | { kind: 'changed'; change: PageChange; known: KnownPage }
  /** It looks changed: read it again, at least `READ_AGAIN_AFTER_MS` later, past every cache, and ask with both reads. */
  | { kind: 'read-again' };

/** How far apart two reads must be for clocks, tokens and quotes of the minute to differ. As for a missing page. */
export const READ_AGAIN_AFTER_MS = 30_000;

/** Two reads that share less are two different pages, of which neither can be called the page. */
const LARGEST_NOISE = 0.5;

/**
 * Decides what a read says of a page. The cheapest rule that finds each change and imagines none:
 * - The first read is remembered as it is. An equal text, and a 304 before it, costs nothing.
 * - A text that differs too little to be called changed is as good as the same; what is remembered stays, so that a page
 *   cannot change in small steps.
 * - Only what looks changed is read again. What differs between these two reads is noise, and is masked in both from
 *   then on; the page has changed if both still say so.
 * So the second read is made for the few pages that changed, and once for those whose noise is large.
 */
export function settleChange(
  known: KnownPage | undefined,
  cited: readonly string[],
  read: PageRead,
  again?: PageRead,
): Settled {
  if (known === undefined) {
    const print = withoutText(printOf(read.text, undefined, { cited, ...readingOf(read) }));
    return { kind: 'same', known: { print, since: read.at } };
  }
  const fresh = printOf(read.text, known.print, { cited, ...readingOf(read) });
  if (comparePrints(known.print, fresh, cited) === undefined) return same(known, fresh, cited);
  return again === undefined ? { kind: 'read-again' } : settleTwo(known, cited, read, again);
}

function settleTwo(known: KnownPage, cited: readonly string[], read: PageRead, again: PageRead): Settled {
  const learnt = learnNoise(read.text, again.text, dayOf(again.at));
  const noise = mergeNoise(learnt, known.print.noise);
  const [one, other] = [read, again].map((each) =>
    printOf(each.text, known.print, { cited, noise, ...readingOf(each) }),
  );
  if (one === undefined || other === undefined) return { kind: 'same', known };
  const [first, second] = [comparePrints(known.print, one, cited), comparePrints(known.print, other, cited)];
  if (Math.max(one.text.noisy, other.text.noisy, newShare(one, other)) > LARGEST_NOISE) {
    return { kind: 'same', known };
  }
  if (first !== undefined && second !== undefined) {
    const print = withoutText(other);
    return {
      kind: 'changed',
      change: second,
      known: { print, since: again.at, change: second, changedAt: again.at },
    };
  }
  // One read says so and the other does not: that is a page between two states, and no noise.
  if (first !== undefined || second !== undefined || isRemnant(known.print, other))
    return { kind: 'same', known };
  return { kind: 'same', known: { ...known, print: withoutText(other) } };
}

/** A page that says the same is remembered anew only where it was not searched for what is cited now. */
function same(known: KnownPage, fresh: FreshPrint, cited: readonly string[]): Settled {
  if (isRemnant(known.print, fresh) || known.print.cited === citedHash(cited)) return { kind: 'same', known };
  return { kind: 'same', known: { ...known, print: withoutText(fresh) } };
}

/** Whether a page must be read though it may not have changed: it was never searched for what is cited now. */
export function mustRead(known: KnownPage, cited: readonly string[]): boolean {
  return known.print.cited !== citedHash(cited);
}

function readingOf({ at, cut = false }: PageRead): { today: ReturnType<typeof dayOf>; cut: boolean } {
  return { today: dayOf(at), cut };
}
