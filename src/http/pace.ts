import PQueue from 'p-queue';
import type { HttpAnswer, HttpClient, HttpRequest } from './http.ts';
import { retryAfterMs } from './retry-after.ts';

/** How hard the web may be asked. */
export interface Limits {
  now: () => number;
  /** At one host at once. Default 6, a browser's. */
  perHost?: number;
  /** At once in all. Default 64. */
  total?: number;
  /** Starts at one host in any second. Default 10. */
  perSecond?: number;
  /** The longest that a host's `Retry-After` is waited for. Default 60,000. */
  longestPauseMs?: number;
}

/** A host that says 429 twice without saying how long is left alone this long. */
const defaultPauseMs = 5_000;

/** Hosts remembered before idle ones are dropped. */
const mostHosts = 1_000;

interface Host {
  queue: PQueue;
  /** 429s in a row. */
  refusals: number;
  resume: NodeJS.Timeout | undefined;
  pausedUntil: number;
}

/** The same client, paced: each host has its queue, and waits when it asks to. The time in a queue counts against no request. */
export function paced(client: HttpClient, limits: Limits): HttpClient {
  const { now, perHost = 6, total = 64, perSecond = 10, longestPauseMs = 60_000 } = limits;
  const hosts = new Map<string, Host>();
  const all = new PQueue({ concurrency: total });
  const closing = new AbortController();

  function hostOf(url: string): Host {
    const name = URL.canParse(url) ? new URL(url).host : '';
    const known = hosts.get(name);
    if (known !== undefined) return known;
    if (hosts.size >= mostHosts) dropIdle(hosts);
    const queue = new PQueue({ concurrency: perHost, intervalCap: perSecond, interval: 1_000, strict: true });
    const host = { queue, refusals: 0, resume: undefined, pausedUntil: 0 };
    hosts.set(name, host);
    return host;
  }

  function heed(answer: HttpAnswer): void {
    if (answer.kind === 'failure') return;
    const host = hostOf(answer.url);
    const asked = refusal(answer) ? retryAfterMs(answer.headers['retry-after'], now()) : undefined;
    host.refusals = answer.status === 429 ? host.refusals + 1 : 0;
    const ms = asked ?? (host.refusals >= 2 ? defaultPauseMs : 0);
    if (ms > 0) pause(host, Math.min(ms, longestPauseMs), now());
  }

  return {
    async get(request: HttpRequest): Promise<HttpAnswer> {
      const started = now();
      const signals = request.signal === undefined ? [closing.signal] : [closing.signal, request.signal];
      const options = { signal: AbortSignal.any(signals) };
      async function ask(): Promise<HttpAnswer> {
        const answer = await client.get(request);
        heed(answer);
        return answer;
      }
      try {
        return await hostOf(request.url).queue.add(() => all.add(ask, options), options);
      } catch (error) {
        // A queue throws the signal's reason at those who wait in it.
        if (!options.signal.aborted) throw error;
        const ms = now() - started;
        return { kind: 'failure', reason: 'aborted', detail: 'aborted', url: request.url, hops: [], ms };
      }
    },
    async close() {
      closing.abort();
      for (const { resume } of hosts.values()) clearTimeout(resume);
      await client.close();
    },
  };
}

function refusal({ status }: { status: number }): boolean {
  return status === 429 || status === 503 || status === 403;
}

function pause(host: Host, ms: number, now: number): void {
  // The answers of one burst come in any order: the longest of their waits counts.
  if (now + ms <= host.pausedUntil) return;
  host.pausedUntil = now + ms;
  host.queue.pause();
  clearTimeout(host.resume);
  host.resume = setTimeout(() => {
    host.resume = undefined;
    host.queue.start();
  }, ms);
}

function dropIdle(hosts: Map<string, Host>): void {
  for (const [name, { queue, resume }] of hosts) {
    if (queue.size === 0 && queue.pending === 0 && resume === undefined) hosts.delete(name);
  }
}
