import { expect, test } from 'vitest';
import type { HttpAnswer, HttpClient } from '../../src/http/http.ts';
import { checkAll } from '../../src/links/check-all.ts';
import { day, plainMemory, start, toolsFor } from './tools.ts';

const hour = day / 24;

/** What a site does at a moment: a status, or that nobody is there. */
type Answer = number | 'reset' | 'timeout' | 'dns' | 'again';
/** A site over time. `at` is in milliseconds since the first day, `chance` a number from 0 to 1 for this request. */
type Site = (at: number, chance: number) => Answer;

/** Down from one moment to another, in days, in one way or another. */
function down(from: number, to: number, how: Answer): Site {
  return (at) => (at >= from * day && at < to * day ? how : 200);
}

/** Sites whose pages are there for every reader, whatever a program in one place sees of them. */
const alive: Record<string, Site> = {
  'steady.example': () => 200,
  'two-days-down.example': down(3, 5, 503),
  'five-days-down.example': down(6, 11, 'timeout'),
  'down-again-and-again.example': (at) => (Math.floor(at / (4 * day)) % 2 === 1 ? 'reset' : 200),
  'down-at-night.example': (at) => ((at / hour) % 24 < 12 ? 'reset' : 200),
  'flapping.example': (_, chance) => (chance < 0.5 ? 500 : 200),
  'often-slow.example': (_, chance) => (chance < 0.5 ? 'timeout' : 200),
  'moved-name.example': down(10, 12, 'dns'),
  'resolver-trouble.example': down(2, 26, 'again'),
  'walled.example': () => 403,
  'walled-later.example': down(7, 28, 403),
  'walled-with-429.example': () => 429,
  'login.example': () => 401,
  'cloud-outage.example': down(14, 15, 404),
  'missing-at-a-wall.example': (at, chance) => (at > 5 * day ? (chance < 0.1 ? 404 : 403) : 200),
};

/** Sites that are gone for every reader from the tenth day on. */
const gone: Record<string, Site> = {
  'gone.example': down(10, 99, 404),
  'said-to-be-gone.example': down(10, 99, 410),
  'name-gone.example': down(10, 99, 'dns'),
  'house-gone.example': down(10, 99, 'reset'),
};

const PAGES = 8;

/** A web that answers as its sites do at the moment. Seeded: the same run each time. */
function webOf(sites: Record<string, Site>, now: () => number, seed: number): HttpClient {
  let state = seed;
  function chance(): number {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  }
  return {
    async get({ url }): Promise<HttpAnswer> {
      const seen = sites[new URL(url).hostname]?.(now() - start, chance()) ?? 'dns';
      if (typeof seen === 'number') {
        const answer = { headers: {}, body: new Uint8Array(), truncated: false, ms: 1 };
        return { kind: 'answer', url, status: seen, hops: [{ url, status: seen }], ...answer };
      }
      const reason = seen === 'again' ? 'dns' : seen;
      const detail = { again: 'EAI_AGAIN', dns: 'ENOTFOUND', reset: 'ECONNRESET', timeout: 'no answer' }[
        seen
      ];
      return { kind: 'failure', reason, detail, url, hops: [], ms: 1 };
    },
    close: async () => undefined,
  };
}

/** Looks each day for four weeks, at about the same hour. Says which pages were called dead, and on which day first. */
async function fourWeeks(sites: Record<string, Site>, seed: number): Promise<Map<string, number>> {
  const clock = { now: start };
  const http = webOf(sites, () => clock.now, seed);
  // What waits between two looks moves the clock: an outage may end meanwhile.
  const delay = async (ms: number): Promise<void> => void (clock.now += ms);
  const { tools } = toolsFor(http, { now: () => clock.now, delay, memory: plainMemory() });
  const addresses = Object.keys(sites).flatMap((host) =>
    Array.from({ length: PAGES }, (_, page) => `https://${host}/pages/${page}`),
  );
  const dead = new Map<string, number>();
  for (let days = 0; days < 28; days += 1) {
    clock.now = start + days * day + ((seed * 7 + days * 5) % 24) * hour;
    for (const { result, dead: isDead } of await checkAll(addresses, tools)) {
      const host = new URL(result.page).hostname;
      if (isDead && !dead.has(host)) dead.set(host, days);
    }
  }
  return dead;
}

test.each(Array.from({ length: 12 }, (_, seed) => seed + 1))(
  'four weeks of outages, walls and flapping hosts call nothing dead that lives (seed %i)',
  async (seed) => {
    expect([...(await fourWeeks(alive, seed))]).toEqual([]);
  },
);

test('what is gone is called dead a week or so later, and not before it is gone', async () => {
  const dead = await fourWeeks(gone, 1);
  expect([...dead.keys()].toSorted()).toEqual(Object.keys(gone).toSorted());
  for (const days of dead.values()) {
    expect(days).toBeGreaterThanOrEqual(16);
    expect(days).toBeLessThanOrEqual(25);
  }
});

test('a firewall that answers 404 to one runner is vetoed by another', async () => {
  const page = 'https://firewall.example/a';
  const clock = { now: start };
  const elsewhere = toolsFor(
    webOf({ 'firewall.example': () => 200 }, () => clock.now, 1),
    {
      now: () => clock.now,
    },
  );
  const here = toolsFor(
    webOf({ 'firewall.example': () => 404 }, () => clock.now, 1),
    {
      now: () => clock.now,
      vantage: elsewhere.tools.memory,
    },
  );
  for (let days = 0; days < 28; days += 1) {
    clock.now = start + days * day;
    await checkAll([page], elsewhere.tools);
    const [report] = await checkAll([page], here.tools);
    expect([days, report?.dead]).toEqual([days, false]);
  }
});
