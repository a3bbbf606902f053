import { readUrl } from '../domain/url.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './http.ts';
import { createPlaces, type Leave } from './places.ts';
import { retryAfterMs } from './retry-after.ts';

/** How hard the web may be asked. */
export interface Limits {
  now: () => number;
  /** At one host at once. Default 6, a browser's. */
  perHost?: number;
  /** At once in all. Default 64. */
  total?: number;
  /** Starts at one host in any second; `Infinity` for no limit. Default 10. */
  perSecond?: number;
  /** The longest that a host's `Retry-After` is waited for. Default 60,000. */
  longestPauseMs?: number;
}

/** A single 429 that asks for no more than this concerns one page: it waits, its host goes on. */
const shortWaitMs = 5_000;

/** A host that says 429 twice without saying how long is left alone this long. */
const defaultPauseMs = 5_000;

/**
 * The same client, paced: each request waits for a place at the host that it asks, each hop of a redirect for one at its
 * own, and a host waits when it asks to. The time in a queue counts against no request.
 */
export function paced(client: HttpClient, limits: Limits): HttpClient {
  const { now, perHost = 6, total = 64, perSecond = 10, longestPauseMs = 60_000 } = limits;
  const places = createPlaces({ now, perHost, total, perSecond });
  /** Refusals in a row, by host; no entry: none. */
  const refusals = new Map<string, number>();

  function heed(answer: HttpAnswer): void {
    if (answer.kind === 'failure') return;
    const host = hostOf(answer.url);
    const asked = refuses(answer) ? retryAfterMs(answer.headers['retry-after'], now()) : undefined;
    const row = asked !== undefined || answer.status === 429 ? (refusals.get(host) ?? 0) + 1 : 0;
    if (row > 0) refusals.set(host, row);
    else refusals.delete(host);
    const ms = row >= 2 ? (asked ?? defaultPauseMs) : (asked ?? 0);
    if (row >= 2 || ms > shortWaitMs) places.pause(host, now() + Math.min(ms, longestPauseMs));
  }

  return {
    async get(request: HttpRequest): Promise<HttpAnswer> {
      const started = now();
      let leave: Leave | undefined = await places.take(hostOf(request.url), request);
      if (leave === undefined) return aborted(request.url, now() - started);
      async function onHop(url: string): Promise<boolean> {
        if ((await request.onHop?.(url)) === false) return false;
        leave?.();
        // It has waited its turn already: it goes before all who wait at that host.
        leave = await places.take(hostOf(url), { signal: request.signal }, true);
        return leave !== undefined;
      }
      try {
        const answer = await client.get({ ...request, onHop });
        heed(answer);
        return answer;
      } finally {
        leave?.();
      }
    },
    async close() {
      places.close();
      await client.close();
    },
  };
}

function aborted(url: string, ms: number): HttpAnswer {
  return { kind: 'failure', reason: 'aborted', detail: 'aborted', url, hops: [], ms };
}

function hostOf(url: string): string {
  return readUrl(url)?.host ?? '';
}

function refuses({ status }: { status: number }): boolean {
  return status === 429 || status === 503 || status === 403;
}
