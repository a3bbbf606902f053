import type { Day } from './day.ts';
import type { Claim, Evaluation } from './evaluation.ts';
import { freshnessJudge, isStale, type Freshness } from './freshness.ts';
import type { Policy } from './policy.ts';
import { placed, type Complaint, type Problem } from './problem.ts';
import { scoresOf, withoutNoise, type Scores } from './score.ts';
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
export function reportOn(
  workspace: Workspace,
  policy: Policy,
  today: Day,
  { isDead = () => false, inDoubt }: Known = {},
): Report {
  const judge = freshnessJudge(policy.freshness);
  const judged = workspace.evaluations.map((evaluation) => {
    const freshness = judge(evaluation, today, inDoubt);
    const scores = scoresOf(evaluation, policy.scores.weights);
    return {
      evaluation,
      freshness,
      scores,
      support: supportOf(evaluation, freshness, isDead, policy.scores.weights),
    };
  });
  const seen = judged.flatMap((one) => [
    ...futureDates(one, policy, today),
    ...drift(one, policy.scores.tolerance),
  ]);
  return { today, workspace, judged, problems: [...workspace.problems, ...seen] };
}

function futureDates({ evaluation, freshness }: Judged, policy: Policy, today: Day): Problem[] {
  const field = policy.fields.verified;
  const complaints = freshness.flatMap(({ claim }): Complaint[] => {
    if (claim.raw[field] === undefined && claim.kind === 'criterion')
      return [missingDate(claim.name, claim.path, field)];
    if (!claim.lastVerified || claim.lastVerified <= today) return [];
    const message = `\`${claim.name}\` was last verified on ${claim.lastVerified}, which is still to come. It counts as stale.`;
    const remedy = 'Write the day on which it was really verified.';
    return [{ rule: 'future-date', level: 'error', path: [...claim.path, field], message, remedy }];
  });
  return placed(evaluation, complaints);
}

function missingDate(name: string, path: readonly (string | number)[], field: string): Complaint {
  const message = `\`${name}\` does not say when it was last verified. It counts as stale.`;
  return { rule: 'missing-date', level: 'error', path, message, remedy: `Add "${field}": "YYYY-MM-DD".` };
}

// A declared score may be a judgement, so it need not be the mean; far from it, one of the two is out of date.
function drift({ evaluation, scores }: Judged, tolerance: number): Problem[] {
  const complaints = scores.dimensions.flatMap(({ dimension, declared, mean, recomputed }): Complaint[] => {
    if (declared === undefined || mean === undefined) return [];
    if (withoutNoise(Math.abs(declared - mean)) <= tolerance) return [];
    const message = `\`${dimension.name}\` declares ${declared}, but the mean of its criteria is ${recomputed}.`;
    const remedy = `Declare ${recomputed}, or mend the criteria.`;
    return [
      { rule: 'score-drift', level: 'error', path: [...dimension.path, 'overall_score'], message, remedy },
    ];
  });
  return placed(evaluation, complaints);
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
  if (problems.some((problem) => problem.level === 'error')) return true;
  return level === 'stale' && judged.some(({ freshness }) => freshness.some(isStale));
}
