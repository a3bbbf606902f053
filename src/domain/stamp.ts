import type { Day } from './day.ts';
import type { Path, SourceFile } from './document.ts';
import { editFile, type MadeEdit } from './edit.ts';
import { readEvaluation, type Claim } from './evaluation.ts';
import { editsOf } from './fix.ts';
import type { Matcher } from './pattern.ts';
import type { Policy } from './policy.ts';

/** What kept a claim, or a whole file, from being stamped. */
export interface StampTrouble {
  line: number;
  /** Empty where the whole file could not be read or written. */
  field: string;
  message: string;
}

/** What stamping did to one file. */
export interface StampedFile {
  /** The file as it is to be; the very one that was given where no claim was stamped. */
  file: SourceFile;
  /** Claims that were asked for. */
  matched: number;
  stamped: number;
  /** Claims that had the day already, and those that were verified later. */
  same: number;
  later: number;
  edits: readonly MadeEdit[];
  troubles: readonly StampTrouble[];
}

/** Sets the claims of a file that were asked for to a day; undefined where the file is no evaluation. */
export function stampFile(
  file: SourceFile,
  wanted: Matcher,
  on: Day,
  fields: Policy['fields'],
): StampedFile | undefined {
  const { value: evaluation, problems } = readEvaluation(file, fields);
  const nothing = { file, matched: 0, stamped: 0, same: 0, later: 0, edits: [], troubles: [] };
  if (!evaluation) {
    const error = problems.find(({ level }) => level === 'fail');
    if (!error) return undefined;
    const { line, message, remedy } = error;
    return { ...nothing, troubles: [{ line, field: '', message: `${message} ${remedy}` }] };
  }
  const claims = evaluation.claims.filter(({ name }) => wanted(name));
  const later = claims.filter(({ lastVerified }) => lastVerified !== undefined && lastVerified > on).length;
  const edited = editFile(file, editsOf({ kind: 'verified', claims, on }, evaluation, fields));
  const dates = datesOf(claims, fields.verified);
  const troubles = edited.refused.map(({ path, line, message }) => ({
    line,
    field: path.join('.'),
    message,
  }));
  const stamped = edited.made.filter(({ path }) => dates.has(keyOf(path))).length;
  const counts = { matched: claims.length, stamped, same: edited.same.length, later };
  // An evaluation's own day does not move without a claim.
  if (stamped === 0) return { ...nothing, ...counts, troubles };
  return { file: edited.file, ...counts, edits: edited.made, troubles };
}

function datesOf(claims: readonly Claim[], dateField: string): Set<string> {
  return new Set(claims.map(({ path }) => keyOf([...path, dateField])));
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}
