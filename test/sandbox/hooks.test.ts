import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask, jwtFor, startListener } from './asking.ts';
import type { Repo } from './repo.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
let repo: Repo;
let app: Awaited<ReturnType<typeof startListener>>;

beforeEach(async () => {
  app = await startListener();
  sandbox = await startSandbox();
  repo = await sandbox.createRepository({ owner: 'acme', name: 'evals', files: { 'a.json': '{}' } });
  sandbox.deliverTo(app.url);
});

afterEach(async () => {
  await sandbox.close();
  await app.close();
});

test('a delivery is signed over its bytes and says where it comes from', async () => {
  repo.openIssue({ title: 'x' });
  await sandbox.settled();
  const [delivery] = app.received;
  const digest = createHmac('sha256', sandbox.webhookSecret)
    .update(delivery?.text ?? '')
    .digest('hex');
  expect(delivery?.headers).toMatchObject({
    'x-github-event': 'issues',
    'x-hub-signature-256': `sha256=${digest}`,
    'x-github-delivery': expect.stringMatching(/^[\da-f-]{36}$/),
    'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
  });
  expect(delivery?.payload).toMatchObject({
    action: 'opened',
    issue: { number: 1 },
    repository: { id: repo.id, full_name: 'acme/evals' },
    sender: { login: 'maintainer' },
    installation: { id: sandbox.installationId('acme') },
  });
  expect(sandbox.deliveries).toMatchObject([{ event: 'issues', action: 'opened', status: 202 }]);
});

test('what people and the app do is told in its order', async () => {
  const pull = await repo.openPull({ title: 'Fork', head: 'x', from: 'fork', files: { 'f.json': '1' } });
  await repo.pushToPull(pull, { files: { 'f.json': '2' } });
  const path = '/repos/acme/evals/issues';
  const body = { body: 'score' };
  await ask(sandbox, { method: 'POST', path: `${path}/${pull}/comments`, token: sandbox.token(repo), body });
  await repo.mergePull(pull);
  await sandbox.settled();
  expect(sandbox.deliveries.map(({ event, action }) => `${event} ${action ?? ''}`.trim())).toEqual([
    'pull_request opened',
    'pull_request synchronize',
    'issue_comment created',
    'pull_request closed',
    'push',
  ]);
});

test('a push names the files of its commits', async () => {
  const before = await repo.sha();
  const after = await repo.commit({ files: { 'a.json': '1', 'b.json': '2' }, message: 'More' });
  await sandbox.settled();
  expect(app.received[0]?.payload).toMatchObject({
    ref: 'refs/heads/main',
    before,
    after,
    commits: [{ id: after, message: 'More', added: ['b.json'], modified: ['a.json'], removed: [] }],
  });
});

test('an edit tells the body that was there before, and no edit tells nothing', async () => {
  const number = repo.openIssue({ title: 'x', body: '- [ ] one\n- [ ] two' });
  await repo.tick(number, 1);
  await repo.editIssueBody(number, '- [ ] one\n- [x] two');
  await sandbox.settled();
  expect(app.received).toHaveLength(2);
  expect(app.received[1]?.payload).toMatchObject({
    action: 'edited',
    changes: { body: { from: '- [ ] one\n- [ ] two' } },
    issue: { body: '- [ ] one\n- [x] two' },
  });
});

test('the installation and repositories that join it are announced', async () => {
  sandbox.deliverInstallation();
  await sandbox.createRepository({ owner: 'acme', name: 'second', files: { a: 'b' } });
  await sandbox.settled();
  const told = app.received.map(({ headers, payload }) => [headers['x-github-event'], payload]);
  expect(told).toContainEqual(['installation', expect.objectContaining({ action: 'created' })]);
  const added = [expect.objectContaining({ full_name: 'acme/second' })];
  expect(told).toContainEqual([
    'installation_repositories',
    expect.objectContaining({ repositories_added: added }),
  ]);
});

test('a redelivery keeps its GUID, from outside and through the API', async () => {
  repo.openIssue({ title: 'x' });
  await sandbox.settled();
  const path = '/app/hook/deliveries/1/attempts';
  expect((await ask(sandbox, { method: 'POST', path, token: jwtFor(sandbox) })).status).toBe(202);
  await sandbox.settled();
  const list = await ask(sandbox, { path: '/app/hook/deliveries', token: jwtFor(sandbox) });
  const guid = sandbox.deliveries[0]?.guid;
  expect(list.json).toMatchObject([
    { id: 2, guid, redelivery: true, status: 'OK' },
    { id: 1, guid, redelivery: false },
  ]);
});

test('a forged signature can be sent', async () => {
  await sandbox.deliver('ping', { zen: 'x' }, { secret: 'other' });
  await sandbox.deliver('ping', { zen: 'x' }, { signature: null });
  const digest = createHmac('sha256', sandbox.webhookSecret).update('{"zen":"x"}').digest('hex');
  expect(app.received[0]?.headers['x-hub-signature-256']).toMatch(/^sha256=/);
  expect(app.received[0]?.headers['x-hub-signature-256']).not.toBe(`sha256=${digest}`);
  expect(app.received[1]?.headers).not.toHaveProperty('x-hub-signature-256');
});
