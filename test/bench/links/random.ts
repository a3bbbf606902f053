/** A stream of numbers from 0 up to 1, the same for the same seed (mulberry32). */
export type Random = () => number;

/** Begins a stream. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One seed out of several numbers, so that what is drawn for one request does not depend on which came before it. */
export function mixed(...parts: readonly number[]): number {
  return parts.reduce((sum, part) => Math.imul(sum ^ part, 0x9e3779b1) ^ (sum >>> 13), 0x811c9dc5) >>> 0;
}

/** The same things in another order. */
export function shuffled<T>(things: readonly T[], random: Random): T[] {
  return things
    .map((thing) => ({ thing, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ thing }) => thing);
}

/** One of them. */
export function pick<T>(things: readonly [T, ...T[]], random: Random): T {
  return things[Math.floor(random() * things.length)] ?? things[0];
}

/** A draw of a lognormal distribution. */
export function lognormal(median: number, sigma: number, random: Random): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return median * Math.exp(sigma * normal);
}
