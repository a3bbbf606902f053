import { setMaxListeners } from 'node:events';
import { readUrl } from '../domain/url.ts';
import type { LinkResult } from '../domain/verdict.ts';
import type { HttpAnswer } from '../http/http.ts';
import { retryAfterMs } from '../http/retry-after.ts';

/** Why the rest of a host's pages is not asked in this run: it lets no program in, or asks for fewer requests without end. */
export type Closed = 'wall' | 'limit';

/** One host during one run. */
export interface Host {
  readonly closed: Closed | undefined;
  /** Aborts when the host is closed, or the run ends: nothing waits for it any more. */
  leave: AbortSignal;
  /** Told of each answer. */
  hear(answer: HttpAnswer): void;
  /** Told of what each page came to. */
  settle(result: LinkResult): void;
  close(why: Closed): void;
  /** Whether its pages have shown that it is walled, or that it is not; nothing where too few have. */
  isWalled(): boolean | undefined;
}

/** From so many pages on, and so large a share of them blocked, a host is walled (apify/apify-docs#2261). */
const fewest = 5;
const share = 0.8;

/** 429s in a row, whatever pauses lie between, after which a host is left alone. */
const mostRefusals = 20;

/** A host that asks for a longer wait than this is not asked again in the run. */
export const longestWaitMs = 60_000;

/** The hosts of one run, which `signal` cuts short. `over` ends when the run does: `signal` may live as long as the app. */
export function createHosts(
  now: () => number,
  signal: AbortSignal | undefined,
  over: AbortSignal,
): (url: string) => Host {
  const hosts = new Map<string, Host & { end(): void }>();
  signal?.addEventListener(
    'abort',
    () => {
      for (const host of hosts.values()) host.end();
    },
    { once: true, signal: over },
  );
  return (url) => {
    const name = hostOf(url);
    const host = hosts.get(name) ?? createHost(now);
    if (signal?.aborted === true) host.end();
    hosts.set(name, host);
    return host;
  };
}

/** The name and port by which a page's host goes. */
export function hostOf(url: string): string {
  return readUrl(url)?.host ?? '';
}

function createHost(now: () => number): Host & { end(): void } {
  const leave = new AbortController();
  // One for each page that waits for its next try.
  setMaxListeners(0, leave.signal);
  let closed: Closed | undefined;
  let refusals = 0;
  let pages = 0;
  let blocked = 0;

  function close(why: Closed): void {
    closed ??= why;
    leave.abort();
  }

  function isWalled(): boolean | undefined {
    return pages < fewest ? undefined : blocked / pages > share;
  }

  return {
    get closed() {
      return closed;
    },
    leave: leave.signal,
    close,
    isWalled,
    end: () => leave.abort(),
    hear(answer) {
      if (answer.kind === 'failure') return;
      refusals = answer.status === 429 ? refusals + 1 : 0;
      if (answer.status !== 429) return;
      const wait = retryAfterMs(answer.headers['retry-after'], now()) ?? 0;
      if (refusals >= mostRefusals || wait > longestWaitMs) close('limit');
    },
    settle({ verdict }) {
      pages += 1;
      if (verdict === 'blocked') blocked += 1;
      if (isWalled() === true) close('wall');
    },
  };
}
