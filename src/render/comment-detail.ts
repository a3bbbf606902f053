import type { ClaimChange, EvaluationDiff } from '../domain/diff.ts';
import type { ProfileRank } from '../domain/review.ts';
import type { DimensionScore } from '../domain/score.ts';
import type { RatingChange } from '../domain/use-case-ratings.ts';
import { rowsWithin } from './budget.ts';
import { blocks } from './layout.ts';
import { arrow, count } from './places.ts';
import { code, htmlText, prose } from './safe.ts';

/** Below this budget a detail has no room for its first rows. */
export const LEAST_DETAIL = 8000;

/** More changes than this are shown folded. */
const MAX_OPEN = 10;

/** More changed keys of one claim than this are counted, not named. */
const MAX_KEYS = 8;

/**
 * What changed inside one evaluation: its dimension scores and its claims. Empty where nothing did but dates. A new
 * evaluation, and one that is gone, have none: everything in them is new, or gone.
 */
export function detailOf(
  { before, after, scores, claims, ratings }: EvaluationDiff,
  places: readonly ProfileRank[],
  budget: number,
): string {
  if (!before || !after) return '';
  const changes = claims.filter(({ restamp }) => !restamp);
  const dimensions = movedDimensions(scores);
  const moved = [...dimensions, ...placesLine(places), ...ratings.map(ratingLine)];
  if (changes.length === 0 && moved.length === 0) return '';
  const without = dimensions.length > 0 ? 'scores change' : 'ratings change';
  const what = changes.length > 0 ? count(changes.length, 'claim changes', 'claims change') : without;
  const summary = `<details${changes.length <= MAX_OPEN ? ' open' : ''}><summary>${htmlText(after.name)}: ${what}</summary>`;
  const head = rowsWithin(
    moved,
    (line) => line,
    LEAST_DETAIL / 4,
    (left) => `- …and ${count(left, 'more line')}.`,
  );
  const list = rowsWithin(
    changes,
    claimLine,
    budget - summary.length - head.length - 20,
    (left) => `- …and ${count(left, 'more claim')}.`,
  );
  return blocks(summary, [head, list].filter(Boolean).join('\n'), '</details>');
}

// In one line: a score that moves may change the place under each of them.
function placesLine(places: readonly ProfileRank[]): string[] {
  if (places.length === 0) return [];
  const told = places.map(({ profile, before, after }) => `${code(profile)} ${arrow(before, after)}`);
  return [`- place under other profiles: ${told.join(', ')}`];
}

function ratingLine({ use, before, after }: RatingChange): string {
  return `- rated for ${code(use)}: ${before ?? '—'} → ${after ?? '—'}`;
}

// A list, not a table: on a phone the names of claims would push all else out of sight.
function claimLine({ name, before, after, fields, stamped }: ClaimChange): string {
  if (!before) return `- ${code(name)}: new${after?.score === undefined ? '' : `, ${after.score}`}`;
  if (!after) return `- ${code(name)}: removed`;
  const moves = before.score === after.score ? '' : `${before.score ?? '—'} → ${after.score ?? '—'}`;
  const keys = [...fields.filter((key) => key !== 'score' || moves === ''), ...(stamped ? ['date'] : [])];
  const shown = keys.slice(0, MAX_KEYS).map((key) => prose(key, 40));
  if (keys.length > shown.length) shown.push(`and ${keys.length - shown.length} more`);
  return `- ${code(name)}: ${[moves, shown.join(', ')].filter(Boolean).join('; ')}`;
}

function movedDimensions({ before, after }: EvaluationDiff['scores']): string[] {
  const byName = new Map(before?.dimensions.map((score) => [score.dimension.name, score]));
  return (after?.dimensions ?? []).flatMap((score) => dimensionLine(byName.get(score.dimension.name), score));
}

function dimensionLine(before: DimensionScore | undefined, after: DimensionScore): string[] {
  const moved = before?.recomputed !== after.recomputed || before?.declared !== after.declared;
  if (!moved) return [];
  const differs = after.declared !== undefined && after.declared !== after.recomputed;
  const declared = differs ? `; the file declares ${arrow(before?.declared, after.declared)}` : '';
  return [`- ${code(after.dimension.name)}: ${arrow(before?.recomputed, after.recomputed)}${declared}`];
}
