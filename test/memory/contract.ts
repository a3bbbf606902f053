import { describe, expect, test } from 'vitest';
import type { Memory } from '../../src/domain/memory.ts';

/** What every backend of the memory keeps to. `open` gives two ways into the same, empty memory: the second, asked for later, sees what the first has flushed. */
export function memoryContract(
  name: string,
  open: () => Promise<{ memory: Memory; again: () => Promise<Memory> }>,
): void {
  describe(`${name}: the memory contract`, () => {
    test('what was never set is undefined', async () => {
      const { memory } = await open();
      expect(await memory.get('nothing')).toBeUndefined();
    });

    test.each([[null], [true], [0], [''], ['text'], [[1, [2]]], [{ a: { b: [null] } }]])(
      '%j comes back',
      async (value) => {
        const { memory, again } = await open();
        await memory.set('key', value);
        expect(await memory.get('key')).toStrictEqual(value);
        await memory.flush();
        expect(await (await again()).get('key')).toStrictEqual(value);
      },
    );

    test('the last set wins, and undefined forgets', async () => {
      const { memory, again } = await open();
      await memory.set('a', 1);
      await memory.set('a', 2);
      await memory.set('b', 1);
      await memory.set('b', undefined);
      await memory.flush();
      for (const each of [memory, await again()]) {
        expect(await each.get('a')).toBe(2);
        expect(await each.get('b')).toBeUndefined();
      }
    });

    test.each(['', '__proto__', 'constructor', 'link:https://example.org/?a=1&b="2"', 'ключ\n\u0000'])(
      'the key %j is a key',
      async (key) => {
        const { memory, again } = await open();
        expect(await memory.get(key)).toBeUndefined();
        await memory.set(key, { polluted: true });
        await memory.flush();
        expect(await (await again()).get(key)).toStrictEqual({ polluted: true });
        expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      },
    );

    test('a value is a copy, both ways', async () => {
      const { memory } = await open();
      const value = { list: [1] };
      await memory.set('key', value);
      value.list.push(2);
      const got = (await memory.get('key')) as typeof value;
      expect(got).toStrictEqual({ list: [1] });
      got.list.push(3);
      expect(await memory.get('key')).toStrictEqual({ list: [1] });
    });

    test('many at once are all kept', async () => {
      const { memory, again } = await open();
      await Promise.all(Array.from({ length: 500 }, (_, i) => memory.set(`key ${i}`, i)));
      await Promise.all([memory.flush(), memory.set('late', 1), memory.flush()]);
      const second = await again();
      for (const i of [0, 250, 499]) expect(await second.get(`key ${i}`)).toBe(i);
      expect(await second.get('late')).toBe(1);
    });

    test('what is no JSON is refused', async () => {
      const { memory } = await open();
      const loop: Record<string, unknown> = {};
      loop['self'] = loop;
      await expect(memory.set('key', loop)).rejects.toThrow('circular');
      expect(await memory.get('key')).toBeUndefined();
    });
  });
}
