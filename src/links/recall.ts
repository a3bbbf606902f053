import { LinkRecord } from '../domain/patience.ts';
import type { Log } from '../domain/log.ts';
import type { Memory } from '../domain/memory.ts';

/** What memory holds of a page, where it can be read and believed. Memory may be lost, so its faults are only logged. */
export async function recall(memory: Memory, page: string, log: Log): Promise<LinkRecord | undefined> {
  try {
    const stored = await memory.get(keyOf(page));
    if (stored === undefined) return undefined;
    const record = LinkRecord.safeParse(stored);
    if (record.success) return record.data;
    log.warn({ page, problem: record.error.issues[0]?.message }, 'Dropped a link record that cannot be read');
  } catch (error) {
    log.warn({ page, error }, 'Could not read a link record');
  }
  return undefined;
}

/** Puts a page's record into memory. */
export async function keep(memory: Memory, page: string, record: LinkRecord, log: Log): Promise<void> {
  try {
    await memory.set(keyOf(page), record);
  } catch (error) {
    log.warn({ page, error }, 'Could not keep a link record');
  }
}

function keyOf(page: string): string {
  return `link:${page}`;
}
