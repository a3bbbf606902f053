import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Box } from '../../src/domain/box.ts';
import { boxList, tickedBoxes } from '../../src/render/box.ts';
import { cardFiles, shardedFiles } from '../helpers/hugging-face.ts';
import { ask } from '../sandbox/asking.ts';
import type { Repo } from '../sandbox/repo.ts';
import { deeds, startStage, type Stage } from './stage.ts';

const [CLAIMS_UPDATED, NOT_RELEVANT, SNOOZE] = [0, 1, 2];
const MEMORY = `${process.env['TMPDIR'] ?? '/tmp'}/reverify-ticks-${process.pid}-${Date.now()}.json`;

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ memory: MEMORY });
});
afterEach(() => {
  stage.sandbox.clearFaults();
  stage.hub.setModel('MiniMaxAI/MiniMax-M3', { files: cardFiles() });
});
afterAll(async () => {
  await stage.close();
  for (const file of [MEMORY, `${MEMORY}.lost`]) await rm(file, { force: true });
});

function verified(...days: string[]): string {
  const criteria = days.map((day, at) => [`c${at}`, { score: 80, confidence: 'high', last_verified: day }]);
  const trust = { security: { criteria: Object.fromEntries(criteria) } };
  return JSON.stringify({ id: 'a', name: 'A', trust_vector: trust }, null, 2);
}

/** A repository in which an event's issue, the first, is open: the model that is watched exists. */
async function repositoryWithEvent(): Promise<Repo> {
  const watch = 'watch: [{ source: hf-model, target: MiniMaxAI/MiniMax-M3, when: [exists, has-weights],';
  const repo = await stage.repository({
    '.github/reverify.yml': `mode: issues-only\n${watch} affects: [{ evaluations: a }] }]\n`,
    'data/a.json': verified('2026-12-01', '2026-12-02'),
  });
  repo.setRole('writer', 'write');
  expect(repo.issues()).toMatchObject([{ number: 1, state: 'open', comments: 0 }]);
  expect(repo.issue(1).body).toContain(boxList());
  stage.sandbox.resetLog();
  return repo;
}

function ticked(deed: () => Promise<unknown>) {
  return stage.after('ticks', deed);
}

/** What the app did to issues since the last look: nothing that is not meant. */
function writes(): string[] {
  const done = stage.sandbox
    .writes()
    .map(({ method, path }) => `${method} ${path.replace(/.*(?=\/issues)/, '')}`);
  stage.sandbox.resetLog();
  return done;
}

/** A sweep that finds everything as it should be. */
async function expectQuiet(repo: Repo, tally: Record<string, number>): Promise<void> {
  await stage.sandbox.settled();
  stage.sandbox.resetLog();
  expect(deeds(await stage.push(repo, { 'a.txt': `${Math.random()}` }))).toEqual(tally);
  expect(writes()).toEqual([]);
}

describe('a box that is ticked by somebody who may write', () => {
  it.each([
    ['claims-updated', CLAIMS_UPDATED, 'completed', 'what was in doubt has been looked at.'],
    ['not-relevant', NOT_RELEVANT, 'not_planned', 'this is not relevant.'],
    ['snooze', SNOOZE, 'not_planned', 'it sleeps until 2027-01-09, and opens again by itself on that day.'],
  ])('closes the issue: %s', async (box, index, stateReason, words) => {
    const repo = await repositoryWithEvent();
    const before = repo.issue(1);
    expect((await ticked(() => repo.tick(1, index, 'writer'))).outcome).toEqual({
      kind: 'done',
      box,
      by: 'writer',
    });
    const after = repo.issue(1);
    expect(after).toMatchObject({ state: 'closed', stateReason, title: before.title, comments: 0 });
    const note = `> [!NOTE]\n> Closed by Reverify at the request of \`writer\`: ${words}\n\n`;
    const snoozed = box === 'snooze' ? ' snoozed=2027-01-09' : '';
    expect(after.body).toBe(note + before.body.replace(' closed=', `${snoozed} closed=`));
    expect(writes()).toEqual(['PATCH /issues/1']);
    await expectQuiet(repo, { respect: 1 });
  });

  it.each(['admin', 'maintain'] as const)('closes it for the role "%s"', async (role) => {
    const repo = await repositoryWithEvent();
    repo.setRole('boss', role);
    await ticked(() => repo.tick(1, CLAIMS_UPDATED, 'boss'));
    expect(repo.issue(1).state).toBe('closed');
  });

  it.each([
    [['snooze', 'not-relevant'], 'not-relevant'],
    [['not-relevant', 'claims-updated'], 'claims-updated'],
    [['snooze', 'not-relevant', 'claims-updated'], 'claims-updated'],
  ] as [Box[], Box][])('does one thing where %j are ticked at once: %s', async (both, box) => {
    const repo = await repositoryWithEvent();
    const body = both.reduce(
      (text, each) => text.replace(new RegExp(`\\[ \\](?=[^\\n]*box ${each} )`), '[X]'),
      repo.issue(1).body.replaceAll('\n', '\r\n'),
    );
    const outcome = { kind: 'done', box, by: 'writer' };
    expect((await ticked(() => repo.editIssueBody(1, body, 'writer'))).outcome).toEqual(outcome);
    expect(tickedBoxes(repo.issue(1).body)).toEqual([]);
    expect(repo.issue(1).body).not.toContain('snoozed=');
    expect(writes()).toEqual(['PATCH /issues/1']);
    await expectQuiet(repo, { respect: 1 });
  });

  it('counts on an issue that is asleep, too', async () => {
    const repo = await repositoryWithEvent();
    await ticked(() => repo.tick(1, SNOOZE, 'writer'));
    await ticked(() => repo.tick(1, NOT_RELEVANT, 'writer'));
    expect(repo.issue(1).body).toContain(
      '> Closed by Reverify at the request of `writer`: this is not relevant.',
    );
    expect(repo.issue(1).body).not.toMatch(/snoozed=|sleeps/);
  });
});

describe('a box that is ticked by somebody else', () => {
  it.each(['read', 'triage'] as const)('is emptied without a word: the role "%s"', async (role) => {
    const repo = await repositoryWithEvent();
    repo.setRole('reader', role);
    const before = repo.issue(1);
    const { outcome } = await ticked(() => repo.tick(1, NOT_RELEVANT, 'reader'));
    expect(outcome).toEqual({ kind: 'undone', by: 'reader' });
    expect(repo.issue(1)).toEqual(before);
    expect(writes()).toEqual(['PATCH /issues/1']);
    await expectQuiet(repo, { keep: 1 });
  });

  it('is emptied where that is another app, though a person of its name may write', async () => {
    const repo = await repositoryWithEvent();
    repo.setRole('github-actions', 'admin');
    const token = stage.sandbox.token(repo, { as: 'workflow' });
    const path = `/api/v3/repos/${repo.fullName}/issues/1`;
    const body = { body: repo.issue(1).body.replace('[ ]', '[x]') };
    await ticked(() => ask(stage.sandbox, { method: 'PATCH', path, token, body }));
    expect(repo.issue(1)).toMatchObject({ state: 'open' });
    expect(tickedBoxes(repo.issue(1).body)).toEqual([]);
  });

  it('waits where nobody can tell who may write, and is carried out by the next sweep', async () => {
    const repo = await repositoryWithEvent();
    stage.sandbox.fault({ kind: 'status', status: 403, path: /permission$/ });
    expect((await ticked(() => repo.tick(1, NOT_RELEVANT, 'writer'))).status).toBe(403);
    expect(repo.issue(1).state).toBe('open');
    expect(tickedBoxes(repo.issue(1).body)).toMatchObject([{ deed: 'not-relevant' }]);
    expect(writes()).toEqual([]);
    stage.sandbox.clearFaults();
    expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({ respect: 1 });
    expect(repo.issue(1)).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  });
});

describe('a box in an issue that the bot did not write', () => {
  it('is not looked at, whatever marker stands there', async () => {
    const repo = await repositoryWithEvent();
    const body = repo.issue(1).body.replace('[ ]', '[x]');
    const number = repo.openIssue({ title: 'Forged', body: '', labels: ['reverify'] }, 'contributor');
    const { outcome } = await ticked(() => repo.editIssueBody(number, body, 'writer'));
    expect(outcome).toMatchObject({ kind: 'idle' });
    expect(repo.issue(number)).toMatchObject({ state: 'open', body });
    expect(writes()).toEqual([]);
    await expectQuiet(repo, { keep: 1 });
  });
});

describe('boxes that were ticked while the app was down', () => {
  it('are found by the next sweep, which knows by whom', async () => {
    const [good, bad] = [await repositoryWithEvent(), await repositoryWithEvent()];
    stage.sandbox.deliverTo(undefined);
    await good.tick(1, CLAIMS_UPDATED, 'writer');
    await bad.tick(1, CLAIMS_UPDATED, 'reader');
    await stage.restart();
    expect(deeds(await stage.push(good, { 'a.txt': 'a' }))).toEqual({ respect: 1 });
    expect(good.issue(1)).toMatchObject({ state: 'closed', stateReason: 'completed', comments: 0 });
    expect(deeds(await stage.push(bad, { 'a.txt': 'a' }))).toEqual({ keep: 1 });
    expect(bad.issue(1)).toMatchObject({ state: 'open', comments: 0 });
    expect(tickedBoxes(bad.issue(1).body)).toEqual([]);
  });

  it('are not lost where the bot is about to write anew what it has listed before', async () => {
    const repo = await repositoryWithEvent();
    withWeights();
    stage.sandbox.deliverTo(undefined);
    const asOf = Date.now();
    await sleep(10);
    await repo.tick(1, NOT_RELEVANT, 'writer');
    stage.sandbox.deliverTo(stage.app.webhookUrl);
    // The list shows the issue as it was before the tick.
    stage.sandbox.fault({ kind: 'lag', asOf, path: /issues$/ });
    stage.sandbox.resetLog();
    expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({});
    expect(writes()).toEqual([]);
    expect(tickedBoxes(repo.issue(1).body)).toMatchObject([{ deed: 'not-relevant' }]);
    stage.sandbox.clearFaults();
    // What was not yet told in it is a new fact.
    expect(deeds(await stage.push(repo, { 'a.txt': 'b' }))).toEqual({ create: 1 });
    expect(repo.issue(1)).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  });
});

describe('what sleeps', () => {
  it('says nothing until its day, is opened once as it stood, and what happened meanwhile joins it', async () => {
    const [plain, news] = [await repositoryWithEvent(), await repositoryWithEvent()];
    const before = plain.issue(1);
    for (const repo of [plain, news]) await ticked(() => repo.tick(1, SNOOZE, 'writer'));
    await stage.restart({ today: '2027-01-08' });
    await expectQuiet(plain, { respect: 1 });
    withWeights();
    await expectQuiet(news, { respect: 1 });
    stage.hub.setModel('MiniMaxAI/MiniMax-M3', { files: cardFiles() });
    await stage.restart({ today: '2027-01-09' });
    expect(deeds(await stage.push(plain, { 'a.txt': 'a' }))).toEqual({ wake: 1 });
    expect(plain.issue(1)).toEqual({ ...before, stateReason: 'reopened' });
    await expectQuiet(plain, { keep: 1 });
    expect(deeds(await stage.push(news, { 'a.txt': 'a' }))).toEqual({ reopen: 1 });
    expect(news.issues()).toMatchObject([{ state: 'open' }]);
    expect(news.issue(1).body).toContain('Model weights for MiniMaxAI/MiniMax-M3 are on Hugging Face');
    expect(news.issue(1).body).not.toContain('snoozed=');
    await expectQuiet(news, { keep: 1 });
    // Two starts of the app.
  }, 120_000);

  it('is opened although the memory of it is lost and the upstream fails', async () => {
    await stage.restart();
    const repo = await repositoryWithEvent();
    const before = repo.issue(1);
    await ticked(() => repo.tick(1, SNOOZE, 'writer'));
    await stage.restart({ today: '2027-01-10', memory: `${MEMORY}.lost` });
    stage.hub.fail(503);
    try {
      expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({ wake: 1 });
    } finally {
      stage.hub.fail();
    }
    expect(repo.issue(1)).toEqual({ ...before, stateReason: 'reopened' });
  }, 120_000);

  it('stays closed where every claim in doubt was verified meanwhile', async () => {
    await stage.restart();
    const repo = await repositoryWithEvent();
    await ticked(() => repo.tick(1, SNOOZE, 'writer'));
    await stage.restart({ today: '2027-01-09' });
    const data = { 'data/a.json': verified('2027-01-02', '2027-01-03') };
    expect(deeds(await stage.push(repo, data))).toEqual({ close: 1 });
    expect(repo.issue(1)).toMatchObject({ state: 'closed' });
    expect(repo.issue(1).body).toContain('every claim in doubt has been verified since this was opened.');
    await expectQuiet(repo, { respect: 1 });
  }, 120_000);
});

function withWeights(): void {
  const files = [...cardFiles(), ...shardedFiles(59, 14_470_000_000)];
  stage.hub.setModel('MiniMaxAI/MiniMax-M3', { files });
}
