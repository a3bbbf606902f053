import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Log } from '../../src/domain/log.ts';
import { openFileMemory } from '../../src/memory/file.ts';
import { memoryContract } from './contract.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'reverify-memory-'));
  onTestFinished(async () => {
    await chmod(path, 0o755);
    await rm(path, { recursive: true });
  });
  return path;
}

function none(): void {}

function quietLog(): Log & { warnings: string[] } {
  const warnings: string[] = [];
  return { debug: none, info: none, error: none, warn: (_, message) => warnings.push(message), warnings };
}

memoryContract('a file', async () => {
  const path = join(await folder(), 'memory.json');
  return { memory: await openFileMemory(path, quietLog()), again: () => openFileMemory(path, quietLog()) };
});

test('the file is sorted, an entry a line, whatever the order of the sets', async () => {
  const [a, b] = [join(await folder(), 'a.json'), join(await folder(), 'deep/er/b.json')];
  const [first, second] = [await openFileMemory(a, quietLog()), await openFileMemory(b, quietLog())];
  await first.set('x', { b: 1, a: { d: 1, c: 2 } });
  await first.set('a', [1]);
  await second.set('a', [1]);
  await second.set('x', { a: { c: 2, d: 1 }, b: 1 });
  await first.flush();
  await second.flush();
  const text = await readFile(a, 'utf8');
  expect(text).toMatchInlineSnapshot(`
    "{"reverify":1,"entries":{
    "a":[1],
    "x":{"a":{"c":2,"d":1},"b":1}
    }}
    "
  `);
  expect(await readFile(b, 'utf8')).toBe(text);
});

test('an empty memory reads back too, and no file is written where nothing was set', async () => {
  const path = join(await folder(), 'memory.json');
  const memory = await openFileMemory(path, quietLog());
  await memory.flush();
  await expect(stat(path)).rejects.toThrow('ENOENT');
  await memory.set('a', 1);
  await memory.set('a', undefined);
  await memory.flush();
  const log = quietLog();
  expect(await (await openFileMemory(path, log)).get('a')).toBeUndefined();
  expect(log.warnings).toStrictEqual([]);
});

test('changes are written after a while, without a flush, and the same value is no change', async () => {
  const path = join(await folder(), 'memory.json');
  const memory = await openFileMemory(path, quietLog(), { writeAfterMs: 20 });
  await memory.set('a', 1);
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toContain('"a":1');
  await rm(path);
  await memory.set('a', 1);
  await memory.flush();
  await expect(stat(path)).rejects.toThrow('ENOENT');
});

test('nothing is left beside the file', async () => {
  const path = await folder();
  const memory = await openFileMemory(join(path, 'memory.json'), quietLog(), { writeAfterMs: 1 });
  for (let i = 0; i < 20; i += 1) {
    await memory.set('a', i);
    await Promise.all([memory.flush(), memory.flush()]);
  }
  expect(await readdir(path)).toStrictEqual(['memory.json']);
});

test('a reader never sees half a file', async () => {
  const path = join(await folder(), 'memory.json');
  const memory = await openFileMemory(path, quietLog());
  await memory.set('long', 'x'.repeat(200_000));
  await memory.flush();
  const done = { writes: 0 };
  async function write(): Promise<void> {
    for (; done.writes < 30; done.writes += 1) {
      await memory.set('i', done.writes);
      await memory.flush();
    }
  }
  const written = write();
  let reads = 0;
  for (; done.writes < 30; reads += 1) JSON.parse(await readFile(path, 'utf8'));
  await written;
  expect(reads).toBeGreaterThan(5);
});

test.each([
  ['corrupt', '{"reverify":1,"entries":{"a":'],
  ['empty', ''],
  ['foreign', '{"name":"reverify","version":"1.0.0"}'],
  ['a later version', '{"reverify":2,"entries":{}}'],
  ['a list', '{"reverify":1,"entries":[]}'],
  ['null', 'null'],
  ['binary', '\u0000\u0001\ufffd'],
  ['huge', `{"reverify":1,"entries":{"a":"${'x'.repeat(2_000)}"}}`],
])('a file that is %s is set aside', async (_name, text) => {
  const path = join(await folder(), 'memory.json');
  await writeFile(path, text);
  const log = quietLog();
  const memory = await openFileMemory(path, log, { maxBytes: 1_000 });
  expect(log.warnings).toStrictEqual(['The memory file cannot be read: set aside, starting empty']);
  expect(await readFile(`${path}.broken`, 'utf8')).toBe(text);
  await memory.set('b', 1);
  await memory.flush();
  expect(await (await openFileMemory(path, log)).get('b')).toBe(1);
});

test('a write that fails is tried again with the next', async () => {
  const at = await folder();
  const path = join(at, 'memory.json');
  const memory = await openFileMemory(path, quietLog());
  await memory.set('a', 1);
  // A folder of that name: nothing can be renamed over it.
  await mkdir(path);
  await expect(memory.flush()).rejects.toThrow('EISDIR');
  expect(await readdir(at)).toStrictEqual(['memory.json']);
  await rm(path, { recursive: true });
  await memory.flush();
  expect(await (await openFileMemory(path, quietLog())).get('a')).toBe(1);
});

test('a slow write does not end over a later one', async () => {
  const path = join(await folder(), 'memory.json');
  const memory = await openFileMemory(path, quietLog());
  await memory.set('a', 'x'.repeat(20_000_000));
  const slow = memory.flush();
  await new Promise((resolve) => setTimeout(resolve, 2));
  await memory.set('a', 'short');
  await Promise.all([slow, memory.flush()]);
  expect(await readFile(path, 'utf8')).toContain('"a":"short"');
});

test('a failed write in the background is logged', async () => {
  const path = join(await folder(), 'memory.json');
  const log = quietLog();
  const memory = await openFileMemory(path, log, { writeAfterMs: 5 });
  await mkdir(path);
  await memory.set('a', 1);
  await expect.poll(() => log.warnings).toStrictEqual(['Could not write the memory file']);
});
