import { compareText } from '../domain/order.ts';
import type { EvaluationDiff } from '../domain/diff.ts';
import type { Review } from '../domain/review.ts';
import { bandOf } from '../domain/score.ts';
import { BODY_BUDGET, rowsWithin } from './budget.ts';
import { detailOf, LEAST_DETAIL } from './comment-detail.ts';
import { isLoud, notesSection, problemsSection } from './comment-problems.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
import { COMMENT_MARKER } from './marker.ts';
import { arrow, count } from './places.ts';
import { htmlText, prose } from './safe.ts';

/** Evaluations told of in full; the rest stands in the table only. */
const MAX_DETAILED = 10;

/** The first line of a review, as plain text: what an e-mail shows. */
export function reviewHeadline({ diffs, totals, problems }: Review): string {
  if (diffs.length === 0 && problems.length === 0) return 'No evaluation changes.';
  const loud = problems.filter(isLoud).length;
  const parts = [
    count(diffs.length, 'evaluation changes', 'evaluations change'),
    totals.scores > 0 ? count(totals.scores, 'score moves', 'scores move') : '',
    totals.restamped > 0
      ? `${totals.restamped} of ${count(totals.stamped, 'new date')} without any other change`
      : '',
    loud > 0 ? `${count(loud, 'place')} to look at` : '',
    problems.length > loud ? count(problems.length - loud, 'note') : '',
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}

/**
 * The comment that the bot keeps on a pull request. `above`: what is to be said before it, rendered.
 * `sources`: what is said of its new sources.
 */
export function reviewComment(review: Review, above = '', sources = ''): string {
  return `${reviewSummary(review, above, sources)}\n\n${COMMENT_MARKER}\n`;
}

/** The comment where newer pushes have left nothing that is worth telling. */
export function settledComment(review: Review, sources = ''): string {
  const details = reviewDetails(review, '', sources);
  const summary = `<details><summary>${htmlText(reviewHeadline(review), 200)}</summary>`;
  const folded = details === '' ? '' : blocks(summary, details, '</details>');
  return `${blocks('**Nothing to look at any more.**', folded)}\n\n${COMMENT_MARKER}\n`;
}

/** The review as Markdown, for the comment and the command line. */
export function reviewSummary(review: Review, above = '', sources = ''): string {
  return blocks(`**${reviewHeadline(review)}**`, reviewDetails(review, above, sources));
}

/** The same without its first line; empty where that says it all. */
export function reviewDetails(review: Review, above = '', sources = ''): string {
  const { diffs, problems } = review;
  const sections = [above];
  let budget = BODY_BUDGET - 2000 - above.length - sources.length;
  const add = (section: string): void => {
    sections.push(section);
    budget -= section.length + 2;
  };
  add(problemsSection(problems, budget / 2));
  if (diffs.length > 0) add(overview(review, budget / 2));
  sections.push(sources);
  // Last, for an e-mail shows what is folded, but with its room kept.
  const notes = notesSection(problems, budget / 2);
  budget -= notes.length + 2;
  let told = 0;
  for (const diff of diffs.toSorted(byMovement)) {
    if (told === MAX_DETAILED || budget < LEAST_DETAIL) break;
    const detail = detailOf(diff, review.profiles.get(diff.id) ?? [], budget);
    if (detail === '') continue;
    add(detail);
    told++;
  }
  return blocks(...sections, notes);
}

// Those that moved most are seen at once, the others at a click.
function overview(review: Review, budget: number): string {
  const diffs = review.diffs.toSorted(byMovement);
  const first = scoreTable(diffs.slice(0, MAX_DETAILED), review, budget);
  const others = diffs.slice(MAX_DETAILED);
  if (others.length === 0) return first;
  const summary = `<details><summary>${count(others.length, 'more evaluation')}</summary>`;
  const room = budget - first.length - summary.length - 20;
  return blocks(first, summary, scoreTable(others, review, room), '</details>');
}

function scoreTable(diffs: readonly EvaluationDiff[], { ranks, support }: Review, budget: number): string {
  const [anyRank] = ranks.values();
  const of = anyRank === undefined ? '' : ` of ${anyRank.of}`;
  const head = tableHead('evaluation', 'recomputed score', `rank${of}`, 'support');
  const rows = rowsWithin(
    diffs,
    (diff) => {
      const rank = ranks.get(diff.id);
      return tableRow(
        prose((diff.after ?? diff.before)?.name ?? diff.id, 100),
        scoreCell(diff),
        rank?.after === undefined ? '—' : arrow(rank.before, rank.after),
        diff.after ? percent(support.before.get(diff.before?.id ?? ''), support.after.get(diff.id)) : '—',
      );
    },
    budget - head.length,
    (left) => `\n…and ${count(left, 'more evaluation')}.`,
  );
  return `${head}\n${rows}`;
}

// Few columns, for a phone.
function scoreCell({ before, after, scores }: EvaluationDiff): string {
  if (!after) return `removed: ${scores.before?.recomputed ?? '—'}`;
  const score = before
    ? arrow(scores.before?.recomputed, scores.after?.recomputed)
    : `new: ${scores.after?.recomputed ?? '—'}`;
  const band = arrow(scores.before?.band, scores.after?.band);
  return band === '—' ? score : `${score}, ${band}`;
}

function percent(before: number | undefined, after: number | undefined): string {
  const share = arrow(before, after);
  return share.endsWith('—') ? share : `${share} %`;
}

function byMovement(one: EvaluationDiff, other: EvaluationDiff): number {
  return movement(other) - movement(one) || compareText(one.id, other.id);
}

function movement({ before, after, scores, claims }: EvaluationDiff): number {
  const from = scores.before?.recomputed ?? 0;
  const to = scores.after?.recomputed ?? 0;
  const crossed = before && after && bandOf(from) !== bandOf(to) ? 1000 : 0;
  return crossed + Math.abs(to - from) * 10 + claims.filter(({ restamp }) => !restamp).length / 100;
}
