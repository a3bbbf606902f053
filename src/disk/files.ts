import { readdirSync, readFileSync, statSync, type Dirent, type Stats } from 'node:fs';
import path from 'node:path';
import { MAX_FILE_BYTES, type SourceFile } from '../domain/document.ts';
import type { Matcher } from '../domain/pattern.ts';

/** What a data file is called. */
export const DATA_FILE = /\.(json|ya?ml)$/i;
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'coverage']);

/** A path that was asked for and cannot be read. */
export class UnreadablePathError extends Error {
  override name = 'UnreadablePathError';
}

// Read one after another and without waiting in between: nothing else is to be done meanwhile, and for hundreds of
// small files the turns of the event loop cost more than the disk.

/**
 * Lists the data files beneath the paths asked for, sorted; a file that is named is taken whatever it is called.
 * Links are not followed. Throws `UnreadablePathError` for a path that is not there or not readable.
 */
export function listDataFiles(paths: readonly string[], wanted: Matcher = () => true): string[] {
  const found: string[] = [];
  for (const start of paths) {
    const stats: Stats = readable(start, () => statSync(start));
    if (stats.isDirectory()) collect(start, wanted, found);
    else found.push(start);
  }
  return [...new Set(found)].sort();
}

/** Reads one file; one above the size limit is named and left unread. */
export function readSourceFile(file: string): SourceFile {
  const shown = file.split(path.sep).join('/');
  const bytes = readable(shown, () =>
    statSync(file).size > MAX_FILE_BYTES ? undefined : readFileSync(file),
  );
  return { path: shown, bytes };
}

function collect(folder: string, wanted: Matcher, found: string[]): void {
  const entries: Dirent[] = readable(folder, () => readdirSync(folder, { withFileTypes: true }));
  for (const entry of entries) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED_FOLDERS.has(entry.name)) {
      collect(full, wanted, found);
    } else if (entry.isFile() && DATA_FILE.test(entry.name) && wanted(full.split(path.sep).join('/'))) {
      found.push(full);
    }
  }
}

function readable<T>(shown: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UnreadablePathError(`Cannot read ${shown}: ${reasonOf(error)}. Check the path.`);
  }
}

/** Why the disk did not do it, in a few words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
  };
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
