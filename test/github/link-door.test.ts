import { createHash } from 'node:crypto';
import { Octokit } from '@octokit/rest';
import { afterAll, afterEach, beforeAll, describe, expect, it, test } from 'vitest';
import type { LinkDoor, LinkResult } from '../../src/domain/verdict.ts';
import { createLinkDoor } from '../../src/github/link-door.ts';
import type { Repo } from '../sandbox/repo.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';

const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

function quiet(): void {}

let sandbox: Sandbox;
let mine: Repo;
let other: Repo;
let door: LinkDoor;

function doorOf(repo: Repo): LinkDoor {
  const github = new Octokit({ baseUrl: sandbox.apiUrl, auth: sandbox.token(repo), log });
  return createLinkDoor(github, { webOrigin: sandbox.url, log });
}

beforeAll(async () => {
  sandbox = await startSandbox();
  mine = await sandbox.createRepository({
    owner: 'acme',
    name: 'evals',
    files: { 'a.md': '', 'd/b.md': '' },
  });
  other = await sandbox.createRepository({
    owner: 'world',
    name: 'tool',
    files: { 'README.md': '# Tool', 'docs/a b.md': '', 'odd:~name': '' },
    installed: false,
  });
  await sandbox.createRepository({ owner: 'world', name: 'secret', files: { a: '' }, private: true });
  await other.branch('feature/long/name');
  await other.tag('v1.0');
  await other.tag('pkg/v2');
  other.openIssue({ title: 'One' });
  await other.openPull({ title: 'Two', head: 'two', files: { c: '' } });
  door = doorOf(mine);
});

afterEach(() => {
  sandbox.clearFaults();
  sandbox.resetLog();
});
afterAll(() => sandbox.close());

async function look(path: string, at = door): Promise<LinkResult> {
  const page = `${sandbox.url}${path}`;
  expect(at.takes(page)).toBe(true);
  const result = (await at.check([page], 12_345)).get(page);
  if (!result) throw new Error(`${page} has no result.`);
  return result;
}

function asked(): string[] {
  return sandbox.requests.map(({ method, path }) => `${method} ${path}`);
}

describe('what is there', () => {
  test.each([
    '/acme',
    '/world/tool',
    '/World/TOOL.git',
    '/world/tool/releases',
    '/world/tool/issues',
    '/world/tool/issues/1',
    '/world/tool/pull/1',
    '/world/tool/issues/2',
    '/world/tool/releases/tag/v1.0',
    '/world/tool/releases/tag/pkg/v2',
    '/world/tool/blob/main/README.md',
    '/world/tool/blob/HEAD/docs/a%20b.md',
    '/world/tool/blob/main/odd:~name',
    '/world/tool/blob/main/docs',
    '/world/tool/tree/main/README.md',
    '/world/tool/tree/main',
    '/world/tool/tree/v1.0/docs/',
    '/world/tool/raw/refs/heads/main/README.md',
    '/raw/world/tool/main/README.md',
  ])('%s is found with one request', async (path) => {
    expect(await look(path)).toEqual({
      page: `${sandbox.url}${path}`,
      verdict: 'ok',
      reason: 'found',
      status: undefined,
      hops: [],
      failedAt: undefined,
      checkedAt: 12_345,
      ms: 0,
      bytes: 0,
      via: 'github-api',
      notices: [],
    });
    expect(asked()).toEqual(['POST /graphql']);
  });

  it('finds commits by their whole name or its beginning', async () => {
    const sha = await other.sha();
    for (const name of [sha, sha.slice(0, 8), `${sha}.patch`]) {
      expect((await look(`/world/tool/commit/${name}`)).verdict).toBe('ok');
    }
  });

  it('finds what stands on a branch with slashes, at the price of a second request', async () => {
    const paths = ['tree/feature/long/name', 'blob/feature/long/name/docs/a%20b.md', 'blob/pkg/v2/README.md'];
    const pages = paths.map((path) => `${sandbox.url}/world/tool/${path}`);
    const results = await door.check(pages, 0);
    expect([...results.values()].map(({ verdict }) => verdict)).toEqual(['ok', 'ok', 'ok']);
    expect(asked()).toEqual(['POST /graphql', 'POST /graphql']);
  });

  it('sees the installation’s own private repositories, and nobody else’s', async () => {
    mine.configure({ private: true });
    expect((await look('/acme/evals/blob/main/a.md')).verdict).toBe('ok');
    mine.configure({ private: false });
    expect(await look('/world/secret')).toMatchObject({ verdict: 'not-found', reason: 'private or gone' });
  });
});

describe('what is not there', () => {
  test.each([
    ['/nobody-here', 'no such account'],
    ['/acme/nothing', 'private or gone'],
    ['/world/secret', 'private or gone'],
    ['/acme/nothing/issues', 'private or gone'],
    ['/acme/nothing/blob/main/a.md', 'private or gone'],
    ['/acme/nothing/issues/1', 'private or gone'],
    ['/world/tool/blob/main/missing.md', 'no such file at this ref'],
    ['/world/tool/blob/v9/README.md', 'no such file at this ref'],
    ['/world/tool/raw/main/docs', 'no such file at this ref'],
    ['/world/tool/commit/0123456789012345678901234567890123456789', 'no such commit'],
    ['/world/tool/issues/99', 'no such issue or pull request'],
    ['/world/tool/releases/tag/v9', 'no such tag'],
  ])('%s: %s', async (path, reason) => {
    expect(await look(path)).toMatchObject({ verdict: 'not-found', reason, via: 'github-api', hops: [] });
  });

  it('asks once more for a file that is not on a branch that is', async () => {
    await look('/world/tool/blob/main/missing.md');
    expect(asked()).toEqual(['POST /graphql', 'GET /repos/world/tool/branches/main']);
  });

  it('does not take a file’s name for a commit’s', async () => {
    const blob = createHash('sha1').update('blob 6\0# Tool').digest('hex');
    expect((await look(`/world/tool/commit/${blob}`)).verdict).toBe('not-found');
  });

  it('does not let one bad repository spoil the others', async () => {
    const paths = [
      'acme/nothing',
      'world/tool',
      'world/tool/issues/99',
      'world/secret',
      'acme/evals/blob/main/a.md',
    ];
    const results = await door.check(
      paths.map((path) => `${sandbox.url}/${path}`),
      0,
    );
    expect([...results.values()].map(({ verdict }) => verdict)).toEqual([
      'not-found',
      'ok',
      'not-found',
      'not-found',
      'ok',
    ]);
    expect(asked()).toEqual(['POST /graphql', 'GET /repos/world/tool/issues/99']);
  });

  it('says that a deleted issue is gone', async () => {
    const number = mine.openIssue({ title: 'Soon gone' });
    mine.deleteIssue(number);
    expect(await look(`/acme/evals/issues/${number}`)).toMatchObject({ verdict: 'gone', status: 410 });
  });

  it('does not judge a list that is switched off', async () => {
    mine.configure({ issuesEnabled: false });
    expect(await look('/acme/evals/issues')).toMatchObject({ verdict: 'not-checked' });
    mine.configure({ issuesEnabled: true });
  });
});

describe('what is elsewhere', () => {
  it('follows a repository to its new name and owner', async () => {
    const repo = await sandbox.createRepository({ owner: 'old', name: 'name', files: { 'a.md': '' } });
    repo.rename({ owner: 'new', name: 'title' });
    const renamed = { kind: 'renamed', to: 'new/title' };
    for (const rest of ['', '/blob/main/a.md']) {
      expect(await look(`/old/name${rest}`)).toMatchObject({
        verdict: 'redirected-permanent',
        reason: 'renamed',
        notices: [renamed],
        hops: [
          { url: `${sandbox.url}/old/name${rest}`, status: 301 },
          { url: `${sandbox.url}/new/title${rest}`, status: 200 },
        ],
      });
    }
    expect(await look('/old/name/blob/main/b.md')).toMatchObject({ verdict: 'not-found', notices: [] });
  });

  it('notices an archived repository', async () => {
    other.configure({ archived: true });
    expect(await look('/world/tool/tree/main')).toMatchObject({
      verdict: 'ok',
      notices: [{ kind: 'archived' }],
    });
    other.configure({ archived: false });
  });

  it('follows a branch to its new name, with one request for all its files', async () => {
    const files = { 'a.md': '', 'b.md': '' };
    const repo = await sandbox.createRepository({ owner: 'acme', name: 'branches', files });
    await repo.branch('master');
    await repo.renameBranch('master', 'trunk');
    const paths = ['blob/master/a.md', 'raw/refs/heads/master/b.md', 'blob/master/c.md'];
    const pages = paths.map((path) => `${sandbox.url}/acme/branches/${path}`);
    sandbox.resetLog();
    const results = await door.check(pages, 0);
    expect([...results.values()].map(({ verdict, reason }) => `${verdict}: ${reason}`)).toEqual([
      'redirected-permanent: branch renamed',
      'redirected-permanent: branch renamed',
      'not-found: no such file at this ref',
    ]);
    expect(results.get(pages[1] ?? '')?.hops.at(-1)?.url).toBe(
      `${sandbox.url}/acme/branches/raw/refs/heads/trunk/b.md`,
    );
    expect(asked().filter((line) => line.includes('branches/master'))).toHaveLength(1);
  });

  it('follows a transferred issue', async () => {
    const number = mine.openIssue({ title: 'To another house' });
    const there = mine.transferIssue(number, other);
    const result = await look(`/acme/evals/issues/${number}`);
    expect(result).toMatchObject({ verdict: 'redirected-permanent', reason: 'issue transferred' });
    expect(result.hops.at(-1)?.url).toBe(`${sandbox.url}/world/tool/issues/${there}`);
  });
});

describe('what GitHub does not say', () => {
  it.each([401, 403, 500, 502])('a %s is no verdict', async (status) => {
    sandbox.fault({ kind: 'status', status, path: /graphql/ });
    expect(await look('/world/tool')).toMatchObject({ verdict: 'not-checked', status });
  });

  it('a lost connection is no verdict', async () => {
    sandbox.fault({ kind: 'reset', path: /graphql/ });
    expect(await look('/world/tool')).toMatchObject({ verdict: 'not-checked', status: 500 });
  });

  it('a second look that fails is no verdict either', async () => {
    sandbox.fault({ kind: 'status', status: 502, path: /issues|branches/ });
    expect(await look('/world/tool/issues/99')).toMatchObject({ verdict: 'not-checked' });
    expect(await look('/world/tool/blob/v9/a')).toMatchObject({ verdict: 'not-checked' });
  });

  it('a secondary limit is a limit', async () => {
    sandbox.fault({ kind: 'secondary-limit', path: /graphql/ });
    expect(await look('/world/tool')).toMatchObject({ verdict: 'rate-limited', status: 403 });
  });
});

describe('how much is asked', () => {
  it('looks at 300 addresses in 60 repositories with four requests', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `many-${index}`);
    const files = { 'a.md': '', 'b.md': '' };
    for (const name of names) await sandbox.createRepository({ owner: 'acme', name, files });
    const rests = ['', '/blob/main/a.md', '/raw/main/b.md', '/tree/main', '/releases'];
    const pages = names.flatMap((name) => rests.map((rest) => `${sandbox.url}/acme/${name}${rest}`));
    sandbox.resetLog();
    const results = await door.check([...pages, ...pages], 0);
    expect([...results.keys()]).toEqual(pages);
    expect(new Set([...results.values()].map(({ verdict }) => verdict))).toEqual(new Set(['ok']));
    expect(asked()).toEqual(Array.from({ length: 4 }, () => 'POST /graphql'));
  }, 30_000);

  it('asks nothing for nothing', async () => {
    expect(await door.check([], 0)).toEqual(new Map());
    expect(asked()).toEqual([]);
  });

  it('stops after two failures in a row, and at a limit at once', async () => {
    const pages = Array.from({ length: 500 }, (_, index) => `${sandbox.url}/world/tool/issues/${index + 1}`);
    sandbox.fault({ kind: 'status', status: 502 });
    expect((await door.check(pages, 0)).size).toBe(500);
    expect(asked()).toHaveLength(2);
    sandbox.clearFaults();
    sandbox.resetLog();
    sandbox.fault({ kind: 'secondary-limit' });
    const results = await door.check(pages, 0);
    expect(new Set([...results.values()].map(({ verdict }) => verdict))).toEqual(new Set(['rate-limited']));
    expect(asked()).toHaveLength(1);
  });

  it('takes no more than sixty second looks a run', async () => {
    const pages = Array.from({ length: 80 }, (_, index) => `${sandbox.url}/world/tool/issues/${index + 500}`);
    const results = [...(await door.check(pages, 0)).values()];
    expect(results.filter(({ verdict }) => verdict === 'not-found')).toHaveLength(60);
    expect(results.filter(({ reason }) => reason === 'left for the next run')).toHaveLength(20);
    expect(asked()).toHaveLength(61);
  });
});
