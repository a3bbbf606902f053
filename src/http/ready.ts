/** Those who could go now. One of those with most to do is found without looking at all of them. */
export interface Ready<T> {
  put(one: T, length: number): void;
  drop(one: T): void;
  longest(): T | undefined;
}

/** Up to here every one that waits counts; above, those who have about as much to do rank the same. */
const fewWaiting = 64;
const mostRank = 160;

/** Starts with nobody. */
export function createReady<T>(): Ready<T> {
  const byRank = Array.from({ length: mostRank + 1 }, () => new Set<T>());
  const ranks = new Map<T, number>();
  return {
    put(one, length) {
      const rank = rankOf(length);
      byRank[rank]?.add(one);
      ranks.set(one, rank);
    },
    drop(one) {
      byRank[ranks.get(one) ?? -1]?.delete(one);
      ranks.delete(one);
    },
    longest() {
      const [one] = byRank.findLast(({ size }) => size > 0) ?? [];
      return one;
    },
  };
}

function rankOf(waiting: number): number {
  if (waiting <= fewWaiting) return waiting;
  return Math.min(fewWaiting + Math.floor(8 * Math.log2(waiting / fewWaiting)), mostRank);
}
