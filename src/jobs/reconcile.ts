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
import { closeIssue, createIssue, listOwnIssues, updateIssue } from '../github/issues.ts';
import type { Head } from '../github/repositories.ts';
import { closedBody, issueBody, issueTitle } from '../render/issue.ts';
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
  const tally: Tally = { create: 0, reopen: 0, update: 0, close: 0, keep: 0, respect: 0, wait: 0 };
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

/** Does one step; false where GitHub refused this one issue's content, which must not hold up the others. */
async function carryOut(
  github: GitHub,
  head: Head,
  step: Step,
  people: Policy['issues'],
  tools: Tools,
): Promise<boolean> {
  try {
    await perform(github, head, step, people);
    return true;
  } catch (error) {
    const known = causeOf(error);
    if (known?.status !== 422) throw error;
    tools.log.error({ ...known, step: step.step }, 'GitHub refused the content of an issue');
    return false;
  }
}

async function perform(github: GitHub, head: Head, step: Step, people: Policy['issues']): Promise<void> {
  switch (step.step) {
    case 'create':
      await createIssue(
        github,
        head.slug,
        { title: step.wanted.title, body: step.wanted.body(step.memo) },
        people,
      );
      break;
    case 'update':
    case 'reopen': {
      const text = { title: step.wanted.title, body: step.wanted.body(step.memo) };
      await updateIssue(github, head.slug, step.present.number, text, step.step === 'reopen');
      break;
    }
    case 'close':
      await close(github, head, step.present, step.reason);
      break;
    case 'keep':
    case 'respect':
    case 'wait':
      break;
    default:
      step satisfies never;
  }
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
