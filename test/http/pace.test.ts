import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HttpAnswer, HttpClient, HttpRequest } from '../../src/http/http.ts';
import { paced } from '../../src/http/pace.ts';
import { retryAfterMs } from '../../src/http/retry-after.ts';

beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) }));
afterEach(() => vi.useRealTimers());

interface Asked {
  url: string;
  at: number;
}

/** A client that takes its time, notes who is asked when, and how many at once. */
function slowClient(ms: number, answerFor: (url: string) => Partial<HttpAnswer> = () => ({})) {
  const asked: Asked[] = [];
  const busy = new Map<string, number>();
  const most = { perHost: 0, total: 0 };
  const start = Date.now();
  async function get({ url }: HttpRequest): Promise<HttpAnswer> {
    const { host } = new URL(url);
    asked.push({ url, at: Date.now() - start });
    busy.set(host, (busy.get(host) ?? 0) + 1);
    most.perHost = Math.max(most.perHost, busy.get(host) ?? 0);
    most.total = Math.max(
      most.total,
      [...busy.values()].reduce((sum, n) => sum + n, 0),
    );
    await new Promise((resolve) => setTimeout(resolve, ms));
    busy.set(host, (busy.get(host) ?? 0) - 1);
    const answer = {
      kind: 'answer',
      url,
      status: 200,
      headers: {},
      body: new Uint8Array(),
      truncated: false,
      hops: [],
      ms,
    };
    return { ...answer, ...answerFor(url) } as HttpAnswer;
  }
  return { client: { get, close: async () => undefined } satisfies HttpClient, asked, most };
}

function urls(host: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `https://${host}/${i}`);
}

async function getAll(client: HttpClient, all: readonly string[]): Promise<HttpAnswer[]> {
  const answers = Promise.all(all.map((url) => client.get({ url })));
  await vi.runAllTimersAsync();
  return answers;
}

test('six at once at a host, and hosts do not wait for one another', async () => {
  const { client, asked, most } = slowClient(2_000);
  await getAll(paced(client, { now: Date.now }), [...urls('a.example', 20), ...urls('b.example', 1)]);
  expect(most.perHost).toBe(6);
  expect(asked).toHaveLength(21);
  expect(asked.find(({ url }) => url.includes('b.example'))?.at).toBe(0);
  expect(asked.at(-1)?.at).toBe(6_000);
});

test('64 at once in all', async () => {
  const { client, asked, most } = slowClient(1_000);
  const hosts = Array.from({ length: 50 }, (_, i) => urls(`host-${i}.example`, 3));
  await getAll(paced(client, { now: Date.now }), hosts.flat());
  expect(most.total).toBe(64);
  expect(asked).toHaveLength(150);
});

test('ten starts in any second at a host', async () => {
  const { client, asked } = slowClient(10);
  await getAll(paced(client, { now: Date.now }), urls('a.example', 35));
  for (const { at } of asked) {
    expect(asked.filter((other) => other.at >= at && other.at < at + 1_000).length).toBeLessThanOrEqual(10);
  }
  expect(asked.at(-1)?.at).toBeGreaterThanOrEqual(3_000);
  expect(asked.at(-1)?.at).toBeLessThan(4_000);
});

function refusing(retryAfter: string | undefined, status = 429, refusals = 1) {
  let left = refusals;
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return (url: string): Partial<HttpAnswer> =>
    url.startsWith('https://a.example') && left-- > 0 ? { kind: 'answer', status, headers } : {};
}

test.each([
  ['30', 429, 30_010],
  ['30', 503, 30_010],
  ['30', 403, 30_010],
  ['Thu, 01 Jan 2026 00:00:20 GMT', 429, 20_000],
  ['86400', 429, 60_010],
  ['1m30s', 429, 10],
  [undefined, 429, 10],
  ['30', 200, 10],
])('Retry-After %s with %i: the host is asked again at %i ms', async (retryAfter, status, at) => {
  const { client, asked } = slowClient(10, refusing(retryAfter, status));
  const limits = { now: Date.now, perHost: 1 };
  await getAll(paced(client, limits), [...urls('a.example', 2), ...urls('b.example', 2)]);
  const [, second] = asked.filter(({ url }) => url.includes('a.example'));
  expect(second?.at).toBe(at);
  expect(asked.filter(({ url }) => url.includes('b.example')).every((each) => each.at <= 10)).toBe(true);
});

test('two 429s in a row that name no time pause the host', async () => {
  const { client, asked } = slowClient(10, refusing(undefined, 429, 2));
  await getAll(paced(client, { now: Date.now, perHost: 1 }), urls('a.example', 3));
  expect(asked.map(({ at }) => at)).toStrictEqual([0, 10, 5_020]);
});

test('any second is any second: no two bursts where two seconds meet', async () => {
  const { client, asked } = slowClient(1);
  const pace = paced(client, { now: Date.now });
  const first = pace.get({ url: 'https://a.example/' });
  await vi.advanceTimersByTimeAsync(900);
  await Promise.all([first, getAll(pace, urls('a.example', 20))]);
  expect(asked.filter(({ at }) => at >= 900 && at < 1_900).length).toBeLessThanOrEqual(10);
});

test('the longest wait of a burst counts', async () => {
  const waits = ['20', '3'];
  const { client, asked } = slowClient(10, () => {
    const wait = waits.shift();
    return wait === undefined ? {} : { status: 429, headers: { 'retry-after': wait } };
  });
  await getAll(paced(client, { now: Date.now, perHost: 2 }), urls('a.example', 3));
  expect(asked.at(-1)?.at).toBe(20_010);
});

test('who waits in a queue leaves it at the signal', async () => {
  const { client, asked } = slowClient(1_000);
  const pace = paced(client, { now: Date.now, perHost: 1 });
  const abort = new AbortController();
  const first = pace.get({ url: 'https://a.example/1' });
  const second = pace.get({ url: 'https://a.example/2', signal: abort.signal });
  await vi.advanceTimersByTimeAsync(100);
  abort.abort();
  expect(await second).toStrictEqual({
    kind: 'failure',
    reason: 'aborted',
    detail: 'aborted',
    url: 'https://a.example/2',
    hops: [],
    ms: 100,
  });
  await vi.runAllTimersAsync();
  expect(await first).toMatchObject({ kind: 'answer' });
  expect(asked).toHaveLength(1);
});

test('closing answers all who wait, paused or not', async () => {
  const { client } = slowClient(10, refusing('50'));
  const pace = paced(client, { now: Date.now, perHost: 1 });
  const waiting = urls('a.example', 3).map((url) => pace.get({ url }));
  await vi.advanceTimersByTimeAsync(20);
  await pace.close();
  const kinds = (await Promise.all(waiting)).map((answer) => answer.kind);
  expect(kinds).toStrictEqual(['answer', 'failure', 'failure']);
  expect(vi.getTimerCount()).toBe(0);
});

test('thousands of hosts are not all remembered, and a paused one is', async () => {
  const { client, asked } = slowClient(1, refusing('50'));
  const pace = paced(client, { now: Date.now });
  const first = pace.get({ url: 'https://a.example/1' });
  await vi.advanceTimersByTimeAsync(5);
  await first;
  const others = Array.from({ length: 1_500 }, (_, i) => pace.get({ url: `https://host-${i}.example/` }));
  await vi.advanceTimersByTimeAsync(1_000);
  await Promise.all(others);
  const again = pace.get({ url: 'https://a.example/2' });
  await vi.runAllTimersAsync();
  await again;
  expect(asked.at(-1)).toStrictEqual({ url: 'https://a.example/2', at: 50_001 });
});

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 5 ', 5_000],
  ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
  ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ['-5', undefined],
  ['1.5', undefined],
  ['1m30s', undefined],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
  ['99999999999999999999', undefined],
  ['2026-01-01', undefined],
  ['Thu, 99 Jan 2026 00:00:00 GMT', undefined],
])('Retry-After %j is %j', (header, ms) => {
  expect(retryAfterMs(header, Date.UTC(2026, 0, 1))).toBe(ms);
});
