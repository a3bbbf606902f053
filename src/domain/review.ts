import { isDeepStrictEqual } from 'node:util';
import type { Day } from './day.ts';
import { diffOf, pairUp, totalsOf, type DiffTotals, type EvaluationDiff } from './diff.ts';
import type { Mend } from './mend.ts';
import type { Policy } from './policy.ts';
import type { Weights } from './policy-parts.ts';
import type { Problem } from './problem.ts';
import { profiles } from './profiles.ts';
import { judgedOn, type Judged } from './report.ts';
import { judgeChange, nothingKnown, type KnownWorld, type Side } from './rules/judge.ts';
import { scoresOf, type Scores } from './score.ts';

/** The place of an evaluation among those of its repository, by recomputed score; 1 is the highest. */
export interface Rank {
  before: number | undefined;
  after: number | undefined;
  of: number;
}

/** The place of an evaluation under a weighting profile. */
export interface ProfileRank extends Rank {
  profile: string;
}

/** What a change does to the evaluations of a repository. */
export interface Review {
  diffs: readonly EvaluationDiff[];
  totals: DiffTotals;
  ranks: ReadonlyMap<string, Rank>;
  /** The places that change under the framework's profiles, by evaluation id. */
  profiles: ReadonlyMap<string, readonly ProfileRank[]>;
  /** Support in whole per cent, by evaluation id. */
  support: { before: ReadonlyMap<string, number>; after: ReadonlyMap<string, number> };
  /** Problems of the files as they would be, that need a person's eye. */
  problems: readonly Problem[];
  /** Single values that would put right what this change has brought. */
  mends: readonly Mend[];
  conclusion: 'success' | 'failure';
}

/** Reviews a change on a day. Base and head are measured on the same day, so time alone turns nothing red. */
export function reviewOf(
  base: Side,
  head: Side,
  policy: Policy,
  today: Day,
  known: KnownWorld = nothingKnown,
): Review {
  const settings = { fields: policy.fields, weights: policy.scores.weights };
  const pairs = pairUp(base.changed.evaluations, head.changed.evaluations);
  const all = pairs.map((pair) => diffOf(pair, settings));
  const diffs = all.filter(hasChanged);
  const { problems, mends } = judgeChange(all, base, head, { policy, today, known });
  const isDead = (address: string): boolean => known.sources.get(address)?.isDead === true;
  const supportIn = ({ changed }: Side) =>
    supportById(judgedOn(changed.evaluations, policy, today, { isDead }));
  return {
    diffs,
    totals: totalsOf(diffs, policy.fields),
    ranks: ranksOf(base, head, diffs, policy.scores.weights),
    profiles: profileRanks(base, head, diffs, policy.scores.weights),
    support: { before: supportIn(base), after: supportIn(head) },
    problems,
    mends,
    conclusion: problems.some(({ level }) => level === 'fail') ? 'failure' : 'success',
  };
}

/** Whether a review is worth a comment: something is to be looked at, or a score moved by so many points. */
export function isWorthTelling({ diffs, problems }: Review, minDelta: number): boolean {
  return problems.length > 0 || diffs.some((diff) => movesBy(diff, minDelta));
}

function movesBy({ before, after, scores }: EvaluationDiff, minDelta: number): boolean {
  if (minDelta === 0 || !before || !after) return true;
  const [from, to] = [scores.before?.recomputed, scores.after?.recomputed];
  return from === undefined || to === undefined ? from !== to : Math.abs(to - from) >= minDelta;
}

function hasChanged({ before, after, claims, scores, ratings }: EvaluationDiff): boolean {
  return before?.id !== after?.id || claims.length > 0 || ratings.length > 0 || scoresMoved(scores);
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

function supportById(judged: readonly Judged[]): Map<string, number> {
  return new Map(
    judged.flatMap(({ evaluation, support }) => (support === undefined ? [] : [[evaluation.id, support]])),
  );
}

/** Under which of the framework's profiles, other than the usual one, the place of an evaluation changes. */
function profileRanks(
  base: Side,
  head: Side,
  diffs: readonly EvaluationDiff[],
  usual: Weights,
): Map<string, ProfileRank[]> {
  const moved = diffs.filter(({ before, after, scores }) => before && after && scoresMoved(scores));
  const found = new Map<string, ProfileRank[]>();
  // Dates and words alone move nobody.
  if (moved.length === 0) return found;
  for (const profile of Object.keys(profiles).filter((name) => name !== usual)) {
    for (const [id, rank] of ranksOf(base, head, moved, profile)) {
      if (rank.before === rank.after) continue;
      found.set(id, [...(found.get(id) ?? []), { profile, ...rank }]);
    }
  }
  return found;
}

function ranksOf(
  base: Side,
  head: Side,
  diffs: readonly EvaluationDiff[],
  weights: Weights,
): Map<string, Rank> {
  const before = scoresById(base, weights);
  const after = scoresById(head, weights);
  const [ranksBefore, ranksAfter] = [rankings(before), rankings(after)];
  const ranks = diffs.map(({ id, before: twin }): [string, Rank] => {
    const was = ranksBefore.get(before.get(twin?.id ?? '') ?? Number.NaN);
    return [id, { before: was, after: ranksAfter.get(after.get(id) ?? Number.NaN), of: after.size }];
  });
  return new Map(ranks);
}

function scoresById({ changed, rest }: Side, weights: Weights): Map<string, number> {
  const scores = [...changed.evaluations, ...rest].flatMap((evaluation): [string, number][] => {
    const { recomputed } = scoresOf(evaluation, weights);
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
