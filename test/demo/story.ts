import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { cardFiles, shardedFiles } from '../helpers/hugging-face.ts';
import type { IssueView } from '../sandbox/views.ts';
import type { Stage } from './stage.ts';

/** One step of the story: it makes something happen, checks what the bot did, and says where to look. */
interface Step {
  title: string;
  run(stage: Stage): Promise<{ seen: string; page: string }>;
}

const M2 = 'data/models/minimax-m2.json';

export const steps: readonly Step[] = [
  { title: 'The first sweep finds what has passed its age', run: firstSweep },
  { title: 'The weights of MiniMax-M3 appear on Hugging Face', run: weightsAppear },
  { title: 'A pull request raises one score without new evidence', run: pullRequest },
  { title: 'A second sweep writes nothing', run: secondSweep },
  { title: 'A maintainer verifies MiniMax-M2', run: verified },
];

async function firstSweep(stage: Stage): Promise<{ seen: string; page: string }> {
  const issue = await issueTitled(stage, /^Re-verify MiniMax-M2/);
  assert.equal(issue.title, 'Re-verify MiniMax-M2: 34 of 34 claims are past their age');
  assert.match(issue.body, /versioning.{0,2}policy/);
  const dashboard = await issueTitled(stage, /^Reverify dashboard$/);
  assert.match(dashboard.body, /^3 issues open, 0 waiting/m);
  const open = await stage.repo.issues();
  assert.equal(open.length, 4, 'the dashboard, and one issue for each stale evaluation');
  return {
    seen: `the dashboard and ${open.length - 1} issues, among them "${issue.title}"`,
    page: pageOf(stage, `issues/${dashboard.number}`),
  };
}

async function weightsAppear(stage: Stage): Promise<{ seen: string; page: string }> {
  assert.equal((await stage.repo.issues()).length, 4, 'a model card alone is no event');
  stage.hub.setModel('MiniMaxAI/MiniMax-M3', {
    files: [...cardFiles(), ...shardedFiles(59, 14_470_000_000)],
  });
  const issue = await issueTitled(stage, /MiniMax-M3/);
  assert.match(issue.body, /minimax-m2: operational_excellence\.versioning_policy/);
  return {
    seen: `"${issue.title}", which puts a claim of MiniMax-M2 in doubt`,
    page: pageOf(stage, `issues/${issue.number}`),
  };
}

async function pullRequest(stage: Stage): Promise<{ seen: string; page: string }> {
  const raised = stage.files[M2]?.replace(/("compliance_certifications": \{\s*"score": )66/, '$196');
  assert.ok(raised && raised !== stage.files[M2]);
  const number = await stage.repo.openPull({
    title: 'Raise compliance of MiniMax-M2',
    head: 'raise',
    from: 'fork',
    files: { [M2]: raised },
  });
  const body = await eventually(async () => (await stage.repo.comments(number))[0]?.body);
  assert.match(body, /80 → 81/);
  const [run] = await stage.repo.checkRuns();
  assert.equal(run?.annotations[0]?.title, 'score-without-evidence');
  const line = raised.split('\n')[(run?.annotations[0]?.start_line ?? 0) - 1];
  assert.match(line ?? '', /"score": 96/, 'the annotation stands on the line of the score');
  return {
    seen: 'a comment (80 → 81) and a check run with a remark on the line',
    page: pageOf(stage, `pull/${number}`),
  };
}

async function secondSweep(stage: Stage): Promise<{ seen: string; page: string }> {
  await stage.nextSweep();
  stage.sandbox.resetLog();
  const outcome = await stage.nextSweep();
  assert.deepEqual(stage.sandbox.writes(), []);
  const requests = stage.sandbox.requests.length;
  return {
    seen: `${requests} requests, no write: ${JSON.stringify(outcome['tally'])}`,
    page: pageOf(stage, 'issues'),
  };
}

async function verified(stage: Stage): Promise<{ seen: string; page: string }> {
  const text = stage.files[M2] ?? '';
  const stamped = text.replaceAll('"last_verified": "2026-06-10"', `"last_verified": "${stage.today}"`);
  await stage.repo.commit({ message: 'Verify MiniMax-M2', files: { [M2]: stamped } });
  const [stale, event] = await eventually(async () => {
    const closed = (await stage.repo.issues()).filter(
      ({ state, title }) => state === 'closed' && /MiniMax/.test(title),
    );
    return closed.length === 2 ? closed : undefined;
  });
  assert.equal(stale?.stateReason, 'completed');
  assert.equal(event?.stateReason, 'completed');
  return {
    seen: 'its issue and the event’s closed themselves and name the commit',
    page: pageOf(stage, 'issues'),
  };
}

function pageOf(stage: Stage, path: string): string {
  return `${stage.sandbox.url}/${stage.repo.fullName}/${path}`;
}

function issueTitled(stage: Stage, title: RegExp): Promise<IssueView> {
  return eventually(async () => (await stage.repo.issues()).find((issue) => title.test(issue.title)));
}

async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let waited = 0; waited < 15_000; waited += 50) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(50);
  }
  throw new Error('It did not happen within 15 s.');
}
