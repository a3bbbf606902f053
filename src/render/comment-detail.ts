import type { ClaimChange, EvaluationDiff } from '../domain/diff.ts';
import type { ProfileRank } from '../domain/review.ts';
import type { DimensionScore } from '../domain/score.ts';
import type { RatingChange } from '../domain/use-case-ratings.ts';
import { rowsWithin } from './budget.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
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
  const moved = [...dimensions, ...places.map(placeLine), ...ratings.map(ratingLine)];
  if (changes.length === 0 && moved.length === 0) return '';
  const without = dimensions.length > 0 ? 'scores change' : 'ratings change';
  const what = changes.length > 0 ? count(changes.length, 'claim changes', 'claims change') : without;
  const head = blocks(
    `<details${changes.length <= MAX_OPEN ? ' open' : ''}><summary>${htmlText(after.name)}: ${what}</summary>`,
    rowsWithin(
      moved,
      (line) => line,
      LEAST_DETAIL / 4,
      (left) => `- …and ${count(left, 'more line')}.`,
    ),
  );
  return blocks(head, claimTable(changes, budget - head.length - 20), '</details>');
}

function placeLine({ profile, before, after, of }: ProfileRank): string {
  return `- place under the profile ${code(profile)}: ${arrow(before, after)} of ${of}`;
}

function ratingLine({ use, before, after }: RatingChange): string {
  return `- rated for ${code(use)}: ${before ?? '—'} → ${after ?? '—'}`;
}

function claimTable(changes: readonly ClaimChange[], budget: number): string {
  if (changes.length === 0) return '';
  const head = tableHead('claim', 'score', 'what changed');
  const rows = rowsWithin(
    changes,
    claimRow,
    budget - head.length,
    (left) => `\n…and ${count(left, 'more claim')}.`,
  );
  return `${head}\n${rows}`;
}

function claimRow({ name, before, after, fields, stamped }: ClaimChange): string {
  if (!before) return tableRow(code(name), `${after?.score ?? '—'}`, 'new');
  if (!after) return tableRow(code(name), `${before.score ?? '—'}`, 'removed');
  const keys = [...fields, ...(stamped ? ['date'] : [])];
  const shown = keys.slice(0, MAX_KEYS).map((key) => prose(key, 40));
  if (keys.length > shown.length) shown.push(`and ${keys.length - shown.length} more`);
  const score =
    before.score === after.score ? (after.score ?? '—') : `${before.score ?? '—'} → ${after.score ?? '—'}`;
  return tableRow(code(name), `${score}`, shown.join(', '));
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
