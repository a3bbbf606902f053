import { isDeepStrictEqual } from 'node:util';
import type { Claim, Evaluation } from './evaluation.ts';
import type { Fields, Weights } from './policy-parts.ts';
import { scoresOf, type Scores } from './score.ts';
import { ratingChanges, type RatingChange } from './use-case-ratings.ts';

/** How one claim changed between two versions of its evaluation. */
export interface ClaimChange {
  name: string;
  before: Claim | undefined;
  after: Claim | undefined;
  /** Keys of the claim whose values differ, a new verification date left out: `score`, `confidence`, `evidence`. */
  fields: readonly string[];
  /** The verification date moved. */
  stamped: boolean;
  /** The date moved and nothing else did: nobody can tell what was checked. */
  restamp: boolean;
}

/** How one evaluation changed. Without `before` it is new, without `after` it is gone. */
export interface EvaluationDiff {
  id: string;
  before: Evaluation | undefined;
  after: Evaluation | undefined;
  scores: { before: Scores | undefined; after: Scores | undefined };
  claims: readonly ClaimChange[];
  /** Ratings by use that changed; none where a version is missing. */
  ratings: readonly RatingChange[];
}

/** Two versions of one evaluation; either may be missing. */
export interface Pair {
  before: Evaluation | undefined;
  after: Evaluation | undefined;
}

interface Settings {
  fields: Fields;
  weights: Weights;
}

/** Pairs the evaluations of two versions of a workspace by id, and what is left by file. */
export function pairUp(before: readonly Evaluation[], after: readonly Evaluation[]): Pair[] {
  const left = new Map(before.map((evaluation) => [evaluation.id, evaluation]));
  const pairs: Pair[] = [];
  const unmatched: Evaluation[] = [];
  for (const evaluation of after) {
    const twin = left.get(evaluation.id);
    if (!twin) unmatched.push(evaluation);
    else pairs.push({ before: twin, after: evaluation });
    left.delete(evaluation.id);
  }
  const byFile = new Map([...left.values()].map((evaluation) => [evaluation.file, evaluation]));
  for (const evaluation of unmatched) {
    pairs.push({ before: byFile.get(evaluation.file), after: evaluation });
    byFile.delete(evaluation.file);
  }
  for (const evaluation of byFile.values()) pairs.push({ before: evaluation, after: undefined });
  return pairs;
}

/** Compares two versions of one evaluation. Claims that did not change are left out. */
export function diffOf({ before, after }: Pair, settings: Settings): EvaluationDiff {
  const scores = {
    before: before && scoresOf(before, settings.weights),
    after: after && scoresOf(after, settings.weights),
  };
  const id = after?.id ?? before?.id ?? '';
  const ratings = before && after ? ratingChanges(before, after) : [];
  return {
    id,
    before,
    after,
    scores,
    claims: claimChanges(before, after, settings.fields.verified),
    ratings,
  };
}

function claimChanges(
  before: Evaluation | undefined,
  after: Evaluation | undefined,
  dateField: string,
): ClaimChange[] {
  const left = new Map(before?.claims.map((claim) => [keyOf(claim), claim]));
  const changes: ClaimChange[] = [];
  for (const claim of after?.claims ?? []) {
    changes.push(changeOf(left.get(keyOf(claim)), claim, dateField));
    left.delete(keyOf(claim));
  }
  for (const claim of left.values()) changes.push(changeOf(claim, undefined, dateField));
  return changes.filter(
    ({ before, after, fields, stamped }) => !before || !after || stamped || fields.length > 0,
  );
}

function changeOf(before: Claim | undefined, after: Claim | undefined, dateField: string): ClaimChange {
  const name = after?.name ?? before?.name ?? '';
  if (!before || !after) return { name, before, after, fields: [], stamped: false, restamp: false };
  const keys = new Set([...Object.keys(before.raw), ...Object.keys(after.raw)]);
  const differing = [...keys].filter((key) => !isDeepStrictEqual(before.raw[key], after.raw[key]));
  // A date that is gone is no new date.
  const fields = differing.filter((key) => key !== dateField || after.raw[key] === undefined);
  const stamped = fields.length < differing.length;
  return { name, before, after, fields, stamped, restamp: stamped && fields.length === 0 };
}

// Names are made for people and may collide; paths cannot.
function keyOf(claim: Claim): string {
  return JSON.stringify(claim.path);
}

/** What a set of diffs comes to. */
export interface DiffTotals {
  added: number;
  removed: number;
  /** Criteria whose verification date moved, and those of them in which nothing else did. */
  stamped: number;
  restamped: number;
  /** Criteria of which this field changed. */
  scores: number;
  confidences: number;
  /** Criteria that cite other addresses than before, and those that cite the same ones in other words or dates. */
  evidence: number;
  evidenceWords: number;
  /** Evaluations whose overall score, as declared, changed. */
  overall: number;
}

/** Counts over diffs; criteria only, dated blocks are left out. */
export function totalsOf(diffs: readonly EvaluationDiff[], fields: Fields): DiffTotals {
  const changes = diffs.flatMap(({ claims }) => claims).filter(({ before, after }) => before && after);
  const criteria = changes.filter(({ after }) => after?.kind === 'criterion');
  return {
    added: diffs.filter(({ before }) => !before).length,
    removed: diffs.filter(({ after }) => !after).length,
    stamped: criteria.filter(({ stamped }) => stamped).length,
    restamped: criteria.filter(({ restamp }) => restamp).length,
    scores: criteria.filter((change) => change.fields.includes('score')).length,
    confidences: criteria.filter((change) => change.fields.includes(fields.confidence)).length,
    evidence: criteria.filter(citesOthers).length,
    evidenceWords: criteria.filter(
      (change) => change.fields.includes(fields.evidence) && !citesOthers(change),
    ).length,
    overall: diffs.filter(overallMoved).length,
  };
}

/** Whether a claim's list of cited addresses changed. */
export function citesOthers({ before, after }: ClaimChange): boolean {
  return !isDeepStrictEqual(addressesOf(before), addressesOf(after));
}

function addressesOf(claim: Claim | undefined): unknown[] {
  return (claim?.evidence ?? []).map(({ url }) => url);
}

/** Whether an evaluation that stands on both sides shows another overall score. */
export function overallMoved({ before, after, scores }: EvaluationDiff): boolean {
  return before !== undefined && after !== undefined && scores.before?.declared !== scores.after?.declared;
}
