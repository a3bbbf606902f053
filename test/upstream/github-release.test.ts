import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDay, type Day } from '../../src/domain/day.ts';
import type { UpstreamEvent } from '../../src/domain/event.ts';
import type { HttpClient } from '../../src/http/http.ts';
import { githubRelease } from '../../src/upstream/github-release.ts';
import type { Outcome, Source } from '../../src/upstream/source.ts';
import { understand } from '../../src/upstream/understand.ts';
import { impatientHttp } from '../helpers/http.ts';
import { startGitHub, withToken, type GitHub, type GitHubRelease } from './github-stand-in.ts';
import { roundOf, TODAY } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';

const VLLM = 'vllm-project/vllm';
const real: GitHubRelease[] = [
  { tagName: 'v0.24.0', publishedAt: '2026-06-10T03:15:20Z', createdAt: '2026-06-08T22:10:41Z' },
  { tagName: 'v0.24.0rc1', publishedAt: '2026-06-05T09:00:00Z' },
  { tagName: 'v0.23.0', publishedAt: '2026-05-20T10:00:00Z' },
];

itLooksLikeASource({
  source: withToken(githubRelease) as Source,
  target: VLLM,
  when: 'new-release',
  token: 'ghs_operator',
  notFound: 'unknown',
  conditional: false,
  fact: ['latest', 'v0.24.0'],
  async start() {
    const github = await startGitHub();
    github.set(VLLM, { releases: real });
    return github;
  },
});

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

function round(today: Day = TODAY) {
  const access = { http, endpoint: github.url, token: 'ghs_operator' };
  return roundOf(githubRelease as Source, access, { today });
}

function look(options: Record<string, unknown> = {}, target = VLLM, today: Day = TODAY): Promise<Outcome> {
  const ask = { target, when: 'new-release', options: githubRelease.options.parse(options) };
  return round(today).look('github-release', ask);
}

async function eventsOf(...asked: Parameters<typeof look>): Promise<readonly UpstreamEvent[]> {
  const outcome = await look(...asked);
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  return outcome.events;
}

async function tagsOf(...asked: Parameters<typeof look>): Promise<(string | undefined)[]> {
  return (await eventsOf(...asked)).map(({ now }) => now);
}

async function lateOf(...asked: Parameters<typeof look>): Promise<(string | undefined)[]> {
  return (await eventsOf(...asked)).filter(({ late }) => late).map(({ now }) => now);
}

async function latest(options: Record<string, unknown> = {}) {
  return round().tell('github-release', {
    target: VLLM,
    fact: 'latest',
    options: githubRelease.options.parse(options),
  });
}

/** Releases, the newest first, one a day. */
function put(...tags: (string | GitHubRelease)[]): void {
  const releases = tags.map((tag, at) => ({
    publishedAt: new Date(Date.parse('2026-06-11T10:00:00Z') - at * 86_400_000).toISOString(),
    ...(typeof tag === 'string' ? { tagName: tag } : tag),
  }));
  github.set(VLLM, { databaseId: 599547517, releases });
}

function complaintsAbout(options: Record<string, unknown>): string[] {
  const watch = { source: 'github-release', target: VLLM, when: [], with: options };
  const found = understand(watch, new Map<string, Source>([['github-release', githubRelease as Source]]));
  return 'complaints' in found ? found.complaints.map(({ message, remedy }) => `${message} ${remedy}`) : [];
}

describe('a release', () => {
  it('is told by its tag, with what a person can look at', async () => {
    github.set(VLLM, { databaseId: 599547517, releases: real });
    expect((await eventsOf())[0]).toEqual({
      id: 'github-release:599547517:v0.24.0',
      source: 'github-release',
      target: VLLM,
      when: 'new-release',
      summary: 'vllm-project/vllm has released v0.24.0.',
      now: 'v0.24.0',
      evidence: [
        {
          label: 'Release',
          text: 'v0.24.0',
          url: 'https://github.com/vllm-project/vllm/releases/tag/v0.24.0',
        },
        { label: 'Published', text: '2026-06-10T03:15:20Z' },
      ],
    });
  });

  it('is no other when it is deleted and published again under the same tag', async () => {
    put('v1.0.0');
    const [before] = await eventsOf();
    put({ tagName: 'v1.0.0', publishedAt: '2026-06-12T08:00:00Z', description: 'Again.' });
    const [after] = await eventsOf();
    expect(after?.id).toBe(before?.id);
  });

  it('is another in a repository that was made again under the same name', async () => {
    put('v1.0.0');
    const [before] = await eventsOf();
    github.set(VLLM, { databaseId: 7, releases: [{ tagName: 'v1.0.0' }] });
    const [after] = await eventsOf();
    expect(after?.id).not.toBe(before?.id);
  });

  it('is found under the new name of its repository, which the evidence gives', async () => {
    put('v1.0.0');
    const [before] = await eventsOf();
    github.move(VLLM, 'vllm/vllm');
    const [after] = await eventsOf();
    expect(after).toMatchObject({ id: before?.id, target: VLLM, summary: 'vllm/vllm has released v1.0.0.' });
    expect(after?.evidence.at(-1)?.text).toBe('vllm-project/vllm is now vllm/vllm: name it so in the watch');
  });

  it('is none while it is a draft, whoever may see it', async () => {
    put(
      { tagName: 'v2.0.0', isDraft: true, publishedAt: null },
      { tagName: 'v1.1.0', isDraft: true },
      'v1.0.0',
    );
    expect(await tagsOf()).toEqual(['v1.0.0']);
  });

  it('is seen where a draft that was prepared long ago is published, below newer ones', async () => {
    put('v1.3.0', 'v1.2.0', {
      tagName: 'v1.1.9',
      createdAt: '2025-01-01T00:00:00Z',
      publishedAt: '2026-06-12T07:00:00Z',
    });
    expect(await tagsOf()).toEqual(['v1.1.9', 'v1.3.0', 'v1.2.0']);
  });

  it('is nothing in a repository without any', async () => {
    github.set(VLLM);
    expect(await eventsOf()).toEqual([]);
  });

  it('is absent with its repository', async () => {
    expect(await look()).toMatchObject({ kind: 'absent', why: expect.stringContaining(VLLM) });
  });

  it('is seen among at least thirty', async () => {
    put(...Array.from({ length: 60 }, (_, at) => `v1.${60 - at}.0`));
    expect((await tagsOf()).length).toBeGreaterThanOrEqual(30);
  });
});

describe('an old release', () => {
  it('does not become news because newer ones were deleted', async () => {
    const old = { tagName: 'v0.9.0', publishedAt: '2025-12-01T00:00:00Z' };
    put('v1.1.0', 'v1.0.0', old);
    expect(await tagsOf()).toEqual(['v1.1.0', 'v1.0.0']);
  });

  it('is told where it is the newest, as what is the case now', async () => {
    put({ tagName: 'v0.9.0', publishedAt: '2020-12-01T00:00:00Z' });
    expect(await tagsOf()).toEqual(['v0.9.0']);
  });

  it('is told where it lies after what was evaluated', async () => {
    put('v1.1.0', 'v1.0.0', { tagName: 'v0.9.0', publishedAt: '2025-12-01T00:00:00Z' });
    expect(await tagsOf({ evaluated: '0.8.0' })).toEqual(['v1.1.0', 'v1.0.0', 'v0.9.0']);
    expect(await tagsOf({ evaluated: '0.9.0' })).toEqual(['v1.1.0', 'v1.0.0']);
  });

  it('is recent for half a year', async () => {
    put('v1.0.0', { tagName: 'v0.9.0', publishedAt: '2025-12-14T23:59:59Z' });
    expect(await tagsOf({}, VLLM, parseDay('2026-06-12') as Day)).toContain('v0.9.0');
    expect(await tagsOf({}, VLLM, parseDay('2026-06-13') as Day)).not.toContain('v0.9.0');
  });
});

describe('a prerelease', () => {
  it.each(['v2.0.0-beta.1', 'v2.0rc1', '2.0.0.dev3', 'nightly', 'v2-Preview', 'alpha_7'])(
    'is told only where it is asked for, also where the project forgets the mark (%s)',
    async (tagName) => {
      put(tagName, 'v1.0.0');
      expect(await tagsOf()).toEqual(['v1.0.0']);
      expect(await tagsOf({ prereleases: true })).toEqual([tagName, 'v1.0.0']);
    },
  );

  it('is one by its mark alone, and the evidence says so', async () => {
    put({ tagName: 'v2.0.0', isPrerelease: true }, 'v1.0.0');
    expect(await tagsOf()).toEqual(['v1.0.0']);
    const [event] = await eventsOf({ prereleases: true });
    expect(event?.evidence).toContainEqual({ label: 'Prerelease', text: 'yes' });
  });

  it.each(['v2.0.0-arch64', 'search-2.0.0', 'device-2.0.0', 'alphabet-2', 'src-2.0.0', 'webdev'])(
    'is not seen in a word that only holds such letters (%s)',
    async (tagName) => {
      put(tagName);
      expect(await tagsOf()).toEqual([tagName]);
    },
  );
});

describe('include and exclude', () => {
  it('are patterns of tags, one or many', async () => {
    put('python-v2.0.0', 'js-v3.0.0', 'js-v2.0.0', 'docs/1');
    expect(await tagsOf({ include: 'js-*' })).toEqual(['js-v3.0.0', 'js-v2.0.0']);
    expect(await tagsOf({ include: ['js-*', 'docs/*'], exclude: '*-v2.*' })).toEqual(['js-v3.0.0', 'docs/1']);
  });
});

describe('minBump', () => {
  it('measures from what was evaluated, upwards', async () => {
    put('v2.0.0', 'v1.3.0', 'v1.2.9', 'v1.2.3', 'v1.1.9', 'v0.9.0');
    const evaluated = 'v1.2.3';
    expect(await tagsOf({ minBump: 'patch', evaluated })).toEqual(['v2.0.0', 'v1.3.0', 'v1.2.9']);
    expect(await tagsOf({ minBump: 'minor', evaluated: '1.2.3' })).toEqual(['v2.0.0', 'v1.3.0']);
    expect(await tagsOf({ minBump: 'major', evaluated })).toEqual(['v2.0.0']);
  });

  it('measures from the release before it in the order of versions, not of days', async () => {
    put('v1.29.8', 'v1.31.0', 'v1.30.1', 'v1.29.7', 'v1.30.0');
    expect(await tagsOf({ minBump: 'patch' })).toEqual([
      'v1.29.8',
      'v1.31.0',
      'v1.30.1',
      'v1.29.7',
      'v1.30.0',
    ]);
    expect(await tagsOf({ minBump: 'minor' })).toEqual(['v1.31.0', 'v1.30.0']);
  });

  it('sees the first of a line that begins without .0', async () => {
    put('v2.1.0', 'v1.9.0');
    expect(await tagsOf({ minBump: 'major' })).toEqual(['v2.1.0']);
  });

  it('measures a release from the one before its own prereleases', async () => {
    put('v2.0.0', 'v2.0.0-rc.1', 'v1.9.0');
    expect(await tagsOf({ minBump: 'major', prereleases: true })).toEqual(['v2.0.0', 'v2.0.0-rc.1']);
  });

  it('holds back nothing that is no version', async () => {
    put('b4567', 'v1.2.3');
    expect(await tagsOf({ minBump: 'major', evaluated: '1.2.0' })).toEqual(['b4567']);
  });

  it('makes no more of a release whose predecessor has left the list', async () => {
    // Three lines that are kept up month by month: the predecessors of the oldest have left the list of fifty.
    const lines = Array.from({ length: 20 }, (_, month) =>
      [30, 29, 28].map((line) => `v1.${line}.${40 - month}`),
    );
    put(...lines.flat());
    expect(await tagsOf({ minBump: 'minor' })).toEqual([]);
    expect((await tagsOf({ minBump: 'patch' })).length).toBe(50);
  });

  it('cannot be measured from what is no version', () => {
    const [complaint] = complaintsAbout({ minBump: 'minor', evaluated: 'b4567' });
    expect(complaint).toBe(
      'minBump is counted from evaluated, and "b4567" is no semantic version. Write it as 1.2.3, or leave minBump out.',
    );
    expect(complaintsAbout({ minBump: 'minor', evaluated: 'v1.2.3' })).toEqual([]);
    expect(complaintsAbout({ evaluated: 'b4567' })).toEqual([]);
  });
});

describe('a release after what is known', () => {
  it('is not late where nothing is known', async () => {
    put('v1.1.0', 'v1.0.0');
    expect(await lateOf()).toEqual([]);
  });

  it('is late by its version: a back-port is not', async () => {
    put('v1.29.9', 'v1.32.0', 'v1.31.0');
    expect(await lateOf({ evaluated: '1.31.0' })).toEqual(['v1.32.0']);
    expect(await lateOf({ since: 'v1.31.0' })).toEqual(['v1.32.0']);
  });

  it('is late by its day where one of the two is no version', async () => {
    put('b30', 'b20', 'b10', 'v1.0.0');
    expect(await lateOf({ evaluated: 'b20' })).toEqual(['b30']);
    expect(await lateOf({ since: '1.0.0' })).toEqual(['b30', 'b20', 'b10']);
    expect(await lateOf({ since: 'b7' })).toEqual([]);
  });

  it('is late after a day, not on it', async () => {
    put('v1.2.0', 'v1.1.0', 'v1.0.0');
    expect(await lateOf({ since: '2026-06-10' })).toEqual(['v1.2.0']);
  });

  it('is late after both where two are known', async () => {
    put('v1.2.0', 'v1.1.0', 'v1.0.0');
    expect(await lateOf({ since: '2026-06-10', evaluated: '1.0.0' })).toEqual(['v1.2.0']);
  });

  it('shows what was evaluated', async () => {
    put('v1.1.0');
    const [event] = await eventsOf({ evaluated: '1.0.0' });
    expect(event?.evidence).toContainEqual({ label: 'Evaluated', text: '1.0.0' });
  });
});

describe('bodyMatches', () => {
  const notes = [
    { tagName: 'v0.24.0', description: 'Adds support for MiniMax-M3.' },
    { tagName: 'v0.23.0', description: 'M3 is not supported yet.' },
    { tagName: 'v0.22.0', description: null },
  ];

  it('holds against the notes, which are asked for only then', async () => {
    put(...notes);
    expect(await tagsOf({ bodyMatches: '/support for minimax-m3/i' })).toEqual(['v0.24.0']);
    expect(await tagsOf({ bodyMatches: '/support for minimax-m3/' })).toEqual([]);
    expect(github.requests.at(-1)?.body).toContain('description');
    await tagsOf();
    expect(github.requests.at(-1)?.body).not.toContain('description');
  });

  it('asks for the notes of few repositories at once', async () => {
    const names = Array.from({ length: 9 }, (_, at) => `owner/name-${at}`);
    for (const name of names) github.set(name, { releases: notes });
    const { look } = round();
    const options = githubRelease.options.parse({ bodyMatches: '/M3/' });
    const asks = names.map((target) => look('github-release', { target, when: 'new-release', options }));
    expect((await Promise.all(asks)).map(({ kind }) => kind)).toEqual(names.map(() => 'ok'));
    expect(github.requests).toHaveLength(3);
  });

  it('takes no longer for an expression that is made to', async () => {
    put({ tagName: 'v1', description: 'a'.repeat(100_000) });
    expect(await tagsOf({ bodyMatches: '/^(a+)+$/' })).toEqual(['v1']);
    expect(await tagsOf({ bodyMatches: '/^(a+)+b$/' })).toEqual([]);
  });

  it.each(['/(/', '//', '/a/g', `/${'a'.repeat(200)}/`])('is not %j', (bodyMatches) => {
    expect(complaintsAbout({ bodyMatches })).toEqual([
      expect.stringContaining('Write a regular expression of RE2 between slashes'),
    ]);
  });
});

describe('the latest release', () => {
  it('is the greatest version that passes, with its page', async () => {
    put('v1.29.9', 'v1.32.0', 'v2.0.0-rc.1', 'v1.31.0');
    expect(await latest()).toEqual({
      kind: 'ok',
      value: 'v1.32.0',
      evidence: [
        {
          label: 'Release',
          text: 'v1.32.0',
          url: 'https://github.com/vllm-project/vllm/releases/tag/v1.32.0',
        },
      ],
    });
    expect(await latest({ prereleases: true })).toMatchObject({ value: 'v2.0.0-rc.1' });
    expect(await latest({ include: 'v1.29.*' })).toMatchObject({ value: 'v1.29.9' });
  });

  it('is the newest by day where that is no version, however old', async () => {
    put(
      { tagName: 'b9', publishedAt: '2020-01-02T00:00:00Z' },
      { tagName: 'v8.0.0', publishedAt: '2020-01-01T00:00:00Z' },
    );
    expect(await latest()).toMatchObject({ value: 'b9' });
  });

  it('is null where there is none, and absent with its repository', async () => {
    github.set(VLLM);
    expect(await latest()).toMatchObject({ kind: 'ok', value: null, evidence: [{ label: 'Releases' }] });
    github.remove(VLLM);
    expect(await latest()).toMatchObject({ kind: 'absent' });
  });
});

describe('what a stranger may have written', () => {
  it('stands in no id, summary or address as it is', async () => {
    put(`<!--x-->\`[a](b)${'é'.repeat(200)}`);
    const [event] = await eventsOf();
    expect(event?.id).toMatch(/^github-release:599547517:[!-~]+$/);
    expect(event?.summary).toMatch(/^[^\n*`[\]<>]{10,200}\.$/);
    expect(event?.now?.length).toBeLessThanOrEqual(200);
    expect(event?.evidence[0]?.url).toMatch(
      /^https:\/\/github\.com\/vllm-project\/vllm\/releases\/tag\/[\w%.!()-]+$/,
    );
  });

  it.each([
    ['tagName', 'two words'],
    ['tagName', 'line\nbreak'],
    ['tagName', `${'x'.repeat(301)}`],
    ['tagName', '\ud800'],
    ['tagName', ''],
    ['tagName', 7],
    ['publishedAt', 'yesterday'],
    ['isDraft', 'no'],
    ['isPrerelease', null],
  ])('is not believed where %s is %j', async (field, value) => {
    put('v1.0.0');
    github.rewrite(({ r0 }) => {
      const release = {
        tagName: 'v1',
        isDraft: false,
        isPrerelease: false,
        publishedAt: null,
        [field]: value,
      };
      const releases = { pageInfo: { hasNextPage: false }, nodes: [release] };
      return { r0: { ...r0, releases } };
    });
    expect(await look()).toEqual({
      kind: 'unknown',
      why: expect.stringContaining(`unexpected "releases.nodes.0.${field}"`),
    });
  });
});

describe('options', () => {
  it.each([
    { minBump: 'huge' },
    { include: [] },
    { include: 'x'.repeat(201) },
    { prereleases: 'yes' },
    { since: 1.2 },
    { evaluated: '' },
    { minbump: 'major' },
  ])('are refused where they are %j', (options) => {
    expect(complaintsAbout(options)).toHaveLength(1);
  });
});
