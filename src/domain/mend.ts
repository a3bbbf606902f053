import { editFile, type EditedFile } from './edit.ts';
import type { Path, SourceFile } from './document.ts';

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

/** Makes mends in their file; those of other files are not looked at. Never throws. */
export function mendFile(file: SourceFile, mends: readonly Mend[]): EditedFile {
  return editFile(
    file,
    mends.filter((mend) => mend.file === file.path),
  );
}
