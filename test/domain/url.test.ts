import { expect, test } from 'vitest';
import { readUrl } from '../../src/domain/url.ts';

test.each([
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ['https://例え.example/', 'https://xn--r8jz45g.example/'],
  ['not an address', undefined],
])('%s is read as %s, however many addresses came before', (text, href) => {
  for (let count = 0; count < 20_000; count++) readUrl(`https://example.org/${count}`);
  expect(readUrl(text)?.href).toBe(href);
});

test('an address may stand below another', () => {
  expect(readUrl('../b', 'https://example.org/a/c/')?.href).toBe('https://example.org/a/b');
  expect(readUrl('../b', 'no address')).toBeUndefined();
});
