import { randomUUID } from 'node:crypto';
import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from './files.ts';

/** A file that cannot be written; the message says why. The file is as it was. */
export class UnwritableFileError extends Error {
  override name = 'UnwritableFileError';
}

/**
 * The file that a path stands for. A link may point to a file beside or below it, or below the working folder. Throws
 * `UnwritableFileError` where it leads elsewhere.
 */
export function fileToReplace(file: string): string {
  const [real, ...homes] = orUnwritable(() =>
    [file, path.dirname(file), '.'].map((each) => realpathSync(each)),
  );
  if (real !== undefined && homes.some((home) => isBelow(real, home))) return real;
  throw new UnwritableFileError(
    'This is a link to a file elsewhere, which was left alone. Name that file itself.',
  );
}

/** Puts new bytes in the place of a file, all at once; its mode stays. Throws `UnwritableFileError`. */
export function replaceFile(file: string, bytes: Uint8Array): void {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.tmp`);
  orUnwritable(() => {
    try {
      const mode = statSync(file).mode & 0o7777;
      writeFileSync(beside, bytes, { flag: 'wx', mode });
      // The mode that a new file gets is cut by the umask.
      chmodSync(beside, mode);
      renameSync(beside, file);
    } finally {
      // It is gone where all went well.
      rmSync(beside, { force: true });
    }
  });
}

function orUnwritable<T>(deed: () => T): T {
  try {
    return deed();
  } catch (error) {
    throw new UnwritableFileError(`This file could not be written: ${reasonOf(error)}.`);
  }
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}
