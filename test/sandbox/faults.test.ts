import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask } from './asking.ts';
import type { Repo } from './repo.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
let repo: Repo;
let token: string;
const path = '/api/v3/repos/acme/evals/issues';

beforeEach(async () => {
  sandbox = await startSandbox();
  repo = await sandbox.createRepository({ owner: 'acme', name: 'evals', files: { 'a.json': '{}' } });
  token = sandbox.token(repo);
});

afterEach(() => sandbox.close());

function open() {
  return ask(sandbox, { method: 'POST', path, token, body: { title: 'x' } });
}

test('a fault strikes as often as it was told to, where it was told to', async () => {
  sandbox.fault({ kind: 'status', status: 502, method: 'POST', path: /\/issues$/, skip: 1, times: 1 });
  const statuses = [(await open()).status, (await open()).status, (await open()).status];
  expect(statuses).toEqual([201, 502, 201]);
  expect((await ask(sandbox, { path, token })).status).toBe(200);
  expect(repo.issues()).toHaveLength(2);
});

test('a fault of one path leaves the others alone', async () => {
  sandbox.fault({ kind: 'status', status: 404, path: /\/comments$/ });
  expect((await open()).status).toBe(201);
  expect((await ask(sandbox, { path: `${path}/1/comments`, token })).status).toBe(404);
});

test('a secondary limit says how long to wait', async () => {
  sandbox.fault({ kind: 'secondary-limit', retryAfter: 7 });
  const reply = await open();
  expect(reply.status).toBe(403);
  expect(reply.headers.get('retry-after')).toBe('7');
  expect(reply.json).toMatchObject({ message: expect.stringContaining('exceeded a secondary rate limit') });
  sandbox.clearFaults();
  expect((await open()).status).toBe(201);
});

test('a reset ends the connection, and afterwards means after the write', async () => {
  sandbox.fault({ kind: 'reset', method: 'POST', times: 1, afterwards: true });
  await expect(open()).rejects.toThrow('fetch failed');
  expect(repo.issues()).toHaveLength(1);
  expect(sandbox.writes()).toMatchObject([{ status: 0 }]);
});

test('a hanging request gets no answer, and does not keep the sandbox from closing', async () => {
  sandbox.fault({ kind: 'hang' });
  const answer = open().then(
    () => 'answered',
    () => 'ended',
  );
  expect(await Promise.race([answer, sleep(100, 'still waiting')])).toBe('still waiting');
});

test('a lagging list shows neither a new issue nor a new state', async () => {
  const first = repo.openIssue({ title: 'old' });
  await sleep(900);
  await repo.closeIssue(first);
  repo.openIssue({ title: 'new' });
  sandbox.fault({ kind: 'lag', lag: 800 });
  const list = await ask(sandbox, { path, token });
  expect(list.json).toMatchObject([{ title: 'old', state: 'open' }]);
  const one = await ask(sandbox, { path: `${path}/${first}`, token });
  expect(one.json).toMatchObject({ state: 'closed' });
  await sleep(900);
  expect((await ask(sandbox, { path, token })).json).toMatchObject([{ title: 'new' }]);
});

test('a spent hour is refused until the reset', async () => {
  const poor = await startSandbox({ rateLimit: 1 });
  const mine = await poor.createRepository({ owner: 'acme', name: 'evals', files: { a: '1' } });
  const key = poor.token(mine);
  const first = await ask(poor, { path, token: key });
  expect(first.headers.get('x-ratelimit-remaining')).toBe('0');
  const second = await ask(poor, { path, token: key });
  expect(second).toMatchObject({
    status: 403,
    json: { message: expect.stringContaining('rate limit exceeded') },
  });
  await poor.close();
});
