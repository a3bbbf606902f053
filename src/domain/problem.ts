import type { Document, Path } from './document.ts';

/** How loudly something is said: it fails a check, it warns, or it is a note by the way. The loudest first. */
export const levels = ['fail', 'warn', 'note'] as const;
export type Level = (typeof levels)[number];

/** Something wrong in a file, in words for the person who can mend it. */
export interface Problem {
  /** The rule's name, the same in every output: `invalid`, `future-date`, `duplicate-key`. */
  rule: string;
  level: Level;
  file: string;
  /** The repository that the file is in, `acme/.github`, where that is another one. */
  repository?: string;
  /** Counted from 1. */
  line: number;
  column: number;
  /** The field, as a path: `trust_vector.security.criteria.api_security.score`. Empty for the whole file. */
  field: string;
  message: string;
  /** What to do about it, in one sentence. */
  remedy: string;
}

/** What came of reading: a value where there is one, and all that is wrong with it. */
export interface Reading<T> {
  value: T | undefined;
  problems: Problem[];
}

/** What a reader says of one place, before the place has been looked up. */
export interface Complaint {
  rule: string;
  level: Level;
  path: Path;
  message: string;
  remedy: string;
}

/** More than this many problems of one file are summed up: a hostile file must not make a hostile report. */
const MAX_PROBLEMS_PER_FILE = 50;

/** Gives complaints their line and column. */
export function placed(
  document: Pick<Document, 'file' | 'locate'>,
  complaints: readonly Complaint[],
): Problem[] {
  const problems = complaints.slice(0, MAX_PROBLEMS_PER_FILE).map(({ path, ...complaint }) => ({
    ...complaint,
    file: document.file,
    field: path.join('.'),
    ...document.locate(path),
  }));
  const rest = complaints.length - problems.length;
  if (rest > 0) {
    problems.push({
      ...wholeFile(
        document.file,
        loudest(complaints),
        'too-many-problems',
        `And ${rest} more problems in this file.`,
      ),
      remedy: 'Mend those above first, then check again.',
    });
  }
  return problems;
}

function loudest(complaints: readonly Complaint[]): Level {
  return levels.find((level) => complaints.some((complaint) => complaint.level === level)) ?? 'note';
}

/** A problem of a file as a whole; the remedy is left to the caller to word. */
export function wholeFile(file: string, level: Level, rule: string, message: string): Problem {
  return { rule, level, file, line: 1, column: 1, field: '', message, remedy: '' };
}
