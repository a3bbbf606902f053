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
  /** Undefined where the file was not read: it is larger than `MAX_FILE_BYTES`, or `unread` says why. */
  bytes: Uint8Array | undefined;
  /** `no-file`: a submodule stands at the path. `too-much`: what was read before it is as much as we read at once. */
  unread?: 'no-file' | 'too-much';
}

/** Files above this are named and left unread. The largest evaluation known to us has 0.1 MB. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;
