/**
 * What the bot remembers from run to run. Losing it repeats no issue and loses no fact: it only saves requests and
 * supplies patience. Values are JSON.
 */
export interface Memory {
  /** `undefined` where nothing is known. Each call gives its own copy. */
  get(key: string): Promise<unknown>;
  /** `undefined` forgets the key. */
  set(key: string, value: unknown): Promise<void>;
  /** The keys that begin so, where the backend can list them. */
  keys?(prefix: string): Promise<string[]>;
  /** Resolves when all that was set is safe. */
  flush(): Promise<void>;
}
