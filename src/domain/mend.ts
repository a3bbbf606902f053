import { editFile, type EditedFile } from './edit.ts';
import type { Path, SourceFile } from './document.ts';
import { groupBy } from './group-by.ts';

/** One value that would put a place right, and why. */
export interface Mend {
  /** The rule that asks for it. */
  rule: string;
  file: string;
  path: Path;
  value: string | number;
  /** What is wrong, and what to do about it, in sentences. Names from files stand between backticks. */
  message: string;
  remedy: string;
}

/** Mends of one rule in one file beyond this are left for the next time. */
export const MAX_MENDS = 500;

/** Mends by the file that they are of: a change may bring some hundred thousand. */
export type MendsByFile = ReadonlyMap<string, readonly Mend[]>;

/** Sorts mends by their files. */
export function byFile(mends: readonly Mend[]): MendsByFile {
  return groupBy(mends, ({ file }) => file);
}

/** Makes the mends of a file in it. Never throws. */
export function mendFile(file: SourceFile, mends: MendsByFile): EditedFile {
  return editFile(file, mends.get(file.path) ?? []);
}
