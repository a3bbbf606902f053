import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tableHead, tableRow } from '../../src/render/layout.ts';
import { fileLink } from '../../src/render/places.ts';
import { code, cut, htmlText, link, prose, remark, shorten } from '../../src/render/safe.ts';
import { origin } from './builders.ts';
import { address, addresses, expectHarmless, expectPlain, hostile } from './hostile.ts';
import { read, readAloud, readCell } from './markdown.ts';

const RUNS = { numRuns: 200 };

/** What a reader should get of a text: its one line, without what cannot be seen. */
function asRead(text: string, maxLength: number): string {
  return cut(text, maxLength);
}

test('prose is one paragraph of text that reads as what it was made of', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const markdown = prose(text);
      const { types } = expectHarmless(markdown);
      for (const type of ['text', 'escape']) types.delete(type);
      expect([...types]).toEqual(markdown === '' ? [] : ['paragraph']);
      expect(readAloud(markdown)).toBe(asRead(text, 300));
    }),
    RUNS,
  );
});

test('code is one span of code that reads as what it was made of', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const { codes, types } = expectHarmless(code(text));
      const line = asRead(text, 200).replaceAll('<!--', '<! --');
      if (line === '') return;
      expect(codes).toEqual([line]);
      expect([...types]).toEqual(['paragraph', 'codespan']);
    }),
    RUNS,
  );
});

test('a remark is one paragraph of text and code', () => {
  fc.assert(
    fc.property(hostile, hostile, (name, text) => {
      const { types } = expectHarmless(remark(`\`${name}\` is ${text}`));
      for (const type of ['paragraph', 'text', 'codespan', 'escape']) types.delete(type);
      expect([...types]).toEqual([]);
    }),
    RUNS,
  );
});

test('a link leads to the safe form of its address or nowhere', () => {
  fc.assert(
    fc.property(hostile, address, (label, url) => {
      const { links } = expectHarmless(link(label, url));
      const safe = asRead(label, 100) === '' ? undefined : addresses[url];
      expect(links).toEqual(safe === undefined ? [] : [safe]);
      expect(readAloud(link(label, url))).toBe(asRead(label, 100));
    }),
    RUNS,
  );
});

test('a link to any address of the web keeps its address', () => {
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
      const [href] = read(link('label', url)).links;
      expect(decodeURI(href ?? '').replaceAll(/%[0-9A-F]{2}/g, decodeURIComponent)).toBe(
        decodeURI(new URL(url).href).replaceAll(/%[0-9A-F]{2}/g, decodeURIComponent),
      );
    }),
    RUNS,
  );
});

test('a link to a file leads to that file', () => {
  fc.assert(
    fc.property(hostile, (name) => {
      const { links } = expectHarmless(fileLink(origin, `data/${name}`, 7));
      const path = `data/${name}`.replaceAll(/\p{Cs}/gu, '\uFFFD');
      expect(links.map((href) => decodeURIComponent(href))).toEqual([`${origin.url}/blob/main/${path}#L7`]);
    }),
    RUNS,
  );
});

test('text inside HTML of ours reads as what it was made of', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const markdown = `<details><summary>${htmlText(text)}</summary>\n\n</details>`;
      const { html } = expectHarmless(markdown);
      expect(html).toEqual([`<details><summary>${htmlText(text)}</summary>`, '</details>']);
    }),
    RUNS,
  );
});

test('each cell of a table reads as what it was made of', () => {
  fc.assert(
    fc.property(hostile, hostile, address, (text, name, url) => {
      const cells = [prose(text), code(name), link(text, url)];
      const { tables } = expectHarmless(`${tableHead('a', 'b', 'c')}\n${tableRow(...cells)}`);
      const [one, two, three] = tables[0]?.rows[0] ?? [];
      expect(readCell(one)).toBe(asRead(text, 300));
      // A backslash before a bar cannot be written in the code of a table.
      const line = asRead(name, 200).replaceAll('<!--', '<! --').replaceAll(/\\+\|/g, '|');
      expect(readCell(two).replaceAll(/\\+\|/g, '|')).toBe(line || '—');
      expect(readCell(three)).toBe(asRead(text, 100));
    }),
    RUNS,
  );
});

test('a cut text is one plain line', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 50 }), (text, length) => {
      expect(cut(text, length)).not.toMatch(/^\s|\s$|\s\s|[\r\n\t]/);
      expectPlain(cut(text, length), length);
      expectPlain(shorten(cut(text, 1000), length), length);
    }),
    RUNS,
  );
});

test.each([
  ['task_accuracy_code', 'task_accuracy_code'],
  ['_private_ __dunder__', '\\_private\\_ \\_\\_dunder\\_\\_'],
  ['C# by @octocat', 'C#&#8203; by @&#8203;octocat'],
  ['$0.30 {per} 1M, 80 % of 2026-01-10', '\\$0.30 {per} 1M, 80 % of 2026-01-10'],
  ['1.5 GB', '1.5 GB'],
  ['1. first', '1\\. first'],
  ['- item', '\\- item'],
  ['A & B <c>', 'A &amp; B &lt;c&gt;'],
  ['abcdef1', 'abcdef&#8203;1'],
  ['see https://www.example.com', 'see https:&#8203;//www&#8203;.example.com'],
  [' two\r\n lines\t', 'two lines'],
])('prose: %j', (text, markdown) => {
  expect(prose(text)).toBe(markdown);
});

test.each([
  ['`a.b` is missing.', '`a.b` is missing.'],
  ['`a` and `b_c` are `@x`', '`a` and `b_c` are `@x`'],
  ['`open_ended @x', '\\`open_ended @&#8203;x'],
  ['`` is empty', '\\`\\` is empty'],
])('remark: %j', (text, markdown) => {
  expect(remark(text)).toBe(markdown);
});
