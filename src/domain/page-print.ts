import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Day } from './day.ts';
import { MASK } from './page-blind.ts';
import { masked, MOST_NOISE, NOISE } from './page-noise.ts';
import { findNeedles, needlesOf, type Needle } from './page-values.ts';
import { unitsOf, type Unit } from './page-words.ts';
import { bitsOf, bitsOfAll, numberOf, numberOfRow, shortOf } from './short-hash.ts';

/** The version of the normalisation. A print of another one is not compared: the page is read as for the first time. */
export const NORM = 1;

/** Words in a shingle. */
const SHINGLE = 5;
// A print is to stay below 4 KB, so of a long page it keeps the smallest hashes: a fair sample, whatever is inserted.
const MOST_SHINGLES = 280;
const MOST_UNITS = 200;
const SENTENCE_BYTES = 1_000;
const MOST_HELD = 40;
const EARLIER = 5;
const EARLIER_LENGTH = 10;

/** The most characters of a sentence that are kept and shown. */
export const SENTENCE = 200;

const Short = z.string().regex(/^[\w-]{4}$/);
const Sample = z.object({
  /** How many there are; more than are kept means that the smallest are. */
  total: z.int().nonnegative(),
  /** Short hashes, sorted, one after the other. */
  hashes: z.string().regex(/^[\w-]*$/),
});
type Sample = z.infer<typeof Sample>;

/** What is remembered of a page's text: enough to say whether it changed and, in part, what was there. */
export const PagePrint = z.object({
  norm: z.literal(NORM),
  /** Of the text without its noise. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Characters of text. */
  size: z.int().nonnegative(),
  /** The page was longer than what was read. */
  cut: z.boolean(),
  /** Rows of five words. */
  shingles: Sample,
  /** Shingles that could not be taken, because something in them is not compared. */
  hidden: z.int().nonnegative(),
  /** Lines and sentences. */
  units: Sample,
  /** Some sentences as they read: first those that hold cited values, then from the top, 1,000 bytes in all. */
  sentences: z.array(z.string().max(SENTENCE)).max(200),
  /** The cited values that were found, and in which of the sentences. */
  holds: z.array(z.tuple([Short, z.int().nonnegative()])).max(MOST_HELD),
  /** Which values it was searched for. */
  cited: Short,
  /** Places that differ from read to read. */
  noise: z.array(z.string().regex(NOISE)).max(MOST_NOISE),
  /** The starts of earlier hashes, the latest first. */
  earlier: z.array(z.string().length(EARLIER_LENGTH)).max(EARLIER),
});
export type PagePrint = z.infer<typeof PagePrint>;

/** A print just taken, with what is only known while the text is there. */
export interface FreshPrint extends PagePrint {
  text: {
    units: readonly Unit[];
    /** What stands at the places of noise. */
    hidden: readonly string[];
    /** The share of words that are noise. */
    noisy: number;
  };
}

/** How a text was read. */
export interface Reading {
  /** The values that claims cite from the page. */
  cited?: readonly string[];
  /** The day of the read: its date in the page says nothing. */
  today?: Day | undefined;
  /** Default: what is known from the previous print. */
  noise?: readonly string[];
  /** The page was longer than what was read. */
  cut?: boolean;
}

/** Takes the print of a page's main text. The previous one hands on its noise and its place in the ring. */
export function printOf(text: string, previous?: PagePrint, reading: Reading = {}): FreshPrint {
  const { cited = [], today, noise = previous?.noise ?? [], cut = false } = reading;
  const all = unitsOf(text, today);
  const { units, hidden } = masked(all, noise);
  const taken = shinglesOf(units);
  const sha256 = createHash('sha256').update(units.map(keyOf).join('\n')).digest('hex');
  const kept = keptSentences(needlesOf(cited), units);
  const [before, after] = [wordCount(all), wordCount(units)];
  return {
    norm: NORM,
    sha256,
    size: text.length,
    cut,
    shingles: sampleOf(taken.shingles, MOST_SHINGLES),
    hidden: taken.hidden,
    units: sampleOf(new Set(units.map(hashOf)), MOST_UNITS),
    ...kept,
    cited: citedHash(cited),
    noise: [...noise],
    earlier: ringOf(previous, sha256),
    text: { units, hidden, noisy: before === 0 ? 0 : 1 - after / before },
  };
}

/** The print as it is remembered. */
export function withoutText(fresh: FreshPrint): PagePrint {
  const { text, ...print } = fresh;
  void text;
  return print;
}

/** Names a set of cited values: a print that was searched for others does not know of these. */
export function citedHash(cited: readonly string[]): string {
  return shortOf(numberOf([...new Set(cited)].sort().join('\n')));
}

/** Names one thing to look for. */
export function needleHash({ kind, text }: Needle): string {
  return shortOf(numberOf(`${kind} ${text}`));
}

/** What tells two units apart: their words, without what is not compared. */
export function keyOf({ words }: Unit): string {
  return words.filter((word) => word !== MASK).join(' ');
}

/** The hash of a unit, 24 bits. */
export function hashOf(unit: Unit): number {
  return bitsOf(numberOf(keyOf(unit)));
}

/** A unit as it is kept and shown; of a long one what stands around a word. */
export function sentenceOf({ raw }: Unit, word = ''): string {
  if (raw.length <= SENTENCE) return raw;
  const at = raw.toLowerCase().indexOf(word);
  const from = at + word.length < SENTENCE ? 0 : Math.max(0, at - SENTENCE / 4);
  const middle = raw.slice(from, from + SENTENCE - 2).replaceAll(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
  return `${from > 0 ? '…' : ''}${middle}${from + SENTENCE - 2 < raw.length ? '…' : ''}`;
}

/**
 * The rows of five words of some units. They end with their unit, so that units may change places; a shorter unit is
 * one by itself; one that touches something masked is none.
 */
export function shinglesOf(units: readonly Unit[]): { shingles: Set<number>; hidden: number } {
  const shingles = new Set<number>();
  let hidden = 0;
  for (const { words } of units) {
    const numbers = words.map(numberOf);
    let mask = words.lastIndexOf(MASK, SHINGLE - 1);
    for (let from = 0; from === 0 || from + SHINGLE <= words.length; from += 1) {
      const to = Math.min(words.length, from + SHINGLE);
      if (words[to - 1] === MASK) mask = to - 1;
      if (mask >= from) hidden += 1;
      else shingles.add(bitsOf(numberOfRow(numbers, from, to)));
    }
  }
  return { shingles, hidden };
}

/** Of some hashes how many a sample can tell of, and how many of these it lacks. */
export function lackedBy(sample: Sample, hashes: Iterable<number>): { told: number; lacking: number } {
  const kept = bitsOfAll(sample.hashes);
  const last = kept.length < sample.total ? (kept.at(-1) ?? -1) : Infinity;
  const known = new Set(kept);
  let [told, lacking] = [0, 0];
  for (const hash of hashes) {
    if (hash > last) continue;
    told += 1;
    if (!known.has(hash)) lacking += 1;
  }
  return { told, lacking };
}

function sampleOf(hashes: Set<number>, most: number): Sample {
  const smallest = Uint32Array.from(hashes).sort().subarray(0, most);
  return { total: hashes.size, hashes: Array.from(smallest, (bits) => shortOf(bits * 256)).join('') };
}

function keptSentences(
  needles: readonly Needle[],
  units: readonly Unit[],
): Pick<PagePrint, 'sentences' | 'holds'> {
  const sentences: string[] = [];
  const places = new Map<string, number>();
  let bytes = 0;
  function keep(unit: Unit, word?: string): number | undefined {
    const sentence = sentenceOf(unit, word);
    const known = places.get(sentence);
    if (known !== undefined) return known;
    const size = new TextEncoder().encode(sentence).byteLength + 3;
    if (bytes + size > SENTENCE_BYTES) return undefined;
    bytes += size;
    places.set(sentence, sentences.length);
    return sentences.push(sentence) - 1;
  }
  const holds = Array.from(findNeedles(needles, units), ([needle, unit]): [string, number] => [
    needleHash(needle),
    // Held, though there is no room to show it.
    keep(unit, needle.text) ?? NOT_KEPT,
  ]).slice(0, MOST_HELD);
  for (const unit of units) if (keep(unit) === undefined || sentences.length >= 100) break;
  return { sentences, holds };
}

/** The place of a sentence that is not kept. */
const NOT_KEPT = 255;

function ringOf(previous: PagePrint | undefined, sha256: string): string[] {
  if (previous === undefined) return [];
  const ring = [startOf(previous.sha256), ...previous.earlier].filter((each) => each !== startOf(sha256));
  return [...new Set(ring)].slice(0, EARLIER);
}

function startOf(sha256: string): string {
  return sha256.slice(0, EARLIER_LENGTH);
}

/** Whether a print has been seen at this page before. */
export function isKnown(before: PagePrint, { sha256 }: PagePrint): boolean {
  return sha256 === before.sha256 || before.earlier.includes(startOf(sha256));
}

function wordCount(units: readonly Unit[]): number {
  return units.reduce((count, { words }) => count + words.filter((word) => word !== MASK).length, 0);
}
