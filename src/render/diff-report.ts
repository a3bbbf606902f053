import type { ClaimChange, EvaluationDiff } from '../domain/diff.ts';
import { levels, type Problem } from '../domain/problem.ts';
import type { Review } from '../domain/review.ts';
import { reviewHeadline } from './comment.ts';
import type { Paint } from './paint.ts';
import { count } from './places.ts';
import { cut } from './safe.ts';

/** More problems than this are counted, not shown. */
const MAX_PROBLEMS = 50;

/** A comparison as one JSON value. Its fields are a contract: they may be added to, not changed. */
export function diffJson({ diffs, totals, ranks, support, problems, conclusion }: Review): object {
  return {
    totals,
    conclusion,
    evaluations: diffs.map((diff) => ({
      id: diff.id,
      file: (diff.after ?? diff.before)?.file,
      change: !diff.before ? 'added' : diff.after ? 'changed' : 'removed',
      declared: [diff.scores.before?.declared, diff.scores.after?.declared],
      recomputed: [diff.scores.before?.recomputed, diff.scores.after?.recomputed],
      rank: ranks.get(diff.id),
      support: [support.before.get(diff.before?.id ?? ''), support.after.get(diff.id)],
      claims: diff.claims.map(({ name, fields, stamped, restamp }) => ({ name, fields, stamped, restamp })),
    })),
    problems,
  };
}

/** A comparison as text for a terminal: what it comes to, and the evaluations whose scores moved. */
export function diffText(review: Review, paint: Paint): string {
  const { totals, diffs, problems } = review;
  const sums = [
    `${count(totals.stamped, 'criterion', 'criteria')} stamped, ${totals.restamped} of them with nothing else changed`,
    `${count(totals.scores, 'score')}, ${count(totals.confidences, 'confidence')} and ${count(totals.evidence, 'evidence list')} changed`,
    `${count(totals.overall, 'overall score')} changed, ${count(totals.added, 'evaluation')} added, ${totals.removed} removed`,
  ];
  const moved = diffs.filter(isMoved).flatMap((diff) => movedLines(diff, paint));
  const worstFirst = problems.toSorted(
    (one, other) => levels.indexOf(one.level) - levels.indexOf(other.level),
  );
  const remarks = worstFirst.slice(0, MAX_PROBLEMS).map((problem) => problemLine(problem, paint));
  const left = problems.length - remarks.length;
  if (left > 0) remarks.push(paint.dim(`…and ${count(left, 'more place')}`));
  const sections = [[paint.bold(reviewHeadline(review))], sums, moved, remarks];
  const shown = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

function problemLine({ rule, level, file, line, message }: Problem, paint: Paint): string {
  const colour = { fail: paint.red, warn: paint.yellow, note: paint.dim }[level];
  return `${colour(level.padEnd(5))} ${cut(file, 300)}:${line}  ${rule}: ${cut(message, 300)}`;
}

function isMoved({ before, after, scores, claims }: EvaluationDiff): boolean {
  if (!before || !after) return true;
  return (
    scores.before?.declared !== scores.after?.declared ||
    claims.some(({ fields }) => fields.includes('score'))
  );
}

function movedLines({ id, before, after, scores, claims }: EvaluationDiff, paint: Paint): string[] {
  const name = cut(id, 60);
  if (!before) return [`${paint.green('added  ')} ${name}  ${scores.after?.declared ?? ''}`];
  if (!after) return [`${paint.red('removed')} ${name}  ${scores.before?.declared ?? ''}`];
  const head = `${paint.yellow('changed')} ${name}  ${shift(scores.before?.declared, scores.after?.declared)}`;
  return [head, ...claims.filter(({ fields }) => fields.includes('score')).map(claimText)];
}

function claimText({ name, before, after }: ClaimChange): string {
  return `          ${cut(name, 80)}  ${shift(before?.score, after?.score)}`;
}

function shift(before: number | undefined, after: number | undefined): string {
  return before === after ? `${after ?? '—'}` : `${before ?? '—'} → ${after ?? '—'}`;
}
