import type { Asked } from '../domain/asked.ts';
import { memoAfter } from '../domain/box.ts';
import { groupOf, makerOf } from '../domain/dashboard.ts';
import type { IssueState, Listed } from '../domain/dashboard-view.ts';
import { severities } from '../domain/event.ts';
import { findingKinds } from '../domain/finding-kind.ts';
import type { Finding } from '../domain/finding.ts';
import { lastVerifiedIn } from '../domain/impact.ts';
import { compareText } from '../domain/order.ts';
import { plan, type Present, type Step, type Wanted } from '../domain/plan.ts';
import type { Policy } from '../domain/policy.ts';
import type { GitHub } from '../github/client.ts';
import { closeIssue } from '../github/issues.ts';
import type { Head } from '../github/repositories.ts';
import { issueBody, issueTitle, tickedBody } from '../render/issue.ts';
import type { Origin } from '../render/places.ts';
import { carryOut } from './carry-out.ts';
import type { Scan } from './scan.ts';
import { todayOf, type Tools } from './tools.ts';

/** What a run did, by the name of the step. */
export type Tally = Record<Step['step'], number>;

/** What a run did, and where each finding stands after it. */
export interface Reconciled {
  tally: Tally;
  listed: readonly Listed[];
}

/** Makes the repository's issues say what the scans found: no more, no less, and nothing twice. */
export async function reconcile(
  github: GitHub,
  head: Head,
  scans: readonly Scan[],
  present: readonly Present[],
  policy: Policy,
  asked: Asked,
  tools: Tools,
): Promise<Reconciled> {
  const findings = new Map(scans.flatMap((scan) => scan.findings).map((finding) => [finding.key, finding]));
  const answered = await answerAsked(github, head, findings, present, asked, tools);
  const steps = stepsFor(head, scans, answered, policy, tools, asked.open);
  const tally: Tally = { create: 0, reopen: 0, wake: 0, update: 0, close: 0, keep: 0, respect: 0, wait: 0 };
  const listed: Listed[] = [];
  for (const step of steps) {
    const done = await carryOut(github, head, step, policy.issues, asked.ticks, tools);
    if (done.isDone) tally[step.step]++;
    const is = stateAfter(step, done.number);
    const one = is && listedAs(step, findings.get(keyOf(step)), is);
    if (one !== undefined) listed.push(one);
  }
  return { tally, listed };
}

/** The steps that make a repository's issues say what the scans found. Nothing is carried out. */
export function stepsFor(
  head: Head,
  scans: readonly Scan[],
  present: readonly Present[],
  { issues, mode }: Pick<Policy, 'issues' | 'mode'>,
  tools: Pick<Tools, 'now'>,
  open: ReadonlySet<string> = new Set(),
): Step[] {
  const origin: Origin = { url: head.url, branch: head.branch };
  const findings = scans.flatMap((scan) => scan.findings).toSorted(bySpeakingOrder);
  const looked = {
    settled: new Set(scans.flatMap((scan) => scan.settled)),
    complete: new Set(scans.flatMap((scan) => scan.complete)),
  };
  const forced = new Set(findings.flatMap((finding) => (isMeant(finding, open) ? finding.key : [])));
  const limits = { maxNew: mode === 'dashboard-only' ? 0 : issues.maxNew, today: todayOf(tools), forced };
  return plan(
    findings.map((finding) => wantedIssue(finding, origin)),
    present,
    looked,
    limits,
  );
}

// By its own key, or as one of many of a maker.
function isMeant(finding: Finding, of: ReadonlySet<string>): boolean {
  if (of.size === 0 || finding.kind === 'dashboard') return false;
  const group = groupOf({ kind: finding.kind, maker: makerOf(finding) });
  return of.has(finding.key) || (group !== undefined && of.has(group));
}

/** Puts to sleep and wakes what a person has ticked on the dashboard. Gives the issues as they stand then. */
async function answerAsked(
  github: GitHub,
  head: Head,
  findings: ReadonlyMap<string, Finding>,
  present: readonly Present[],
  { sleep, wake, by }: Asked,
  tools: Tools,
): Promise<Present[]> {
  const today = todayOf(tools);
  const answered: Present[] = [];
  for (const issue of present) {
    const { memo, body, number } = issue;
    const finding = findings.get(memo.key);
    if (issue.open && finding && isMeant(finding, sleep)) {
      const asleep = memoAfter(memo, 'snooze', today);
      await closeIssue(github, head.slug, number, tickedBody(body, 'snooze', by, asleep), 'snooze');
      answered.push({ ...issue, open: false, closedOn: today, memo: asleep });
    } else if (!issue.open && memo.snoozed !== undefined && wake.has(memo.key)) {
      answered.push({ ...issue, memo: { ...memo, snoozed: today } });
    } else answered.push(issue);
  }
  return answered;
}

function keyOf(step: Step): string {
  return 'wanted' in step ? step.wanted.key : step.present.memo.key;
}

function stateAfter(step: Step, number: number | undefined): IssueState | undefined {
  switch (step.step) {
    case 'create':
      return number === undefined ? { state: 'waiting' } : { state: 'open', number };
    case 'reopen':
    case 'wake':
    case 'update':
      return { state: 'open', number: step.present.number };
    case 'wait':
      return { state: 'waiting' };
    case 'close':
      return undefined;
    case 'keep':
    case 'respect': {
      const { open, memo, number: at } = step.present;
      if (open) return { state: 'open', number: at };
      // An event that was dealt with: nobody has dismissed it.
      if (memo.closedByBot) return undefined;
      return memo.snoozed === undefined
        ? { state: 'dismissed', number: at }
        : { state: 'asleep', number: at, until: memo.snoozed };
    }
    default:
      return step satisfies never;
  }
}

function listedAs(step: Step, finding: Finding | undefined, is: IssueState): Listed | undefined {
  const kind = finding?.kind ?? ('present' in step ? step.present.memo.kind : undefined);
  if (kind === undefined || kind === 'dashboard') return undefined;
  const title = finding ? issueTitle(finding) : 'present' in step ? step.present.title : '';
  return { key: keyOf(step), kind, title, is, maker: finding && makerOf(finding) };
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
