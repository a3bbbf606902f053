import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDay, type Day } from '../../src/domain/day.ts';
import type { UpstreamEvent } from '../../src/domain/event.ts';
import type { HttpClient } from '../../src/http/http.ts';
import { githubRepo } from '../../src/upstream/github-repo.ts';
import type { Outcome, Source } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { startGitHub, withToken, type GitHub, type GitHubRepository } from './github-stand-in.ts';
import { roundOf, TODAY } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';

const SERVER = 'some-org/some-mcp-server';
const ID = 123456789;
const nothing = { kind: 'ok', events: [], identity: String(ID) };

for (const when of ['archived', 'stale', 'license-changed', 'identity-changed']) {
  itLooksLikeASource({
    source: withToken(githubRepo) as Source,
    target: SERVER,
    when,
    token: 'ghs_operator',
    notFound: 'unknown',
    conditional: false,
    fact: ['archived', true],
    async start() {
      const github = await startGitHub();
      github.set(SERVER, {
        isArchived: true,
        archivedAt: '2026-03-02T10:11:12Z',
        pushedAt: '2025-03-02T10:11:12Z',
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

function round(today: Day = TODAY) {
  return roundOf(githubRepo as Source, { http, endpoint: github.url, token: 'ghs_operator' }, { today });
}

interface Look {
  target?: string;
  with?: Record<string, unknown>;
  today?: Day;
}

function look(when: string, { target = SERVER, with: given = {}, today }: Look = {}): Promise<Outcome> {
  return round(today).look('github-repo', { target, when, options: githubRepo.options.parse(given) });
}

async function eventOf(...asked: Parameters<typeof look>): Promise<UpstreamEvent> {
  const outcome = await look(...asked);
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  const [event] = outcome.events;
  if (!event || outcome.events.length > 1) throw new Error(`${outcome.events.length} events`);
  return event;
}

function put(repository: GitHubRepository = {}): void {
  github.set(SERVER, { databaseId: ID, ...repository });
}

describe('archived', () => {
  it('fires while it is so, and names the moment', async () => {
    put({ isArchived: true, archivedAt: '2026-03-02T10:11:12Z' });
    expect(await eventOf('archived')).toEqual({
      id: `github-repo:${ID}:archived:2026-03-02T10:11:12Z`,
      source: 'github-repo',
      target: SERVER,
      when: 'archived',
      summary: 'some-org/some-mcp-server is archived on GitHub: it is read-only.',
      now: 'archived',
      evidence: [
        { label: 'Repository', text: SERVER, url: `https://github.com/${SERVER}` },
        { label: 'Archived', text: '2026-03-02T10:11:12Z' },
      ],
    });
    put({ isArchived: false });
    expect(await look('archived')).toEqual(nothing);
  });

  it('fires without a moment where GitHub tells none', async () => {
    put({ isArchived: true, archivedAt: null });
    expect(await eventOf('archived')).toMatchObject({ id: `github-repo:${ID}:archived:true` });
  });

  it('is another event when it is archived a second time', async () => {
    put({ isArchived: true, archivedAt: '2026-03-02T10:11:12Z' });
    const before = await eventOf('archived');
    put({ isArchived: true, archivedAt: '2026-06-02T10:11:12Z' });
    expect((await eventOf('archived')).id).not.toBe(before.id);
  });
});

describe('moved', () => {
  it('fires where GitHub answers under another name, and says how to name it', async () => {
    put();
    github.move(SERVER, 'other-org/server');
    const event = await eventOf('moved');
    expect(event).toMatchObject({
      id: `github-repo:${ID}:moved:other-org/server`,
      target: SERVER,
      summary: 'The repository is now named other-org/server.',
      now: 'other-org/server',
    });
    expect(event.evidence.at(-1)).toEqual({
      label: 'Renamed',
      text: `${SERVER} is now other-org/server: name it so in the watch`,
      url: 'https://github.com/other-org/server',
    });
  });

  it('does not look at case', async () => {
    put();
    expect(await look('moved', { target: 'Some-Org/Some-MCP-Server' })).toEqual(nothing);
  });
});

describe('stale', () => {
  it('fires where nobody pushed for longer than a year, or for as long as asked', async () => {
    put({ pushedAt: '2025-06-11T23:00:00Z' });
    expect(await eventOf('stale')).toMatchObject({
      id: `github-repo:${ID}:stale:2025-06-11T23:00:00Z`,
      summary: `Nobody has pushed to ${SERVER} since 2025-06-11.`,
      now: 'last push on 2025-06-11',
    });
    expect(await look('stale', { today: parseDay('2026-06-11') as Day })).toEqual(nothing);
    expect(await look('stale', { with: { after: '2 years' } })).toEqual(nothing);
    expect(
      await eventOf('stale', { with: { after: '30 days' }, today: parseDay('2025-07-12') as Day }),
    ).toMatchObject({
      when: 'stale',
    });
  });

  it('is another event after another push', async () => {
    put({ pushedAt: '2024-01-01T00:00:00Z' });
    const before = await eventOf('stale');
    put({ pushedAt: '2025-01-01T00:00:00Z' });
    expect((await eventOf('stale')).id).not.toBe(before.id);
  });

  it('is nothing where nobody has pushed yet', async () => {
    put({ pushedAt: null });
    expect(await look('stale')).toEqual(nothing);
  });
});

describe('license-changed', () => {
  it.each([
    [{ spdxId: 'Apache-2.0' }, 'Apache-2.0'],
    [{ spdxId: 'NOASSERTION' }, 'NOASSERTION'],
    [{ spdxId: null }, 'NOASSERTION'],
    [null, 'none'],
  ])('names the license that is there now (%j)', async (licenseInfo, spdx) => {
    put({ licenseInfo });
    expect(await eventOf('license-changed')).toMatchObject({
      id: `github-repo:${ID}:license:${spdx}`,
      summary: `The license that GitHub sees in ${SERVER} is ${spdx}.`,
      now: spdx,
    });
  });

  it('may come back to an earlier one', () => {
    expect(githubRepo.conditions['license-changed']).toEqual({ kind: 'edge', remembers: 1 });
  });
});

describe('identity', () => {
  it('is the number of the repository, which its name may lose to another', async () => {
    put();
    expect(await eventOf('identity-changed')).toMatchObject({
      id: `github-repo:${ID}:identity`,
      now: String(ID),
    });
    github.set(SERVER, { databaseId: 987654321 });
    expect(await eventOf('identity-changed')).toMatchObject({
      id: 'github-repo:987654321:identity',
      now: '987654321',
    });
  });

  it('is told where a watch waits for it to go', async () => {
    put();
    expect(await look('gone')).toEqual(nothing);
    github.move(SERVER, 'other-org/server');
    expect(await look('gone')).toEqual(nothing);
    github.remove('other-org/server');
    expect(await look('gone')).toEqual({
      kind: 'absent',
      why: `GitHub shows no public repository ${SERVER}: it is missing or private.`,
    });
  });

  it('is not told of a private repository that the token sees', async () => {
    put({ isPrivate: true, isArchived: true });
    for (const when of ['gone', 'archived']) expect(await look(when)).toMatchObject({ kind: 'absent' });
  });
});

describe('facts', () => {
  function tell(fact: string, target = SERVER) {
    return round().tell('github-repo', { target, fact, options: githubRepo.options.parse({}) });
  }

  it.each([
    ['archived', false],
    ['license', 'Apache-2.0'],
    ['name', SERVER],
  ])('%s is told with the page of the repository', async (fact, value) => {
    put();
    expect(githubRepo.facts?.names).toContain(fact);
    expect(await tell(fact, 'Some-org/some-mcp-server')).toEqual({
      kind: 'ok',
      value,
      evidence: [{ label: 'Repository', text: SERVER, url: `https://github.com/${SERVER}` }],
    });
  });

  it('tell no license where there is none, and do not guess one that GitHub does not recognise', async () => {
    put({ licenseInfo: null });
    expect(await tell('license')).toMatchObject({ kind: 'ok', value: null });
    put({ licenseInfo: { spdxId: 'NOASSERTION' } });
    expect(await tell('license')).toEqual({
      kind: 'unknown',
      why: `GitHub does not say the license of ${SERVER}.`,
    });
  });

  it('are the new name, and no other than these', async () => {
    put();
    github.move(SERVER, 'other-org/server');
    expect(await tell('name')).toMatchObject({ value: 'other-org/server' });
    expect(await tell('stars')).toMatchObject({ kind: 'unknown' });
    expect(await tell('name', 'some-org/gone')).toMatchObject({ kind: 'absent' });
  });
});

describe('what a stranger may have written', () => {
  it.each([
    ['databaseId', 'x\n- [x]'],
    ['databaseId', null],
    ['nameWithOwner', '../../etc'],
    ['nameWithOwner', 'a/b<!--'],
    ['url', 'javascript:alert(1)'],
    ['isPrivate', 'no'],
    ['isArchived', null],
    ['archivedAt', 'long ago'],
    ['pushedAt', 7],
    ['licenseInfo', { spdxId: 'MIT`@everyone' }],
  ])('is not believed where %s is %j', async (field, value) => {
    put();
    github.rewrite(({ r0 }) => ({ r0: { ...r0, [field]: value } }));
    expect(await look('license-changed')).toEqual({
      kind: 'unknown',
      why: expect.stringContaining(`unexpected "${field}`),
    });
  });
});

describe('options', () => {
  it.each([{ after: 30 }, { after: 'a while' }, { since: '2026-01-01' }])(
    'are refused where they are %j',
    (options) => {
      expect(githubRepo.options.safeParse(options).success).toBe(false);
    },
  );
});
