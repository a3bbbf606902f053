import { expect, test } from 'vitest';
import type { LinkDoor, LinkResult, Verdict } from '../../src/domain/verdict.ts';
import { checkAll } from '../../src/links/check-all.ts';
import { clientFor } from '../http/servers.ts';
import { day, plainMemory, site, start, toolsFor } from './tools.ts';

function found(page: string, checkedAt: number, verdict: Verdict): LinkResult {
  const nothing = { status: undefined, hops: [], failedAt: undefined, ms: 1, bytes: 0, notices: [] };
  return { page, verdict, reason: 'door', checkedAt, via: 'github-api', ...nothing };
}

/** A door for pages that contain a word; it finds them all so, but those that end in `forgotten`. */
function door(word: string, verdict: Verdict): LinkDoor & { asked: (readonly string[])[] } {
  const asked: (readonly string[])[] = [];
  return {
    asked,
    takes: (page) => page.includes(word),
    async check(pages, checkedAt) {
      asked.push(pages);
      const known = pages.filter((page) => !page.endsWith('forgotten'));
      return new Map(known.map((page) => [page, found(page, checkedAt, verdict)]));
    },
  };
}

test('a door answers for the pages that it takes, all at once, and they are not asked', async () => {
  const web = await site({ '/plain': [200] });
  const [first, second] = [door('/one', 'not-found'), door('/', 'ok')];
  const taken: LinkDoor = { ...second, takes: (page) => /one|two/.test(page) };
  const { tools, clock } = toolsFor(clientFor([web.origin]), { doors: [first, taken] });
  const cited = ['/one/a', '/plain', '/two/a#x', '/one/b', '/one/forgotten'].map((path) => web.origin + path);
  const reports = await checkAll(cited, tools);
  expect(reports.map(({ result }) => [result.verdict, result.via])).toStrictEqual([
    ['not-found', 'github-api'],
    ['ok', 'http'],
    ['ok', 'github-api'],
    ['not-found', 'github-api'],
    ['not-checked', 'http'],
  ]);
  expect(reports[4]?.result.reason).toBe('no answer');
  expect(first.asked).toStrictEqual([
    ['/one/a', '/one/b', '/one/forgotten'].map((path) => web.origin + path),
  ]);
  expect(second.asked).toStrictEqual([[`${web.origin}/two/a`]]);
  expect(web.asked).toStrictEqual(['/plain']);
  clock.now = start + day;
  await checkAll(cited, tools);
  // What was found is remembered as any other: what is missing is asked for each day, what is well is not.
  expect(first.asked.slice(1)).toStrictEqual([
    ['/one/a', '/one/b', '/one/forgotten'].map((path) => web.origin + path),
  ]);
  expect(second.asked).toHaveLength(1);
});

test('a door that fails leaves the others standing', async () => {
  const web = await site({ '/plain': [200] });
  const broken: LinkDoor = {
    takes: (page) => page.includes('/one'),
    check: async () => {
      throw new TypeError('our bug');
    },
  };
  const { tools, said, entries } = toolsFor(clientFor([web.origin]), { doors: [broken, door('/two', 'ok')] });
  const reports = await checkAll(
    ['/one', '/two', '/plain'].map((path) => web.origin + path),
    tools,
  );
  expect(reports.map(({ result }) => result.verdict)).toStrictEqual(['not-checked', 'ok', 'ok']);
  expect(said).toStrictEqual(['Could not check pages at a door']);
  expect(entries.has(`link:${web.origin}/one`)).toBe(false);
});

test('no door is asked once the run is over', async () => {
  const only = door('/', 'ok');
  const { tools } = toolsFor(clientFor([]), { doors: [only] });
  const reports = await checkAll(['https://a.example/'], tools, { signal: AbortSignal.abort() });
  expect(reports).toMatchObject([{ result: { verdict: 'not-checked', reason: 'aborted' } }]);
  expect(only.asked).toStrictEqual([]);
});

/** What another runner says of a page that is missing here since the start, for the third time now. */
async function withVantage(verdict: string, checkedAt: number, failed = [0, 4, 8]) {
  const web = await site({});
  const vantage = plainMemory();
  const page = `${web.origin}/a`;
  vantage.entries.set(`link:${page}`, { verdict, reason: 'there', checkedAt, strikes: 0 });
  const { tools, clock } = toolsFor(clientFor([web.origin]), { vantage });
  const seen: [boolean, boolean][] = [];
  for (const days of failed) {
    clock.now = start + days * day;
    const [report] = await checkAll([page], tools);
    seen.push([report?.dead === true, report?.broken === true]);
  }
  return { seen, vantage };
}

test('who has seen a page well since it failed here vetoes that it is broken or dead', async () => {
  const { seen, vantage } = await withVantage('ok', start + 1);
  expect(seen).toStrictEqual([
    [false, false],
    [false, false],
    [false, false],
  ]);
  expect(vantage.entries.size).toBe(1);
});

test.each([
  ['well, but so long before it failed here that it would look again', 'ok', start - 7 * day],
  ['missing', 'not-found', start + day],
  ['behind a wall', 'blocked', start + day],
  ['in a way that cannot be read', 'splendid', start + day],
])('who has seen a page %s vetoes nothing', async (_, verdict, checkedAt) => {
  const { seen } = await withVantage(verdict, checkedAt);
  expect(seen).toStrictEqual([
    [false, true],
    [false, true],
    [true, true],
  ]);
});

test('a vantage that fails vetoes nothing', async () => {
  const web = await site({});
  const vantage = { ...plainMemory(), get: () => Promise.reject(new Error('no Redis')) };
  const { tools } = toolsFor(clientFor([web.origin]), { vantage });
  expect(await checkAll([`${web.origin}/a`], tools, { failures: 1 })).toMatchObject([
    { dead: true, broken: true },
  ]);
});

test('offline nobody is asked: what is remembered is told, however old, and the rest is unknown', async () => {
  const web = await site({ '/a': [200], '/b': [404] });
  const { tools, clock, entries } = toolsFor(clientFor([web.origin]));
  await checkAll([`${web.origin}/a`, `${web.origin}/b`], tools);
  const kept = structuredClone([...entries]);
  web.asked.length = 0;
  clock.now = start + 400 * day;
  const only = door('door', 'ok');
  const reports = await checkAll(
    ['/a', '/b', '/c', '/door'].map((path) => web.origin + path),
    { ...tools, doors: [only] },
    { offline: true },
  );
  expect(reports.map(({ result }) => [result.verdict, result.reason, result.via])).toStrictEqual([
    ['ok', 'status 200', 'cache'],
    ['not-found', 'status 404', 'cache'],
    ['not-checked', 'offline', 'http'],
    ['not-checked', 'offline', 'http'],
  ]);
  expect([web.asked, only.asked]).toStrictEqual([[], []]);
  expect([...entries]).toStrictEqual(kept);
});

test('what nobody has cited for 180 days is forgotten, and nothing else', async () => {
  const { tools, entries } = toolsFor(clientFor([]));
  const at = (age: number) => ({ verdict: 'ok', reason: 'x', checkedAt: start - age, strikes: 0 });
  const kept = {
    'link:https://a.example/young': at(180 * day),
    'link:https://a.example/unreadable': { checkedAt: 0 },
    'link-wall:a.example': { walledAt: 0 },
    'other:thing': at(400 * day),
  };
  for (const [key, value] of Object.entries(kept)) entries.set(key, value);
  entries.set('link:https://a.example/old', at(180 * day + 1));
  await checkAll([], tools);
  expect(Object.fromEntries(entries)).toStrictEqual(kept);
});

test('an old page that is cited is asked, not forgotten', async () => {
  const web = await site({ '/a': [404] });
  const { tools, entries } = toolsFor(clientFor([web.origin]));
  const long = { verdict: 'not-found', reason: 'status 404', checkedAt: start - 300 * day, strikes: 2 };
  entries.set(`link:${web.origin}/a`, { ...long, firstFailedAt: 0, lastStrikeAt: start - 300 * day });
  expect(await checkAll([`${web.origin}/a`], tools)).toMatchObject([{ dead: true, record: { strikes: 3 } }]);
  expect(entries.get(`link:${web.origin}/a`)).toMatchObject({ strikes: 3 });
});

test('a run that was ended, or a memory that cannot list, forgets nothing', async () => {
  const { tools, entries, said } = toolsFor(clientFor([]));
  entries.set('link:https://a.example/', { verdict: 'ok', reason: 'x', checkedAt: 0, strikes: 0 });
  await checkAll([], tools, { signal: AbortSignal.abort() });
  const { keys: _, ...unlisted } = tools.memory;
  await checkAll([], { ...tools, memory: unlisted });
  await checkAll([], {
    ...tools,
    memory: { ...unlisted, keys: () => Promise.reject(new Error('no Redis')) },
  });
  expect(entries.size).toBe(1);
  expect(said).toStrictEqual(['Could not forget old link records']);
});
