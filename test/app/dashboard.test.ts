import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tickedBoxes } from '../../src/render/box.ts';
import type { IssueView } from '../sandbox/views.ts';
import type { Repo } from '../sandbox/repo.ts';
import { deeds, startStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => stage.sandbox.clearFaults());
afterAll(() => stage.close());

/** An evaluation whose only claim was verified on a day. */
function evaluation(id: string, verified: string, provider?: string): string {
  const criteria = { audit: { score: 80, confidence: 'high', last_verified: verified } };
  return JSON.stringify(
    { id, name: id.toUpperCase(), provider, trust_vector: { security: { criteria } } },
    null,
    2,
  );
}

/** A repository of so many stale evaluations, with its dashboard. */
async function repositoryOf(count: number, config = ''): Promise<Repo> {
  const files = Array.from({ length: count }, (_, at) => [
    `data/e${at}.json`,
    evaluation(`e${at}`, '2026-01-01'),
  ]);
  const repo = await stage.repository({ '.github/reverify.yml': config, ...Object.fromEntries(files) });
  repo.setRole('writer', 'write');
  await stage.sandbox.settled();
  stage.sandbox.resetLog();
  return repo;
}

function dashboardOf(repo: Repo): IssueView {
  const found = repo.issues().find(({ title }) => title === 'Reverify dashboard');
  if (!found) throw new Error('There is no dashboard.');
  return found;
}

/** Ticks the box of the dashboard with these words, and waits for what it leads to. */
function tick(repo: Repo, words: string, by = 'writer') {
  const { number, body } = dashboardOf(repo);
  const boxes = body.split('\n').filter((row) => /^- \[[ x]\]/.test(row));
  const index = boxes.findIndex((row) => row.includes(words));
  if (index === -1) throw new Error(`No box of ${words} in\n${body}`);
  return stage.after('ticks', () => repo.tick(number, index, by));
}

/** The first evaluation that waits. */
function waitingIn(repo: Repo): string {
  const [, found] = /^- \[ \] (Re-verify E\d+)[^\n]*box open/m.exec(dashboardOf(repo).body) ?? [];
  if (found === undefined) throw new Error('Nothing waits.');
  return found;
}

function titles(repo: Repo, state: 'open' | 'closed' = 'open'): string[] {
  return repo.issues().flatMap((issue) => (issue.state === state ? issue.title : []));
}

async function expectQuiet(repo: Repo): Promise<void> {
  await stage.sandbox.settled();
  stage.sandbox.resetLog();
  await stage.push(repo, { 'a.txt': `${Math.random()}` });
  expect(stage.sandbox.writes().map(({ method, path }) => `${method} ${path}`)).toEqual([]);
}

describe('the dashboard', () => {
  it('says in three lines how things stand, and is written once a day', async () => {
    const repo = await repositoryOf(1);
    expect(dashboardOf(repo).body.split('\n').slice(0, 3)).toEqual([
      '1 of 1 claim in 1 evaluation are stale, 0 more within 30 days; on average 0 % of a score is supported.',
      '1 issue open, 0 waiting, 0 asleep, 0 dismissed.',
      'Last full scan on 2026-12-10; the next is due by 2026-12-11. If you read this after 2026-12-12, nobody has looked since.',
    ]);
    await expectQuiet(repo);
    await stage.restart({ today: '2026-12-11' });
    expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({ keep: 1, update: 1 });
    await stage.restart({ today: '2026-12-20' });
    await stage.push(repo, { 'a.txt': 'b' });
    expect(dashboardOf(repo).body).toContain('**Nobody looked between 2026-12-11 and 2026-12-20.**');
    await stage.restart();
  });

  it('holds what waits because of the cap, and opens what is ticked', async () => {
    const repo = await repositoryOf(8);
    expect(repo.issues()).toHaveLength(6);
    expect(dashboardOf(repo).body).toContain('### Waiting: 3');
    const wanted = waitingIn(repo);
    const { outcome } = await tick(repo, wanted);
    expect(outcome).toMatchObject({ kind: 'swept', tally: { create: 1, update: 1 } });
    expect(titles(repo)).toContain(`${wanted}: 1 of 1 claim is past its age`);
    expect(repo.issues()).toHaveLength(7);
    expect(dashboardOf(repo).body).toContain('### Waiting: 2');
    expect(tickedBoxes(dashboardOf(repo).body)).toEqual([]);
  });

  it('puts an issue off, shows until when, and wakes it before its day', async () => {
    const repo = await repositoryOf(1);
    await tick(repo, 'Re-verify E0');
    expect(repo.issue(1)).toMatchObject({ state: 'closed', stateReason: 'not_planned', comments: 0 });
    expect(repo.issue(1).body).toContain('at the request of `writer`: it sleeps until 2027-01-09');
    expect(dashboardOf(repo).body).toContain('until 2027-01-09 <!-- reverify:box wake');
    await expectQuiet(repo);
    await tick(repo, 'until 2027-01-09');
    expect(repo.issue(1)).toMatchObject({ state: 'open' });
    expect(repo.issue(1).body).not.toContain('sleeps');
    await expectQuiet(repo);
  });

  it('does nothing for somebody who may not write', async () => {
    const repo = await repositoryOf(7);
    repo.setRole('reader', 'read');
    const { outcome } = await tick(repo, waitingIn(repo), 'reader');
    expect(outcome).toEqual({ kind: 'undone', by: 'reader' });
    expect(repo.issues()).toHaveLength(6);
    expect(tickedBoxes(dashboardOf(repo).body)).toEqual([]);
  });

  it('is done by the next sweep where it was ticked while nobody listened', async () => {
    const repo = await repositoryOf(6);
    const wanted = waitingIn(repo);
    stage.sandbox.deliverTo(undefined);
    const { number, body } = dashboardOf(repo);
    const boxes = body.split('\n').filter((row) => row.startsWith('- [ ]'));
    await repo.tick(
      number,
      boxes.findIndex((row) => row.includes(wanted)),
      'writer',
    );
    stage.sandbox.deliverTo(stage.app.webhookUrl);
    await stage.push(repo, { 'a.txt': 'a' });
    expect(titles(repo)).toContain(`${wanted}: 1 of 1 claim is past its age`);
    expect(tickedBoxes(dashboardOf(repo).body)).toEqual([]);
    await expectQuiet(repo);
  });

  it('stays closed once a person has closed it, until they want it again', async () => {
    const repo = await repositoryOf(1);
    const { number } = dashboardOf(repo);
    await repo.closeIssue(number);
    await expectQuiet(repo);
    repo.commentOnIssue(number, '/reverify resume', 'writer');
    await stage.app.line(({ job, msg }) => job?.startsWith('command') === true && msg === 'done');
    expect(dashboardOf(repo).state).toBe('open');
  });

  it('asks every link again where that is ticked', async () => {
    const claim = {
      score: 80,
      last_verified: '2026-12-01',
      evidence: [{ source: 'A', url: 'https://asked.example/a' }],
    };
    await stage.restart({ mirrors: { 'https://asked.example': stage.web.url } });
    const repo = await stage.repository({
      '.github/reverify.yml': '',
      'data/a.json': JSON.stringify({
        id: 'a',
        name: 'A',
        trust_vector: { security: { criteria: { c: claim } } },
      }),
    });
    repo.setRole('writer', 'write');
    const before = stage.web.requests.length;
    await stage.push(repo, { 'a.txt': 'a' });
    expect(stage.web.requests.length).toBe(before);
    await tick(repo, 'Ask all links again');
    expect(stage.web.requests.length).toBeGreaterThan(before);
  });

  it('is written by the bot, and no job comes of that', async () => {
    const repo = await repositoryOf(1);
    const [log, told] = [stage.app.log.length, stage.sandbox.deliveries.length];
    await stage.push(repo, { 'data/e1.json': evaluation('e1', '2026-01-02') });
    await stage.sandbox.settled();
    const since = stage.sandbox.deliveries.slice(told);
    expect(since.map(({ event, action }) => `${event} ${action ?? ''}`)).toContain('issues edited');
    // A job that came of it would be done before this one.
    await stage.push(repo, { 'a.txt': 'a' });
    const jobs = stage.app.log.slice(log).flatMap(({ job, outcome }) => (outcome ? (job ?? '') : []));
    expect(jobs).toEqual(['sweep', 'sweep']);
  });

  it('is all that is written where the repository wants no issues', async () => {
    const repo = await repositoryOf(3, 'mode: dashboard-only\n');
    expect(titles(repo)).toEqual(['Reverify dashboard']);
    expect(dashboardOf(repo).body).toContain('### Waiting: 3');
    await tick(repo, 'Re-verify E1');
    expect(titles(repo).sort()).toEqual(['Re-verify E1: 1 of 1 claim is past its age', 'Reverify dashboard']);
    await expectQuiet(repo);
  });

  it('of a first sweep over two thousand stale claims comes with five issues, and no more', async () => {
    const files = Array.from({ length: 100 }, (_, at) => {
      const claim = { score: 80, confidence: 'high', last_verified: '2026-01-01' };
      const criteria = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`c${index}`, claim]));
      const about = {
        id: `e${at}`,
        name: `E${at}`,
        provider: at < 60 ? 'Acme' : 'Other',
        trust_vector: { security: { criteria } },
      };
      return [`data/e${at}.json`, JSON.stringify(about)];
    });
    const repo = await stage.repository({ '.github/reverify.yml': '', ...Object.fromEntries(files) });
    expect(repo.issues()).toHaveLength(6);
    const { body } = dashboardOf(repo);
    expect(body).toMatch(/^2000 of 2000 claims in 100 evaluations are stale/);
    expect(body).toMatch(/- \[ \] \d\d evaluations of Acme <!-- reverify:box open [0-9a-f]{10} -->/);
    await expectQuiet(repo);
  });
});
