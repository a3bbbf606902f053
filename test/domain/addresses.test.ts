import { expect, test } from 'vitest';
import { isTrivialMove, pageOf, parseAddress } from '../../src/domain/addresses.ts';

test.each([
  ['https://Example.org', 'https://example.org/'],
  ['https://example.org:443/a/../b/./c#part', 'https://example.org/b/c'],
  ['http://example.org:80/?q=1#', 'http://example.org/?q=1'],
  ['http://example.org:443/', 'http://example.org:443/'],
  ['  https://example.org/a b  ', 'https://example.org/a%20b'],
  ['https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
  ['https://example.org/%7Euser', 'https://example.org/%7Euser'],
  // What is written as something else shows what it is.
  ['http://2130706433/', 'http://127.0.0.1/'],
  ['http://0x7f.1/', 'http://127.0.0.1/'],
  ['http://0177.0.0.1/', 'http://127.0.0.1/'],
  ['http://127.1', 'http://127.0.0.1/'],
  ['http://127.0.0.1./', 'http://127.0.0.1/'],
  ['http://①②⑦.0.0.1/', 'http://127.0.0.1/'],
  ['http://[::ffff:7f00:1]/', 'http://[::ffff:7f00:1]/'],
  ['http://[0:0:0:0:0:ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/'],
])('%s is the page %s', (cited, page) => {
  expect(pageOf(cited)).toBe(page);
});

test.each([
  ['', 'invalid-url', 'cannot be read'],
  ['example.org/no-scheme', 'invalid-url', 'cannot be read'],
  ['http://', 'invalid-url', 'cannot be read'],
  ['http://1.2.3.4.5/', 'invalid-url', 'cannot be read'],
  ['http://[::1/', 'invalid-url', 'cannot be read'],
  ['http://example.org:99999/', 'invalid-url', 'cannot be read'],
  ['http://exa mple.org/', 'invalid-url', 'cannot be read'],
  ['http://good.example\\@127.0.0.1/', 'invalid-url', 'backslash'],
  ['https:\\\\example.org\\', 'invalid-url', 'backslash'],
  ['https://example.org/a\nb', 'invalid-url', 'control character'],
  ['https://exam\tple.org/', 'invalid-url', 'control character'],
  ['https://example.org/\u0000', 'invalid-url', 'control character'],
  ['https://user:secret@example.org/', 'invalid-url', 'credentials'],
  ['https://user@example.org/', 'invalid-url', 'credentials'],
  [`https://example.org/${'a'.repeat(8_000)}`, 'invalid-url', 'too long'],
  [`https://example.org/${'ü'.repeat(3_000)}`, 'invalid-url', 'too long'],
  ['mailto:someone@example.org', 'unsupported-scheme', 'mailto:'],
  ['file:///etc/passwd', 'unsupported-scheme', 'file:'],
  ['javascript:alert(1)', 'unsupported-scheme', 'javascript:'],
  ['data:text/html,x', 'unsupported-scheme', 'data:'],
  ['ftp://example.org/', 'unsupported-scheme', 'ftp:'],
  ['localhost:3000', 'unsupported-scheme', 'localhost:'],
])('%j is no page', (cited, reason, detail) => {
  expect(parseAddress(cited)).toStrictEqual({ kind: 'problem', reason, detail });
  expect(pageOf(cited)).toBeUndefined();
});

test('an address of just under 8,000 characters is a page', () => {
  const page = `https://example.org/${'a'.repeat(7_979)}`;
  expect(pageOf(page)).toBe(page);
});

test('the page of a page is itself', () => {
  for (const cited of ['https://Bücher.example:443/a/../ü?x=ü#y', 'http://127.1/#', 'https://a.example/?']) {
    const page = pageOf(cited) ?? '';
    expect(pageOf(page)).toBe(page);
  }
});

test.each([
  ['http://example.org/a', 'https://www.example.org/a/', true],
  ['https://example.org/Docs?x=1', 'https://example.org/docs/?x=1', true],
  ['https://example.org', 'https://example.org/home', false],
  ['https://example.org/a', 'https://example.com/a', false],
  ['https://example.org/a?v=1', 'https://example.org/a?v=2', false],
])('%s → %s is trivial: %s', (from, to, trivial) => {
  expect(isTrivialMove(from, to)).toBe(trivial);
});
