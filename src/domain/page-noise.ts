import type { Day } from './day.ts';
import { MASK } from './page-blind.ts';
import { unitsOf, type Unit } from './page-words.ts';
import { numberOf, numberOfRow, SHORT, shortOf } from './short-hash.ts';

// A place of noise is remembered by the words around it, as two hashes and the most words that it held. Inside a line
// the anchors end at the line's ends, so that the line is known wherever it stands; whole lines are known by the lines
// beside them.

/** A text's units as one row of words, `\n` between them and at both ends. */
interface Row {
  words: readonly string[];
  numbers: readonly number[];
}

/** Words that must agree at each side of a place, and in a row to be taken for the same in two reads. */
const REACH = 3;
/** A place may hold so many words; what is more is another page. */
const WIDEST = 400;
/** Places remembered of one page. */
export const MOST_NOISE = 24;

/** One place of noise: kind, anchors, width. */
export const NOISE = new RegExp(String.raw`^[ux][\w-]{${SHORT * 2}}[0-9a-z]{1,2}$`);

/**
 * What differs between two reads of one page that lie so close together that the page says the same in both: the places
 * of clocks, captchas, quotes of the minute. Lines that only change places are none.
 */
export function learnNoise(one: string, other: string, today?: Day): string[] {
  const [here, there] = [rowOf(unitsOf(one, today)), rowOf(unitsOf(other, today))];
  const noise = [...placesIn(here, there), ...placesIn(there, here)];
  return mergeNoise(noise, []);
}

/** Both, the later learnt first; of the same place the wider. */
export function mergeNoise(learnt: readonly string[], known: readonly string[]): string[] {
  const places = new Map<string, number>();
  for (const entry of [...learnt, ...known]) {
    const anchors = entry.slice(0, 1 + SHORT * 2);
    places.set(anchors, Math.max(places.get(anchors) ?? 0, Number.parseInt(entry.slice(anchors.length), 36)));
  }
  return Array.from(places, ([anchors, width]) => anchors + width.toString(36)).slice(0, MOST_NOISE);
}

/** The same units with `MASK` at each place of noise; units that are noise as a whole are left out. */
export function masked(
  units: readonly Unit[],
  noise: readonly string[],
): { units: Unit[]; hidden: string[] } {
  if (noise.length === 0) return { units: [...units], hidden: [] };
  const row = rowOf(units);
  const gaps = gapsIn(row, noise);
  const hidden = gaps.map(([from, to]) => row.words.slice(from, to).join(' '));
  const covered = new Set(
    gaps.flatMap(([from, to]) => Array.from({ length: to - from }, (_, at) => from + at)),
  );
  let at = 0;
  const kept = units.flatMap((unit): Unit[] => {
    const from = at + 1;
    at += unit.words.length + 1;
    const words = unit.words.map((word, index) => (covered.has(from + index) ? MASK : word));
    if (words.every((word) => word === MASK)) return [];
    return [
      { raw: unit.raw, words: words.filter((word, index) => word !== MASK || words[index - 1] !== MASK) },
    ];
  });
  return { units: kept, hidden };
}

function rowOf(units: readonly Unit[]): Row {
  const words = ['\n', ...units.flatMap((unit) => [...unit.words, '\n'])];
  const known = new Map<string, number>();
  const numbers = words.map((word) => {
    const number = known.get(word) ?? numberOf(word);
    known.set(word, number);
    return number;
  });
  return { words, numbers };
}

/** Runs of words that stand in no row of three that the other read has too. */
function placesIn(row: Row, other: Row): string[] {
  const shared = new Set(other.numbers.map((_, at) => numberOfRow(other.numbers, at, at + REACH)));
  const same = row.words.map(() => false);
  for (let at = 0; at + REACH <= row.words.length; at += 1) {
    if (shared.has(numberOfRow(row.numbers, at, at + REACH))) same.fill(true, at, at + REACH);
  }
  const places: [from: number, to: number][] = [];
  for (let at = same.indexOf(false); at !== -1; at = same.indexOf(false, at)) {
    const end = same.indexOf(true, at);
    const last = places.at(-1);
    const to = end === -1 ? row.words.length : end;
    // A word or two that agree by chance, in the midst of what does not.
    if (last && at - last[1] < REACH && !row.words.slice(last[1], at).includes('\n')) last[1] = to;
    else places.push([at, to]);
    at = to;
  }
  return places.flatMap(([from, to]) => (to - from > WIDEST ? [] : entryOf(row, from, to)));
}

function entryOf(row: Row, from: number, to: number): string {
  const inside = !row.words.slice(from, to).includes('\n') && isAnchored(row, from, to);
  const [kind, left, right] = inside
    ? ['u', leftInside(row, from), rightInside(row, to)]
    : ['x', leftAcross(row, from), rightAcross(row, to)];
  return kind + left + right + (to - from).toString(36);
}

/** Whether its own line says where it stands. */
function isAnchored({ words }: Row, from: number, to: number): boolean {
  return words[from - 1] !== '\n' || words[to] !== '\n';
}

function gapsIn(row: Row, noise: readonly string[]): [number, number][] {
  const byLeft = new Map<string, string[]>();
  for (const entry of noise) {
    const left = entry.slice(0, 1 + SHORT);
    byLeft.set(left, [...(byLeft.get(left) ?? []), entry]);
  }
  const ends = row.words.map((_, at) => [`u${rightInside(row, at)}`, `x${rightAcross(row, at)}`]);
  const gaps: [number, number][] = [];
  for (let at = 1; at < row.words.length; at += 1) {
    const lefts = [`u${leftInside(row, at)}`, `x${leftAcross(row, at)}`];
    const entries = lefts.flatMap((left) => byLeft.get(left) ?? []);
    const widest = Math.max(0, ...entries.map((entry) => endOf(entry, at, row, ends) - at));
    if (widest === 0) continue;
    gaps.push([at, at + widest]);
    at += widest - 1;
  }
  return gaps;
}

/** Where a place that begins here ends: at the nearest right anchor, not much farther than it did before. */
function endOf(entry: string, from: number, { words }: Row, ends: readonly string[][]): number {
  const kind = entry.slice(0, 1);
  const right = kind + entry.slice(1 + SHORT, 1 + SHORT * 2);
  const farthest = from + 2 * Number.parseInt(entry.slice(1 + SHORT * 2), 36) + 8;
  for (let to = from; to < words.length && to <= farthest; to += 1) {
    if (ends[to]?.includes(right)) return to;
    if (kind === 'u' && words[to] === '\n') break;
  }
  return from;
}

function leftInside({ words, numbers }: Row, at: number): string {
  let from = at;
  while (from > 0 && at - from < REACH) {
    from -= 1;
    if (words[from] === '\n') break;
  }
  return shortOf(numberOfRow(numbers, from, at));
}

function rightInside({ words, numbers }: Row, at: number): string {
  let to = at;
  while (to < words.length && to - at < REACH) {
    to += 1;
    if (words[to - 1] === '\n') break;
  }
  return shortOf(numberOfRow(numbers, at, to));
}

function leftAcross({ numbers }: Row, at: number): string {
  return shortOf(numberOfRow(numbers, Math.max(0, at - REACH), at));
}

function rightAcross({ numbers }: Row, at: number): string {
  return shortOf(numberOfRow(numbers, at, Math.min(numbers.length, at + REACH)));
}
