import { createSlots, type Slots } from './slots.ts';

/** Checks begun at one host and not yet asleep: more than are ever asked at once, fewer than memory minds. */
const perHost = 24;
/** The same for all hosts together. */
const inAll = 4_000;

/** What is given to one check. */
export interface Turn {
  /** How many of its host's pages have not begun. */
  behind: { readonly count: number };
  /** Called when it sleeps until another try: others begin meanwhile. */
  sleeps(): void;
}

/** Begins checks little by little: 100,000 begun at once would take most of a gigabyte. */
export function createFeed(): <T>(
  items: readonly T[],
  each: (item: T, turn: Turn) => Promise<unknown>,
) => Promise<void> {
  const all = createSlots(inAll);
  return async (items, each) => {
    const own = createSlots(perHost);
    const behind = { count: items.length };
    const going = new Set<Promise<void>>();
    for (const item of items) {
      await own.take();
      await all.take();
      behind.count -= 1;
      const one = withTurn([own, all], (sleeps) => each(item, { behind, sleeps })).finally(() =>
        going.delete(one),
      );
      going.add(one);
    }
    await Promise.all(going);
  };
}

async function withTurn(
  slots: readonly Slots[],
  act: (sleeps: () => void) => Promise<unknown>,
): Promise<void> {
  let left = false;
  function leave(): void {
    if (left) return;
    left = true;
    for (const each of slots) each.leave();
  }
  try {
    await act(leave);
  } finally {
    leave();
  }
}
