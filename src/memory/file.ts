import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { Log } from '../domain/log.ts';
import type { Memory } from '../domain/memory.ts';

/** The mark by which the file is known for ours. */
const MemoryFile = z.object({
  reverify: z.literal(1),
  // Not `z.record`: that drops a key named `__proto__`.
  entries: z.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
});

/** What a file memory may be told. */
export interface FileMemoryOptions {
  /** Quiet time after a change before it is written. Default 1,000. */
  writeAfterMs?: number;
  /** A longer file was not written by us. Default 64 MiB. */
  maxBytes?: number;
  /** Never written; one that cannot be read as ours is an error. */
  readOnly?: boolean;
}

/** A memory that was named and cannot be read; the message says what to do. */
export class UnreadableMemoryError extends Error {
  override name = 'UnreadableMemoryError';
}

/**
 * Opens a memory in one JSON file, an entry a line and sorted, so that a committed one shows small diffs. It is for one
 * process: of two that write, the last one wins. A file that cannot be read as ours is set aside as `.broken`.
 */
export async function openFileMemory(
  path: string,
  log: Log,
  options: FileMemoryOptions = {},
): Promise<Memory> {
  const { writeAfterMs = 1_000, maxBytes = 64 * 1024 * 1024, readOnly = false } = options;
  const entries = await readEntries(path, maxBytes, readOnly, log);
  let dirty = false;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function writeAfter(earlier: Promise<void>): Promise<void> {
    await earlier.catch(() => undefined);
    if (!dirty || readOnly) return;
    dirty = false;
    try {
      await replaceFile(path, textOf(entries));
    } catch (error) {
      dirty = true;
      throw error;
    }
  }

  /** One write after another, each of all that is there by then. */
  function write(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    writing = writeAfter(writing);
    return writing;
  }

  return {
    async get(key) {
      const text = entries.get(key);
      return text === undefined ? undefined : JSON.parse(text);
    },
    async set(key, value) {
      // As text, it can be changed neither by whoever set it nor by whoever got it.
      const plain: string | undefined = JSON.stringify(value);
      const text = plain === undefined ? undefined : JSON.stringify(sorted(JSON.parse(plain)));
      if (entries.get(key) === text) return;
      if (text === undefined) entries.delete(key);
      else entries.set(key, text);
      dirty = true;
      // It holds no process open: whoever wants the last changes kept flushes.
      timer ??= setTimeout(() => {
        write().catch((error: unknown) => log.warn({ path, error }, 'Could not write the memory file'));
      }, writeAfterMs).unref();
    },
    async keys(prefix) {
      return [...entries.keys()].filter((key) => key.startsWith(prefix));
    },
    flush: write,
  };
}

async function readEntries(
  path: string,
  maxBytes: number,
  readOnly: boolean,
  log: Log,
): Promise<Map<string, string>> {
  const text = await readText(path, maxBytes);
  if (text.kind === 'none' && readOnly)
    throw new UnreadableMemoryError(`There is no ${path}. Name another one.`);
  if (text.kind === 'none') return new Map();
  const file = text.kind === 'text' ? parse(text.text) : undefined;
  if (file !== undefined) {
    return new Map(Object.entries(file.entries).map(([key, value]) => [key, JSON.stringify(value)]));
  }
  if (readOnly) throw new UnreadableMemoryError(`${path} is no memory file of Reverify. Name another one.`);
  await rename(path, `${path}.broken`);
  log.warn({ path, setAside: `${path}.broken` }, 'The memory file cannot be read: set aside, starting empty');
  return new Map();
}

type Text = { kind: 'none' } | { kind: 'too-long' } | { kind: 'text'; text: string };

async function readText(path: string, maxBytes: number): Promise<Text> {
  try {
    if ((await stat(path)).size > maxBytes) return { kind: 'too-long' };
    return { kind: 'text', text: await readFile(path, 'utf8') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'none' };
    throw error;
  }
}

function parse(text: string): z.infer<typeof MemoryFile> | undefined {
  try {
    return MemoryFile.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function textOf(entries: ReadonlyMap<string, string>): string {
  const lines = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, text]) => `${JSON.stringify(key)}:${text}`);
  return `{"reverify":1,"entries":{\n${lines.join(',\n')}\n}}\n`;
}

/** `fromEntries` defines and does not assign, so a key `__proto__` is a key like any other. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(pairs.map(([key, each]) => [key, sorted(each)]));
}

/** Beside it, then over it: a reader, or a crash, sees the old file or the new one and never half of one. */
async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(beside, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
