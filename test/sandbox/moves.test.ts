import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, type Reply } from './asking.ts';
import type { Repo } from './repo.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
let repo: Repo;
let token: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  repo = await sandbox.createRepository({ owner: 'acme', name: 'old', files: { 'a.json': '{}' } });
  token = sandbox.token(repo);
  repo.rename({ name: 'new' });
});

afterAll(() => sandbox.close());

function get(path: string): Promise<Reply> {
  return ask(sandbox, { path: `/api/v3${path}`, token });
}

async function query(text: string): Promise<unknown> {
  return (await ask(sandbox, { method: 'POST', path: '/api/graphql', token, body: { query: text } })).json;
}

test('GraphQL follows a renaming, if it is not told otherwise', async () => {
  expect(await query('{ repository(owner: "ACME", name: "old") { nameWithOwner } }')).toEqual({
    data: { repository: { nameWithOwner: 'acme/new' } },
  });
  const strict = await query('{ repository(owner: "acme", name: "old", followRenames: false) { id } }');
  expect(strict).toMatchObject({ data: { repository: null }, errors: [{ type: 'NOT_FOUND' }] });
});

test('REST and pages send whoever asks by the old name on', async () => {
  expect(await get('/repos/acme/old/contents/a.json?ref=main')).toMatchObject({
    status: 200,
    json: { path: 'a.json' },
  });
  const plain = {
    headers: { authorization: `Bearer ${token}`, 'user-agent': 'test' },
    redirect: 'manual',
  } as const;
  const asked = await fetch(`${sandbox.apiUrl}/repos/acme/old/contents/a.json?ref=main`, plain);
  expect(asked.status).toBe(301);
  expect(asked.headers.get('location')).toBe(
    `${sandbox.apiUrl}/repositories/${repo.id}/contents/a.json?ref=main`,
  );
  const page = await fetch(`${sandbox.url}/acme/old/blob/main/a.json`, plain);
  expect([page.status, page.headers.get('location')]).toEqual([301, '/acme/new/blob/main/a.json']);
});

test('a write by the old name lands too', async () => {
  const body = { title: 'By the old name' };
  const reply = await ask(sandbox, { method: 'POST', path: '/api/v3/repos/acme/old/issues', token, body });
  expect(reply.status).toBe(201);
});

test('a new repository of the old name hides the renaming', async () => {
  const hidden = await sandbox.createRepository({ owner: 'acme', name: 'first', files: { a: '' } });
  hidden.rename({ name: 'second' });
  await sandbox.createRepository({ owner: 'acme', name: 'first', files: { b: '' } });
  expect(await get('/repos/acme/first')).toMatchObject({ json: { full_name: 'acme/first' } });
});

test('a renamed branch is found by its old name, an unknown one is not', async () => {
  await repo.branch('master');
  await repo.renameBranch('master', 'trunk');
  expect(await get('/repos/acme/new/branches/master')).toMatchObject({
    status: 200,
    json: { name: 'trunk' },
  });
  expect(await get('/repos/acme/new/branches/none')).toMatchObject({ json: { message: 'Branch not found' } });
});

test('a transferred issue is found where it is', async () => {
  const other = await sandbox.createRepository({ owner: 'acme', name: 'other', files: { a: '' } });
  const number = repo.openIssue({ title: 'Moves' });
  const there = repo.transferIssue(number, other);
  expect(await get(`/repos/acme/new/issues/${number}`)).toMatchObject({
    json: { number: there, title: 'Moves' },
  });
  const text = `{ repository(owner: "acme", name: "new") { issueOrPullRequest(number: ${number}) { __typename } } }`;
  expect(await query(text)).toMatchObject({
    data: { repository: { issueOrPullRequest: null } },
    errors: [{ type: 'NOT_FOUND', path: ['repository', 'issueOrPullRequest'] }],
  });
});

test('owners are people and organisations; of anybody else GitHub says nothing', async () => {
  const fields = '{ __typename login }';
  const text = `{ a: repositoryOwner(login: "ACME") ${fields} b: repositoryOwner(login: "maintainer") ${fields}
    c: repositoryOwner(login: "${sandbox.slug}[bot]") ${fields} d: repositoryOwner(login: "nobody") ${fields} }`;
  expect(await query(text)).toEqual({
    data: {
      a: { __typename: 'Organization', login: 'acme' },
      b: { __typename: 'User', login: 'maintainer' },
      c: null,
      d: null,
    },
  });
});
