import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, jwtFor } from './asking.ts';
import type { Repo } from './repo.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
let repo: Repo;

beforeAll(async () => {
  sandbox = await startSandbox();
  repo = await sandbox.createRepository({ owner: 'acme', name: 'evals', files: { 'a.json': '{}' } });
  await sandbox.createRepository({ owner: 'other', name: 'hidden', files: { a: 'b' }, private: true });
});

afterAll(() => sandbox.close());

test('the app exchanges its JWT for a token that works', async () => {
  const id = sandbox.installationId('acme');
  const path = `/api/v3/app/installations/${id}/access_tokens`;
  const granted = await ask(sandbox, { method: 'POST', path, token: jwtFor(sandbox) });
  expect(granted.status).toBe(201);
  expect(granted.json).toMatchObject({ permissions: { contents: 'read', issues: 'write' } });
  const { token } = granted.json as { token: string };
  const found = await ask(sandbox, { path: '/api/v3/repos/acme/evals', token });
  expect(found.json).toMatchObject({ full_name: 'acme/evals', id: repo.id });
});

test.each([
  ['has run out', { exp: 1 }],
  ['lives too long', { exp: Math.floor(Date.now() / 1000) + 3600 }],
  ['is from the future', { iat: Math.floor(Date.now() / 1000) + 600 }],
])('a JWT that %s is refused', async (_, claims) => {
  const reply = await ask(sandbox, { path: '/app', token: jwtFor(sandbox, claims) });
  expect(reply.status).toBe(401);
});

test('a JWT with another signature is refused', async () => {
  const [head, , signature] = jwtFor(sandbox).split('.');
  const [, claims] = jwtFor(sandbox, { exp: Math.floor(Date.now() / 1000) + 500 }).split('.');
  const reply = await ask(sandbox, { path: '/app', token: [head, claims, signature].join('.') });
  expect(reply.status).toBe(401);
});

test('unknown and expired tokens are bad credentials', async () => {
  const unknown = await ask(sandbox, { path: '/repos/acme/evals', token: 'ghs_nothing' });
  expect(unknown).toMatchObject({ status: 401, json: { message: 'Bad credentials', status: '401' } });
  const token = sandbox.token(repo);
  sandbox.expireTokens();
  const expired = await ask(sandbox, { path: '/repos/acme/evals', token });
  expect(expired.status).toBe(401);
});

test('a private repository of another owner is not found', async () => {
  const reply = await ask(sandbox, { path: '/repos/other/hidden', token: sandbox.token(repo) });
  expect(reply.status).toBe(404);
});

test('a write without its permission is refused in GitHub’s words', async () => {
  const token = sandbox.token(repo);
  const body = { ref: 'refs/heads/x', sha: await repo.sha() };
  const reply = await ask(sandbox, { method: 'POST', path: '/repos/acme/evals/git/refs', token, body });
  expect(reply).toMatchObject({ status: 403, json: { message: 'Resource not accessible by integration' } });
});

test('a known ETag is answered with 304, and only under the token that it was given to', async () => {
  const path = '/api/v3/repos/acme/evals';
  const token = sandbox.token(repo);
  const first = await ask(sandbox, { path, token });
  const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
  const again = await ask(sandbox, { path, token, headers });
  expect(again).toMatchObject({ status: 304, json: undefined });
  const later = await ask(sandbox, { path, token: sandbox.token(repo), headers });
  expect(later.status).toBe(200);
});

test('URLs in answers follow the host and the prefix of the request', async () => {
  const token = sandbox.token(repo);
  const bare = await ask(sandbox, { path: '/repos/acme/evals', token });
  expect(bare.json).toMatchObject({ url: `${sandbox.url}/repos/acme/evals` });
  const prefixed = await ask(sandbox, { path: '/api/v3/repos/acme/evals', token });
  expect(prefixed.json).toMatchObject({ url: `${sandbox.url}/api/v3/repos/acme/evals` });
});

test.each([
  ['admin', 'admin'],
  ['maintain', 'write'],
  ['write', 'write'],
  ['triage', 'read'],
  ['read', 'read'],
] as const)('the role "%s" is told as the permission "%s"', async (role, permission) => {
  repo.setRole('somebody', role);
  const path = '/api/v3/repos/acme/evals/collaborators/somebody/permission';
  const reply = await ask(sandbox, { path, token: sandbox.token(repo) });
  expect(reply.json).toMatchObject({ permission, role_name: role });
});

test('a permission can be given and taken, also under a token that is out', async () => {
  const token = sandbox.token(repo);
  const body = { ref: 'refs/heads/permitted', sha: await repo.sha() };
  const write = { method: 'POST', path: '/repos/acme/evals/git/refs', token, body };
  sandbox.permit('contents', 'write');
  expect((await ask(sandbox, write)).status).toBe(201);
  sandbox.permit('contents', 'none');
  expect((await ask(sandbox, write)).status).toBe(403);
  expect((await ask(sandbox, { path: '/app', token: jwtFor(sandbox) })).json).toMatchObject({
    permissions: { metadata: 'read', issues: 'write' },
  });
  sandbox.permit('contents', 'read');
});
