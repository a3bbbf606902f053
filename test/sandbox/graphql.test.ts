import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from './asking.ts';
import type { Repo } from './repo.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
let repo: Repo;
let token: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  const files = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`data/${index}.json`, `text ${index}\n`]),
  );
  const odd = { 'bin.dat': new Uint8Array([0, 1, 255]), 'latin.txt': new Uint8Array([0xe9, 0x0a]) };
  repo = await sandbox.createRepository({ owner: 'acme', name: 'evals', files: { ...files, ...odd } });
  token = sandbox.token(repo);
});

afterAll(() => sandbox.close());

async function query(text: string, path = '/api/graphql'): Promise<unknown> {
  const { json, status } = await ask(sandbox, { method: 'POST', path, token, body: { query: text } });
  expect(status).toBe(200);
  return json;
}

test('a hundred blobs are read in one query', async () => {
  const fields = Array.from(
    { length: 100 },
    (_, index) => `f${index}: object(expression: "HEAD:data/${index}.json") { ... on Blob { text } }`,
  );
  const answer = await query(`{ repository(owner: "acme", name: "evals") { ${fields.join('\n')} } }`);
  expect(answer).toMatchObject({
    data: { repository: { f0: { text: 'text 0\n' }, f99: { text: 'text 99\n' } } },
  });
});

test('the head of the default branch is known, by every path of the endpoint', async () => {
  const head = await repo.sha();
  const text = `{ repository(owner: "acme", name: "evals") { databaseId defaultBranchRef { name target { __typename oid } } } }`;
  const answer = await query(text, '/graphql');
  expect(answer).toEqual({
    data: {
      repository: {
        databaseId: repo.id,
        defaultBranchRef: { name: 'main', target: { __typename: 'Commit', oid: head } },
      },
    },
  });
  expect(await query(text, '/api/v3/graphql')).toEqual(answer);
});

test('what is no UTF-8 is binary, and what is missing is null', async () => {
  const blob = '{ ... on Blob { isBinary text byteSize } }';
  const answer = await query(`{ repository(owner: "acme", name: "evals") {
    bin: object(expression: "main:bin.dat") ${blob}
    latin: object(expression: "main:latin.txt") ${blob}
    none: object(expression: "main:none") ${blob}
  } }`);
  expect(answer).toMatchObject({
    data: {
      repository: {
        bin: { isBinary: true, text: null, byteSize: 3 },
        latin: { isBinary: true, text: null },
        none: null,
      },
    },
  });
});

test('a missing repository is null beside an error of GitHub’s shape', async () => {
  const answer = await query(`{ a: repository(owner: "o", name: "r") { id } rateLimit { cost } }`);
  expect(answer).toMatchObject({
    data: { a: null, rateLimit: { cost: 1 } },
    errors: [
      {
        type: 'NOT_FOUND',
        path: ['a'],
        message: "Could not resolve to a Repository with the name 'o/r'.",
      },
    ],
  });
});

test('an issue tells its body and who edited that last, an app by its bare name', async () => {
  const number = repo.openIssue({ title: 'A', body: 'One' });
  const edit = async () =>
    query(`{ repository(owner: "acme", name: "evals") {
      issue(number: ${number}) { body editor { __typename login ... on User { databaseId } } }
    } }`);
  const told = (issue: object) => ({ data: { repository: { issue } } });
  expect(await edit()).toEqual(told({ body: 'One', editor: null }));
  await repo.editIssueBody(number, 'Two', 'contributor');
  await repo.editIssueTitle(number, 'B', 'maintainer');
  const editor = { __typename: 'User', login: 'contributor', databaseId: expect.any(Number) };
  expect(await edit()).toEqual(told({ body: 'Two', editor }));
  const path = `/api/v3/repos/acme/evals/issues/${number}`;
  await ask(sandbox, { method: 'PATCH', path, token, body: { body: 'Three' } });
  expect(await edit()).toEqual(
    told({ body: 'Three', editor: { __typename: 'Bot', login: 'reverify-sandbox' } }),
  );
});

test('a pull request is no issue', async () => {
  const number = await repo.openPull({ title: 'Change', head: 'x', files: { 'a.txt': 'a' } });
  const answer = await query(
    `{ repository(owner: "acme", name: "evals") { issue(number: ${number}) { id } } }`,
  );
  expect(answer).toMatchObject({ data: { repository: { issue: null } }, errors: [{ type: 'NOT_FOUND' }] });
});
