import path from 'node:path';
import type { Day } from '../domain/day.ts';
import { compilePatterns } from '../domain/pattern.ts';
import { defaultPolicy, POLICY_PATH, readPolicy, type Policy } from '../domain/policy.ts';
import type { Reading } from '../domain/problem.ts';
import { reportOn, type Report } from '../domain/report.ts';
import { readWorkspace, type Workspace } from '../domain/workspace.ts';
import { listDataFiles, readSourceFile, UnreadablePathError } from '../disk/files.ts';

/** Told of each file that has been read: how many so far, of how many. */
export type Progress = (done: number, total: number) => void;

/** Reads the configuration named, or the repository's own below the working folder, or the defaults. */
export async function readLocalPolicy(named: string | undefined): Promise<Reading<Policy>> {
  try {
    return readPolicy(await readSourceFile(named ?? POLICY_PATH));
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
export async function readLocalWorkspace(
  paths: readonly string[],
  policy: Policy,
  progress: Progress = () => {},
): Promise<Workspace> {
  const files =
    paths.length > 0
      ? await listDataFiles(paths)
      : await listDataFiles(['.'], compilePatterns(policy.evaluations));
  const sources = [];
  for (const file of files) {
    sources.push(await readSourceFile(file));
    progress(sources.length, files.length);
  }
  return readWorkspace(sources, policy.fields);
}

/** Judges local files on a day. */
export async function checkFiles(
  paths: readonly string[],
  policy: Policy,
  today: Day,
  progress?: Progress,
): Promise<Report> {
  return reportOn(await readLocalWorkspace(paths, policy, progress), policy, today);
}

/** Reads a folder as one side of a comparison: files are named from that folder on. */
export async function readSide(folder: string, policy: Policy): Promise<Workspace> {
  const files = await listDataFiles([folder]);
  const sources = await Promise.all(files.map((file) => readSourceFile(file)));
  const prefix = `${path.normalize(folder).split(path.sep).join('/').replace(/\/$/, '')}/`;
  const named = sources.map((source) => ({ ...source, path: source.path.replace(prefix, '') }));
  return readWorkspace(named, policy.fields);
}
