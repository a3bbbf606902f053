/** A piece of work. `superseded` is aborted when the same is asked for once more while it runs. */
export type Job = (superseded: AbortSignal) => Promise<void>;

/** Runs jobs one after another in each lane. A lane is a repository: two runs in it would see half of each other's work. */
export interface Queue {
  /**
   * Adds a job. One that still waits under the same key is replaced: jobs read everything again when they run, so the
   * last one does the work of all. `quietMs`: the job begins to wait once nobody has added it for so long.
   */
  add(lane: string, key: string, job: Job, quietMs?: number): void;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
  /** Drops what waits, and resolves when what runs has ended. */
  close(): Promise<void>;
}
