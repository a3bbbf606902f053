import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from './asking.ts';
import type { Repo } from './repo.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
let repo: Repo;
let token: string;
const at = '/api/v3/repos/acme/evals';

beforeAll(async () => {
  sandbox = await startSandbox();
  const files = { 'a.json': '{}\n', 'b.json': 'one\n'.repeat(20), 'odd name "é".json': '1\n' };
  repo = await sandbox.createRepository({ owner: 'acme', name: 'evals', files });
  token = sandbox.token(repo);
});

afterAll(() => sandbox.close());

test('files of a pull request say what became of them', async () => {
  const number = await repo.openPull({
    title: 'Mixed',
    head: 'mixed',
    files: { 'a.json': '{"a":1}\n', 'c.json': 'one\n'.repeat(20), 'new.json': 'x\n' },
    remove: ['b.json', 'odd name "é".json'],
  });
  const reply = await ask(sandbox, { path: `${at}/pulls/${number}/files`, token });
  expect(reply.json).toMatchObject([
    {
      filename: 'a.json',
      status: 'modified',
      additions: 1,
      deletions: 1,
      patch: '@@ -1 +1 @@\n-{}\n+{"a":1}',
    },
    { filename: 'c.json', status: 'renamed', previous_filename: 'b.json', changes: 0 },
    { filename: 'new.json', status: 'added', additions: 1 },
    { filename: 'odd name "é".json', status: 'removed', deletions: 1 },
  ]);
});

test('a deleted fork leaves its commits in the base', async () => {
  const number = await repo.openPull({ title: 'Fork', head: 'x', from: 'fork', files: { 'f.json': 'one' } });
  const sha = await repo.pushToPull(number, { files: { 'f.json': 'two' } });
  const before = await ask(sandbox, { path: `${at}/pulls/${number}`, token });
  expect(before.json).toMatchObject({
    head: { sha, repo: { full_name: 'contributor/evals', fork: true } },
    commits: 2,
  });
  await repo.deleteFork(number);
  const after = await ask(sandbox, { path: `${at}/pulls/${number}`, token });
  expect(after.json).toMatchObject({ head: { sha, label: 'contributor:x', repo: null } });
  const ref = await ask(sandbox, { path: `${at}/git/ref/pull/${number}/head`, token });
  expect(ref.json).toMatchObject({ object: { sha } });
  const content = await ask(sandbox, { path: `${at}/contents/f.json?ref=${sha}`, token });
  expect(content.json).toMatchObject({ content: Buffer.from('two').toString('base64') });
});

test('a comparison starts at the common ancestor', async () => {
  const ancestor = await repo.sha();
  await repo.commit({ branch: 'side', files: { 'side.json': '1' } });
  await repo.commit({ files: { 'main.json': '1' } });
  const reply = await ask(sandbox, { path: `${at}/compare/main...side`, token });
  expect(reply.json).toMatchObject({
    status: 'diverged',
    ahead_by: 1,
    behind_by: 1,
    merge_base_commit: { sha: ancestor },
    files: [{ filename: 'side.json' }],
  });
});

test('a merged pull request has moved the base', async () => {
  const number = await repo.openPull({ title: 'Merge me', head: 'm', files: { 'm.json': '1' } });
  const sha = await repo.mergePull(number);
  expect(await repo.sha()).toBe(sha);
  const reply = await ask(sandbox, { path: `${at}/pulls/${number}`, token });
  expect(reply.json).toMatchObject({ state: 'closed', merged: true, merge_commit_sha: sha });
});

test('with contents: write, a branch and a pull request can be made through the API', async () => {
  const writer = await startSandbox({
    permissions: { contents: 'write', metadata: 'read', pull_requests: 'write' },
  });
  const mine = await writer.createRepository({ owner: 'acme', name: 'evals', files: { 'a.json': '1' } });
  const key = writer.token(mine);
  const sha = await mine.sha();
  const post = async (path: string, body: unknown) =>
    ask(writer, { method: 'POST', path: `${at}${path}`, token: key, body });
  const file = { path: 'deep/b.json', mode: '100644', type: 'blob', content: 'new' };
  const tree = await post('/git/trees', { base_tree: sha, tree: [file] });
  const { sha: treeSha } = tree.json as { sha: string };
  const commit = await post('/git/commits', { message: 'Fix', tree: treeSha, parents: [sha] });
  const { sha: commitSha } = commit.json as { sha: string };
  expect((await post('/git/refs', { ref: 'refs/heads/fix', sha: commitSha })).status).toBe(201);
  expect((await post('/git/refs', { ref: 'refs/heads/fix', sha: commitSha })).status).toBe(422);
  const pull = await post('/pulls', { title: 'Fix', head: 'fix', base: 'main' });
  expect(pull.json).toMatchObject({ number: 1, changed_files: 1, user: { type: 'Bot' } });
  expect(await mine.file('deep/b.json', 'fix')).toBe('new');
  expect(await mine.file('a.json', 'fix')).toBe('1');
  await writer.close();
});

async function review(number: number, comments: object[], body = 'See below.') {
  const path = `${at}/pulls/${number}/reviews`;
  return ask(sandbox, { method: 'POST', path, token, body: { event: 'COMMENT', body, comments } });
}

async function threadsOf(number: number) {
  const query = `{ repository(owner: "acme", name: "evals") { pullRequest(number: ${number}) {
    reviewThreads(first: 100) { nodes { path line isOutdated isResolved comments(first: 1) {
      nodes { fullDatabaseId body viewerDidAuthor } } } pageInfo { hasNextPage } } } } }`;
  const { json } = await ask(sandbox, { method: 'POST', path: '/api/graphql', token, body: { query } });
  return (json as { data: { repository: { pullRequest: { reviewThreads: { nodes: object[] } } } } }).data
    .repository.pullRequest.reviewThreads.nodes;
}

test('a review stands on lines of the diff, and they move with the file', async () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
  const fileOf = (texts: string[]) => ({ 'lines.txt': `${texts.join('\n')}\n` });
  await repo.commit({ message: 'Lines', files: fileOf(lines) });
  const number = await repo.openPull({
    title: 'Lines',
    head: 'lines',
    files: fileOf(lines.with(14, 'changed')),
  });
  const on = (line: number, body = 'Hm.') => ({ path: 'lines.txt', line, side: 'RIGHT', body });
  expect((await review(number, [on(1)])).status).toBe(422);
  expect((await review(number, [on(15)], '')).status).toBe(422);
  const answer = await review(number, [on(15, '```suggestion\nbetter\n```'), on(17)]);
  expect([answer.status, answer.json]).toMatchObject([200, { state: 'COMMENTED', user: { type: 'Bot' } }]);
  expect(await threadsOf(number)).toMatchObject([
    { line: 15, isOutdated: false, comments: { nodes: [{ viewerDidAuthor: true }] } },
    { line: 17, isOutdated: false },
  ]);
  const pushed = ['new', ...lines.with(14, 'changed').with(16, 'other')];
  await repo.pushToPull(number, { message: 'Push', files: fileOf(pushed) });
  expect(await threadsOf(number)).toMatchObject([
    { line: 16, isOutdated: false },
    { line: null, isOutdated: true },
  ]);
  const [first] = await repo.lineComments(number);
  await repo.takeSuggestion(number, first?.id ?? 0);
  expect(await repo.file('lines.txt', repo.headOf(number))).toBe(`${pushed.with(15, 'better').join('\n')}\n`);
  expect(await threadsOf(number)).toMatchObject([{ line: null, isResolved: true }, { line: null }]);
});

test('a comment on a line is rewritten by its author only', async () => {
  const number = await repo.openPull({ title: 'Say', head: 'say', files: { 'say.txt': 'a\n' } });
  await review(number, [{ path: 'say.txt', line: 1, side: 'RIGHT', body: 'Mine.' }]);
  repo.commentOnLine(number, { path: 'say.txt', line: 1, body: 'Theirs.' });
  const [mine, theirs] = await repo.lineComments(number);
  const rewrite = (id = 0) =>
    ask(sandbox, { method: 'PATCH', path: `${at}/pulls/comments/${id}`, token, body: { body: 'Other.' } });
  expect([(await rewrite(mine?.id)).status, (await rewrite(theirs?.id)).status]).toEqual([200, 403]);
  expect((await repo.lineComments(number)).map(({ body }) => body)).toEqual(['Other.', 'Theirs.']);
});

test('a commit to a branch is refused once that points elsewhere', async () => {
  sandbox.permit('contents', 'write');
  const head = await repo.branch('written');
  const commit = async (expectedHeadOid: string) => {
    const input = {
      branch: { repositoryNameWithOwner: 'acme/evals', branchName: 'written' },
      expectedHeadOid,
      message: { headline: 'Write', body: 'More.' },
      fileChanges: { additions: [{ path: 'w.txt', contents: Buffer.from('w\n').toString('base64') }] },
    };
    const query = `mutation w($input: CreateCommitOnBranchInput!) {
      createCommitOnBranch(input: $input) { commit { oid } } }`;
    const body = { query, variables: { input } };
    return (await ask(sandbox, { method: 'POST', path: '/api/graphql', token, body })).json;
  };
  expect(await commit(head)).toMatchObject({
    data: { createCommitOnBranch: { commit: { oid: await repo.sha('written') } } },
  });
  expect(await repo.file('w.txt', 'written')).toBe('w\n');
  expect(await commit(head)).toMatchObject({ errors: [{ type: 'STALE_DATA' }] });
  sandbox.permit('contents', 'read');
  expect(await commit(await repo.sha('written'))).toMatchObject({ errors: [{ type: 'FORBIDDEN' }] });
});
