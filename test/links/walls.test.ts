import { expect, onTestFinished, test } from 'vitest';
import { paced } from '../../src/http/pace.ts';
import { checkAll } from '../../src/links/check-all.ts';
import { clientFor, serve, type Running } from '../http/servers.ts';
import { day, site, start, toolsFor } from './tools.ts';

/** A host that answers every path with one status, which can be changed. */
async function wall(first: number, headers: Record<string, string> = {}) {
  const state = { status: first };
  const asked: string[] = [];
  const running = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(state.status, headers).end();
  });
  return { ...running, asked, state, ...oneByOne(running) };
}

/** Tools that ask one page at a time, without the pauses that take minutes. */
function oneByOne({ origin }: Running) {
  const limits = { now: Date.now, perHost: 1, perSecond: Infinity, longestPauseMs: 0 };
  return { key: `link-wall:${new URL(origin).host}`, ...toolsFor(paced(clientFor([origin]), limits)) };
}

function pages(origin: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${origin}/${i}`);
}

test('a host that lets no program in is closed once that is clear, and its other pages are not asked', async () => {
  const { origin, asked, tools, entries, key } = await wall(403);
  const reports = await checkAll(pages(origin, 12), tools);
  // The sixth may be under way already.
  expect(asked.length).toBeLessThanOrEqual(6);
  expect(reports.map(({ result }) => [result.verdict, result.reason])).toStrictEqual([
    ...asked.map(() => ['blocked', 'status 403']),
    ...Array.from({ length: 12 - asked.length }, () => ['blocked', 'host']),
  ]);
  expect(entries.get(key)).toStrictEqual({ walledAt: start });
});

test.each([
  ['four blocked pages are too few', [403, 403, 403, 403]],
  ['four of five are no more than 80 %', [403, 403, 403, 403, 200, 200, 403, 403]],
])('%s to call a host walled', async (_, statuses) => {
  const web = await site(Object.fromEntries(statuses.map((status, i) => [`/${i}`, [status]])));
  const { tools, entries, key } = oneByOne(web);
  await checkAll(pages(web.origin, statuses.length), tools);
  expect(web.asked).toHaveLength(statuses.length);
  expect(entries.has(key)).toBe(false);
});

test('a walled host is asked for one page the next time, another one each day', async () => {
  const { origin, asked, tools, clock, entries, key } = await wall(403);
  await checkAll(pages(origin, 8), tools);
  asked.length = 0;
  for (const days of [1, 2, 3]) {
    clock.now = start + days * day;
    const reports = await checkAll(pages(origin, 8), tools);
    expect(asked).toHaveLength(days);
    expect(reports.map(({ result }) => result.reason).toSorted()).toStrictEqual([
      ...Array.from({ length: 7 }, () => 'host'),
      'status 403',
    ]);
    expect(reports.every(({ result, dead }) => result.verdict === 'blocked' && !dead)).toBe(true);
  }
  expect(new Set(asked).size).toBe(3);
  expect(entries.has(key)).toBe(true);
});

test('when the one page is let in, all are asked and the wall is forgotten', async () => {
  const { origin, asked, state, tools, clock, entries, key } = await wall(403);
  await checkAll(pages(origin, 8), tools);
  asked.length = 0;
  state.status = 200;
  clock.now = start + day;
  const reports = await checkAll(pages(origin, 8), tools);
  expect(reports.map(({ result }) => result.verdict)).toStrictEqual(Array.from({ length: 8 }, () => 'ok'));
  expect(asked.toSorted()).toStrictEqual(pages('', 8));
  expect(entries.has(key)).toBe(false);
});

test('a 404 at a walled host says nothing of the page: it is asked once, and never dead', async () => {
  const { origin, asked, state, tools, clock, entries, key } = await wall(403);
  await checkAll(pages(origin, 5), tools);
  asked.length = 0;
  state.status = 404;
  for (let days = 4; days <= 40; days += 4) {
    clock.now = start + days * day;
    const reports = await checkAll(pages(origin, 5), tools);
    expect(reports.every(({ result, dead }) => result.verdict === 'blocked' && !dead)).toBe(true);
    expect(reports.map(({ result }) => result.reason)).toContain('status 404 at a walled host');
  }
  expect(asked).toHaveLength(10);
  expect(entries.has(key)).toBe(true);
});

test('a page that waits for its proof when its host turns out to be walled is blocked too', async () => {
  const web = await site(Object.fromEntries(pages('', 9).map((path, i) => [path, i === 0 ? [404] : [403]])));
  const { tools } = oneByOne(web);
  function delay(_: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => signal?.addEventListener('abort', () => resolve()));
  }
  const [first, ...others] = await checkAll(pages(web.origin, 9), { ...tools, delay });
  expect(first?.result).toMatchObject({ verdict: 'blocked', reason: 'status 404 at a walled host' });
  expect(first?.record.strikes).toBe(0);
  expect(others.every(({ result }) => result.verdict === 'blocked')).toBe(true);
  expect(web.asked.filter((path) => path === '/0')).toHaveLength(1);
});

test('after twenty 429s in a row a host is left alone for this run, and no longer', async () => {
  const { origin, asked, tools, clock, state, entries, key } = await wall(429);
  const reports = await checkAll(pages(origin, 60), tools);
  expect([20, 21]).toContain(asked.length);
  expect(new Set(reports.map(({ result }) => result.verdict))).toStrictEqual(new Set(['rate-limited']));
  expect(reports.at(-1)?.result.reason).toBe('host');
  expect(entries.has(key)).toBe(false);
  state.status = 200;
  clock.now = start + day;
  const next = await checkAll(pages(origin, 60), tools);
  expect(new Set(next.map(({ result }) => result.verdict))).toStrictEqual(new Set(['ok']));
});

test.each([
  ['60', 3],
  ['61', 1],
])('with Retry-After %s, a page that answers 429 is asked %i times', async (retryAfter, times) => {
  const { origin, asked, tools } = await wall(429, { 'retry-after': retryAfter });
  const reports = await checkAll(pages(origin, 1), tools);
  expect(reports).toMatchObject([{ result: { verdict: 'rate-limited' }, dead: false }]);
  expect(asked).toHaveLength(times);
});

test('a host that asks for more than a minute is not asked for its other pages', async () => {
  const { origin, asked, tools } = await wall(429, { 'retry-after': '3600' });
  const http = paced(clientFor([origin]), { now: Date.now, perHost: 1 });
  onTestFinished(() => http.close());
  const reports = await checkAll(pages(origin, 30), { ...tools, http });
  expect(asked).toStrictEqual(['/0']);
  expect(reports.slice(1).map(({ result }) => [result.verdict, result.reason])).toStrictEqual(
    Array.from({ length: 29 }, () => ['rate-limited', 'host']),
  );
});
