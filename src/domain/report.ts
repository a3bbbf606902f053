import type { Day } from './day.ts';
import type { Claim, Evaluation } from './evaluation.ts';
import { freshnessJudge, isStale, type Freshness } from './freshness.ts';
import type { Policy } from './policy.ts';
import { placed, type Complaint, type Problem } from './problem.ts';
import { futureDates } from './rules/future-date.ts';
import { missingDates } from './rules/invalid.ts';
import type { Remark } from './rules/rule.ts';
import { driftsOf } from './rules/score-drift.ts';
import { scoresOf, type Scores } from './score.ts';
import { supportOf } from './support.ts';
import type { Workspace } from './workspace.ts';

/** One evaluation, judged on a day. */
export interface Judged {
  evaluation: Evaluation;
  freshness: readonly Freshness[];
  scores: Scores;
  /** Whole per cent; undefined where nothing is scored. */
  support: number | undefined;
}

/** A workspace, judged on a day. */
export interface Report {
  today: Day;
  workspace: Workspace;
  judged: readonly Judged[];
  /** The files' own problems, and those that show only when they are judged. */
  problems: readonly Problem[];
}

/** What is known of the world beyond the files. */
export interface Known {
  /** Whether a cited address is known to be dead. */
  isDead?: (url: string) => boolean;
  /** The claims that an upstream event puts in doubt. */
  inDoubt?: ReadonlySet<Claim>;
}

/** Judges all evaluations of a workspace on a day, by what is known. */
export function reportOn(workspace: Workspace, policy: Policy, today: Day, known: Known = {}): Report {
  const judged = judgedOn(workspace.evaluations, policy, today, known);
  const seen = judged.flatMap(({ evaluation, scores }) =>
    placed(evaluation, [
      ...missingDates(evaluation, policy.fields.verified).map(asComplaint('missing-date')),
      ...futureDates(evaluation, policy.fields.verified, today).map(asComplaint('future-date')),
      ...driftsOf(scores, policy.scores.tolerance).map(asComplaint('score-drift')),
    ]),
  );
  return { today, workspace, judged, problems: [...workspace.problems, ...seen] };
}

/** Judges evaluations on a day, by what is known, and looks for no problems in them. */
export function judgedOn(
  evaluations: readonly Evaluation[],
  policy: Policy,
  today: Day,
  { isDead = () => false, inDoubt }: Known = {},
): Judged[] {
  const judge = freshnessJudge(policy.freshness);
  return evaluations.map((evaluation) => {
    const freshness = judge(evaluation, today, inDoubt);
    const scores = scoresOf(evaluation, policy.scores.weights);
    const support = supportOf(evaluation, freshness, isDead, policy.scores.weights);
    return { evaluation, freshness, scores, support };
  });
}

function asComplaint(rule: string): (remark: Remark) => Complaint {
  return ({ path, message, remedy }) => ({ rule, level: 'fail', path, message, remedy });
}

/** How many claims of a set stand in each state. */
export type Counts = Record<Freshness['state'], number> & { total: number };

/** Counts claims by state. */
export function countStates(freshness: readonly Freshness[]): Counts {
  const counts: Counts = { total: freshness.length, fresh: 0, due: 0, stale: 0, undated: 0 };
  for (const { state } of freshness) counts[state]++;
  return counts;
}

/** What may be asked to fail a check: stale claims and errors, errors only, nothing. */
export const failLevels = ['stale', 'error', 'never'] as const;
export type FailLevel = (typeof failLevels)[number];

/** Whether a report holds something of a level. */
export function failsAt({ judged, problems }: Report, level: FailLevel): boolean {
  if (level === 'never') return false;
  if (problems.some((problem) => problem.level === 'fail')) return true;
  return level === 'stale' && judged.some(({ freshness }) => freshness.some(isStale));
}
