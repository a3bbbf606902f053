import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
let path: string;
let sha: string;
let headers: Record<string, string>;

beforeAll(async () => {
  sandbox = await startSandbox();
  const files = { '.gitattributes': 'b.json export-ignore\n', 'a.json': '{}\n', 'b.json': '[]\n' };
  const repo = await sandbox.createRepository({ owner: 'acme', name: 'evals', files });
  sha = await repo.sha();
  path = `${sandbox.apiUrl}/repos/acme/evals/tarball`;
  headers = { authorization: `Bearer ${sandbox.token(repo)}` };
});

afterAll(() => sandbox.close());

test('an archive lies elsewhere, in a folder that names its commit, without what is not to be exported', async () => {
  const first = await fetch(`${path}/${sha}`, { headers, redirect: 'manual' });
  expect(first.status).toBe(302);
  const location = first.headers.get('location') ?? '';
  expect(new URL(location).origin).not.toBe(sandbox.url);
  const archive = gunzipSync(await (await fetch(location)).arrayBuffer()).toString();
  expect(archive).toContain(`acme-evals-${sha.slice(0, 7)}/a.json`);
  expect(archive).not.toContain('b.json\0');
});

test('the token of the API must not be sent there', async () => {
  const first = await fetch(`${path}/main`, { headers, redirect: 'manual' });
  const second = await fetch(first.headers.get('location') ?? '', { headers });
  expect(second.status).toBe(404);
});

test('there is none of a commit that is not there', async () => {
  expect((await fetch(`${path}/nowhere`, { headers })).status).toBe(404);
});
