import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Repo } from '../sandbox/repo.ts';
import { deeds, startStage, TODAY, type Stage } from './stage.ts';

const M2 = 'data/models/minimax-m2.json';

let stage: Stage;
let repo: Repo;
beforeAll(async () => {
  stage = await startStage({ env: { REVERIFY_GITHUB_TIMEOUT: '300ms' } });
  repo = await stage.repository(stage.data);
});
afterEach(() => {
  stage.sandbox.clearFaults();
  stage.sandbox.resetLog();
});
afterAll(() => stage.close());

const WARNING = 40;
const ISSUES = /\/issues$/;

describe('a bad answer of GitHub', () => {
  it.each([
    { status: 401, path: /graphql/ },
    { status: 403, path: /graphql/ },
    { status: 404, path: /git\/trees/ },
    { status: 404, path: ISSUES },
    { status: 410, path: ISSUES },
    { status: 422, path: /git\/trees/ },
    { status: 429, path: ISSUES },
    { status: 500, path: /git\/trees/ },
    { status: 500, path: ISSUES },
    { status: 502, path: /graphql/ },
  ])(
    '$status at $path opens nothing, closes nothing, and is logged with its cause',
    async ({ status, path }) => {
      const before = await repo.issues();
      stage.sandbox.fault({ kind: 'status', status, path, times: 20 });
      const line = await stage.push(repo, { 'a.txt': `${status} ${path}` });
      expect(line).toMatchObject({ level: WARNING, status });
      expect(line.cause).toMatch(/^[A-Z].+: /);
      expect(await repo.issues()).toEqual(before);
      stage.sandbox.clearFaults();
      expect(deeds(await stage.push(repo, { 'a.txt': `after ${status} ${path}` }))).toEqual({ keep: 3 });
    },
  );

  it.each(['hang', 'reset'] as const)(
    'that never comes (%s) is given up, and the next run goes on',
    async (kind) => {
      const before = await repo.issues();
      stage.sandbox.fault({ kind, path: ISSUES, times: 20 });
      const line = await stage.push(repo, { 'a.txt': kind });
      expect(line.level).toBe(WARNING);
      expect(line.cause).toMatch(/did not answer/);
      expect(await repo.issues()).toEqual(before);
      stage.sandbox.clearFaults();
      expect(deeds(await stage.push(repo, { 'a.txt': `after ${kind}` }))).toEqual({ keep: 3 });
    },
  );

  it('refusing one issue’s content leaves the others to be opened', async () => {
    stage.sandbox.fault({ kind: 'status', status: 422, method: 'POST', path: ISSUES, times: 1 });
    const other = await stage.repository(stage.data);
    expect((await other.issues()).length).toBe(2);
    expect(deeds(await stage.push(other, { 'a.txt': 'a' }))).toEqual({ create: 1, keep: 2 });
  });

  it('limiting writes for a while loses none of them and doubles none', async () => {
    stage.sandbox.fault({ kind: 'secondary-limit', method: 'POST', path: ISSUES, times: 3, retryAfter: 2 });
    const other = await stage.repository(stage.data);
    const titles = (await other.issues()).map(({ title }) => title);
    expect(new Set(titles).size).toBe(3);
    expect(titles.length).toBe(3);
  });

  it('failing after it has created an issue leaves one open issue in the end', async () => {
    stage.sandbox.fault({ kind: 'hang', method: 'POST', path: ISSUES, times: 1, afterwards: true });
    const other = await stage.repository({ [M2]: stage.data[M2] ?? '' });
    const issues = await other.issues();
    expect(issues.length).toBeGreaterThan(1);
    expect(issues.filter(({ state }) => state === 'open').map(({ number }) => number)).toEqual([1]);
  });

  it('lagging behind its own writes leaves one open issue in the end', async () => {
    const other = await stage.repository({ 'a.txt': 'nothing yet' });
    stage.sandbox.fault({ kind: 'lag', method: 'GET', path: ISSUES, lag: 60_000 });
    await stage.push(other, { [M2]: stage.data[M2] ?? '' });
    await stage.push(other, { 'a.txt': 'b' });
    stage.sandbox.clearFaults();
    await stage.push(other, { 'a.txt': 'c' });
    await stage.push(other, { 'a.txt': 'd' });
    const issues = await other.issues();
    expect(issues.length).toBeGreaterThan(1);
    expect(issues.filter(({ state }) => state === 'open').map(({ number }) => number)).toEqual([1]);
    expect(issues.at(-1)?.stateReason).toBe('duplicate');
  });

  it('leaves a repository without issues in peace', async () => {
    const other = await stage.repository(stage.data, { issuesEnabled: false });
    stage.sandbox.resetLog();
    const line = await stage.push(other, { 'a.txt': 'a' });
    expect(line.outcome).toEqual({ kind: 'idle', why: 'issues-disabled' });
    expect(stage.sandbox.writes()).toEqual([]);
    const files = { [M2]: (stage.data[M2] ?? '').replace('"score": 66', '"score": 67') };
    await stage.after('review', () => other.openPull({ title: 'Change', head: 'change', files }));
    const [run] = other.checkRuns();
    expect(run?.summary).toContain('Issues are switched off in this repository');
  });
});

describe('writes that notify people', () => {
  it('are as far apart as the operator says', async () => {
    await stage.restart({ env: { REVERIFY_WRITE_INTERVAL: '400ms' } });
    stage.sandbox.resetLog();
    const repo = await stage.repository(stage.data);
    expect(repo.issues()).toHaveLength(3);
    const created = stage.sandbox.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('issues'),
    );
    const times = created.map(({ at }) => at.getTime());
    // They are sent so far apart; on a busy machine one may arrive a little late, and the next in time.
    for (const [index, time] of times.slice(1).entries())
      expect(time - (times[index] ?? 0)).toBeGreaterThan(250);
    await stage.restart();
  });
});

describe('a webhook', () => {
  it('with a wrong signature is refused and starts nothing', async () => {
    const jobs = stage.app.log.filter(({ job }) => job).length;
    const push = stage.sandbox.deliveries.find(({ event }) => event === 'push');
    const refused = await stage.sandbox.deliver('push', JSON.parse(push?.payload ?? '{}'), {
      secret: 'another',
    });
    expect(refused?.status).toBe(400);
    expect(stage.app.log.filter(({ job }) => job).length).toBe(jobs);
  });

  it.each([
    ['an empty object', {}],
    ['no repository', { ref: 'refs/heads/main', installation: { id: 1 } }],
    [
      'a repository of nobody',
      { ref: 'refs/heads/main', repository: { id: 1, name: 'x', owner: null, default_branch: 'main' } },
    ],
    ['text for numbers', { ref: 7, repository: 'x', installation: 'y' }],
  ])('that holds %s does no harm', async (_name, payload) => {
    await stage.sandbox.deliver('push', payload);
    await stage.sandbox.deliver('pull_request', { action: 'opened', ...payload });
    expect(deeds(await stage.push(repo, { 'a.txt': JSON.stringify(payload) }))).toEqual({ keep: 3 });
  });
});

describe('a configuration with an error', () => {
  it('gives one issue with the line, opens nothing else and closes nothing', async () => {
    const other = await stage.repository(stage.data);
    const broken = 'freshness:\n  maxage: 90d\nissues: { maxNew: many }\n';
    expect(deeds(await stage.push(other, { '.github/reverify.yml': broken }))).toEqual({
      keep: 3,
      create: 1,
    });
    const issue = (await other.issues()).at(-1);
    expect(issue?.title).toBe('Reverify cannot read its configuration');
    expect(issue?.body).toContain('.github/reverify.yml:2');
    expect(issue?.body).toContain('maxAge');
    expect(deeds(await stage.push(other, { [M2]: '' }))).toEqual({ keep: 4 });
    const mended = 'freshness:\n  maxAge: 90d\n';
    expect(
      deeds(await stage.push(other, { '.github/reverify.yml': mended, [M2]: stage.data[M2] ?? '' })),
    ).toMatchObject({ close: 1 });
  });
});

describe('a file that can no longer be read', () => {
  it('closes no issue: it may hold the very evaluation', async () => {
    const other = await stage.repository(stage.data);
    expect(deeds(await stage.push(other, { [M2]: '{ broken' }))).toEqual({ create: 1, keep: 3 });
    expect((await other.issues()).filter(({ state }) => state === 'open').length).toBe(4);
  });
});

describe('hostile files', () => {
  it('give one issue that names each, and the other files go on', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const other = await stage.repository({
      [M2]: (stage.data[M2] ?? '').replaceAll(/("last_verified": ")[^"]+/g, `$1${TODAY}`),
      'data/broken.json': '{ "id": "x", ',
      'data/empty.yml': '',
      'data/deep.json': deep,
      'data/huge.json': `{"last_verified": "2026-01-01", "x": "${'x'.repeat(6 * 1024 * 1024)}"}`,
      'data/bytes.json': new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
      'data/bomb.yaml': `a: &a [1,1,1,1,1,1,1,1,1]\n${'bcdefgh'.replaceAll(/./g, (c) => `${c}: &${c} [${`*${String.fromCharCode(c.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`,
      'data/proto.json': '{ "__proto__": { "polluted": true }, "last_verified": "2026-12-01" }',
      'data/future.yaml': 'pricing:\n  last_verified: 2099-01-01\n',
    });
    const problems = (await other.issues()).find(({ title }) => title.startsWith('Evaluation files'));
    for (const name of ['broken', 'empty', 'deep', 'huge', 'bytes', 'bomb', 'proto', 'future']) {
      expect(problems?.body, name).toContain(`data/${name}`);
    }
    expect((await other.issues()).map(({ title }) => title)).not.toContainEqual(
      expect.stringMatching(/MiniMax-M2/),
    );
  });
});
