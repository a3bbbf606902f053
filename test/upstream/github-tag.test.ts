import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '../../src/domain/event.ts';
import type { HttpClient } from '../../src/http/http.ts';
import { githubTag } from '../../src/upstream/github-tag.ts';
import type { Outcome, Source } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { startGitHub, withToken, type GitHub, type GitHubTag } from './github-stand-in.ts';
import { roundOf } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';

const VLLM = 'vllm-project/vllm';
const OID = '85c09e9885e346ea1612da30ebff5a75f67d2350';
const OTHER = '1f'.repeat(20);

for (const when of ['new-tag', 'moved-tag']) {
  itLooksLikeASource({
    source: withToken(githubTag) as Source,
    target: VLLM,
    when,
    token: 'ghs_operator',
    notFound: 'unknown',
    conditional: false,
    fact: ['latest', 'v0.24.0'],
    async start() {
      const github = await startGitHub();
      github.set(VLLM, {
        tags: [
          { name: 'v0.24.0', oid: OID },
          { name: 'v0.23.0', taggedAt: '2026-06-01T10:00:00+02:00' },
        ],
      });
      return github;
    },
  });
}

let github: GitHub;
let http: HttpClient;

beforeEach(async () => {
  github = await startGitHub();
  http = impatientHttp([github.url], 10_000);
});

afterEach(async () => {
  await http.close();
  await github.close();
});

function round() {
  return roundOf(githubTag as Source, { http, endpoint: github.url, token: 'ghs_operator' });
}

function look(when: string, options: Record<string, unknown> = {}): Promise<Outcome> {
  return round().look('github-tag', { target: VLLM, when, options: githubTag.options.parse(options) });
}

async function eventsOf(...asked: Parameters<typeof look>): Promise<readonly UpstreamEvent[]> {
  const outcome = await look(...asked);
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  return outcome.events;
}

async function newTags(options: Record<string, unknown> = {}): Promise<(string | undefined)[]> {
  return (await eventsOf('new-tag', options)).map(({ now }) => now);
}

async function lateTags(options: Record<string, unknown>): Promise<(string | undefined)[]> {
  return (await eventsOf('new-tag', options)).filter(({ late }) => late).map(({ now }) => now);
}

/** Tags, the newest first, one a day. */
function put(...tags: (string | GitHubTag)[]): void {
  const dated = tags.map((tag, at) => ({
    oid: OID,
    committedDate: new Date(Date.parse('2026-06-11T10:00:00Z') - at * 86_400_000).toISOString(),
    ...(typeof tag === 'string' ? { name: tag } : tag),
  }));
  github.set(VLLM, { databaseId: 599547517, tags: dated });
}

describe('a new tag', () => {
  it('is told by its name, with its commit', async () => {
    put('v0.24.0');
    expect(await eventsOf('new-tag')).toEqual([
      {
        id: 'github-tag:599547517:v0.24.0',
        source: 'github-tag',
        target: VLLM,
        when: 'new-tag',
        summary: 'vllm-project/vllm has the tag v0.24.0.',
        now: 'v0.24.0',
        evidence: [
          { label: 'Tag', text: 'v0.24.0', url: 'https://github.com/vllm-project/vllm/releases/tag/v0.24.0' },
          { label: 'Commit', text: OID, url: `https://github.com/vllm-project/vllm/commit/${OID}` },
          { label: 'Dated', text: '2026-06-11T10:00:00.000Z' },
        ],
      },
    ]);
  });

  it('is the same after it was moved', async () => {
    put('v1');
    const [before] = await eventsOf('new-tag');
    put({ name: 'v1', oid: OTHER });
    const [after] = await eventsOf('new-tag');
    expect(after?.id).toBe(before?.id);
  });

  it('of an annotated kind stands for the commit beneath, on its own day', async () => {
    put(
      { name: 'v1.0.0', committedDate: '2025-01-01T00:00:00Z', taggedAt: '2026-06-01T01:00:00+02:00' },
      'v0.9.0',
    );
    const [, event] = await eventsOf('new-tag', { since: '2026-05-30' });
    expect(event).toMatchObject({ now: 'v1.0.0', late: true });
    expect(event?.evidence.slice(1).map(({ text }) => text)).toEqual([OID, '2026-05-31T23:00:00.000Z']);
  });

  it('may stand for a file, which has no day', async () => {
    put('v1.0.0', { name: 'junio-gpg-pub', isBlob: true });
    expect(await newTags()).toEqual(['v1.0.0']);
    expect(await newTags({ include: 'junio-*' })).toEqual(['junio-gpg-pub']);
    expect(await lateTags({ include: 'junio-*', since: '2020-01-01' })).toEqual([]);
  });

  it('is told whatever the greatest version is: a mistyped tag does not hide it', async () => {
    put('1.6.6.4', 'v1.0.1', 'v9999.0.0', '1.6.7.8');
    expect(await newTags()).toEqual(['1.6.6.4', 'v1.0.1', 'v9999.0.0', '1.6.7.8']);
  });

  it('is chosen by name, stability and bump', async () => {
    put('v2.0.0rc1', 'v1.3.0', 'v1.2.1', 'js-v1', 'v1.2.0');
    expect(await newTags()).toEqual(['v1.3.0', 'v1.2.1', 'js-v1', 'v1.2.0']);
    expect(await newTags({ prereleases: true, exclude: ['js-*', 'v1.*'] })).toEqual(['v2.0.0rc1']);
    expect(await newTags({ include: 'v*', minBump: 'minor' })).toEqual(['v1.3.0', 'v1.2.0']);
    expect(await newTags({ include: 'v*', minBump: 'minor', evaluated: '1.2.0' })).toEqual(['v1.3.0']);
  });

  it('is late by version, or else by day', async () => {
    put('v1.1.1', 'v1.3.0', 'v1.2.0', 'week-20');
    expect(await lateTags({ evaluated: '1.2.0' })).toEqual(['v1.3.0']);
    expect(await lateTags({ since: 'week-20' })).toEqual(['v1.1.1', 'v1.3.0', 'v1.2.0']);
  });

  it('does not come out of an old one because newer ones were deleted', async () => {
    put('v1.0.0', { name: 'v0.1.0', committedDate: '2025-01-01T00:00:00Z' });
    expect(await newTags()).toEqual(['v1.0.0']);
  });
});

describe('a tag that moves', () => {
  it('is another event for each commit', async () => {
    put({ name: 'v4', oid: OID });
    const [before] = await eventsOf('moved-tag');
    put({ name: 'v4', oid: OTHER });
    expect(await eventsOf('moved-tag')).toMatchObject([
      {
        id: `github-tag:599547517:v4:${OTHER}`,
        when: 'moved-tag',
        summary: 'v4 of vllm-project/vllm now stands for 1f1f1f1f1f1f.',
        now: 'v4 at 1f1f1f1f1f1f',
      },
    ]);
    expect(before).toMatchObject({ id: `github-tag:599547517:v4:${OID}`, now: 'v4 at 85c09e9885e3' });
  });

  it('has not moved where it was only annotated', async () => {
    put({ name: 'v4', oid: OID });
    const [before] = await eventsOf('moved-tag');
    put({ name: 'v4', oid: OID, taggedAt: '2026-06-12T00:00:00Z' });
    const [after] = await eventsOf('moved-tag');
    expect(after?.id).toBe(before?.id);
  });

  it('may have moved to an old commit, in a list that is whole', async () => {
    put('v5', { name: 'v4', committedDate: '2020-01-01T00:00:00Z' });
    expect((await eventsOf('moved-tag')).map(({ now }) => now)).toEqual([
      'v5 at 85c09e9885e3',
      'v4 at 85c09e9885e3',
    ]);
    put(
      ...Array.from({ length: 49 }, (_, at) => `v${100 - at}`),
      { name: 'v4', committedDate: '2020-01-02T00:00:00Z' },
      {
        name: 'v3',
        committedDate: '2020-01-01T00:00:00Z',
      },
    );
    expect(await eventsOf('moved-tag')).toHaveLength(49);
  });

  it('is chosen by name', async () => {
    put('v4', 'v4.1.0', 'nightly');
    expect((await eventsOf('moved-tag', { include: 'v4' })).map(({ now }) => now)).toEqual([
      'v4 at 85c09e9885e3',
    ]);
  });

  it('is never late, and knows no bump', async () => {
    put('v4.1.0');
    expect((await eventsOf('moved-tag', { since: '2020-01-01' })).map(({ late }) => late)).toEqual([
      undefined,
    ]);
    const options = githubTag.options.parse({ minBump: 'major' });
    expect(githubTag.problemWithOptions?.('moved-tag', options)).toMatch(/Leave minBump out\.$/);
    expect(githubTag.problemWithOptions?.('new-tag', options)).toBeUndefined();
    const measured = githubTag.options.parse({ minBump: 'major', evaluated: 'week-20' });
    expect(githubTag.problemWithOptions?.('new-tag', measured)).toMatch(/leave minBump out\.$/);
  });

  it('is not what a watch looks for by itself', () => {
    expect(Object.keys(githubTag.conditions)[0]).toBe('new-tag');
  });
});

describe('the latest tag', () => {
  function latest(options: Record<string, unknown> = {}) {
    return round().tell('github-tag', {
      target: VLLM,
      fact: 'latest',
      options: githubTag.options.parse(options),
    });
  }

  it('is the greatest version that passes', async () => {
    put('v1.1.1', 'v1.3.0', 'v2.0.0rc1');
    const url = 'https://github.com/vllm-project/vllm/releases/tag/v1.3.0';
    expect(await latest()).toEqual({
      kind: 'ok',
      value: 'v1.3.0',
      evidence: [{ label: 'Tag', text: 'v1.3.0', url }],
    });
    expect(await latest({ include: 'v1.1.*' })).toMatchObject({ value: 'v1.1.1' });
  });

  it('is null where there is none, and absent with its repository', async () => {
    github.set(VLLM);
    expect(await latest()).toMatchObject({ kind: 'ok', value: null, evidence: [{ label: 'Tags' }] });
    github.remove(VLLM);
    expect(await latest()).toMatchObject({ kind: 'absent' });
  });
});

describe('what a stranger may have written', () => {
  it('stands in no id, summary or address as it is', async () => {
    put(`<!--x-->\`${'é'.repeat(200)}`);
    for (const when of ['new-tag', 'moved-tag']) {
      const [event] = await eventsOf(when);
      expect(event?.id).toMatch(/^github-tag:599547517:[!-~]+$/);
      expect(event?.summary).toMatch(/^[^\n*`[\]<>]{10,200}\.$/);
      expect(event?.now?.length).toBeLessThanOrEqual(200);
    }
  });

  it.each([
    ['name', 'two words'],
    ['target', null],
    ['target', { oid: 'main' }],
    ['target', { oid: OID, committedDate: 'yesterday' }],
    ['target', { oid: OID, tagger: { date: 'now' }, target: { oid: OID } }],
  ])('is not believed where %s is %j', async (field, value) => {
    put('v1.0.0');
    github.rewrite(({ r0 }) => {
      const pageInfo = { hasNextPage: false };
      const node = { name: 'v1', target: { oid: OID }, [field]: value };
      return { r0: { ...r0, refs: { pageInfo, nodes: [node] } } };
    });
    expect(await look('new-tag')).toEqual({
      kind: 'unknown',
      why: expect.stringContaining(`unexpected "refs.nodes.0.${field}`),
    });
  });
});
