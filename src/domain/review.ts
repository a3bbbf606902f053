import { isDeepStrictEqual } from 'node:util';
import type { Day } from './day.ts';
import {
  citesOthers,
  diffOf,
  pairUp,
  totalsOf,
  type ClaimChange,
  type DiffTotals,
  type EvaluationDiff,
  type Pair,
} from './diff.ts';
import type { Evaluation } from './evaluation.ts';
import type { Policy } from './policy.ts';
import { placed, type Complaint, type Problem } from './problem.ts';
import { reportOn, type Report } from './report.ts';
import { scoresOf, type Scores } from './score.ts';
import type { Workspace } from './workspace.ts';

/** One side of a comparison: what is in the repository before or after. */
export interface Side {
  /** The evaluations that the change touches. */
  changed: Workspace;
  /** All others, the same on both sides, for ranks. */
  rest: readonly Evaluation[];
}

/** The place of an evaluation among those of its repository, by recomputed score; 1 is the highest. */
export interface Rank {
  before: number | undefined;
  after: number | undefined;
  of: number;
}

/** What a change does to the evaluations of a repository. */
export interface Review {
  diffs: readonly EvaluationDiff[];
  totals: DiffTotals;
  ranks: ReadonlyMap<string, Rank>;
  /** Support in whole per cent, by evaluation id. */
  support: { before: ReadonlyMap<string, number>; after: ReadonlyMap<string, number> };
  /** Problems of the files as they would be, that need a person's eye. */
  problems: readonly Problem[];
  conclusion: 'success' | 'failure';
}

/** Reviews a change on a day. Base and head are measured on the same day, so time alone turns nothing red. */
export function reviewOf(
  base: Side,
  head: Side,
  policy: Policy,
  today: Day,
  isDead: (address: string) => boolean = () => false,
): Review {
  const before = reportOn(base.changed, policy, today, { isDead });
  const after = reportOn(head.changed, policy, today, { isDead });
  const settings = { fields: policy.fields, weights: policy.scores.weights };
  const pairs = pairUp(base.changed.evaluations, head.changed.evaluations);
  const diffs = pairs.map((pair) => diffOf(pair, settings)).filter(hasChanged);
  const problems = [...after.problems, ...diffs.flatMap((diff) => complaintsOf(diff, policy))];
  return {
    diffs,
    totals: totalsOf(diffs, policy.fields),
    ranks: ranksOf(base, head, diffs, policy),
    support: { before: supportById(before), after: supportById(after) },
    problems,
    conclusion: fails(problems, moved(before.problems, pairs), policy) ? 'failure' : 'success',
  };
}

function hasChanged({ before, after, claims, scores }: EvaluationDiff): boolean {
  return before?.id !== after?.id || claims.length > 0 || scoresMoved(scores);
}

function scoresMoved({ before, after }: EvaluationDiff['scores']): boolean {
  return !isDeepStrictEqual(shownScores(before), shownScores(after));
}

function shownScores(scores: Scores | undefined): unknown {
  // By name: the order in which a file lists its dimensions says nothing.
  return new Map(
    scores?.dimensions.map(({ dimension, declared, recomputed }) => [dimension.name, [declared, recomputed]]),
  );
}

// What was wrong before the change is no fault of the change; it is shown, and fails nothing.
function fails(problems: readonly Problem[], before: readonly Problem[], policy: Policy): boolean {
  const old = new Set(before.map(identity));
  return problems.some((problem) => {
    if (problem.level !== 'error' || old.has(identity(problem))) return false;
    const rule = problem.rule === 'score-drift' ? 'score-drift' : 'invalid';
    return policy.pullRequests.failOn.includes(rule);
  });
}

// Problems of a file that was renamed, as they read under its new name.
function moved(problems: readonly Problem[], pairs: readonly Pair[]): Problem[] {
  const names = new Map(
    pairs.flatMap(({ before, after }) => (before && after ? [[before.file, after.file]] : [])),
  );
  return problems.map((problem) => ({ ...problem, file: names.get(problem.file) ?? problem.file }));
}

function identity({ file, rule, field, message }: Problem): string {
  return [file, rule, field, message].join('\n');
}

function complaintsOf(diff: EvaluationDiff, policy: Policy): Problem[] {
  const { after, before } = diff;
  if (!after || !before) return [];
  const restamps = diff.claims.filter(({ restamp }) => restamp);
  const unsupported = diff.claims.filter((change) => scoreMovedAlone(change, policy));
  const complaints = unsupported.map((change) => scoreWithoutEvidence(change));
  if (restamps.length > 0) complaints.push(restamped(restamps, policy.fields.verified));
  return placed(after, complaints);
}

function scoreMovedAlone(change: ClaimChange, policy: Policy): boolean {
  return (
    change.fields.includes('score') && !change.fields.includes(policy.fields.evidence) && !citesOthers(change)
  );
}

function scoreWithoutEvidence({ name, before, after }: ClaimChange): Complaint {
  return {
    rule: 'score-without-evidence',
    level: 'note',
    path: [...(after?.path ?? []), 'score'],
    message: `The score of \`${name}\` moves from ${before?.score ?? 'none'} to ${after?.score ?? 'none'}, its evidence stays as it was.`,
    remedy: 'Cite what the new score rests on.',
  };
}

// One remark for a file: a refresh stamps thousands of claims, and a remark for each would hide all others.
function restamped(restamps: readonly ClaimChange[], dateField: string): Complaint {
  const claims = restamps.length === 1 ? '1 claim gets' : `${restamps.length} claims get`;
  return {
    rule: 'restamp',
    level: 'note',
    path: [...(restamps[0]?.after?.path ?? []), dateField],
    message: `${claims} a new verification date and nothing else.`,
    remedy: 'Say in the pull request what was checked, or stamp only what was.',
  };
}

function supportById(report: Report): Map<string, number> {
  return new Map(
    report.judged.flatMap(({ evaluation, support }) =>
      support === undefined ? [] : [[evaluation.id, support]],
    ),
  );
}

function ranksOf(
  base: Side,
  head: Side,
  diffs: readonly EvaluationDiff[],
  policy: Policy,
): Map<string, Rank> {
  const before = scoresById(base, policy);
  const after = scoresById(head, policy);
  const [ranksBefore, ranksAfter] = [rankings(before), rankings(after)];
  const ranks = diffs.map(({ id, before: twin }): [string, Rank] => {
    const was = ranksBefore.get(before.get(twin?.id ?? '') ?? Number.NaN);
    return [id, { before: was, after: ranksAfter.get(after.get(id) ?? Number.NaN), of: after.size }];
  });
  return new Map(ranks);
}

function scoresById({ changed, rest }: Side, policy: Policy): Map<string, number> {
  const scores = [...changed.evaluations, ...rest].flatMap((evaluation): [string, number][] => {
    const { recomputed } = scoresOf(evaluation, policy.scores.weights);
    return recomputed === undefined ? [] : [[evaluation.id, recomputed]];
  });
  return new Map(scores);
}

// One pass for all ranks: a change may touch thousands of evaluations.
function rankings(scores: ReadonlyMap<string, number>): Map<number, number> {
  const ranks = new Map<number, number>();
  for (const [index, score] of [...scores.values()].sort((a, b) => b - a).entries()) {
    if (!ranks.has(score)) ranks.set(score, index + 1);
  }
  return ranks;
}
