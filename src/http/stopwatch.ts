import { setMaxListeners } from 'node:events';
import type { HttpRequest } from './http.ts';

/** The time that one request takes, and its end when that is too long. */
export interface Stopwatch {
  /** Aborts when the time is over, or with the caller's signal. */
  signal: AbortSignal;
  /** Stands still while a place is waited for, and passes on what came of it; `true` where nothing was to wait for. */
  pausedFor(wait: Promise<boolean> | undefined): Promise<boolean>;
  /** Counted so far, in milliseconds. */
  ms(): number;
  stop(): void;
}

/** Starts counting. Listeners are taken off again: `AbortSignal.any` keeps what hangs on a signal that lives long. */
export function createStopwatch(
  { signal, ...wanted }: HttpRequest,
  now: () => number,
  defaultMs = 20_000,
): Stopwatch {
  const timeoutMs = wanted.timeoutMs ?? defaultMs;
  const whole = new AbortController();
  // One for each hop; Node warns of more than ten.
  setMaxListeners(0, whole.signal);
  let counted = 0;
  let since = now();
  let timer = setTimeout(end, timeoutMs);

  function end(): void {
    whole.abort();
  }

  function ms(): number {
    return counted + now() - since;
  }

  if (signal?.aborted === true) end();
  signal?.addEventListener('abort', end, { once: true });
  return {
    signal: whole.signal,
    ms,
    async pausedFor(wait) {
      if (wait === undefined) return true;
      counted = ms();
      clearTimeout(timer);
      const passed = await wait;
      since = now();
      timer = setTimeout(end, Math.max(timeoutMs - counted, 0));
      return passed;
    },
    stop() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    },
  };
}
