import type { Version } from '../model.ts';

/** Keeps the present state, so that a lagging list can go back to it. */
export function remember<T extends { history: Version<T>[] }>(thing: T): void {
  thing.history.push({ at: Date.now(), value: { ...thing } });
}

/** Things as they were at a moment (ms); what was written later is missing or old. */
export function asOf<T extends { history: Version<T>[] }>(things: readonly T[], moment: number): T[] {
  return things.flatMap((thing) => thing.history.findLast(({ at }) => at <= moment)?.value ?? []);
}
