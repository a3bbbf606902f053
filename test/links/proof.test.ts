import { expect, test } from 'vitest';
import { paced } from '../../src/http/pace.ts';
import { checkAll } from '../../src/links/check-all.ts';
import { clientFor } from '../http/servers.ts';
import { day, site, start, toolsFor } from './tools.ts';

test.each([
  [[404], 'not-found', 'status 404', 2],
  [[410], 'gone', 'status 410', 2],
  [[404, 200], 'ok', 'status 200', 2],
  [[410, 200], 'ok', 'status 200', 2],
  [[404, 403], 'blocked', 'status 403', 2],
  // Both say that there is no such page; the later one has the word.
  [[404, 410], 'gone', 'status 410', 2],
  [[410, 404], 'not-found', 'status 404', 2],
])('a page that answers %j is %s (%s)', async (statuses, verdict, reason, times) => {
  const web = await site({ '/a': statuses });
  const { tools, waits } = toolsFor(clientFor([web.origin]));
  const reports = await checkAll([`${web.origin}/a`], tools);
  expect(reports).toMatchObject([{ result: { verdict, reason }, record: { verdict } }]);
  expect(web.asked).toHaveLength(times);
  expect(waits).toStrictEqual([30_000]);
});

test('the caller says how far apart the two looks are', async () => {
  const web = await site({});
  const { tools, waits } = toolsFor(clientFor([web.origin]), { confirmAfterMs: 90_000 });
  await checkAll([`${web.origin}/a`], tools);
  expect(waits).toStrictEqual([90_000]);
});

test('trouble that may pass, and then an answer that needs proof, are tried each in their own way', async () => {
  const web = await site({ '/a': [500, 404, 503, 404] });
  const { tools, waits } = toolsFor(clientFor([web.origin]));
  const reports = await checkAll([`${web.origin}/a`], tools);
  expect(reports).toMatchObject([{ result: { verdict: 'not-found' } }]);
  expect(waits).toStrictEqual([300, 30_000, 300]);
});

/** A resolver that knows no name at the given look-ups, and lets the others fail for now. */
function resolver(unknown: readonly number[]) {
  const looked: string[] = [];
  async function resolve(name: string): Promise<[]> {
    looked.push(name);
    if (unknown.includes(looked.length)) return [];
    throw Object.assign(new Error('try again'), { code: 'EAI_AGAIN' });
  }
  return { looked, resolve };
}

test('a name that nobody knows is looked up twice', async () => {
  const { looked, resolve } = resolver([1, 2]);
  const { tools, waits } = toolsFor(clientFor([], { resolve }));
  const reports = await checkAll(['https://gone.example/a'], tools);
  expect(reports).toMatchObject([
    { result: { verdict: 'dns', reason: 'ENOTFOUND' }, record: { strikes: 1 } },
  ]);
  expect(looked).toHaveLength(2);
  expect(waits).toStrictEqual([30_000]);
});

test('a resolver that does not know the second time has denied nothing', async () => {
  const { resolve } = resolver([1]);
  const { tools } = toolsFor(clientFor([], { resolve }));
  const reports = await checkAll(['https://gone.example/a'], tools);
  expect(reports).toMatchObject([{ result: { verdict: 'dns-temporary' }, record: { strikes: 0 } }]);
});

const there = { headers: {}, body: new Uint8Array(), truncated: false };
const missing = { kind: 'answer', status: 404, ...there } as const;
const nameless = { kind: 'failure', reason: 'dns', detail: 'ENOTFOUND' } as const;

test.each([
  [[missing, nameless, missing], 'not-checked', 'answers differ'],
  [[nameless, missing, nameless], 'not-checked', 'answers differ'],
  [[nameless, missing, missing], 'not-found', 'status 404'],
  [[missing, nameless, nameless], 'dns', 'ENOTFOUND'],
])(
  'a missing page is no proof of a missing name, nor the other way round (%#)',
  async (answers, verdict, reason) => {
    const left = [...answers];
    const { tools, waits } = toolsFor({
      get: async ({ url }) => ({ ...(left.shift() ?? nameless), url, hops: [], ms: 1 }),
      close: async () => undefined,
    });
    const reports = await checkAll(['https://a.example/x'], tools);
    expect(reports).toMatchObject([{ result: { verdict, reason }, dead: false }]);
    expect(left).toStrictEqual([]);
    expect(waits).toStrictEqual([30_000, 30_000]);
  },
);

test('a strike of an earlier run is the first sight', async () => {
  const web = await site({});
  const { looked, resolve } = resolver([1, 2, 3, 4, 5, 6]);
  const { tools, clock, waits } = toolsFor(clientFor([web.origin], { resolve }));
  const cited = [`${web.origin}/a`, 'https://gone.example/'];
  await checkAll(cited, tools);
  clock.now = start + 4 * day;
  const reports = await checkAll(cited, tools);
  expect(reports.map(({ record }) => record.strikes)).toStrictEqual([2, 2]);
  expect([web.asked.length, looked.length]).toStrictEqual([3, 3]);
  expect(waits).toStrictEqual([30_000, 30_000]);
});

test('an earlier strike of another kind proves nothing', async () => {
  const web = await site({ '/a': [500, 500, 500, 404] });
  const { tools, clock, waits } = toolsFor(clientFor([web.origin]));
  await checkAll([`${web.origin}/a`], tools);
  clock.now = start + 4 * day;
  const reports = await checkAll([`${web.origin}/a`], tools);
  expect(reports).toMatchObject([{ result: { verdict: 'not-found' }, record: { strikes: 2 } }]);
  expect(waits).toStrictEqual([300, 600, 30_000]);
});

test('a page that waits for its proof is let go when the run ends, and stays unknown', async () => {
  const web = await site({});
  const abort = new AbortController();
  const { tools, entries } = toolsFor(clientFor([web.origin]), { delay: async () => abort.abort() });
  const reports = await checkAll([`${web.origin}/a`], tools, { signal: abort.signal });
  expect(reports).toMatchObject([{ result: { verdict: 'not-checked', reason: 'aborted' }, broken: false }]);
  expect(web.asked).toHaveLength(1);
  expect(entries.size).toBe(0);
});

test('a page that waits for its proof holds no place: all others are asked meanwhile', async () => {
  const others = Array.from({ length: 40 }, (_, i) => `/${i}`);
  const web = await site(Object.fromEntries(others.map((path) => [path, [200]])));
  const client = paced(clientFor([web.origin]), { now: Date.now, perHost: 1, perSecond: Infinity });
  // More of them wait than checks of one host may be under way.
  const waiting = Array.from({ length: 30 }, (_, i) => `/missing-${i}`);
  const { tools } = toolsFor(client, {
    delay: async () => {
      while (web.asked.length < 70) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  });
  const reports = await checkAll(
    [...waiting, ...others].map((path) => web.origin + path),
    tools,
  );
  expect(reports.filter(({ result }) => result.verdict === 'not-found')).toHaveLength(30);
  expect(web.asked).toHaveLength(100);
});
