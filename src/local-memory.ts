import type { Log } from './domain/log.ts';
import type { Memory } from './domain/memory.ts';
import { openFileMemory, UnreadableMemoryError, type FileMemoryOptions } from './memory/file.ts';
import { UsageError } from './usage-error.ts';

/** A log for the command line: warnings and errors are told as lines, the rest is not. */
export function quietLog(warn: (message: string) => void): Log {
  function say(fields: object, message: string): void {
    warn(`${message}: ${Object.values(fields).map(wordsOf).join(', ')}`);
  }
  return { debug: () => {}, info: () => {}, warn: say, error: say };
}

/** The memory in a file of the user's. Throws `UsageError`. */
export async function openLocalMemory(file: string, log: Log, options: FileMemoryOptions): Promise<Memory> {
  try {
    return await openFileMemory(file, log, options);
  } catch (error) {
    if (error instanceof UnreadableMemoryError) throw new UsageError(error.message);
    throw new UsageError(`Cannot read ${file}: ${wordsOf(error)}. Name another one.`);
  }
}

/** A fault, in its own words. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
