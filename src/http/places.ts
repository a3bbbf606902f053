import { setMaxListeners } from 'node:events';
import { createReady } from './ready.ts';

/** How many may be asked at once, and how fast. */
export interface PlaceLimits {
  now: () => number;
  /** At one host at once. */
  perHost: number;
  /** At once in all. */
  total: number;
  /** Starts at one host in any second; may be a fraction, or `Infinity`. */
  perSecond: number;
}

/** What one request asks for, beside a place. */
export interface Wish {
  /** Ends the wait. */
  signal?: AbortSignal | undefined;
  leave?: AbortSignal | undefined;
  /** More of the kind that do not wait here yet. */
  behind?: { readonly count: number } | undefined;
  /** Keeps this host to less than the limits; never to more. */
  pace?: { perHost?: number | undefined; perSecond?: number | undefined } | undefined;
}

/** Gives a place back. */
export type Leave = () => void;

/** Places in which a request may run. */
export interface Places {
  /** Resolves when there is a place; with nothing when a signal ended the wait. `first`: before all others at the host. */
  take(host: string, wish: Wish, first?: boolean): Promise<Leave | undefined>;
  /** Nobody starts at this host before that time. */
  pause(host: string, until: number): void;
  /** Sends everybody away who waits, now and later. */
  close(): void;
}

interface Waiter {
  wish: Wish;
  go: (leave: Leave | undefined) => void;
}

interface Host {
  waiting: Waiter[];
  running: number;
  perHost: number;
  perSecond: number;
  /** When the latest ones began, the oldest first. */
  starts: number[];
  pausedUntil: number;
  wake: NodeJS.Timeout | undefined;
}

/** Hosts remembered before idle ones are dropped. */
const fewHosts = 1_000;

/**
 * Places for requests: one queue a host, and the host with the longest queue goes first, since it is what the whole run
 * ends up waiting for. Whatever waits costs one small object.
 */
export function createPlaces(limits: PlaceLimits): Places {
  return new HostPlaces(limits);
}

class HostPlaces implements Places {
  readonly #limits: PlaceLimits;
  readonly #hosts = new Map<string, Host>();
  /** The hosts that could start one now. */
  readonly #ready = createReady<Host>();
  readonly #heard = new WeakSet<AbortSignal>();
  #running = 0;
  #many = fewHosts;
  #closed = false;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  take(name: string, wish: Wish, first = false): Promise<Leave | undefined> {
    if (this.#closed || isOver(wish)) return Promise.resolve(undefined);
    this.#listen(wish.signal);
    this.#listen(wish.leave);
    const host = this.#hostFor(name);
    // Who says nothing of it, such as a redirect's next hop, leaves the host as gentle as it is.
    if (wish.pace !== undefined) {
      host.perHost = Math.min(this.#limits.perHost, wish.pace.perHost ?? Infinity);
      host.perSecond = Math.min(this.#limits.perSecond, wish.pace.perSecond ?? Infinity);
    }
    return new Promise((go) => {
      if (first) host.waiting.unshift({ wish, go });
      else host.waiting.push({ wish, go });
      this.#place(host);
      this.#fill();
    });
  }

  pause(name: string, until: number): void {
    const host = this.#hostFor(name);
    // The answers of one burst come in any order: the longest of their waits counts.
    host.pausedUntil = Math.max(host.pausedUntil, until);
    this.#place(host);
  }

  close(): void {
    this.#closed = true;
    this.#sendAway(() => true);
    for (const { wake } of this.#hosts.values()) clearTimeout(wake);
  }

  #hostFor(name: string): Host {
    const known = this.#hosts.get(name);
    if (known !== undefined) return known;
    if (this.#hosts.size >= this.#many) {
      this.#many = Math.max(fewHosts, 2 * dropIdle(this.#hosts, this.#limits.now()));
    }
    const host = newHost(this.#limits);
    this.#hosts.set(name, host);
    return host;
  }

  /** Puts a host where it now belongs: among the ready ones, or to sleep until it may be. */
  #place(host: Host): void {
    this.#ready.drop(host);
    if (host.waiting.length === 0 || host.running >= host.perHost) return;
    const wait = opensAt(host) - this.#limits.now();
    if (wait > 0) this.#sleep(host, wait);
    else this.#ready.put(host, host.waiting.length + (host.waiting[0]?.wish.behind?.count ?? 0));
  }

  #sleep(host: Host, ms: number): void {
    clearTimeout(host.wake);
    host.wake = setTimeout(() => {
      host.wake = undefined;
      this.#place(host);
      this.#fill();
    }, ms);
  }

  #fill(): void {
    while (this.#running < this.#limits.total) {
      const host = this.#ready.longest();
      const waiter = host?.waiting.shift();
      if (host === undefined || waiter === undefined) return;
      this.#start(host, waiter);
    }
  }

  #start(host: Host, waiter: Waiter): void {
    this.#running += 1;
    host.running += 1;
    noteStart(host, this.#limits.now());
    this.#place(host);
    let left = false;
    waiter.go(() => {
      if (left) return;
      left = true;
      this.#running -= 1;
      host.running -= 1;
      this.#place(host);
      this.#fill();
    });
  }

  /** One listener a signal, however many requests wait under it. */
  #listen(signal: AbortSignal | undefined): void {
    if (signal === undefined || this.#heard.has(signal)) return;
    this.#heard.add(signal);
    // One for each request under way.
    setMaxListeners(0, signal);
    signal.addEventListener('abort', () => this.#sendAway(({ wish }) => isOver(wish)), { once: true });
  }

  #sendAway(which: (waiter: Waiter) => boolean): void {
    for (const host of this.#hosts.values()) {
      const gone = host.waiting.filter(which);
      if (gone.length === 0) continue;
      host.waiting = host.waiting.filter((waiter) => !which(waiter));
      this.#place(host);
      for (const { go } of gone) go(undefined);
    }
  }
}

function newHost({ perHost, perSecond }: PlaceLimits): Host {
  const nothing = { running: 0, pausedUntil: 0, wake: undefined };
  return { ...nothing, waiting: [], starts: [], perHost, perSecond };
}

function noteStart({ perSecond, starts }: Host, now: number): void {
  if (perSecond === Infinity) return;
  starts.push(now);
  if (starts.length > Math.max(perSecond, 1)) starts.shift();
}

function isOver({ signal, leave }: Wish): boolean {
  return signal?.aborted === true || leave?.aborted === true;
}

function opensAt({ perSecond, starts, pausedUntil }: Host): number {
  if (perSecond === Infinity) return pausedUntil;
  // Below one a second, one start in a longer while.
  const [most, span] = perSecond >= 1 ? [Math.floor(perSecond), 1_000] : [1, 1_000 / perSecond];
  const oldest = starts.at(-most);
  return oldest === undefined ? pausedUntil : Math.max(pausedUntil, oldest + span);
}

function dropIdle(hosts: Map<string, Host>, now: number): number {
  for (const [name, host] of hosts) {
    if (host.waiting.length === 0 && host.running === 0 && opensAt(host) <= now) hosts.delete(name);
  }
  return hosts.size;
}
