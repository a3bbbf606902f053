import path from 'node:path';
import type { Day } from '../domain/day.ts';
import type { SourceFile } from '../domain/document.ts';
import { compilePatterns } from '../domain/pattern.ts';
import { defaultPolicy, POLICY_PATH, readPolicy, type Policy } from '../domain/policy.ts';
import type { Reading } from '../domain/problem.ts';
import { reportOn, type Report } from '../domain/report.ts';
import { readWorkspace, type Workspace } from '../domain/workspace.ts';
import { listDataFiles, readSourceFile, UnreadablePathError } from '../disk/files.ts';

/** Told of each file that has been read: how many so far, of how many. */
export type Progress = (done: number, total: number) => void;

/** Reads the configuration named, or the repository's own below the working folder, or the defaults. */
export function readLocalPolicy(named: string | undefined): Reading<Policy> {
  try {
    return readPolicy(readSourceFile(named ?? POLICY_PATH));
  } catch (error) {
    if (named === undefined && error instanceof UnreadablePathError)
      return { value: defaultPolicy(), problems: [] };
    throw error;
  }
}

/**
 * Reads the evaluations beneath paths: every data file there, or, where no path is named, those that the policy's
 * patterns take beneath the working folder.
 */
export function readLocalWorkspace(
  paths: readonly string[],
  policy: Policy,
  progress: Progress = () => {},
): Workspace {
  const files =
    paths.length > 0 ? listDataFiles(paths) : listDataFiles(['.'], compilePatterns(policy.evaluations));
  return readWorkspace(readEach(files, progress), policy.fields);
}

// One at a time, so that the bytes of a file can be let go when it has been read.
function* readEach(files: readonly string[], progress: Progress): Generator<SourceFile> {
  for (const [index, file] of files.entries()) {
    yield readSourceFile(file);
    progress(index + 1, files.length);
  }
}

/** Judges local files on a day. */
export function checkFiles(
  paths: readonly string[],
  policy: Policy,
  today: Day,
  progress?: Progress,
): Report {
  return reportOn(readLocalWorkspace(paths, policy, progress), policy, today);
}

/** Reads a folder as one side of a comparison: files are named from that folder on. */
export function readSide(folder: string, policy: Policy): Workspace {
  const prefix = `${path.normalize(folder).split(path.sep).join('/').replace(/\/$/, '')}/`;
  const files = listDataFiles([folder]).map((file) => {
    const { path: shown, bytes } = readSourceFile(file);
    return { path: shown.replace(prefix, ''), bytes };
  });
  return readWorkspace(files, policy.fields);
}
