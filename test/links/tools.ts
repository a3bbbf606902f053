import type { Memory } from '../../src/domain/memory.ts';
import type { HttpClient } from '../../src/http/http.ts';
import type { CheckAllTools } from '../../src/links/run.ts';
import { serve, type Running } from '../http/servers.ts';

export const day = 24 * 3_600_000;
export const start = Date.UTC(2026, 0, 1);

export function plainMemory(): Memory & { entries: Map<string, unknown> } {
  const entries = new Map<string, unknown>();
  return {
    entries,
    get: async (key) => structuredClone(entries.get(key)),
    set: async (key, value) => {
      if (value === undefined) entries.delete(key);
      else entries.set(key, structuredClone(value));
    },
    keys: async (prefix) => [...entries.keys()].filter((key) => key.startsWith(prefix)),
    flush: async () => undefined,
  };
}

/** Tools with a clock that stands still until it is set, and waits that take no time. */
export function toolsFor(http: HttpClient, over: Partial<CheckAllTools> = {}) {
  const memory = plainMemory();
  const clock = { now: start };
  const said: string[] = [];
  const waits: number[] = [];
  const say = (_: object, message: string): void => void said.push(message);
  const tools = {
    http,
    memory,
    now: () => clock.now,
    log: { debug: say, info: say, warn: say, error: say },
    delay: async (ms: number) => void waits.push(ms),
    ...over,
  };
  return { tools, clock, said, waits, entries: memory.entries };
}

/** A site that answers each path with the next of its statuses, the last one for good. */
export async function site(paths: Record<string, number[]>): Promise<Running & { asked: string[] }> {
  const asked: string[] = [];
  const running = await serve((request, response) => {
    const path = request.url ?? '';
    const statuses = paths[path] ?? [404];
    const status =
      statuses[Math.min(asked.filter((each) => each === path).length, statuses.length - 1)] ?? 404;
    asked.push(path);
    response.writeHead(status, status === 301 ? { location: '/new' } : {}).end();
  });
  return { ...running, asked };
}
