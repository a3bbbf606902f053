import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { MAX_FILE_BYTES, type SourceFile } from '../domain/document.ts';
import type { Matcher } from '../domain/pattern.ts';

const DATA_FILE = /\.(json|ya?ml)$/i;
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'coverage']);

/** A path that was asked for and cannot be read. */
export class UnreadablePathError extends Error {
  override name = 'UnreadablePathError';
}

/**
 * Lists the data files beneath the paths asked for, sorted; a file that is named is taken whatever it is called.
 * Links are not followed. Throws `UnreadablePathError` for a path that is not there or not readable.
 */
export async function listDataFiles(
  paths: readonly string[],
  wanted: Matcher = () => true,
): Promise<string[]> {
  const found: string[] = [];
  for (const start of paths) {
    const stats = await stat(start).catch((error: Error) => {
      throw new UnreadablePathError(`Cannot read ${start}: ${reasonOf(error)}. Check the path.`);
    });
    if (stats.isDirectory()) await collect(start, wanted, found);
    else found.push(start);
  }
  return [...new Set(found)].sort();
}

/** Reads one file; one above the size limit is named and left unread. */
export async function readSourceFile(file: string): Promise<SourceFile> {
  const shown = file.split(path.sep).join('/');
  try {
    const { size } = await stat(file);
    return { path: shown, bytes: size > MAX_FILE_BYTES ? undefined : await readFile(file) };
  } catch (error) {
    throw new UnreadablePathError(`Cannot read ${shown}: ${reasonOf(error)}.`);
  }
}

async function collect(folder: string, wanted: Matcher, found: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: Error) => {
    throw new UnreadablePathError(`Cannot read ${folder}: ${reasonOf(error)}.`);
  });
  for (const entry of entries) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith('.') && !SKIPPED_FOLDERS.has(entry.name)) {
      await collect(full, wanted, found);
    } else if (entry.isFile() && DATA_FILE.test(entry.name) && wanted(full.split(path.sep).join('/'))) {
      found.push(full);
    }
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'permission denied',
  };
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
