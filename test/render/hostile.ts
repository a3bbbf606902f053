import * as fc from 'fast-check';
import { expect } from 'vitest';
import { decode, isRegular, read, type Reading } from './markdown.ts';

const SHA = '6849f0c2a1b2c3d4e5f607186849f0c2a1b2c3d4';

const fragments = [
  '@octocat',
  '@acme/team',
  'acme/evals#1',
  '#1',
  'Fixes #12',
  'GH-7',
  'gh-7',
  '_GH-7',
  SHA,
  SHA.slice(0, 7),
  `abcdef${SHA.slice(0, 8)}`,
  `acme/evals@${SHA}`,
  `_${SHA}_`,
  '1234567',
  'https://github.com/acme/evals/issues/1',
  'http://evil.example',
  'ftp://evil.example/x',
  'www.evil.example',
  '_www.evil.example',
  '~WWW.evil.example',
  'mailto:me@evil.example',
  'me@evil.example',
  '<https://evil.example>',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</details>',
  '</summary>',
  '<!-- reverify:v1 kind=stale key=0123456789abcdef facts= answered= closed=yes -->',
  '<!-- reverify:v1 kind=review -->',
  '<!--',
  '-->',
  '`',
  '``',
  '```',
  '~~~',
  '|',
  '\\',
  '\\|',
  '\\\\|',
  '| --- | --- |',
  '\n',
  '\n\n',
  '\r',
  '\r\n',
  '\n# heading\n',
  '\n- [ ] box\n',
  '- item',
  '1. item',
  '12) item',
  '+ item',
  '---',
  '===',
  '***',
  '> quote',
  '    indented',
  '\t',
  '\0',
  '\u202E',
  '\u2066',
  '\u200B',
  '\u200D',
  '\uFEFF',
  '\u2028',
  '\uD83D',
  '\uDE00',
  '😀',
  '](javascript:alert(1))',
  '[x](javascript:alert(1))',
  '![img](http://evil.example/x.png)',
  '[x]: http://evil.example',
  '[x][x]',
  '[^1]',
  '&#64;octocat',
  '&lt;b&gt;',
  '&copy;',
  '$x$',
  '**',
  '_',
  '__a__',
  '~~',
  ':smile:',
  '{{ x }}',
  '\u001B[31m',
  '!',
  '[',
  ']',
  '(',
  ')',
  '%',
  'é',
  ' ',
];

/** Text of somebody who means harm, or of somebody who has no idea. */
export const hostile: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...fragments) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 8 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
      { weight: 1, arbitrary: fc.constantFrom('x'.repeat(5000), '@a '.repeat(2000), '`'.repeat(400)) },
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));

/** Addresses as they stand in files, and where their links may lead; undefined where there must be no link. */
export const addresses: Readonly<Record<string, string | undefined>> = {
  'https://example.com/a_page?b=1&c=2': 'https://example.com/a_page?b=1&c=2',
  'https://example.com/x_(y)': 'https://example.com/x%5F%28y%29',
  'https://example.com/_a_*b*': 'https://example.com/%5Fa%5F%2Ab%2A',
  'https://example.com/?q=&copy;&#35;': 'https://example.com/?q=&copy;&#35;',
  'https://example.com/@user/x': 'https://example.com/%40user/x',
  'https://example.com/?a=`b|c\\d': 'https://example.com/?a=%60b%7Cc%5Cd',
  'https://example.com/ ä<>"': 'https://example.com/%20%C3%A4%3C%3E%22',
  'https://github.com/acme/evals/issues/1': 'https://redirect.github.com/acme/evals/issues/1',
  'http://www.github.com/acme/evals/Pull/1#x': 'http://redirect.github.com/acme/evals/Pull/1#x',
  'https://github.com./acme/evals/discussions/1': 'https://redirect.github.com/acme/evals/discussions/1',
  [`https://github.com/acme/evals/commit/${SHA}`]: `https://redirect.github.com/acme/evals/commit/${SHA}`,
  'https://github.com/acme/evals': 'https://github.com/acme/evals',
  'https://user:secret@example.com/': undefined,
  'javascript:alert(1)': undefined,
  'data:text/html,x': undefined,
  'ftp://example.com/x': undefined,
  'not an address': undefined,
  [`https://example.com/${'ä'.repeat(400)}`]: undefined,
  [`https://example.com/${'x'.repeat(5000)}`]: undefined,
};

export const address: fc.Arbitrary<string> = fc.constantFrom(...Object.keys(addresses));

// As they are cited, and as pages without their fragments.
const followed = new Set(Object.values(addresses).flatMap((href) => [href, href?.split('#')[0]]));

/** What GitHub makes a link, a mention or a reference of; and what turns or hides text, but for our zero-width space. */
const HARM =
  /@[\p{L}\p{N}]|#\d|(?<![a-z0-9])gh-\d|(?<![a-z0-9])[0-9a-f]{7,40}(?![a-z0-9])|:\/\/|www\.|(?![\u200B\n])[\p{Cc}\p{Cf}\p{Cs}]/iu;

const OUR_HTML = /^<br>$|^<details(?: open)?><summary>[^<>]*<\/summary>$|^<\/details>$/;

/**
 * Holds a Markdown text against everything that hostile text must not do in it. `marker` must come last, and before it
 * the boxes of these names: each once, whole, empty, and where a person can tick it.
 */
export function expectHarmless(
  markdown: string,
  marker?: string,
  boxes: readonly string[] | RegExp = [],
): Reading {
  const reading = read(markdown);
  const { texts, links, images, html, tables } = reading;
  const named = html.filter((tag) => tag.includes('reverify:box'));
  if (boxes instanceof RegExp) {
    expect(named.filter((tag) => !boxes.test(tag))).toEqual([]);
    expect(reading.tasks).toEqual(named.map(() => false));
  } else {
    expect(named).toEqual(boxes.map((box) => `<!-- reverify:box ${box} -->`));
    expect(reading.tasks).toEqual(boxes.map(() => false));
  }
  if (!(boxes instanceof RegExp) && boxes.length > 0) {
    const list = boxes.map((box) => `- \\[ \\] [^\\n]+ <!-- reverify:box ${box} -->\\n`).join('');
    const above = markdown.slice(0, markdown.lastIndexOf(marker ?? ''));
    expect(above).toMatch(new RegExp(`\\n\\n${list}\\n$`));
  }
  const ours = html.filter((tag) => tag !== marker && !tag.includes('reverify:box'));
  expect(ours.filter((tag) => !OUR_HTML.test(tag))).toEqual([]);
  expect(html.filter((tag) => tag === marker).length).toBe(marker === undefined ? 0 : 1);
  expect(markdown.trimEnd().endsWith(marker ?? '')).toBe(true);
  expect(ours.filter((tag) => tag.startsWith('<details')).length).toBe(
    ours.filter((tag) => tag === '</details>').length,
  );
  const summaries = ours.map((tag) => decode(tag.replaceAll(/<[^>]*>/g, '')));
  expect([...texts, ...summaries].filter((text) => HARM.test(text))).toEqual([]);
  expect(images).toEqual([]);
  expect(links.filter((href) => !followed.has(href) && !isOurs(href))).toEqual([]);
  expect(tables.filter((table) => !isRegular(table)).map(({ raw }) => raw)).toEqual([]);
  return reading;
}

/** Holds a plain text, a title or a line of a log, against what it must not carry. */
export function expectPlain(text: string, maxLength: number): void {
  expect(text.length).toBeLessThanOrEqual(maxLength);
  expect(text).not.toMatch(/(?!\u200B)[\p{Cc}\p{Cf}\p{Cs}]/u);
}

// Addresses of the builders, of files and of issues.
function isOurs(href: string): boolean {
  return /^https:\/\/(?:(?:h\d+\.)?(?:hub|gone)\.example|git\.example\/acme\/evals\/(?:(?:blob|edit|new)\/main|pull|issues))[/?][^()\s]*$/.test(
    href,
  );
}
