import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from './asking.ts';
import type { Repo } from './repo.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
let repo: Repo;
let token: string;
const runs = '/api/v3/repos/acme/evals/check-runs';

beforeAll(async () => {
  sandbox = await startSandbox();
  repo = await sandbox.createRepository({ owner: 'acme', name: 'evals', files: { 'a.json': '{}' } });
  token = sandbox.token(repo);
});

afterAll(() => sandbox.close());

function annotations(count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => ({
    path: 'a.json',
    start_line: 1,
    end_line: 1,
    annotation_level: 'warning',
    message: `Problem ${index}`,
  }));
}

test('annotations come fifty at a time and add up', async () => {
  const head = await repo.sha();
  const output = { title: 'Problems', summary: 'Some.' };
  const started = { name: 'Reverify', head_sha: head, output: { ...output, annotations: annotations(50) } };
  const { json } = await ask(sandbox, { method: 'POST', path: runs, token, body: started });
  const path = `${runs}/${(json as { id: number }).id}`;
  const tooMany = { output: { ...output, annotations: annotations(51) } };
  expect((await ask(sandbox, { method: 'PATCH', path, token, body: tooMany })).status).toBe(422);
  const rest = { conclusion: 'neutral', output: { ...output, annotations: annotations(3) } };
  const ended = await ask(sandbox, { method: 'PATCH', path, token, body: rest });
  expect(ended.json).toMatchObject({ status: 'completed', output: { annotations_count: 53 } });
  expect(repo.checkRuns(head)).toMatchObject([{ name: 'Reverify', conclusion: 'neutral' }]);
  const second = await ask(sandbox, { path: `${path}/annotations?page=2`, token });
  expect(second.json).toHaveLength(23);
});

test('a summary of more than 65,535 characters is refused', async () => {
  const output = { title: 'x', summary: 'x'.repeat(65_536) };
  const body = { name: 'Reverify', head_sha: await repo.sha(), output };
  expect((await ask(sandbox, { method: 'POST', path: runs, token, body })).status).toBe(422);
});

test('the latest run of a name stands for the others', async () => {
  const sha = await repo.commit({ files: { 'b.json': '1' } });
  for (const conclusion of ['failure', 'success']) {
    await ask(sandbox, {
      method: 'POST',
      path: runs,
      token,
      body: { name: 'Same', head_sha: sha, conclusion },
    });
  }
  const at = '/api/v3/repos/acme/evals/commits/main/check-runs?check_name=Same';
  expect((await ask(sandbox, { path: at, token })).json).toMatchObject({
    total_count: 1,
    check_runs: [{ conclusion: 'success' }],
  });
  expect((await ask(sandbox, { path: `${at}&filter=all`, token })).json).toMatchObject({ total_count: 2 });
});
