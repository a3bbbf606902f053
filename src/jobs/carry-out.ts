import { isSameTick, type Tick } from '../domain/box.ts';
import { duplicatesAmong, type CloseReason, type Present, type Step, type Wanted } from '../domain/plan.ts';
import type { Policy } from '../domain/policy.ts';
import { causeOf, type GitHub } from '../github/client.ts';
import {
  closeIssue,
  createIssue,
  labelFlapping,
  listOwn,
  readOwnIssue,
  updateIssue,
} from '../github/issues.ts';
import type { Head } from '../github/repositories.ts';
import { tickedBoxes } from '../render/box.ts';
import { awakeBody, closedBody } from '../render/issue.ts';
import { todayOf, type Tools } from './tools.ts';

/** Whether a step was done, and the number of the issue that it opened. */
export interface Carried {
  isDone: boolean;
  number?: number;
}

type People = Pick<Policy['issues'], 'labels' | 'assignees'>;

// One issue that GitHub refuses, or that is gone since it was listed, must not hold up the others.
const OF_ONE_ISSUE: Partial<Record<number, string>> = {
  301: 'An issue was moved to another repository',
  404: 'An issue is gone',
  410: 'An issue was deleted',
  422: 'GitHub refused the content of an issue',
};

/** Does one step. `handled`: boxes that the run has dealt with, and may empty. */
export async function carryOut(
  github: GitHub,
  head: Head,
  step: Step,
  people: People,
  handled: readonly Tick[],
  tools: Tools,
): Promise<Carried> {
  try {
    return await perform(github, head, step, people, handled, tools);
  } catch (error) {
    const known = causeOf(error);
    const message = OF_ONE_ISSUE[known?.status ?? 0];
    // To open an issue where there are none is no fault of that one issue.
    if (message === undefined || (step.step === 'create' && known?.status !== 422)) throw error;
    tools.log.error({ ...known, step: step.step }, message);
    return { isDone: false };
  }
}

async function perform(
  github: GitHub,
  head: Head,
  step: Step,
  people: People,
  handled: readonly Tick[],
  tools: Tools,
): Promise<Carried> {
  switch (step.step) {
    case 'create': {
      const { wanted, memo } = step;
      const text = { title: wanted.title, body: wanted.body(memo) };
      return { isDone: true, number: await createIssue(github, head.slug, text, withMore(people, wanted)) };
    }
    case 'update':
    case 'reopen':
    case 'wake':
      return { isDone: await rewrite(github, head, step, handled, tools) };
    case 'close':
      await close(github, head, step.present, step.reason);
      return { isDone: true };
    case 'keep':
    case 'respect':
    case 'wait':
      return { isDone: true };
    default:
      return step satisfies never;
  }
}

function withMore({ labels, assignees }: People, { more }: Wanted): People {
  return {
    labels: [...new Set([...labels, ...more.labels])],
    assignees: [...new Set([...assignees, ...more.assignees])],
  };
}

// Writing is not merging: a box that was ticked since the issues were listed would be lost. It is left to its webhook.
async function rewrite(
  github: GitHub,
  { slug }: Head,
  { step, wanted, present, memo }: Extract<Step, { step: 'update' | 'reopen' | 'wake' }>,
  handled: readonly Tick[],
  tools: Tools,
): Promise<boolean> {
  const latest = await readOwnIssue(github, slug, present.number, tools.appId);
  const isNews = (tick: Tick): boolean => !handled.some((one) => isSameTick(one, tick));
  if (latest === undefined || tickedBoxes(latest.body).some(isNews)) return false;
  const text =
    step === 'wake'
      ? { body: awakeBody(latest.body, memo) }
      : { title: wanted.title, body: wanted.body(memo) };
  await updateIssue(github, slug, present.number, text, step !== 'update');
  if (memo.flapping && !present.memo.flapping) await labelFlapping(github, slug, present.number);
  return true;
}

async function close(github: GitHub, head: Head, present: Present, reason: CloseReason): Promise<void> {
  await closeIssue(github, head.slug, present.number, closedBody(present, reason, head.commit), reason);
}

/**
 * Closes issues that repeat an older one, and gives their number. GitHub has no "create if absent": two processes may
 * have created the same issue at once, and a request that timed out may have been carried out and sent again; a second
 * look sees both and keeps the older.
 */
export async function healDuplicates(github: GitHub, head: Head, tools: Tools): Promise<number> {
  const { issues } = await listOwn(github, head.slug, tools.appId);
  const duplicates = duplicatesAmong(issues, todayOf(tools));
  for (const present of duplicates) await close(github, head, present, 'duplicate');
  return duplicates.length;
}
