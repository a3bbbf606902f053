import { parseDay, type Day } from '../../src/domain/day.ts';
import type { Log } from '../../src/domain/log.ts';
import type { Memory } from '../../src/domain/memory.ts';
import type { HttpClient } from '../../src/http/http.ts';
import { beginRound, type Round } from '../../src/upstream/look.ts';
import type { Source } from '../../src/upstream/source.ts';

/** A log that nobody reads. */
export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A memory that lasts as long as the test. */
export function mapMemory(values = new Map<string, unknown>()): Memory {
  return {
    get: (key) => Promise.resolve(structuredClone(values.get(key))),
    set: (key, value) => {
      if (value === undefined) values.delete(key);
      else values.set(key, structuredClone(value));
      return Promise.resolve();
    },
    keys: (prefix) => Promise.resolve([...values.keys()].filter((key) => key.startsWith(prefix))),
    flush: () => Promise.resolve(),
  };
}

/** The day on which the tests look, unless they say otherwise. */
export const TODAY = parseDay('2026-06-12') as Day;

/** One round of looks at one source. */
export function roundOf(
  source: Source,
  access: { http: HttpClient; endpoint: string; token?: string | undefined },
  { memory = mapMemory(), today = TODAY }: { memory?: Memory; today?: Day } = {},
): Round {
  return beginRound({
    accessTo: () => ({ token: undefined, ...access }),
    memory,
    today,
    log: silent,
    register: new Map([[source.name, source]]),
  });
}
