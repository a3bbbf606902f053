import { levels, type Level, type Problem } from '../domain/problem.ts';
import type { Review } from '../domain/review.ts';
import { reviewDetails, reviewHeadline } from './comment.ts';
import { blocks } from './layout.ts';
import { noNewSources, type NewSourcesSaid } from './new-sources.ts';
import { code, cut, prose, remark } from './safe.ts';

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

const annotationLevels = { fail: 'failure', warn: 'warning', note: 'notice' } as const satisfies Record<
  Level,
  Annotation['annotation_level']
>;

const MAX_TITLE = 200;

const MAX_ELSEWHERE = 20;

/**
 * Words a review as a check run, the worst first. `above`: what is to be said before it, rendered. What is said of new
 * sources comes last, so that it can be added to what was said before.
 */
export function reviewCheck(
  review: Review,
  above = '',
  { section, problems }: NewSourcesSaid = noNewSources,
): CheckOutput {
  const worstFirst = review.problems.toSorted((one, other) => rank(one) - rank(other));
  const title = cut(reviewHeadline(review), MAX_TITLE);
  return {
    conclusion: review.conclusion,
    title,
    // GitHub shows the title above it.
    summary: reviewDetails(review, above, section) || title,
    annotations: [...worstFirst.slice(0, MAX_ANNOTATIONS), ...problems].map(annotation),
  };
}

/** Says that a pull request could not be reviewed for a reason that can be mended. */
export function problemsCheck(title: string, problems: readonly Problem[]): CheckOutput {
  const here = problems.filter(({ repository }) => repository === undefined);
  const elsewhere = problems.filter(({ repository }) => repository !== undefined);
  return {
    conclusion: 'failure',
    title: cut(title, MAX_TITLE),
    summary: blocks(prose(title), elsewhere.slice(0, MAX_ELSEWHERE).map(remarkElsewhere).join('\n')),
    annotations: here.slice(0, MAX_ANNOTATIONS).map(annotation),
  };
}

// A line of a file that is in another repository cannot be annotated.
function remarkElsewhere({ repository, file, line, message, remedy }: Problem): string {
  return `- ${code(`${repository}: ${file}:${line}`)}: ${remark(`${message} ${remedy}`)}`;
}

function annotation({ file, line, column, level, rule, message, remedy }: Problem): Annotation {
  return {
    path: file,
    start_line: line,
    end_line: line,
    start_column: column,
    end_column: column,
    annotation_level: annotationLevels[level],
    title: rule,
    message: cut(`${message} ${remedy}`, 1000),
  };
}

function rank({ level }: Problem): number {
  return levels.indexOf(level);
}
