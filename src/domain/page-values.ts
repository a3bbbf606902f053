import { MASK } from './page-blind.ts';
import { wordsOf, type Unit } from './page-words.ts';

/** Something of a cited value that a page can hold or lose: the value's words in a row, or a figure in it. */
export interface Needle {
  kind: 'words' | 'figure';
  text: string;
}

/**
 * What to look for in a page. People cite in their own words, so the figures of a value are looked for as well as the
 * whole: `$0.30`, `204,800`, `10B`, `77.2%`. Years and small numbers are everywhere and prove nothing.
 */
export function needlesOf(cited: readonly string[]): Needle[] {
  const needles = new Map<string, Needle>();
  for (const value of cited) {
    const words = wordsOf(value.slice(0, 2_000).normalize('NFC'));
    if (isTelling(words, value)) needles.set(words.join(' '), { kind: 'words', text: words.join(' ') });
    for (const text of figuresOf(value.slice(0, 2_000))) needles.set(text, { kind: 'figure', text });
  }
  return [...needles.values()].slice(0, 200);
}

// "High" and "yes" stand in any page; "MIT" and "SOC2" do not.
function isTelling(words: readonly string[], value: string): boolean {
  if (words.length === 0) return false;
  return words.length > 1 || /\p{Lu}.*\p{Lu}|\p{Lu}.*\d/u.test(value);
}

const FIGURE =
  /(?<![\p{L}\p{N}_.,/-])(\p{Sc}?)(\d{1,15}(?:[.,]\d{1,15}){0,6})( ?%|[kmbt]|[kmgt]i?b|bn|x|ms|s)?(?![\p{L}\p{N}]|[.,]\d)/giu;

/** The telling figures of a text, without blanks and separators of thousands. */
export function figuresOf(text: string): Set<string> {
  const figures = new Set<string>();
  for (const [, currency = '', digits = '', unit = ''] of text.matchAll(FIGURE)) {
    const number = digits.replaceAll(/,(?=\d{3}(?!\d))/g, '');
    const plain = currency === '' && unit === '' && /^\d+$/.test(number);
    if (plain && (number.length < 3 || /^(19|20)\d\d$/.test(number))) continue;
    figures.add((currency + number + unit.trim()).toLowerCase());
  }
  return figures;
}

/** Where a page holds each needle: the first unit that does. */
export function findNeedles(needles: readonly Needle[], units: readonly Unit[]): Map<Needle, Unit> {
  const found = new Map<Needle, Unit>();
  const figures = needles.some(({ kind }) => kind === 'figure')
    ? unitsByFigure(units)
    : new Map<string, Unit>();
  const wordy = needles.filter(({ kind }) => kind === 'words');
  for (const needle of needles) {
    const unit = needle.kind === 'figure' ? figures.get(needle.text) : undefined;
    if (unit) found.set(needle, unit);
  }
  for (const [needle, unit] of wordy.length > 0 ? findWords(wordy, units) : []) found.set(needle, unit);
  return found;
}

function unitsByFigure(units: readonly Unit[]): Map<string, Unit> {
  const byFigure = new Map<string, Unit>();
  for (const unit of units) {
    // From the words that are compared, not from how it reads: what is masked holds nothing.
    for (const figure of figuresOf(unit.words.join(' '))) {
      if (!byFigure.has(figure)) byFigure.set(figure, unit);
    }
  }
  return byFigure;
}

// A value may run over the end of a line or sentence, so the page is one row of words here.
function findWords(needles: readonly Needle[], units: readonly Unit[]): [Needle, Unit][] {
  const starts: number[] = [];
  let text = ' ';
  for (const { words } of units) {
    starts.push(text.length);
    text += `${words.join(' ')} `;
  }
  return needles.flatMap((needle): [Needle, Unit][] => {
    const at = text.indexOf(` ${needle.text} `);
    if (at === -1 || needle.text.includes(MASK)) return [];
    const unit = units[starts.findLastIndex((start) => start <= at + 1)];
    return unit ? [[needle, unit]] : [];
  });
}

/** A text by its form: each digit is one like another. */
export function formOf(text: string): string {
  return text.replaceAll(/\d+/g, '0');
}
