import { setTimeout } from 'node:timers/promises';

/** Waits, and stops waiting when the signal says so. */
export type Delay = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

/** Waits by timer, up to a quarter more, so that pages that failed together do not come back together. */
export async function jitteredDelay(ms: number, signal: AbortSignal | undefined): Promise<void> {
  // Ending early is no fault here: the next look sees the signal itself.
  await setTimeout(ms * (1 + Math.random() / 4), undefined, { signal }).catch(() => undefined);
}
