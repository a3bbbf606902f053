/** What the servers of the world have seen of one client. Times are milliseconds since its first request. */
export interface Reading {
  requests: number;
  /** Requests for the same thing as an earlier one. */
  repeats: number;
  connections: number;
  /** Most at once, in all and at one host. */
  atOnce: number;
  atOnceOneHost: number;
  /** Most in any second at one host. */
  perSecondOneHost: number;
  refused429: number;
  notModified: number;
  bytes: number;
  lastAnswer: number;
  /** The last answer to a page that had not yet given one that says it all: without second looks and proofs. */
  lastFirstAnswer: number;
  /** The host with the most pages: how long it was asked by how many at once, until its last first answer. */
  largest: { until: number; atOnce: readonly number[]; refused429: number };
}

/** One request under way. */
export interface Asking {
  /** Tells how it ended, once: with an answer, with one to a page that had already given one that says it all, or without. */
  end(how: 'answer' | 'again' | 'nothing'): void;
}

/** Looks over the servers' shoulders. */
export interface Meter {
  asked(host: number, what: string): Asking;
  connected(): void;
  sent(status: number, host: number): void;
  wrote(bytes: number): void;
  read(): Reading;
}

interface HostCount {
  now: number;
  most: number;
  /** When the requests of the last second came. */
  recent: number[];
  perSecond: number;
}

/** Begins to count. */
export function createMeter(): Meter {
  const began = performance.now();
  const hosts = new Map<number, HostCount>();
  const seen = new Set<string>();
  const levels = createLevels();
  let first: number | undefined;
  let now = 0;
  let all = 0;
  const sums = { requests: 0, connections: 0, atOnce: 0, refused429: 0, notModified: 0, bytes: 0 };
  const times = { lastAnswer: 0, lastFirstAnswer: 0 };
  let refusedLargest = 0;

  function clock(): number {
    const at = performance.now() - began;
    first ??= at;
    return at - first;
  }

  function countOf(host: number): HostCount {
    const known = hosts.get(host) ?? { now: 0, most: 0, recent: [], perSecond: 0 };
    hosts.set(host, known);
    return known;
  }

  return {
    asked(host, what) {
      const at = clock();
      const count = countOf(host);
      sums.requests += 1;
      seen.add(what);
      now += 1;
      all = Math.max(all, now);
      count.now += 1;
      count.most = Math.max(count.most, count.now);
      while ((count.recent[0] ?? at) <= at - 1_000) count.recent.shift();
      count.recent.push(at);
      count.perSecond = Math.max(count.perSecond, count.recent.length);
      if (host === 0) levels.changed(count.now, at);
      let over = false;
      return {
        end(how) {
          if (over) return;
          over = true;
          const ended = clock();
          now -= 1;
          count.now -= 1;
          if (host === 0) levels.changed(count.now, ended, how === 'answer');
          if (how !== 'nothing') times.lastAnswer = ended;
          if (how === 'answer') times.lastFirstAnswer = ended;
        },
      };
    },
    connected: () => void (sums.connections += 1),
    sent(status, host) {
      if (status === 304) sums.notModified += 1;
      if (status !== 429) return;
      sums.refused429 += 1;
      if (host === 0) refusedLargest += 1;
    },
    wrote: (bytes) => void (sums.bytes += bytes),
    read() {
      const counts = [...hosts.values()];
      return {
        ...sums,
        ...times,
        repeats: sums.requests - seen.size,
        atOnce: all,
        atOnceOneHost: counts.reduce((most, count) => Math.max(most, count.most), 0),
        perSecondOneHost: counts.reduce((most, count) => Math.max(most, count.perSecond), 0),
        largest: { ...levels.read(), refused429: refusedLargest },
      };
    },
  };
}

/** How long each number of requests at once lasted, up to the last first answer. */
function createLevels(): {
  changed(level: number, at: number, first?: boolean): void;
  read(): { until: number; atOnce: number[] };
} {
  let level = 0;
  let since = 0;
  let until = 0;
  const spent: number[] = [];
  let upToFirst: number[] = [];
  return {
    changed(next, at, first = false) {
      spent[level] = (spent[level] ?? 0) + at - since;
      [level, since] = [next, at];
      if (!first) return;
      until = at;
      upToFirst = [...spent];
    },
    read: () => ({ until, atOnce: Array.from(upToFirst, (ms) => ms ?? 0) }),
  };
}
