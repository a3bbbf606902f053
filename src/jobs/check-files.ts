import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Day } from '../domain/day.ts';
import type { SourceFile } from '../domain/document.ts';
import { compilePatterns } from '../domain/pattern.ts';
import { POLICY_PATH, readPolicies, type EffectivePolicy, type Policy } from '../domain/policy.ts';
import type { Reading } from '../domain/problem.ts';
import { reportOn, type Report } from '../domain/report.ts';
import { readWorkspace, type Workspace } from '../domain/workspace.ts';
import { listDataFiles, readSourceFile, UnreadablePathError } from '../disk/files.ts';

/** Told of each file that has been read: how many so far, of how many. */
export type Progress = (done: number, total: number) => void;

/** Reads the configuration named, or the repository's own below the working folder, or the defaults. */
export async function readLocalPolicy(named: string | undefined): Promise<Reading<EffectivePolicy>> {
  try {
    const file = readSourceFile(named ?? POLICY_PATH);
    const mayWatch = file.bytes !== undefined && Buffer.from(file.bytes).includes('watch');
    return readPolicies([file], mayWatch ? (await loadWatches()).complaintsOfPolicy : undefined);
  } catch (error) {
    if (named === undefined && error instanceof UnreadablePathError) return readPolicies([]);
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
  return withProblems(readWorkspace(readLocalFiles(paths, policy, progress), policy.fields));
}

/** The files that `readLocalWorkspace` reads, one at a time, so that the bytes of a file can be let go. */
export function* readLocalFiles(
  paths: readonly string[],
  policy: Policy,
  progress: Progress = () => {},
): Generator<SourceFile> {
  const files =
    paths.length > 0 ? listDataFiles(paths) : listDataFiles(['.'], compilePatterns(policy.evaluations));
  for (const [index, file] of files.entries()) {
    yield readSourceFile(file);
    progress(index + 1, files.length);
  }
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

/**
 * Reads one side of a comparison: a folder, whose files are named from it on, or, where there is none of that name, a
 * commit of the repository around the working folder, of which the policy's patterns say what is read.
 */
export async function readSide(side: string, policy: Policy): Promise<Workspace> {
  const files = existsSync(side) ? readFolder(side) : await readRevision(side, policy);
  return await withProblems(readWorkspace(files, policy.fields));
}

// Loaded for those who name a revision: `check` and most comparisons need no git.
async function readRevision(revision: string, policy: Policy): Promise<SourceFile[]> {
  const { commitOf, readCommit } = await import('../disk/history.ts');
  const commit = commitOf(revision);
  if (commit === undefined)
    throw new UnreadablePathError(`${revision} is neither a folder nor a commit that git knows here.`);
  return readCommit(commit, compilePatterns(policy.evaluations));
}

function readFolder(folder: string): SourceFile[] {
  const prefix = `${path.normalize(folder).split(path.sep).join('/').replace(/\/$/, '')}/`;
  return listDataFiles([folder]).map((file) => {
    const { path: shown, bytes } = readSourceFile(file);
    return { path: shown.replace(prefix, ''), bytes };
  });
}

async function withProblems(workspace: Workspace): Promise<Workspace> {
  const waits = workspace.evaluations.some(
    ({ watches, claims }) => watches.length > 0 || claims.some(({ check }) => check !== undefined),
  );
  return waits ? (await loadWatches()).withWatchProblems(workspace) : workspace;
}

// The upstreams are many, and most files wait for none of them.
function loadWatches(): Promise<typeof import('./watch-problems.ts')> {
  return import('./watch-problems.ts');
}
