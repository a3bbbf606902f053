import type { Level, Problem } from '../domain/problem.ts';
import type { CheckLine } from './check-report.ts';
import { cut } from './safe.ts';

/** Something that is said of a line of a file, for other programs. */
export interface Said extends Pick<Problem, 'rule' | 'level' | 'file' | 'line' | 'column'> {
  /** One line without what cannot be seen. */
  text: string;
}

/** More than this nobody reads on a line. */
const MAX_TEXT = 1000;

/** What a review says. */
export function saidInReview({ message, remedy, ...place }: Problem): Said {
  return { ...place, text: cut(`${message} ${remedy}`, MAX_TEXT) };
}

/** What a check says: a claim past its age is a warning, one that soon will be a note. */
export function saidInCheck({ claim, message, remedy, level, ...place }: CheckLine): Said {
  const isAge = level === 'stale' || level === 'due';
  const text = cut(`${isAge ? `${claim}: ` : ''}${message} ${remedy}`, MAX_TEXT);
  return { ...place, level: levels[level], text };
}

const levels: Readonly<Record<CheckLine['level'], Level>> = {
  error: 'fail',
  warn: 'warn',
  stale: 'warn',
  due: 'note',
  note: 'note',
};
