import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HttpAnswer, HttpClient } from '../../src/http/http.ts';
import { paced } from '../../src/http/pace.ts';
import { createPlaces, type PlaceLimits, type Places, type Wish } from '../../src/http/places.ts';

beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) }));
afterEach(() => vi.useRealTimers());

/** Places, and who has got one, when, and how many at once. */
function placesFor(limits: Partial<PlaceLimits> = {}) {
  const places = createPlaces({ now: Date.now, perHost: 6, total: 64, perSecond: Infinity, ...limits });
  const begun: { host: string; at: number }[] = [];
  const running = new Map<string, number>();
  const most = { perHost: 0, total: 0 };
  const start = Date.now();
  /** Takes a place and keeps it so long; `false`: there was none. */
  async function use(host: string, ms: number, wish: Wish = {}, first?: boolean): Promise<boolean> {
    const leave = await places.take(host, wish, first);
    if (leave === undefined) return false;
    begun.push({ host, at: Date.now() - start });
    running.set(host, (running.get(host) ?? 0) + 1);
    most.perHost = Math.max(most.perHost, running.get(host) ?? 0);
    most.total = Math.max(
      most.total,
      [...running.values()].reduce((sum, n) => sum + n, 0),
    );
    await new Promise((resolve) => setTimeout(resolve, ms));
    running.set(host, (running.get(host) ?? 0) - 1);
    leave();
    return true;
  }
  const hosts = (): string => begun.map(({ host }) => host).join('');
  return { places, use, begun, most, hosts };
}

async function all<T>(uses: readonly Promise<T>[]): Promise<T[]> {
  const together = Promise.all(uses);
  await vi.runAllTimersAsync();
  return together;
}

test('the host with the longest queue goes first', async () => {
  const { use, hosts } = placesFor({ total: 1 });
  await all([...'xabbccc'].map((host) => use(host, 10)));
  expect(hosts()).toBe('xcbcabc');
});

test('what a host has yet to ask for counts as its queue', async () => {
  const { use, hosts } = placesFor({ total: 1 });
  const behind = { count: 5 };
  await all([use('x', 10), use('a', 10), use('a', 10), use('b', 10, { behind })]);
  expect(hosts()).toBe('xbaa');
});

test('of long queues, too, the longer one goes first', async () => {
  const { use, hosts } = placesFor({ total: 1 });
  const counts = { a: 5_000, b: 90_000, c: 500, d: 63 };
  await all([
    use('x', 10),
    ...Object.entries(counts).map(([host, count]) => use(host, 10, { behind: { count } })),
  ]);
  expect(hosts()).toBe('xbacd');
});

test('one host’s requests go in the order in which they came, a redirect’s next hop before them', async () => {
  const { use, places } = placesFor({ total: 1 });
  const order: string[] = [];
  const name = async (what: string, first?: boolean) => {
    const leave = await places.take('a', {}, first);
    order.push(what);
    leave?.();
  };
  await all<unknown>([use('a', 10), name('one'), name('two'), name('hop', true), name('three')]);
  expect(order).toStrictEqual(['hop', 'one', 'two', 'three']);
});

test('never more at a host and in all than the limits say', async () => {
  const { use, most, begun } = placesFor({ perHost: 3, total: 10 });
  const names = ['a', 'a', 'a', 'b', 'c', 'd', 'e', 'f'];
  await all(Array.from({ length: 400 }, (_, i) => use(names[i % 8] ?? '', 1 + ((i * 7) % 13))));
  expect(most).toStrictEqual({ perHost: 3, total: 10 });
  expect(begun).toHaveLength(400);
});

test('a place that is given back twice is one place', async () => {
  const { places, use, most } = placesFor({ perHost: 1 });
  const leave = await places.take('a', {});
  leave?.();
  leave?.();
  await all([use('a', 10), use('a', 10), use('a', 10)]);
  expect(most.perHost).toBe(1);
});

test.each([
  [10, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1_000, 1_000]],
  [2, [0, 0, 1_000, 1_000, 2_000]],
  [1, [0, 1_000, 2_000]],
  [0.5, [0, 2_000, 4_000]],
])('with %d a second, requests begin at %j', async (perSecond, times) => {
  const { use, begun } = placesFor({ perSecond, perHost: 20 });
  await all([...times.map(() => use('a', 1)), use('b', 1)]);
  expect(begun.filter(({ host }) => host === 'a').map(({ at }) => at)).toStrictEqual(times);
  expect(begun.find(({ host }) => host === 'b')?.at).toBe(0);
});

test('a host is asked more gently where the caller wishes, and never less', async () => {
  const gentle = placesFor({ perSecond: 2, perHost: 2 });
  const pace = { perHost: 1, perSecond: 0.5 };
  await all([1, 2, 3].map(() => gentle.use('a', 10, { pace })));
  expect(gentle.begun.map(({ at }) => at)).toStrictEqual([0, 2_000, 4_000]);
  const greedy = placesFor({ perSecond: 3, perHost: 2 });
  await all([1, 2, 3, 4].map(() => greedy.use('a', 10, { pace: { perHost: 9, perSecond: 99 } })));
  expect(greedy.begun.map(({ at }) => at)).toStrictEqual([0, 0, 10, 1_000]);
});

test('a request that says nothing of pace leaves a gentle host gentle', async () => {
  const { use, begun } = placesFor();
  const pace = { perHost: 1 };
  await all([use('a', 100, { pace }), use('a', 100, { pace }), use('a', 100, {}, true)]);
  expect(begun.map(({ at }) => at)).toStrictEqual([0, 100, 200]);
});

test('at a paused host nobody begins before the time, at others they do', async () => {
  const { places, use, begun } = placesFor();
  places.pause('a', Date.now() + 5_000);
  places.pause('a', Date.now() + 1_000);
  await all([use('a', 10), use('b', 10), use('a', 10)]);
  expect(begun).toStrictEqual([
    { host: 'b', at: 0 },
    { host: 'a', at: 5_000 },
    { host: 'a', at: 5_000 },
  ]);
});

test('a pause holds for those who wait already', async () => {
  const { places, use, begun } = placesFor({ total: 1 });
  const uses = [use('b', 10), use('a', 10)];
  await vi.advanceTimersByTimeAsync(5);
  places.pause('a', Date.now() + 1_000);
  await all(uses);
  expect(begun.map(({ at }) => at)).toStrictEqual([0, 1_005]);
});

test.each(['signal', 'leave'] as const)(
  'a %s ends the wait of those who have it, and of no others',
  async (which) => {
    const { use, hosts } = placesFor({ perHost: 1 });
    const abort = new AbortController();
    const wish = { [which]: abort.signal };
    const uses = [use('a', 100), use('a', 10, wish), use('a', 10), use('a', 10, wish), use('b', 10, wish)];
    await vi.advanceTimersByTimeAsync(50);
    abort.abort();
    expect(await Promise.all([uses[1], uses[3], use('b', 10, wish)])).toStrictEqual([false, false, false]);
    expect(await all([...uses])).toStrictEqual([true, false, true, false, true]);
    expect(hosts()).toBe('aba');
  },
);

test('closing sends everybody away, now and later', async () => {
  const { places, use } = placesFor({ perHost: 1 });
  places.pause('b', Date.now() + 60_000);
  const uses = [use('a', 10), use('a', 10), use('b', 10)];
  await vi.advanceTimersByTimeAsync(5);
  places.close();
  // The one of the place that is still taken.
  expect(vi.getTimerCount()).toBe(1);
  expect(await all([...uses, use('c', 10)])).toStrictEqual([true, false, false, false]);
});

/** Follows one redirect, each hop in its time, and notes which hosts are busy. */
function redirecting(to: string) {
  const busy: string[] = [];
  const log: string[] = [];
  async function hop(host: string): Promise<void> {
    busy.push(host);
    log.push(busy.toSorted().join('+'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    busy.splice(busy.indexOf(host), 1);
  }
  const client: HttpClient = {
    async get({ url, onHop }): Promise<HttpAnswer> {
      await hop(new URL(url).host);
      const passed = url.includes('from') ? await onHop?.(to) : true;
      if (passed === false) return { kind: 'failure', reason: 'aborted', detail: 'x', url, hops: [], ms: 1 };
      if (url.includes('from')) await hop(new URL(to).host);
      const nothing = { headers: {}, body: new Uint8Array(), truncated: false, hops: [], ms: 1 };
      return { kind: 'answer', url: to, status: 200, ...nothing };
    },
    close: async () => undefined,
  };
  return { client, log };
}

test('each hop of a redirect takes a place at its own host, and frees the one before', async () => {
  const { client, log } = redirecting('https://to/');
  const pace = paced(client, { now: Date.now, perHost: 1 });
  await all(['https://to/1', 'https://from/1', 'https://from/2'].map((url) => pace.get({ url })));
  expect(log).toStrictEqual(['to', 'from+to', 'from', 'from+to', 'to']);
});

test('a redirect at one host needs no second place', async () => {
  const { client, log } = redirecting('https://from/end');
  await all([paced(client, { now: Date.now, perHost: 1, total: 1 }).get({ url: 'https://from/1' })]);
  expect(log).toStrictEqual(['from', 'from']);
});

test('a redirect that waits for its place ends at the signal', async () => {
  const { client } = redirecting('https://to/');
  const pace = paced(client, { now: Date.now, perHost: 1 });
  const abort = new AbortController();
  const first = pace.get({ url: 'https://to/1' });
  const second = pace.get({ url: 'https://from/1', signal: abort.signal });
  const third = pace.get({ url: 'https://to/2' });
  await vi.advanceTimersByTimeAsync(100);
  abort.abort();
  await vi.runAllTimersAsync();
  const kinds = (await Promise.all([first, second, third])).map(({ kind }) => kind);
  expect(kinds).toStrictEqual(['answer', 'failure', 'answer']);
});

/** Gives the place back as soon as it is there. */
async function pass(places: Places, host: string, wish: Wish = {}): Promise<void> {
  const leave = await places.take(host, wish);
  await Promise.resolve();
  leave?.();
}

test('100,000 requests wait', async () => {
  const { places } = placesFor();
  const waiting = Array.from({ length: 100_000 }, (_, i) => pass(places, `host-${i % 100}`));
  expect(await Promise.all(waiting)).toHaveLength(100_000);
});

test('100,000 requests for one host, a few waiting and the others behind them', async () => {
  const { places } = placesFor();
  const behind = { count: 100_000 };
  async function some(): Promise<void> {
    while (behind.count > 0) {
      behind.count -= 1;
      await pass(places, 'a', { behind });
    }
  }
  await Promise.all(Array.from({ length: 24 }, some));
  expect(behind.count).toBe(0);
});

test('100,000 who wait are all sent away by one signal', async () => {
  const { places } = placesFor();
  const abort = new AbortController();
  const waiting = Array.from({ length: 100_000 }, (_, i) =>
    places.take(`host-${i % 1_000}`, { signal: abort.signal }),
  );
  abort.abort();
  const got = await Promise.all(waiting);
  expect(got.filter((leave) => leave !== undefined)).toHaveLength(64);
});
