import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpClient } from '../../src/http/http.ts';
import { githubRelease } from '../../src/upstream/github-release.ts';
import { githubRepo } from '../../src/upstream/github-repo.ts';
import { githubTag } from '../../src/upstream/github-tag.ts';
import { beginRound, type Round } from '../../src/upstream/look.ts';
import type { Outcome, Source } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { askedOf, startGitHub, type GitHub } from './github-stand-in.ts';
import { mapMemory, silent, TODAY } from './round.ts';

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

function begin({
  token = 'ghs_operator',
  endpoint = github.url,
}: { token?: string; endpoint?: string } = {}): Round {
  return beginRound({
    accessTo: () => ({ http, endpoint, token }),
    memory: mapMemory(),
    today: TODAY,
    log: silent,
    register: new Map<string, Source>(
      [githubRelease, githubTag, githubRepo].map((each) => [each.name, each as Source]),
    ),
  });
}

function look(round: Round, target: string, when = 'archived', source = 'github-repo'): Promise<Outcome> {
  return round.look(source, { target, when, options: optionsOf(source) });
}

function optionsOf(source: string): Record<string, unknown> {
  return source === 'github-repo' ? { after: 365 } : { prereleases: false };
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `owner-${at}/name-${at}`);
}

describe('many repositories', () => {
  it('are asked for in requests of forty', async () => {
    const all = names(90);
    for (const name of all) github.set(name, { isArchived: true });
    const round = begin();
    const outcomes = await Promise.all(all.map((name) => look(round, name)));
    expect(
      outcomes.map((outcome) => (outcome.kind === 'ok' ? outcome.events[0]?.summary : outcome.why)),
    ).toEqual(all.map((name) => `${name} is archived on GitHub: it is read-only.`));
    expect(github.requests.map((request) => askedOf(request).length)).toEqual([40, 40, 10]);
    expect(github.requests.flatMap(askedOf)).toEqual(all);
  });

  it('are asked for one request after the other', async () => {
    let under = 0;
    let most = 0;
    const plain = http;
    http = {
      ...plain,
      async get(request) {
        under += 1;
        most = Math.max(most, under);
        const answer = await plain.get(request);
        under -= 1;
        return answer;
      },
    };
    const round = begin();
    const looks = names(90).flatMap((name) => [
      look(round, name),
      look(round, name, 'new-tag', 'github-tag'),
    ]);
    await Promise.all(looks);
    expect(github.requests).toHaveLength(6);
    expect(most).toBe(1);
  });

  it('travel as variables, never in the text of the query', async () => {
    github.set('own-er/na.me');
    await look(begin(), 'own-er/na.me');
    const [request] = github.requests;
    const { query, variables } = JSON.parse(request?.body ?? '') as { query: string; variables: unknown };
    expect(variables).toEqual({ o0: 'own-er', n0: 'na.me' });
    expect(query).not.toMatch(/own-er|na\.me/);
  });
});

describe('one repository', () => {
  it('is asked for once a round and part, however it is written and whatever is looked at', async () => {
    github.set('Owner/Name', { isArchived: true, releases: [{ tagName: 'v1' }], tags: [{ name: 'v1' }] });
    const round = begin();
    const outcomes = await Promise.all([
      look(round, 'Owner/Name'),
      look(round, 'owner/name'),
      look(round, 'owner/name', 'license-changed'),
      look(round, 'Owner/Name', 'gone'),
      look(round, 'Owner/Name', 'new-release', 'github-release'),
      look(round, 'owner/name', 'new-release', 'github-release'),
      look(round, 'Owner/Name', 'new-tag', 'github-tag'),
      look(round, 'Owner/Name', 'moved-tag', 'github-tag'),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(8).fill('ok'));
    await round.tell('github-repo', { target: 'Owner/Name', fact: 'license', options: { after: 1 } });
    expect(github.requests.map(({ body }) => /query (\w+)/.exec(body)?.[1]).sort()).toEqual([
      'facts',
      'releases',
      'tags',
    ]);
    expect(github.requests.flatMap(askedOf)).toEqual(Array(3).fill('Owner/Name'));
  });

  it('is asked for again in the next round', async () => {
    github.set('owner/name');
    await look(begin(), 'owner/name');
    await look(begin(), 'owner/name');
    expect(github.requests).toHaveLength(2);
  });

  it('is asked for where the endpoint of an Enterprise says', async () => {
    await look(begin({ endpoint: `${github.url}/api` }), 'owner/name');
    expect(github.requests.map(({ url }) => url)).toEqual(['/api/graphql']);
  });

  it('is asked for anew with another token: it may see more', async () => {
    github.set('owner/name');
    let token = 'ghs_one';
    const round = beginRound({
      accessTo: () => ({ http, endpoint: github.url, token }),
      memory: mapMemory(),
      today: TODAY,
      log: silent,
      register: new Map<string, Source>([[githubRepo.name, githubRepo]]),
    });
    await look(round, 'owner/name');
    token = 'ghs_other';
    await look(round, 'owner/name', 'gone');
    expect(github.requests.map(({ authorization }) => authorization)).toEqual([
      'Bearer ghs_one',
      'Bearer ghs_other',
    ]);
  });
});

describe('a request of several repositories', () => {
  it('is not spoilt by one that is gone, one that is refused and one that is private', async () => {
    for (const name of ['a/first', 'a/last', 'a/private'])
      github.set(name, { isPrivate: name === 'a/private' });
    github.refuse('a/closed', {
      type: 'FORBIDDEN',
      message: 'Resource protected by organization SAML enforcement. `Grant` access.',
    });
    const round = begin();
    const all = ['a/first', 'a/gone', 'a/closed', 'a/private', 'a/last'];
    const outcomes = await Promise.all(all.map((name) => look(round, name)));
    expect(outcomes).toEqual([
      { kind: 'ok', events: [], identity: expect.stringMatching(/^\d+$/) },
      { kind: 'absent', why: 'GitHub shows no public repository a/gone: it is missing or private.' },
      {
        kind: 'unknown',
        why: 'GitHub did not tell the facts of repositories of a/closed: FORBIDDEN, Resource protected by organization SAML enforcement. Grant access.',
      },
      { kind: 'absent', why: 'GitHub shows no public repository a/private: it is missing or private.' },
      { kind: 'ok', events: [], identity: expect.stringMatching(/^\d+$/) },
    ]);
    expect(github.requests).toHaveLength(1);
  });

  it('does not take a hole for a fact: a null below an error spoils its repository alone', async () => {
    github.set('a/holed');
    github.set('a/whole');
    github.refuse('a/holed', { type: 'INTERNAL', message: 'Something went wrong' }, 'licenseInfo');
    const round = begin();
    const [holed, whole] = await Promise.all(
      ['a/holed', 'a/whole'].map((name) => look(round, name, 'license-changed')),
    );
    expect(holed).toEqual({
      kind: 'unknown',
      why: expect.stringContaining('INTERNAL, Something went wrong'),
    });
    expect(whole).toMatchObject({ kind: 'ok', events: [{ now: 'Apache-2.0' }] });
  });

  it('does not take an error below a repository for its absence', async () => {
    github.set('a/holed');
    github.refuse('a/holed', { type: 'NOT_FOUND', message: 'Could not resolve' }, 'licenseInfo');
    expect(await look(begin(), 'a/holed')).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    [
      'another shape',
      (data: Record<string, unknown>) => ({ ...data, r0: { hello: 'world' } }),
      '"databaseId"',
    ],
    [
      'a null without a word',
      (data: Record<string, unknown>) => ({ ...data, r0: null }),
      'said nothing of a/first',
    ],
    ['nothing', ({ r1 }: Record<string, unknown>) => ({ r1 }), 'said nothing of a/first'],
  ])('does not know of one with %s, and knows of the rest', async (_name, change, why) => {
    github.set('a/first');
    github.set('a/last');
    github.rewrite(change);
    const round = begin();
    const [first, last] = await Promise.all(['a/first', 'a/last'].map((name) => look(round, name)));
    expect(first).toEqual({ kind: 'unknown', why: expect.stringContaining(why) });
    expect(last).toMatchObject({ kind: 'ok' });
  });
});

describe('an answer that says nothing of single repositories', () => {
  const limited = { type: 'RATE_LIMITED', message: 'API rate limit exceeded for installation ID 1.' };
  const lost = { message: 'Something went wrong while executing your query.' };

  it.each([
    ['a spent limit', { body: { errors: [limited] } }, /limit of requests is reached/],
    [
      'a spent limit by its other name',
      { body: { errors: [{ ...limited, type: 'RATE_LIMIT' }] } },
      /limit of requests/,
    ],
    ['a time-out in words', { body: { data: null, errors: [lost] } }, /Something went wrong while executing/],
    [
      'an error about no part beside data',
      { body: { data: { r0: null, r1: null }, errors: [lost] } },
      /Something went/,
    ],
    [
      'a field that it does not know',
      { body: { errors: [{ ...lost, path: ['query facts', 'r0'] }] } },
      /Something went/,
    ],
    ['neither data nor errors', { body: {} }, /another shape/],
    ['data alone that is null', { body: { data: null } }, /another shape/],
    [
      'a bad token',
      { status: 401, body: { message: 'Bad credentials' } },
      /status 401\. Renew GITHUB_TOKEN\.$/,
    ],
    ['a refusal', { status: 403, body: { message: 'Resource not accessible' } }, /status 403\.$/],
    ['a bad gateway', { status: 502, body: 'Bad gateway' }, /status 502\.$/],
    ['a web page', { body: '<!doctype html><title>Unicorn!</title>', type: 'text/html' }, /a web page/],
  ])('leaves all unknown: %s', async (_name, said, why) => {
    github.set('a/first');
    github.set('a/last');
    github.say(said);
    const round = begin();
    const outcomes = await Promise.all(['a/first', 'a/last'].map((name) => look(round, name)));
    const unknown = { kind: 'unknown', why: expect.stringMatching(why) };
    expect(outcomes).toEqual([unknown, unknown]);
    expect(github.requests).toHaveLength(1);
  });

  it.each([
    ['inside an answer', { body: { errors: [limited] } }],
    ['with a refusal', { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } }],
  ])('ends the asking for this round where it is a limit (%s)', async (_name, said) => {
    github.say(said);
    const round = begin();
    const outcomes = await Promise.all(names(90).map((name) => look(round, name)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['unknown']));
    expect(github.requests).toHaveLength(1);
    github.say(undefined);
    expect(await look(begin(), 'a/gone')).toMatchObject({ kind: 'absent' });
  });

  it('does not end the asking where it may be one request that was too much', async () => {
    github.say({ status: 502, body: 'Bad gateway' });
    const round = begin();
    await Promise.all(names(90).map((name) => look(round, name)));
    expect(github.requests).toHaveLength(3);
  });
});

describe('without a token', () => {
  it.each([
    ['github-repo', 'gone', undefined],
    ['github-repo', 'archived', ''],
    ['github-release', 'new-release', undefined],
    ['github-tag', 'new-tag', undefined],
  ])('%s asks nobody, and says what to set (%s, %j)', async (source, when, token) => {
    const round = beginRound({
      accessTo: () => ({ http, endpoint: github.url, token }),
      memory: mapMemory(),
      today: TODAY,
      log: silent,
      register: new Map<string, Source>(
        [githubRelease, githubTag, githubRepo].map((each) => [each.name, each as Source]),
      ),
    });
    expect(await look(round, 'owner/name', when, source)).toEqual({
      kind: 'unknown',
      why: "GitHub's GraphQL answers nobody without a token: set GITHUB_TOKEN.",
      permanent: true,
    });
    expect(github.requests).toEqual([]);
  });
});

describe('the name of a repository', () => {
  it.each([
    ['https://github.com/vllm-project/vllm/releases', 'Write vllm-project/vllm.'],
    ['https://github.com/vllm-project/vllm.git', 'Write vllm-project/vllm.'],
    ['vllm-project/vllm.git', 'Write vllm-project/vllm.'],
    ['vllm-project/vllm/tree/main', 'Write vllm-project/vllm.'],
    ['vllm-project', 'Write owner/name'],
    ['settings/tokens', 'Write owner/name'],
    ['owner/..', 'Write owner/name'],
    ['owner/name ', 'Write owner/name'],
    [`owner/${'x'.repeat(101)}`, 'Write owner/name'],
  ])('is not %j', (target, remedy) => {
    for (const source of [githubRelease, githubTag, githubRepo]) {
      expect(source.problemWithTarget(target)).toContain(
        `This is not the name of a repository on GitHub. ${remedy}`,
      );
    }
  });

  it.each(['vllm-project/vllm', 'a/.github', 'mona_acme/x_1.y'])('may be %s', (target) => {
    expect(githubRepo.problemWithTarget(target)).toBeUndefined();
  });
});
