import { execFileSync } from 'node:child_process';
import { MAX_FILE_BYTES, type SourceFile } from '../domain/document.ts';
import type { Matcher } from '../domain/pattern.ts';
import { DATA_FILE, UnreadablePathError } from './files.ts';

/** The largest output that git is expected to give: the names of a million files. */
const MAX_LIST_BYTES = 256 * 1024 * 1024;

/** The commit that a revision names in the repository around the working folder; undefined where it names none. */
export function commitOf(revision: string): string | undefined {
  try {
    const ask = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
    return git(ask, 1024).toString('utf8').trim();
  } catch {
    return undefined;
  }
}

interface Entry {
  path: string;
  blob: string;
  size: number;
}

/**
 * Reads the data files of a commit, by their paths in the repository; those above the size limit come without bytes.
 * Links and submodules are no files. Throws `UnreadablePathError` where git cannot read it.
 */
export function readCommit(commit: string, wanted: Matcher): SourceFile[] {
  const entries = listCommit(commit).filter(({ path }) => DATA_FILE.test(path) && wanted(path));
  const small = entries.filter(({ size }) => size <= MAX_FILE_BYTES);
  const bytes = readBlobs(commit, small);
  return entries.map(({ path, blob }) => ({ path, bytes: bytes.get(blob) }));
}

function listCommit(commit: string): Entry[] {
  const list = ['ls-tree', '-r', '-z', '--long', '--full-tree', commit];
  const lines = readable(commit, () => git(list, MAX_LIST_BYTES).toString('utf8'));
  return lines.split('\0').flatMap((line): Entry[] => {
    // Plain and executable files only: a link could lead anywhere.
    const [, blob = '', size = '', path = ''] = /^100\d{3} blob (\S+) +(\d+)\t(.*)$/s.exec(line) ?? [];
    return path === '' ? [] : [{ path, blob, size: Number(size) }];
  });
}

function readBlobs(commit: string, entries: readonly Entry[]): Map<string, Uint8Array> {
  const blobs = new Map(entries.map(({ blob, size }) => [blob, size]));
  const found = new Map<string, Uint8Array>();
  if (blobs.size === 0) return found;
  const room = [...blobs.values()].reduce((sum, size) => sum + size + 200, 0);
  const ids = `${[...blobs.keys()].join('\n')}\n`;
  const output = readable(commit, () => git(['cat-file', '--batch'], room, ids));
  let at = 0;
  for (const [blob, size] of blobs) {
    const start = output.indexOf('\n', at) + 1;
    found.set(blob, output.subarray(start, start + size));
    at = start + size + 1;
  }
  return found;
}

function git(args: readonly string[], maxBuffer: number, input?: string): Buffer {
  return execFileSync('git', args, { maxBuffer, stdio: ['pipe', 'pipe', 'ignore'], ...(input && { input }) });
}

function readable<T>(commit: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new UnreadablePathError(
      `git cannot read ${commit}. Is the clone complete (\`git fetch --unshallow\`)?`,
    );
  }
}
