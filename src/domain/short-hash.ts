// Short hashes guard nothing: they tell the words of one page apart, and 24 bits are enough for that. A page's print
// holds hundreds of them, so each takes four characters.

/** The length of a short hash in characters. */
export const SHORT = 4;

// In the order of their codes, so that hashes sort as their numbers do.
const DIGITS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/** A number of 32 bits for a text (FNV-1a). */
export function numberOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mixed(hash);
}

/** One number for a row of numbers, from one place to before another. */
export function numberOfRow(numbers: readonly number[], from = 0, to = numbers.length): number {
  let hash = 0x9e3779b9 ^ (to - from);
  for (let at = from; at < to; at += 1) hash = mixed(Math.imul(hash, 31) + (numbers[at] ?? 0));
  return hash;
}

/** The first 24 bits of a number, in four characters. */
export function shortOf(number: number): string {
  return [26, 20, 14, 8].map((shift) => DIGITS[(number >>> shift) & 63]).join('');
}

/** The first 24 bits of a number. */
export function bitsOf(number: number): number {
  return number >>> 8;
}

/** The bits of short hashes that stand one after the other. */
export function bitsOfAll(hashes: string): number[] {
  const all: number[] = [];
  for (let at = 0; at + SHORT <= hashes.length; at += SHORT) {
    let bits = 0;
    for (let each = at; each < at + SHORT; each += 1) bits = bits * 64 + DIGITS.indexOf(hashes.charAt(each));
    all.push(bits);
  }
  return all;
}

// The last step of MurmurHash3: each bit of the number reaches each of the hash.
function mixed(number: number): number {
  let bits = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
