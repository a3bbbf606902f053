import type { Day } from './day.ts';
import { blinded, MASK } from './page-blind.ts';

/** One line or sentence of a page. */
export interface Unit {
  /** As it reads, with `…` for what is not compared. */
  raw: string;
  /** Its words, lower case, without the punctuation around them; `MASK` for what is not compared. */
  words: readonly string[];
}

/** A page's lines and sentences as they were read on a day. What differs daily by itself is masked. */
export function unitsOf(text: string, today: Day | undefined): Unit[] {
  const units: Unit[] = [];
  let room = MOST_WORDS;
  for (const line of blinded(text, today).split('\n')) {
    for (const part of line.split(SENTENCE_END)) {
      const words = wordsOf(part);
      if (words.length > 0) units.push({ raw: shown(part), words });
      room -= words.length;
      if (room < 0) return units;
    }
  }
  return units;
}

/** More of a page is not compared: a book of a hundred pages has so many, and no cited page should be one. */
const MOST_WORDS = 30_000;

const SENTENCE_END = /(?<=[.!?])\s+(?=[\p{Lu}\p{N}"“(])|(?<=[。！？])/u;

/** The words of a text. Where a script has no blanks between words, each character is one. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const run of text.match(WORD) ?? []) {
    const word = bare(run.toLowerCase());
    if (word !== '') words.push(word);
  }
  return words;
}

function bare(run: string): string {
  return PLAIN.test(run) ? run : run.replace(LEADING, '').replace(TRAILING, '');
}

const PLAIN = /^[a-z\d]+$/;

const SINGLE = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}${MASK}`;
const WORD = new RegExp(String.raw`[${SINGLE}]|[^\s${SINGLE}]+`, 'gu');
const LEADING = /^[^\p{L}\p{N}\p{Sc}\uFFFC<>~≤≥+−-]+/u;
// Tried only where a run begins: from each of a hundred thousand dots it would be too often.
const TRAILING = /(?<![^\p{L}\p{N}\p{Sc}\uFFFC%°+])[^\p{L}\p{N}\p{Sc}\uFFFC%°+]+$/u;

function shown(text: string): string {
  return text.replaceAll(MASK, '…').replaceAll(/\s+/g, ' ').trim();
}
