import * as z from 'zod';
import { MASK } from './page-blind.ts';
import { masked } from './page-noise.ts';
import {
  hashOf,
  isKnown,
  keyOf,
  lackedBy,
  needleHash,
  SENTENCE,
  sentenceOf,
  shinglesOf,
  type FreshPrint,
  type PagePrint,
} from './page-print.ts';
import { findNeedles, formOf, needlesOf, type Needle } from './page-values.ts';
import { unitsOf, type Unit } from './page-words.ts';

/** Sentences shown of a change, in all. */
const MOST_SHOWN = 10;
/** A page whose words are new to a larger share says something else now (links.md, section 3). */
const LARGEST_SHARE = 0.2;
/** A text so much shorter is no new wording of the page but a wall, an error or an empty frame (changedetection#962). */
const SHORTER = 10;

const Sentences = z.array(z.string().max(SENTENCE)).max(MOST_SHOWN);

/** What a page says that it did not say before, and the other way round: at most ten sentences of 200 characters. */
export const PageChange = z.object({ added: Sentences, removed: Sentences });
export type PageChange = z.infer<typeof PageChange>;

/**
 * What changed between two reads of a page; nothing where it says the same. A change is that a cited value is gone, or
 * that more than a fifth of the rows of five words are new; a return to an earlier state is none.
 */
export function comparePrints(
  before: PagePrint,
  after: FreshPrint,
  citedValues: readonly string[],
): PageChange | undefined {
  if (isKnown(before, after) || isRemnant(before, after)) return undefined;
  const gone = goneSentences(before, after, citedValues);
  if (gone === undefined && newShare(before, after) <= LARGEST_SHARE) return undefined;
  return changeBetween(before, after, gone ?? []);
}

/** Whether a read is too short to stand for the page. */
export function isRemnant(before: PagePrint, after: PagePrint): boolean {
  return after.size * SHORTER < before.size;
}

/** The sentences of the values that are gone, as far as they are kept; nothing where all values are there. */
function goneSentences(
  before: PagePrint,
  after: FreshPrint,
  citedValues: readonly string[],
): string[] | undefined {
  const held = new Map(before.holds);
  const wanted = needlesOf(citedValues).filter((needle) => held.has(needleHash(needle)));
  const found = findNeedles(wanted, after.text.units);
  function sentenceAround(needle: Needle): string | undefined {
    return before.sentences[held.get(needleHash(needle)) ?? -1];
  }
  const gone = wanted.filter((needle) => !found.has(needle) && isGone(needle, sentenceAround(needle), after));
  if (gone.length === 0) return undefined;
  return [...new Set(gone.flatMap((needle) => sentenceAround(needle) ?? []))];
}

/** Whether a value that is not found was not just noise, or behind the end of what was read. */
function isGone(needle: Needle, sentence: string | undefined, after: FreshPrint): boolean {
  if (isNoise(needle.text, after)) return false;
  if (sentence === undefined) return !after.cut;
  const stoodThere = findNeedles([needle], unitsOf(sentence, undefined)).size > 0;
  if (stoodThere && findNeedles([needle], unitsUnderNoise(sentence, after)).size === 0) return false;
  return !after.cut || counterpartOf(sentence, after) !== undefined;
}

/** Whether words of their form stand at a place of noise: a counter was never going to stay. */
function isNoise(words: string, after: FreshPrint): boolean {
  return after.text.hidden.some((hidden) => formOf(hidden).includes(formOf(words)));
}

/** How much of a page is new, from 0 to 1. What could not be compared before, but can now, may only look so. */
export function newShare(before: PagePrint, after: FreshPrint): number {
  const { shingles } = shinglesOf(after.text.units);
  if (shingles.size === 0) return 0;
  const { told, lacking } = lackedBy(before.shingles, shingles);
  if (told === 0) return 1;
  const lookNew = Math.max(0, before.hidden - after.hidden) / shingles.size;
  return lacking / told - lookNew;
}

function changeBetween(before: PagePrint, after: FreshPrint, gone: readonly string[]): PageChange {
  const page = ` ${after.text.units.map(keyOf).join(' ')} `;
  const removed = before.sentences.filter((sentence) => {
    const words = wholeWordsOf(sentence, after);
    return words !== '' && !page.includes(` ${words} `) && !isNoise(words, after);
  });
  const counterparts = gone.flatMap((sentence) => counterpartOf(sentence, after) ?? []);
  const added = after.text.units.filter((unit) => isNewTo(before, unit)).map((unit) => sentenceOf(unit));
  return shortened([...new Set([...counterparts, ...added])], [...new Set([...gone, ...removed])]);
}

/** The words of a kept sentence, without those at which it was cut and those that are noise. */
function wholeWordsOf(sentence: string, after: FreshPrint): string {
  const words = unitsUnderNoise(sentence, after).map(keyOf).join(' ').split(' ');
  return words.slice(sentence.startsWith('…') ? 1 : 0, sentence.endsWith('…') ? -1 : undefined).join(' ');
}

function isNewTo(before: PagePrint, unit: Unit): boolean {
  const { told, lacking } = lackedBy(before.shingles, shinglesOf([unit]).shingles);
  // The words around a masked place are another unit than before, and nothing new.
  if (unit.words.includes(MASK)) return lacking > 0;
  return lackedBy(before.units, [hashOf(unit)]).lacking > 0 || (told > 0 && lacking > told / 2);
}

/** The sentence that says now what another said: most of the words are the same. */
function counterpartOf(sentence: string, after: FreshPrint): string | undefined {
  const words = new Set(unitsOf(sentence, undefined).flatMap((unit) => unit.words));
  let best: Unit | undefined;
  let most = Math.max(1, words.size / 2);
  for (const unit of after.text.units) {
    const shared = new Set(unit.words.filter((word) => words.has(word))).size;
    if (shared > most || (shared === most && best === undefined)) [best, most] = [unit, shared];
  }
  return best && sentenceOf(best, newWordOf(best, words));
}

/** The word to show a long sentence around: a figure says more than the words that the other one was cut at. */
function newWordOf({ words }: Unit, known: ReadonlySet<string>): string | undefined {
  const fresh = words.filter((word) => !known.has(word));
  return fresh.find((word) => /\d/.test(word)) ?? fresh[0];
}

/** A kept sentence without what is known by now to be noise in it. */
function unitsUnderNoise(sentence: string, after: FreshPrint): Unit[] {
  return masked(unitsOf(sentence, undefined), after.noise).units;
}

/** Half for each side, and what one does not need for the other. */
function shortened(added: string[], removed: string[]): PageChange {
  const half = MOST_SHOWN / 2;
  const forAdded = Math.max(half, MOST_SHOWN - removed.length);
  const forRemoved = Math.max(half, MOST_SHOWN - added.length);
  return { added: added.slice(0, forAdded), removed: removed.slice(0, forRemoved) };
}
