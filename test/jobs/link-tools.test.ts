import { expect, it } from 'vitest';
import type { Memory } from '../../src/domain/memory.ts';
import { apart } from '../../src/jobs/link-tools.ts';

function mapMemory(): Memory & { stored: Map<string, unknown> } {
  const stored = new Map<string, unknown>();
  return {
    stored,
    get: async (key) => stored.get(key),
    set: async (key, value) => void (value === undefined ? stored.delete(key) : stored.set(key, value)),
    keys: async (prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)),
    flush: async () => undefined,
  };
}

const door = { takes: (page: string) => page.startsWith('https://github.com/') };
const secret = 'link:https://github.com/acme/secret';

it('keeps what an installation sees of GitHub from the others, and shares the rest', async () => {
  const memory = mapMemory();
  const [acme, other] = [apart(memory, door, 'repository-1'), apart(memory, door, 'repository-2')];
  await acme.set(secret, 'ok');
  await other.set(secret, 'not-found');
  await acme.set('link:https://example.org/', 'shared');
  await acme.set('swept:1', 7);
  expect([await acme.get(secret), await other.get(secret)]).toEqual(['ok', 'not-found']);
  expect(await memory.get(secret)).toBeUndefined();
  expect(await other.get('link:https://example.org/')).toBe('shared');
  expect(await memory.get('swept:1')).toBe(7);
});

it('lets what is old be forgotten by its key', async () => {
  const memory = mapMemory();
  const acme = apart(memory, door, 'repository-1');
  await acme.set(secret, 'ok');
  const other = apart(memory, door, 'repository-2');
  for (const key of (await other.keys?.('link:')) ?? []) await other.set(key, undefined);
  expect(memory.stored.size).toBe(0);
});
