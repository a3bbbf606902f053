import { fileToReplace, replaceFile, UnwritableFileError } from '../disk/replace.ts';
import type { Day } from '../domain/day.ts';
import type { SourceFile } from '../domain/document.ts';
import { compilePattern } from '../domain/pattern.ts';
import type { Policy } from '../domain/policy.ts';
import { stampFile, type StampedFile } from '../domain/stamp.ts';
import { readLocalFiles, type Progress } from './check-files.ts';

/** Which claims somebody verified, where, and on which day. */
export interface VerifyRequest {
  /** A pattern that fits the names of the claims. */
  claims: string;
  /** Files or folders; none for those that the policy names. */
  paths: readonly string[];
  on: Day;
  /** Nothing is written. */
  dryRun: boolean;
}

/** What came of it, for each evaluation that holds such a claim and each file that could not be read. */
export interface Verification {
  /** Files that were read. */
  files: number;
  stamped: readonly StampedFile[];
}

/** Stamps claims in local files. Files are written in place when all of them have been read. */
export function verifyLocal(request: VerifyRequest, policy: Policy, progress?: Progress): Verification {
  const wanted = compilePattern(request.claims);
  const stamped: StampedFile[] = [];
  let files = 0;
  for (const file of readLocalFiles(request.paths, policy, progress)) {
    files++;
    const one = stampFile(file, wanted, request.on, policy.fields);
    if (one && (one.matched > 0 || one.troubles.length > 0)) stamped.push(writable(one));
  }
  return { files, stamped: request.dryRun ? stamped : stamped.map(write) };
}

// Said before anything is written, and with `dryRun`, too.
function writable(stamped: StampedFile): StampedFile {
  return attempt(stamped, ({ path }) => void fileToReplace(path));
}

function write(stamped: StampedFile): StampedFile {
  return attempt(stamped, ({ path, bytes }) => bytes && replaceFile(fileToReplace(path), bytes));
}

function attempt(stamped: StampedFile, deed: (file: SourceFile) => void): StampedFile {
  if (stamped.stamped === 0) return stamped;
  try {
    deed(stamped.file);
    return stamped;
  } catch (error) {
    if (!(error instanceof UnwritableFileError)) throw error;
    const troubles = [...stamped.troubles, { line: 1, field: '', message: error.message }];
    return { ...stamped, stamped: 0, edits: [], troubles };
  }
}
