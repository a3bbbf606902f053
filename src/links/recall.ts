import * as z from 'zod';
import { KnownPage } from '../domain/page-settle.ts';
import { isForgotten, LinkRecord } from '../domain/patience.ts';
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

/** What memory holds of a page's text. */
export async function recallText(memory: Memory, page: string, log: Log): Promise<KnownPage | undefined> {
  try {
    // Of another version or broken: the page is read as for the first time.
    return KnownPage.safeParse(await memory.get(textKeyOf(page))).data;
  } catch (error) {
    log.warn({ page, error }, 'Could not read what a page said');
    return undefined;
  }
}

/** Puts what a page says into memory. */
export async function keepText(
  memory: Memory,
  page: string,
  said: KnownPage | undefined,
  log: Log,
): Promise<void> {
  try {
    await memory.set(textKeyOf(page), said);
  } catch (error) {
    log.warn({ page, error }, 'Could not keep what a page says');
  }
}

const HostRecord = z.object({ walledAt: z.int().nonnegative() });

/** Whether an earlier run found that a host lets no program in. */
export async function recallWall(memory: Memory, host: string, log: Log): Promise<boolean> {
  try {
    return HostRecord.safeParse(await memory.get(wallKeyOf(host))).success;
  } catch (error) {
    log.warn({ host, error }, 'Could not read what is known of a host');
    return false;
  }
}

/** Remembers that a host lets no program in, or with no time that it does. */
export async function keepWall(
  memory: Memory,
  host: string,
  walledAt: number | undefined,
  log: Log,
): Promise<void> {
  try {
    await memory.set(wallKeyOf(host), walledAt === undefined ? undefined : { walledAt });
  } catch (error) {
    log.warn({ host, error }, 'Could not keep what is known of a host');
  }
}

/** Drops the records of pages that nobody has cited for long, where the memory can list what it holds. */
export async function forgetUncited(memory: Memory, now: number, log: Log): Promise<void> {
  try {
    for (const key of (await memory.keys?.('link:')) ?? []) {
      const record = LinkRecord.safeParse(await memory.get(key));
      if (!record.success || !isForgotten(record.data, now)) continue;
      await memory.set(key, undefined);
      await memory.set(textKeyOf(key.slice('link:'.length)), undefined);
    }
  } catch (error) {
    log.warn({ error }, 'Could not forget old link records');
  }
}

function keyOf(page: string): string {
  return `link:${page}`;
}

function textKeyOf(page: string): string {
  return `link-text:${page}`;
}

function wallKeyOf(host: string): string {
  return `link-wall:${host}`;
}
