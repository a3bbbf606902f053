import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask } from './asking.ts';
import type { Repo } from './repo.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
let repo: Repo;
let token: string;
const issues = '/api/v3/repos/acme/evals/issues';

beforeEach(async () => {
  sandbox = await startSandbox();
  repo = await sandbox.createRepository({ owner: 'acme', name: 'evals', files: { 'a.json': '{}' } });
  token = sandbox.token(repo);
});

afterEach(() => sandbox.close());

test('an issue of the app bears its name and its labels', async () => {
  const body = { title: 'Stale', body: 'See.', labels: ['evidence'], assignees: ['maintainer', 'nobody'] };
  const reply = await ask(sandbox, { method: 'POST', path: issues, token, body });
  expect(reply).toMatchObject({
    status: 201,
    json: {
      number: 1,
      user: { login: 'reverify-sandbox[bot]', type: 'Bot' },
      performed_via_github_app: { id: sandbox.appId, slug: 'reverify-sandbox' },
      labels: [{ name: 'evidence' }],
      assignees: [{ login: 'maintainer' }],
    },
  });
  expect(sandbox.writes()).toMatchObject([{ method: 'POST', status: 201, body }]);
});

test('a list leads to its second page by a link', async () => {
  repo.openIssue({ title: 'The first' });
  repo.fillerIssues(30);
  const first = await ask(sandbox, { path: `${issues}?state=all`, token });
  expect(first.json).toHaveLength(30);
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  expect(next).toBe(`${sandbox.url}${issues}?state=all&page=2`);
  const second = await ask(sandbox, { path: next, token });
  expect(second.json).toMatchObject([{ title: 'The first', performed_via_github_app: null }]);
  expect(second.headers.get('link')).not.toContain('rel="next"');
});

test('pull requests are in the list of issues, with their mark', async () => {
  await repo.openPull({ title: 'Change', head: 'x', files: { 'a.json': '[]' } });
  const reply = await ask(sandbox, { path: issues, token });
  expect(reply.json).toMatchObject([{ title: 'Change', pull_request: { merged_at: null } }]);
});

test('where issues are off, none can be opened', async () => {
  repo.configure({ issuesEnabled: false });
  const reply = await ask(sandbox, { method: 'POST', path: issues, token, body: { title: 'x' } });
  expect(reply.status).toBe(410);
});

test('65,536 characters fit into a body, one more does not', async () => {
  const fits = { title: 'x', body: '😀'.repeat(65_536) };
  expect((await ask(sandbox, { method: 'POST', path: issues, token, body: fits })).status).toBe(201);
  const body = { title: 'x', body: 'x'.repeat(65_537) };
  const reply = await ask(sandbox, { method: 'POST', path: issues, token, body });
  expect(reply).toMatchObject({
    status: 422,
    json: {
      message: 'Validation Failed',
      errors: [
        {
          resource: 'Issue',
          code: 'custom',
          field: 'body',
          message: 'body is too long (maximum is 65536 characters)',
        },
      ],
    },
  });
});

test('a closed issue keeps its reason, and a deleted one is gone', async () => {
  const number = repo.openIssue({ title: 'x' });
  const body = { state: 'closed', state_reason: 'not_planned' };
  const path = `${issues}/${number}`;
  const closed = await ask(sandbox, { method: 'PATCH', path, token, body });
  expect(closed.json).toMatchObject({ state: 'closed', state_reason: 'not_planned' });
  repo.deleteIssue(number);
  expect((await ask(sandbox, { path, token })).status).toBe(410);
});

test('comments can be written, changed, answered with a face and deleted', async () => {
  const number = repo.openIssue({ title: 'x' });
  const theirs = repo.commentOnIssue(number, '/reverify help');
  const at = `${issues}/${number}/comments`;
  const written = await ask(sandbox, { method: 'POST', path: at, token, body: { body: 'one' } });
  const { id } = written.json as { id: number };
  const own = `${issues}/comments/${id}`;
  await ask(sandbox, { method: 'PATCH', path: own, token, body: { body: 'two' } });
  const face = {
    method: 'POST',
    path: `${issues}/comments/${theirs}/reactions`,
    token,
    body: { content: 'eyes' },
  };
  expect((await ask(sandbox, face)).status).toBe(201);
  expect((await ask(sandbox, face)).status).toBe(200);
  expect(repo.comments(number)).toMatchObject([
    { user: 'maintainer', reactions: ['eyes'] },
    { user: 'reverify-sandbox[bot]', body: 'two' },
  ]);
  expect((await ask(sandbox, { method: 'DELETE', path: own, token })).status).toBe(204);
  expect(repo.comments(number)).toHaveLength(1);
});

test('a change that changes nothing leaves the time of the last change', async () => {
  let hour = 0;
  const ticking = await startSandbox({ clock: () => new Date(Date.UTC(2025, 0, 1, (hour += 1))) });
  const mine = await ticking.createRepository({ owner: 'acme', name: 'evals', files: { a: '1' } });
  const path = `${issues}/${mine.openIssue({ title: 'x' })}`;
  const key = ticking.token(mine);
  const before = await ask(ticking, { path, token: key });
  const after = await ask(ticking, {
    method: 'PATCH',
    path,
    token: key,
    body: { title: 'x', state: 'open' },
  });
  expect(after.json).toEqual(before.json);
  await ticking.close();
});

test('labels can be put on an issue and taken off', async () => {
  const number = repo.openIssue({ title: 'x', labels: ['question'] });
  const at = `${issues}/${number}/labels`;
  const added = await ask(sandbox, { method: 'POST', path: at, token, body: { labels: ['Stale'] } });
  expect(added.json).toMatchObject([{ name: 'question' }, { name: 'Stale' }]);
  await ask(sandbox, { method: 'DELETE', path: `${at}/question`, token });
  expect(repo.issue(number).labels).toEqual(['Stale']);
  const again = { method: 'POST', path: '/repos/acme/evals/labels', token, body: { name: 'stale' } };
  expect((await ask(sandbox, again)).status).toBe(422);
});

test('where a conversation is locked, the app can neither comment nor react', async () => {
  const number = repo.openIssue({ title: 'x' });
  const theirs = repo.commentOnIssue(number, '/reverify help');
  const path = `${issues}/${number}`;
  const lock = { method: 'PUT', path: `${path}/lock`, token, body: { lock_reason: 'spam' } };
  expect((await ask(sandbox, lock)).status).toBe(204);
  expect((await ask(sandbox, { path, token })).json).toMatchObject({
    locked: true,
    active_lock_reason: 'spam',
  });
  const comment = { method: 'POST', path: `${path}/comments`, token, body: { body: 'one' } };
  expect(await ask(sandbox, comment)).toMatchObject({
    status: 403,
    json: { message: 'Unable to create comment because issue is locked.' },
  });
  const face = { method: 'POST', path: `${issues}/comments/${theirs}/reactions`, token };
  expect((await ask(sandbox, { ...face, body: { content: 'eyes' } })).status).toBe(403);
  expect((await ask(sandbox, { method: 'DELETE', path: `${path}/lock`, token })).status).toBe(204);
  expect((await ask(sandbox, comment)).status).toBe(201);
});

test('reactions can be listed by their face, and tell whose they are', async () => {
  const number = repo.openIssue({ title: 'x' });
  const path = `${issues}/comments/${repo.commentOnIssue(number, 'a')}/reactions`;
  for (const content of ['eyes', '+1'])
    await ask(sandbox, { method: 'POST', path, token, body: { content } });
  const user = { login: 'reverify-sandbox[bot]', type: 'Bot' };
  expect((await ask(sandbox, { path: `${path}?content=%2B1`, token })).json).toMatchObject([
    { content: '+1', user },
  ]);
  expect((await ask(sandbox, { path, token })).json).toHaveLength(2);
});

test('a comment that was deleted, or whose issue was, is not found', async () => {
  const number = repo.openIssue({ title: 'x' });
  const [one, other] = [repo.commentOnIssue(number, 'a'), repo.commentOnIssue(number, 'b')];
  repo.deleteComment(number, one);
  expect((await ask(sandbox, { path: `${issues}/comments/${one}`, token })).status).toBe(404);
  expect((await ask(sandbox, { path: `${issues}/comments/${other}`, token })).status).toBe(200);
  repo.deleteIssue(number);
  expect((await ask(sandbox, { path: `${issues}/comments/${other}`, token })).status).toBe(404);
});
