import { expect, it } from 'vitest';
import { nextPage } from '../../src/upstream/next-page.ts';

const PAGE = 'https://hub.example/api/tree?limit=2';

it.each([
  [undefined, undefined],
  ['', undefined],
  ['<https://hub.example/api/tree?cursor=a,b>; rel="next"', 'https://hub.example/api/tree?cursor=a,b'],
  ['</api/tree?cursor=2>; rel=next', 'https://hub.example/api/tree?cursor=2'],
  ['<?cursor=1>; rel="prev", <?cursor=3>; rel="next"', 'https://hub.example/api/tree?cursor=3'],
  ['<?cursor=3>; title="x"; rel="next", <?cursor=9>; rel="last"', 'https://hub.example/api/tree?cursor=3'],
  ['<?cursor=1>; rel="nextish"', undefined],
  ['<?cursor=1>; rel="prev"', undefined],
  ['<https://[>; rel="next"', undefined],
])('the page after %j', (link, next) => {
  expect(nextPage(link, PAGE)).toBe(next);
});

it('takes no longer for a header that is made to', () => {
  const start = performance.now();
  for (const part of ['<', '<>', '<a>;', '<a>; rel=', ' ']) nextPage(part.repeat(30_000), PAGE);
  expect(performance.now() - start).toBeLessThan(20_000);
});
