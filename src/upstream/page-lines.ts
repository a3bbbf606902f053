import type { Regex } from './regex.ts';

/** Lines that frame every page, and change without saying anything. */
const FRAME =
  /^(last (updated|modified|edited|reviewed)|updated on|published on|©|copyright (©|\(c\)|\d)|all rights reserved|\d[\d.,]*[km]? (views|likes|min(utes?)? read|shares|comments)\b)/i;

/** The lines of a text that say something; of those only what fits `extract`, where it is given. */
export function linesOf(text: string, ignoreLines: Regex | undefined, extract: Regex | undefined): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !FRAME.test(line) && ignoreLines?.matches(line) !== true)
    .map((line) => (extract === undefined ? line : (extract.find(line) ?? '')))
    .filter((line) => line !== '');
}
