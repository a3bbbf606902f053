import { compareText } from '../domain/order.ts';
import { severities } from '../domain/event.ts';
import { findingKinds, type Finding } from '../domain/finding.ts';
import {
  duplicatesAmong,
  plan,
  type CloseReason,
  type Present,
  type Step,
  type Wanted,
} from '../domain/plan.ts';
import { lastVerifiedIn } from '../domain/impact.ts';
import type { Policy } from '../domain/policy.ts';
import { causeOf, type GitHub } from '../github/client.ts';
import { closeIssue, createIssue, listOwnIssues, readOwnIssue, updateIssue } from '../github/issues.ts';
import type { Head } from '../github/repositories.ts';
import { tickedBoxes } from '../render/box.ts';
import { awakeBody, closedBody, issueBody, issueTitle } from '../render/issue.ts';
import type { Origin } from '../render/places.ts';
import type { Scan } from './scan.ts';
import { todayOf, type Tools } from './tools.ts';

/** What a run did, by the name of the step. */
export type Tally = Record<Step['step'], number>;

/** Makes the repository's issues say what the scans found: no more, no less, and nothing twice. */
export async function reconcile(
  github: GitHub,
  head: Head,
  scans: readonly Scan[],
  present: readonly Present[],
  people: Policy['issues'],
  tools: Tools,
): Promise<Tally> {
  const origin: Origin = { url: head.url, branch: head.branch };
  const findings = scans.flatMap((scan) => scan.findings).toSorted(bySpeakingOrder);
  const looked = {
    settled: new Set(scans.flatMap((scan) => scan.settled)),
    complete: new Set(scans.flatMap((scan) => scan.complete)),
  };
  const limits = { maxNew: people.maxNew, today: todayOf(tools) };
  const steps = plan(
    findings.map((finding) => wantedIssue(finding, origin)),
    present,
    looked,
    limits,
  );
  const tally: Tally = { create: 0, reopen: 0, wake: 0, update: 0, close: 0, keep: 0, respect: 0, wait: 0 };
  for (const step of steps) {
    if (await carryOut(github, head, step, people, tools)) tally[step.step]++;
  }
  if (tally.create > 0) tally.close += await healDuplicates(github, head, tools);
  return tally;
}

function wantedIssue(finding: Finding, origin: Origin): Wanted {
  return {
    key: finding.key,
    kind: finding.kind,
    facts: finding.facts,
    verified: finding.kind === 'event' ? lastVerifiedIn(finding.impact) : undefined,
    answered: finding.kind === 'event' ? finding.answered : undefined,
    more: finding.kind === 'event' ? finding.watch : { labels: [], assignees: [] },
    title: issueTitle(finding),
    body: (memo) => issueBody(finding, memo, origin),
  };
}

// What cannot be read comes first, then events, the severest on top, then what has been stale for longest.
function bySpeakingOrder(one: Finding, other: Finding): number {
  const byKind = findingKinds.indexOf(one.kind) - findingKinds.indexOf(other.kind);
  return byKind || compareText(urgencyOf(one), urgencyOf(other)) || compareText(one.key, other.key);
}

function urgencyOf(finding: Finding): string {
  if (finding.kind === 'event') return String(severities.length - severities.indexOf(finding.watch.severity));
  return finding.kind === 'stale' ? (finding.facts[0] ?? '') : '';
}

/** Does one step; false where it was not done: GitHub's refusal of one issue's content must not hold up the others. */
async function carryOut(
  github: GitHub,
  head: Head,
  step: Step,
  people: Policy['issues'],
  tools: Tools,
): Promise<boolean> {
  try {
    return await perform(github, head, step, people, tools);
  } catch (error) {
    const known = causeOf(error);
    if (known?.status !== 422) throw error;
    tools.log.error({ ...known, step: step.step }, 'GitHub refused the content of an issue');
    return false;
  }
}

async function perform(
  github: GitHub,
  head: Head,
  step: Step,
  people: Policy['issues'],
  tools: Tools,
): Promise<boolean> {
  switch (step.step) {
    case 'create': {
      const { wanted, memo } = step;
      const text = { title: wanted.title, body: wanted.body(memo) };
      await createIssue(github, head.slug, text, withMore(people, wanted));
      return true;
    }
    case 'update':
    case 'reopen':
    case 'wake':
      return await rewrite(github, head, step, tools);
    case 'close':
      await close(github, head, step.present, step.reason);
      return true;
    case 'keep':
    case 'respect':
    case 'wait':
      return true;
    default:
      return step satisfies never;
  }
}

type People = Pick<Policy['issues'], 'labels' | 'assignees'>;

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
  tools: Tools,
): Promise<boolean> {
  const hasBoxes = memo.kind === 'event';
  const latest = hasBoxes ? await readOwnIssue(github, slug, present.number, tools.appId) : present;
  if (latest === undefined || tickedBoxes(latest.body).length > 0) return false;
  const text =
    step === 'wake'
      ? { body: awakeBody(latest.body, memo) }
      : { title: wanted.title, body: wanted.body(memo) };
  await updateIssue(github, slug, present.number, text, step !== 'update');
  return true;
}

async function close(github: GitHub, head: Head, present: Present, reason: CloseReason): Promise<void> {
  await closeIssue(github, head.slug, present.number, closedBody(present, reason, head.commit), reason);
}

// GitHub has no "create if absent". Two processes may have created the same issue at once, and a request that timed
// out may have been carried out and sent again; a second look sees both and keeps the older.
async function healDuplicates(github: GitHub, head: Head, tools: Tools): Promise<number> {
  const duplicates = duplicatesAmong(await listOwnIssues(github, head.slug, tools.appId));
  for (const present of duplicates) await close(github, head, present, 'duplicate');
  return duplicates.length;
}
