import type { Problem } from '../domain/problem.ts';
import type { Review } from '../domain/review.ts';
import { reviewHeadline, reviewSummary } from './comment.ts';
import { cut, prose } from './safe.ts';

/** A remark on a line of a file, as GitHub's check runs take it. */
export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  start_column: number;
  end_column: number;
  annotation_level: 'notice' | 'warning' | 'failure';
  title: string;
  message: string;
}

/** What a check run says. */
export interface CheckOutput {
  conclusion: 'success' | 'failure';
  title: string;
  summary: string;
  annotations: readonly Annotation[];
}

/** More than this helps nobody, and each fifty cost a request. */
const MAX_ANNOTATIONS = 200;

const MAX_TITLE = 200;

/** Words a review as a check run, the worst first. */
export function reviewCheck(review: Review): CheckOutput {
  const worstFirst = review.problems.toSorted((one, other) => rank(one) - rank(other));
  return {
    conclusion: review.conclusion,
    title: cut(reviewHeadline(review), MAX_TITLE),
    summary: reviewSummary(review),
    annotations: worstFirst.slice(0, MAX_ANNOTATIONS).map(annotation),
  };
}

/** Says that a pull request could not be reviewed for a reason that its author can mend. */
export function problemsCheck(title: string, problems: readonly Problem[]): CheckOutput {
  const annotations = problems.slice(0, MAX_ANNOTATIONS).map(annotation);
  return { conclusion: 'failure', title: cut(title, MAX_TITLE), summary: prose(title), annotations };
}

function annotation({ file, line, column, level, rule, message, remedy }: Problem): Annotation {
  return {
    path: file,
    start_line: line,
    end_line: line,
    start_column: column,
    end_column: column,
    annotation_level: level === 'error' ? 'failure' : 'warning',
    title: rule,
    message: cut(`${message} ${remedy}`, 1000),
  };
}

function rank({ level }: Problem): number {
  return level === 'error' ? 0 : 1;
}
