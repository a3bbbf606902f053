/** Where a value stands, counted from 1. */
export interface Place {
  line: number;
  column: number;
}

/** The keys and indexes that lead to a value. */
export type Path = readonly (string | number)[];

/** A parsed file that can still say where each of its values stands. */
export interface Document {
  file: string;
  format: 'json' | 'yaml';
  value: unknown;
  /** The place of the value at a path, or of its nearest parent. Worked out on the first call only. */
  locate(path: Path): Place;
}

/** A file of the workspace: its path inside the repository and its bytes. */
export interface SourceFile {
  path: string;
  /** Undefined where the file is larger than `MAX_FILE_BYTES` and was not read, or where there is none. */
  bytes: Uint8Array | undefined;
  /** Set where no file stands at the path, but something else: a submodule. */
  isMissing?: true;
}

/** Files above this are named and left unread. The largest evaluation known to us has 0.1 MB. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;
