import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  betterAddress,
  httpsTwinOf,
  MAX_NEW_SOURCES,
  MAX_OF_ONE_HOST,
  mendsOfSources,
  newSourcesIn,
  worstFirst,
  type NewSources,
} from '../../src/domain/new-sources.ts';
import type { LinkResult, Verdict } from '../../src/domain/verdict.ts';
import { evaluationFrom, workspaceFrom } from '../helpers/evaluations.ts';

type Cited = Readonly<Record<string, readonly string[]>>;

/** Files with one claim each, by the addresses that it cites. */
function sourcesOf(before: Cited, after: Cited, rest: readonly string[] = []): NewSources {
  const others = [evaluationFrom({ id: 'rest', criteria: { 'security.a': { urls: rest } } }, 'rest.json')];
  const side = (files: Cited) => {
    const wishes = Object.entries(files).map(([file, urls]) => [
      file,
      { id: file, criteria: { 'security.a': { urls } } },
    ]);
    return { changed: workspaceFrom(Object.fromEntries(wishes)), rest: others };
  };
  return newSourcesIn(side(before), side(after));
}

function pagesOf({ sources }: NewSources): string[] {
  return sources.map(({ page }) => page);
}

function byHost(sources: NewSources['sources']): Map<string, string[]> {
  const hosts = new Map<string, string[]>();
  for (const { page } of sources) {
    const { host } = new URL(page);
    hosts.set(host, [...(hosts.get(host) ?? []), page]);
  }
  return hosts;
}

test('a page that no claim cited before is new, in the order of the files, with all who cite it', () => {
  const before = { 'a.json': ['https://a.example/old'] };
  const after = {
    'a.json': ['https://a.example/old', 'https://b.example/2#part'],
    'b.json': ['https://a.example/1', 'https://b.example/2'],
  };
  const found = sourcesOf(before, after);
  expect(pagesOf(found)).toEqual(['https://b.example/2', 'https://a.example/1']);
  expect(found.sources[0]?.citations).toMatchObject([
    { evaluation: 'a.json', claim: 'security.a', file: 'a.json', url: 'https://b.example/2#part' },
    { evaluation: 'b.json', claim: 'security.a', file: 'b.json', url: 'https://b.example/2' },
  ]);
  expect(found.sources[0]?.citations[0]?.line).toBeGreaterThan(1);
});

test('what another evaluation cites already, in another spelling or file, is not new', () => {
  const moved = sourcesOf(
    { 'a.json': ['https://a.example/1'] },
    { 'b.json': ['https://A.example:443/1#top'] },
  );
  expect(moved).toEqual({ sources: [], left: 0 });
  const known = sourcesOf({}, { 'b.json': ['https://a.example/1'] }, ['https://a.example/1#x']);
  expect(known).toEqual({ sources: [], left: 0 });
});

test('what is no address of the web is no page', () => {
  expect(sourcesOf({}, { 'a.json': ['mailto:a@b.example', 'nothing', 'https://u:p@a.example/'] })).toEqual({
    sources: [],
    left: 0,
  });
});

test('never more than the limits, and the rest is counted', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(12), fc.nat(40)), { maxLength: 300 }), (picks) => {
      const urls = [...new Set(picks.map(([host, page]) => `https://h${host}.example/${page}`))];
      const { sources, left } = sourcesOf({}, { 'a.json': urls });
      const hosts = byHost(sources);
      expect(sources.length).toBeLessThanOrEqual(MAX_NEW_SOURCES);
      for (const of of hosts.values()) expect(of.length).toBeLessThanOrEqual(MAX_OF_ONE_HOST);
      expect(sources.length + left).toBe(urls.length);
      // Nothing is left out while there is room for it.
      const isFull = (url: string) => hosts.get(new URL(url).host)?.length === MAX_OF_ONE_HOST;
      const told = new Set(sources.map(({ page }) => page));
      const isLeft = (url: string) => sources.length < MAX_NEW_SOURCES && !told.has(url) && !isFull(url);
      expect(urls.filter(isLeft)).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test('what is gone stands first, then what fails, what could not be told, and what answers', () => {
  const source = { page: 'https://a.example/', citations: [] };
  const look = (verdict: 'ok' | 'blocked' | 'timeout' | 'not-found', isGone = false) => ({
    source,
    verdict,
    reason: '',
    isGone,
    better: undefined,
  });
  const looks = [look('ok'), look('blocked'), look('timeout'), look('not-found', true)];
  expect(worstFirst(looks).map(({ verdict }) => verdict)).toEqual(['not-found', 'timeout', 'blocked', 'ok']);
});

test.each([
  ['http://a.example/x?y', 'https://a.example/x?y'],
  ['https://a.example/', undefined],
  ['http://a.example:8080/', undefined],
])('the twin of %s is %s', (page, twin) => {
  expect(httpsTwinOf(page)).toBe(twin);
});

function resultOf(page: string, verdict: Verdict, reason: string, end?: string): LinkResult {
  const hops = end === undefined ? [] : [{ url: end, status: 200 }];
  const nothing = { status: undefined, failedAt: undefined, checkedAt: 0, ms: 0, bytes: 0, notices: [] };
  return { page, verdict, reason, hops, via: 'http', ...nothing };
}

const OLD = 'http://a.example/x';
const TWIN = 'https://a.example/x';
const NEW = 'https://b.example/y';

test.each<[string, LinkResult, LinkResult | undefined, string | undefined]>([
  ['has moved for good', resultOf(OLD, 'redirected-permanent', 'moved', NEW), undefined, NEW],
  ['has moved for now', resultOf(OLD, 'redirected-temporary', 'status 302', NEW), undefined, undefined],
  ['has moved to https', resultOf(OLD, 'redirected-permanent', 'trivial', TWIN), undefined, TWIN],
  ['has lost a slash', resultOf(`${TWIN}/`, 'redirected-permanent', 'trivial', TWIN), undefined, undefined],
  ['has a twin that answers', resultOf(OLD, 'ok', ''), resultOf(TWIN, 'ok', '', TWIN), TWIN],
  [
    'has a twin that leads back',
    resultOf(OLD, 'ok', ''),
    resultOf(TWIN, 'redirected-temporary', '', OLD),
    undefined,
  ],
  ['has a twin with a bad certificate', resultOf(OLD, 'ok', ''), resultOf(TWIN, 'tls', ''), undefined],
  [
    'has a twin of which nothing is known',
    resultOf(OLD, 'ok', ''),
    resultOf(TWIN, 'not-checked', ''),
    undefined,
  ],
])('a page that %s', (_, result, twin, better) => {
  expect(betterAddress(result.page, result, twin)).toBe(better);
});

test('every citation of a page is mended, with its own fragment', () => {
  const criteria = { 'security.a': { urls: [OLD, `${OLD}#part`] } };
  const side = (wish: object) => ({ changed: workspaceFrom({ 'a.json': wish }), rest: [] });
  const { sources } = newSourcesIn(side({}), side({ criteria }));
  const look = { verdict: 'ok', reason: '', isGone: false } as const;
  const mends = (better: string | undefined) =>
    mendsOfSources(sources.map((source) => ({ source, ...look, better }))).map(({ rule, path, value }) => [
      rule,
      path.slice(-2).join('.'),
      value,
    ]);
  expect(mends(NEW)).toEqual([
    ['new-source', '0.url', NEW],
    ['new-source', '1.url', `${NEW}#part`],
  ]);
  expect(mends(TWIN).map(([rule]) => rule)).toEqual(['non-https', 'non-https']);
  expect(mends(undefined)).toEqual([]);
});
