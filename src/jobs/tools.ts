import { dayOf, type Day } from '../domain/day.ts';
import type { Log } from '../domain/log.ts';
import type { Memory } from '../domain/memory.ts';
import type { BlobCache } from '../github/files.ts';
import type { HttpClient } from '../http/http.ts';
import type { Access } from '../upstream/source.ts';

/** What jobs are given: made once, in `wire.ts`. */
export interface Tools {
  /** The App's id: what it wrote is told from what others wrote by it. */
  appId: number;
  /** Milliseconds since 1970. */
  now(): number;
  log: Log;
  /** Paced. */
  http: HttpClient;
  memory: Memory;
  blobs: BlobCache;
  /** Aborted when the process is to end: what takes long gives up what it has not begun. */
  stopping: AbortSignal;
  /** How long after its first sight a missing page is looked for again, in milliseconds. */
  confirmAfterMs: number;
  /** How often a repository is looked at, in milliseconds. */
  everyMs: number;
  /** The origin of the archive that offers copies of dead sources; without one none are offered. */
  archiveEndpoint: string | undefined;
  /**
   * The operator's settings for a source and a target of it; undefined where it is not set up. `githubToken`: the
   * installation's own.
   */
  accessTo(source: string, target: string, githubToken?: string): Access | undefined;
}

/** The day that a run takes for today. */
export function todayOf(tools: Pick<Tools, 'now'>): Day {
  return dayOf(tools.now());
}
