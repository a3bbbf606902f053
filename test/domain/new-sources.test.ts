import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  MAX_NEW_SOURCES,
  MAX_OF_ONE_HOST,
  newSourcesIn,
  worstFirst,
  type NewSources,
} from '../../src/domain/new-sources.ts';
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
