import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import type { HttpAnswer, HttpClient } from '../../src/http/http.ts';
import { paced } from '../../src/http/pace.ts';
import { checkAll } from '../../src/links/check-all.ts';
import { clientFor, deadOrigin, serve, serveRaw, serveTls } from '../http/servers.ts';
import { day, site, start, toolsFor } from './tools.ts';

async function tryAgain(): Promise<never> {
  throw Object.assign(new Error('try again'), { code: 'EAI_AGAIN' });
}

async function fails(): Promise<never> {
  throw new Error('no Redis');
}

test('each page is looked at once, whatever fragments cite it, in the order of first mention', async () => {
  const web = await site({ '/a': [200], '/b': [404], '/old': [301], '/new': [200] });
  const { tools } = toolsFor(clientFor([web.origin]));
  const told: string[] = [];
  const cited = ['/b#x', '/a', '/a#1', '/b', '/old', '/./a#2'].map((path) => web.origin + path);
  const reports = await checkAll(cited, tools, { onResult: ({ result }) => told.push(result.page) });
  expect(reports.map(({ result, dead }) => [result.page, result.verdict, dead])).toStrictEqual([
    [`${web.origin}/b`, 'not-found', false],
    [`${web.origin}/a`, 'ok', false],
    [`${web.origin}/old`, 'redirected-permanent', false],
  ]);
  expect(reports[2]?.record.finalUrl).toBe(`${web.origin}/new`);
  expect(told.toSorted()).toStrictEqual(reports.map(({ result }) => result.page).toSorted());
  // What is missing is looked for twice.
  expect(web.asked.toSorted()).toStrictEqual(['/a', '/b', '/b', '/new', '/old']);
});

test('a run that is over leaves nothing behind on a signal that goes on', async () => {
  const web = await site({ '/a': [200] });
  const { tools } = toolsFor(clientFor([web.origin]));
  const { signal } = new AbortController();
  const hanging = async () => {
    await checkAll([`${web.origin}/a`], tools, { signal, all: true });
    return getEventListeners(signal, 'abort').length;
  };
  const before = await hanging();
  await hanging();
  expect(await hanging()).toBe(before);
});

test('what passes is tried again, and nothing else', async () => {
  const web = await site({
    '/flaky': [500, 503, 200],
    '/down': [503],
    '/busy': [429, 200],
    '/missing': [404],
    '/wall': [403],
    '/odd': [400],
  });
  const { tools, waits } = toolsFor(clientFor([web.origin]));
  const paths = ['/flaky', '/down', '/busy', '/missing', '/wall', '/odd'];
  const reports = await checkAll(
    paths.map((path) => web.origin + path),
    tools,
  );
  expect(reports.map(({ result }) => result.verdict)).toStrictEqual([
    'ok',
    'server-error',
    'ok',
    'not-found',
    'blocked',
    'client-error',
  ]);
  const times = paths.map((path) => web.asked.filter((asked) => asked === path).length);
  expect(times).toStrictEqual([3, 3, 2, 2, 1, 1]);
  expect(waits.toSorted((a, b) => a - b)).toStrictEqual([300, 300, 300, 600, 600, 30_000]);
});

test('the ways to fail, on real servers', async () => {
  const reset = await serveRaw((socket) => socket.resetAndDestroy());
  let silentAsked = 0;
  const silent = await serveRaw(() => void (silentAsked += 1));
  const secure = await serveTls((_, response) => response.end());
  const loop = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
  const inside = await serve((_, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
  );
  const dead = await deadOrigin();
  const origins = [reset, silent, secure, loop, inside].map(({ origin }) => origin);
  const { tools } = toolsFor(
    clientFor([...origins, dead], {
      resolve: async () => [],
      headersTimeoutMs: 1_200,
      connectTimeoutMs: 1_000,
    }),
  );
  const reports = await checkAll(
    [
      ...origins,
      dead,
      'https://gone.example/',
      'mailto:a@example.org',
      'no address',
      'http://localhost/',
      'http://a.example:81/',
    ],
    tools,
  );
  expect(reports.map(({ result }) => result.verdict)).toStrictEqual([
    'reset',
    'timeout',
    'tls',
    'redirect-loop',
    'private-address',
    'refused',
    'dns',
    'unsupported-scheme',
    'invalid-url',
    'private-address',
    'port-refused',
  ]);
  expect(reset.contacts()).toBe(3);
  expect(silentAsked).toBe(2);
});

test('what is remembered speaks for the page until it is due', async () => {
  const web = await site({ '/a': [200], '/b': [404], '/c': [403] });
  const { tools, clock } = toolsFor(clientFor([web.origin]));
  const cited = ['/a', '/b', '/c'].map((path) => web.origin + path);
  const first = await checkAll(cited, tools);
  clock.now = start + day - 1;
  const cached = await checkAll(cited, tools);
  expect(web.asked).toHaveLength(4);
  expect(cached.map(({ result }) => result.via)).toStrictEqual(['cache', 'cache', 'cache']);
  expect(cached.map(({ record }) => record)).toStrictEqual(first.map(({ record }) => record));
  expect(cached[1]?.result).toMatchObject({
    verdict: 'not-found',
    reason: 'status 404',
    status: 404,
    checkedAt: start,
  });
  clock.now = start + day;
  await checkAll(cited, tools);
  expect(web.asked.slice(4).toSorted()).toStrictEqual(['/b', '/c']);
  clock.now = start + 3 * day;
  await checkAll(cited, tools);
  expect(web.asked.slice(6).toSorted()).toStrictEqual(['/b', '/c']);
  clock.now = start + 7 * day;
  await checkAll(cited, tools);
  expect(web.asked.slice(8).toSorted()).toStrictEqual(['/a', '/b', '/c']);
});

test('a missing page is dead at its third strike, and lives again at its first ok', async () => {
  const web = await site({ '/a': [...Array<number>(8).fill(404), 200] });
  const { tools, clock } = toolsFor(clientFor([web.origin]));
  const runs: [number, string, number, boolean][] = [];
  for (const days of [0, 1, 2, 3, 4, 5, 6, 7, 20, 35, 36, 37]) {
    clock.now = start + days * day;
    const [report] = await checkAll([`${web.origin}/a`], tools);
    if (report?.result.via === 'http')
      runs.push([days, report.result.verdict, report.record.strikes, report.dead]);
  }
  expect(runs).toStrictEqual([
    [0, 'not-found', 1, false],
    [1, 'not-found', 1, false],
    [2, 'not-found', 1, false],
    [3, 'not-found', 2, false],
    [4, 'not-found', 2, false],
    [5, 'not-found', 2, false],
    [6, 'not-found', 3, true],
    // Dead for a month; then it is asked again.
    [36, 'ok', 0, false],
  ]);
  // The first sight takes two requests.
  expect(web.asked).toHaveLength(9);
});

test('walls, limits and a failed network never make a page dead', async () => {
  const web = await site({ '/wall': [403], '/busy': [429] });
  const { tools, clock } = toolsFor(clientFor([web.origin], { resolve: tryAgain }));
  for (let days = 0; days < 60; days += 3) {
    clock.now = start + days * day;
    for (const { record, dead } of await checkAll(
      [`${web.origin}/wall`, `${web.origin}/busy`, 'https://a.example/'],
      tools,
    )) {
      expect([record.strikes, dead]).toStrictEqual([0, false]);
    }
  }
});

test('excluded pages are not asked, not kept, and not dead', async () => {
  const web = await site({});
  const { tools, entries } = toolsFor(clientFor([web.origin]));
  const [report] = await checkAll([`${web.origin}/no#x`], tools, { ignore: (page) => page.endsWith('/no') });
  expect(report).toMatchObject({ result: { verdict: 'excluded' }, dead: false });
  expect(web.asked).toStrictEqual([]);
  expect(entries.size).toBe(0);
});

test('a signal ends the run: what is not known is said to be so, and not remembered', async () => {
  const web = await serve((request, response) => {
    if (request.url === '/fast') response.end();
  });
  const { tools, entries } = toolsFor(
    paced(clientFor([web.origin], { headersTimeoutMs: 10_000 }), { now: Date.now, perHost: 2 }),
  );
  const cited = ['/fast', '/slow', '/never'].map((path) => web.origin + path);
  const reports = await checkAll(cited, tools, { signal: AbortSignal.timeout(150) });
  expect(reports.map(({ result }) => result.verdict)).toStrictEqual(['ok', 'not-checked', 'not-checked']);
  expect([...entries.keys()]).toStrictEqual([`link:${web.origin}/fast`]);
  const late = await checkAll([`${web.origin}/other`], tools, { signal: AbortSignal.abort() });
  expect(late).toMatchObject([{ result: { verdict: 'not-checked', reason: 'aborted' } }]);
});

test.each([null, 'ok', { verdict: 'ok' }, { verdict: 'ok', reason: 'x', checkedAt: start, strikes: 'many' }])(
  'a record %j in memory is dropped, and the page asked',
  async (stored) => {
    const web = await site({ '/a': [200] });
    const { tools, said, entries } = toolsFor(clientFor([web.origin]));
    entries.set(`link:${web.origin}/a`, stored);
    const [report] = await checkAll([`${web.origin}/a`], tools);
    expect(report?.result).toMatchObject({ verdict: 'ok', via: 'http' });
    expect(said).toStrictEqual(['Dropped a link record that cannot be read']);
    expect(entries.get(`link:${web.origin}/a`)).toMatchObject({ strikes: 0 });
  },
);

test('a memory that fails costs its patience and nothing else', async () => {
  const web = await site({ '/a': [200] });
  const { tools, said } = toolsFor(clientFor([web.origin]), {
    memory: { get: fails, set: fails, flush: fails },
  });
  expect(await checkAll([`${web.origin}/a`], tools)).toMatchObject([{ result: { verdict: 'ok' } }]);
  expect(said).toStrictEqual([
    'Could not read a link record',
    'Could not read what a page said',
    'Could not read what is known of a host',
    'Could not keep a link record',
  ]);
});

test('a fault of ours at one page is logged and leaves the others standing', async () => {
  const fine: HttpAnswer = {
    kind: 'answer',
    url: 'https://b.example/',
    status: 200,
    headers: {},
    body: new Uint8Array(),
    truncated: false,
    hops: [],
    ms: 1,
  };
  const http: HttpClient = {
    get: async ({ url }) => {
      if (url.includes('a.example')) throw new TypeError('our bug');
      return fine;
    },
    close: async () => undefined,
  };
  const { tools, said } = toolsFor(http);
  const reports = await checkAll(['https://a.example/', 'https://b.example/'], tools);
  expect(reports.map(({ result }) => result.verdict)).toStrictEqual(['not-checked', 'ok']);
  expect(said).toStrictEqual(['Could not check a page']);
});

test('the number of strikes is the caller’s', async () => {
  const web = await site({});
  const { tools } = toolsFor(clientFor([web.origin]));
  expect(await checkAll([`${web.origin}/a`], tools, { failures: 1 })).toMatchObject([{ dead: true }]);
});

test('a wait between two tries holds no place: others are asked meanwhile', async () => {
  const web = await site({ '/flaky': [500, 200], '/1': [200], '/2': [200] });
  const { tools } = toolsFor(paced(clientFor([web.origin]), { now: Date.now, perHost: 1 }), {
    delay: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 3)),
  });
  await checkAll(
    ['/flaky', '/1', '/2'].map((path) => web.origin + path),
    tools,
  );
  expect(web.asked).toStrictEqual(['/flaky', '/1', '/2', '/flaky']);
});
