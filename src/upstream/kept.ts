import * as z from 'zod';
import type { Log } from '../domain/log.ts';
import type { Memory } from '../domain/memory.ts';

/** A document that upstream sent, as far as we read it, and what names its version. */
export interface Kept<T> {
  value: T;
  etag?: string | undefined;
  lastModified?: string | undefined;
}

const Record = z.object({
  value: z.unknown(),
  etag: z.string().max(300).optional(),
  lastModified: z.string().max(100).optional(),
});

/** In characters of JSON. What is longer is asked for in full each time. */
const LONGEST = 200_000;

/** Where documents are kept. */
export interface Keeper {
  memory: Memory;
  log: Log;
}

/**
 * What memory holds of a document in one of its views: sources may read the same document differently. It is believed
 * only where it fits the schema, which must take its own output.
 */
export async function readKept<T>(
  { memory, log }: Keeper,
  view: string,
  url: string,
  schema: z.ZodType<T>,
): Promise<Kept<T> | undefined> {
  try {
    const { data: record } = Record.safeParse(await memory.get(keyOf(view, url)));
    if (record === undefined) return undefined;
    const value = schema.safeParse(record.value);
    return value.success ? { ...record, value: value.data } : undefined;
  } catch (error) {
    log.warn({ url, error }, 'Could not read what an upstream said');
    return undefined;
  }
}

/** Keeps a document for the next look, where upstream names its version. */
export async function keep(
  { memory, log }: Keeper,
  view: string,
  url: string,
  { value, etag, lastModified }: Kept<unknown>,
): Promise<void> {
  const isNamed = etag !== undefined || lastModified !== undefined;
  const record = { value, ...(etag && { etag }), ...(lastModified && { lastModified }) };
  const fits = isNamed && JSON.stringify(record).length <= LONGEST;
  try {
    await memory.set(keyOf(view, url), fits ? record : undefined);
  } catch (error) {
    log.warn({ url, error }, 'Could not keep what an upstream said');
  }
}

function keyOf(view: string, url: string): string {
  return `upstream:${view}:${url}`;
}
