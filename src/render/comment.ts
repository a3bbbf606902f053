import type { ClaimChange, EvaluationDiff } from '../domain/diff.ts';
import type { Review } from '../domain/review.ts';
import { bandOf, type DimensionScore } from '../domain/score.ts';
import { BODY_BUDGET, rowsWithin } from './budget.ts';
import { COMMENT_MARKER } from './marker.ts';
import { count } from './places.ts';
import { code, prose, remark } from './safe.ts';

/** Evaluations told of in full; the rest stands in the table only. */
const MAX_DETAILED = 10;

/** The first line of a review, as plain text: what an e-mail shows. */
export function reviewHeadline({ diffs, totals, problems }: Review): string {
  if (diffs.length === 0 && problems.length === 0) return 'No evaluation changes.';
  const parts = [
    count(diffs.length, 'evaluation changes', 'evaluations change'),
    totals.scores > 0 ? count(totals.scores, 'score moves', 'scores move') : '',
    totals.restamped > 0 ? `${totals.restamped} of ${totals.stamped} new dates without any other change` : '',
    problems.length > 0 ? `${count(problems.length, 'place')} to look at` : '',
  ];
  return `${parts.filter(Boolean).join(', ')}.`;
}

/** The comment that the bot keeps on a pull request. */
export function reviewComment(review: Review): string {
  return `${reviewSummary(review)}\n\n${COMMENT_MARKER}\n`;
}

/** The review as Markdown, for the comment, the check run and the command line. */
export function reviewSummary(review: Review): string {
  const { diffs } = review;
  const sections = [`**${reviewHeadline(review)}**`];
  let budget = BODY_BUDGET - 2000;
  const add = (section: string): void => {
    sections.push(section);
    budget -= section.length + 2;
  };
  if (diffs.length > 0) add(overview(review, budget / 2));
  if (review.problems.length > 0) add(eyeNeeded(review, budget / 2));
  const moved = diffs.filter(({ claims }) =>
    claims.some(({ restamp, before, after }) => !restamp && before && after),
  );
  for (const diff of moved.toSorted(byMovement).slice(0, MAX_DETAILED)) {
    const text = detail(diff, budget);
    if (text.length < budget) add(text);
  }
  return sections.join('\n\n');
}

function overview({ diffs, ranks, support }: Review, budget: number): string {
  const rows = diffs.toSorted(byMovement).map((diff) => {
    const rank = ranks.get(diff.id);
    const cells = [
      prose((diff.after ?? diff.before)?.name ?? diff.id),
      scoreCell(diff),
      arrow(diff.scores.before?.band, diff.scores.after?.band),
      rank ? `${arrow(rank.before, rank.after)} of ${rank.of}` : '',
      percent(support.before.get(diff.before?.id ?? ''), support.after.get(diff.id)),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const table = rowsWithin(rows, rows.length, budget, (left) => `…and ${count(left, 'more evaluation')}.`);
  return `| evaluation | recomputed score | band | rank | support |\n| --- | --- | --- | --- | --- |\n${table}`;
}

function scoreCell({ before, after, scores }: EvaluationDiff): string {
  if (!before) return `new: ${scores.after?.recomputed ?? '—'}`;
  if (!after) return `removed: ${scores.before?.recomputed ?? '—'}`;
  return arrow(scores.before?.recomputed, scores.after?.recomputed);
}

function arrow(before: string | number | undefined, after: string | number | undefined): string {
  return before === after || before === undefined ? `${after ?? '—'}` : `${before} → ${after ?? '—'}`;
}

function percent(before: number | undefined, after: number | undefined): string {
  const [from, to] = [before, after].map((value) => (value === undefined ? undefined : `${value} %`));
  return arrow(from, to);
}

function eyeNeeded({ problems }: Review, budget: number): string {
  const worstFirst = problems.toSorted((a, b) => (a.level === b.level ? 0 : a.level === 'error' ? -1 : 1));
  const rows = worstFirst.map(({ level, file, line, message, remedy }) => {
    return `- ${level === 'error' ? '❌' : '⚠️'} ${code(`${file}:${line}`)}: ${remark(message)} ${remark(remedy)}`;
  });
  return `#### To look at\n\n${rowsWithin(rows, rows.length, budget, (left) => `- …and ${count(left, 'more place')}.`)}`;
}

function detail(diff: EvaluationDiff, budget: number): string {
  const dimensions = (diff.scores.after?.dimensions ?? []).flatMap((after) => {
    const before = diff.scores.before?.dimensions.find(
      ({ dimension }) => dimension.name === after.dimension.name,
    );
    return dimensionLine(before, after);
  });
  const changes = diff.claims.filter(({ restamp, before, after }) => !restamp && before && after);
  const rows = rowsWithin(
    changes.map(claimRow),
    changes.length,
    budget - 1000,
    (left) => `…and ${count(left, 'more claim')}.`,
  );
  return [
    `<details${changes.length <= MAX_DETAILED ? ' open' : ''}><summary>${prose(diff.after?.name ?? diff.id)}: ${count(changes.length, 'claim')} in detail</summary>`,
    '',
    ...(dimensions.length > 0 ? [dimensions.join('\n'), ''] : []),
    '| claim | score | what changed |\n| --- | --- | --- |',
    rows,
    '',
    '</details>',
  ].join('\n');
}

function dimensionLine(before: DimensionScore | undefined, after: DimensionScore): string[] {
  const moved = before?.recomputed !== after.recomputed || before?.declared !== after.declared;
  if (!moved) return [];
  const declared =
    after.declared === after.recomputed
      ? ''
      : `; the file declares ${arrow(before?.declared, after.declared)}`;
  return [`- ${prose(after.dimension.name)}: ${arrow(before?.recomputed, after.recomputed)}${declared}`];
}

function claimRow({ name, before, after, fields, stamped }: ClaimChange): string {
  const changed = [...fields, ...(stamped ? ['date'] : [])].map((field) => prose(field, 40)).join(', ');
  return `| ${prose(name)} | ${arrow(before?.score, after?.score)} | ${changed} |`;
}

function byMovement(one: EvaluationDiff, other: EvaluationDiff): number {
  return movement(other) - movement(one) || one.id.localeCompare(other.id);
}

function movement({ before, after, scores, claims }: EvaluationDiff): number {
  const from = scores.before?.recomputed ?? 0;
  const to = scores.after?.recomputed ?? 0;
  const crossed = before && after && bandOf(from) !== bandOf(to) ? 1000 : 0;
  return crossed + Math.abs(to - from) * 10 + claims.filter(({ restamp }) => !restamp).length / 100;
}
