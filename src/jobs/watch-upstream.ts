import type { DashboardView } from '../domain/dashboard-view.ts';
import type { Day } from '../domain/day.ts';
import type { Claim, Evaluation } from '../domain/evaluation.ts';
import { isLoud, type ToldEvent } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import { lastVerifiedIn, type Impact } from '../domain/impact.ts';
import type { Present } from '../domain/plan.ts';
import type { Policy } from '../domain/policy.ts';
import { factsOf } from '../domain/watch-state.ts';
import { beginRound } from '../upstream/look.ts';
import { claimChecks } from './claim-checks.ts';
import { declaredWatches } from './declared-watches.ts';
import { isOver, isQuiet, lookAt, type SeenSubject, type WatchTools } from './look-at-subject.ts';
import type { Scan } from './scan.ts';
import { todayOf } from './tools.ts';
import { forgetWatches } from './watch-memory.ts';
import { troublesOf, type Failing } from './watch-troubles.ts';

type EventFinding = Extract<Finding, { kind: 'event' }>;
type Dashboard = Pick<DashboardView, 'troubles' | 'ended'>;

/** What a look at all upstreams found, which claims it puts in doubt, and what the dashboard says of it. */
export interface WatchScan extends Scan {
  inDoubt: ReadonlySet<Claim>;
  /** The claims that a source checks, and that held when it last answered. */
  holding: ReadonlySet<Claim>;
  dashboard: Dashboard;
  /** What is looked at, `source:target`. */
  watched: readonly string[];
}

/**
 * Looks at every upstream that the policy or an evaluation watches. What could not be told is kept for the dashboard,
 * and neither opens nor closes anything.
 */
export async function watchUpstream(
  policy: Policy,
  evaluations: readonly Evaluation[],
  repositoryId: number,
  present: readonly Present[],
  tools: WatchTools,
): Promise<WatchScan> {
  const { accessTo, memory, log } = tools;
  const today = todayOf(tools);
  const declared = declaredWatches(policy, evaluations, repositoryId, today);
  const subjects = [...declared.subjects, ...claimChecks(evaluations, repositoryId)];
  const round = beginRound({ accessTo, memory, today, log });
  const open = new Set(present.flatMap(({ open, memo }) => (open ? memo.key : [])));
  const watching = { repositoryId, isOpen: (key: string) => open.has(key), round, tools };
  const seen = await Promise.all(subjects.map((subject) => lookAt(subject, watching)));
  const stateKeys = seen.flatMap(({ conditions }) => conditions.map(({ condition }) => condition.stateKey));
  await forgetWatches(repositoryId, new Set(stateKeys), tools);
  const keys = new Set(subjects.map(({ key }) => key));
  const findings = seen.flatMap((one) => findingOf(one, present, keys));
  return {
    findings,
    settled: [],
    complete: declared.complete ? ['event'] : [],
    inDoubt: claimsInDoubt(findings, present),
    holding: new Set(seen.flatMap((one) => (one.subject.checks && isQuiet(one) ? one.subject.checks : []))),
    watched: [...new Set(subjects.map(({ watch }) => `${watch.source}:${watch.target}`))],
    dashboard: {
      troubles: troublesOf(seen.flatMap(failingIn), tools.now()),
      ended: [
        ...declared.expired.map((id) => ({ id, why: 'expired' as const })),
        ...seen
          .filter(isOver)
          .flatMap(({ subject: { ids } }) => ids.map((id) => ({ id, why: 'done' as const }))),
      ],
    },
  };
}

function failingIn({ subject, conditions }: SeenSubject): Failing[] {
  const { errorAfter, source, target } = subject.watch;
  return conditions.flatMap(({ state: { failing } }) =>
    failing === undefined ? [] : [{ ...failing, ids: subject.ids, source, target, errorAfter }],
  );
}

/** The finding of one subject: its news, or what its open issue still stands for. */
function findingOf(
  { subject: { key, watch, impact }, conditions }: SeenSubject,
  present: readonly Present[],
  declared: ReadonlySet<string>,
): EventFinding[] {
  const own = present.filter(({ memo }) => memo.key === key);
  const open = own.find((issue) => issue.open);
  // Told elsewhere: under another watch, or before this one was written differently.
  const elsewhere = present.filter(
    ({ memo, open }) => memo.kind === 'event' && memo.key !== key && (!open || declared.has(memo.key)),
  );
  const isTold = among(elsewhere);
  const isClosed = among(own.filter((issue) => !issue.open));
  const told = conditions.flatMap(({ state }) => state.told);
  const candidates = told.filter((event) => !isTold(event));
  const fresh = candidates.filter((event) => !isClosed(event));
  const events = open === undefined && fresh.length === 0 ? candidates : fresh;
  if (events.length === 0 && open === undefined) return [];
  const facts = [...new Set([...(open?.memo.facts ?? []), ...events.flatMap(factsOf)])];
  const newestFirst = events.toSorted((one, other) => (one.seenOn < other.seenOn ? 1 : -1));
  const answered = verifiedSince(impact);
  return [{ kind: 'event', key, facts, watch, events: newestFirst, impact, answered }];
}

function among(issues: readonly Present[]): (event: ToldEvent) => boolean {
  const facts = new Set(issues.flatMap(({ memo }) => memo.facts));
  return (event) => factsOf(event).some((fact) => facts.has(fact));
}

// The day of the claim that was verified longest ago; none where a claim has no date, or nothing is in doubt.
function verifiedSince(impact: readonly Impact[]): Day | undefined {
  const days = impact.flatMap(({ claims }) => claims.map(({ lastVerified }) => lastVerified));
  if (days.some((day) => day === undefined)) return undefined;
  return days.sort()[0];
}

/** The claims that a loud event puts in doubt: those that were not verified after its issue was opened. */
function claimsInDoubt(findings: readonly EventFinding[], present: readonly Present[]): Set<Claim> {
  return new Set(
    findings.flatMap(({ key, watch, impact, facts }) => {
      if (!isLoud(watch.severity)) return [];
      const own = present.filter(({ memo }) => memo.key === key);
      const open = own.find((issue) => issue.open);
      const dealtWith = own.flatMap(({ memo, open }) => (open ? [] : memo.facts));
      if (open === undefined && facts.every((fact) => dealtWith.includes(fact))) return [];
      const verified = open === undefined ? lastVerifiedIn(impact) : open.memo.answered;
      return impact.flatMap(({ claims }) =>
        claims.filter(
          ({ lastVerified }) =>
            lastVerified === undefined || (verified !== undefined && lastVerified <= verified),
        ),
      );
    }),
  );
}
