import { expect, test } from 'vitest';
import { mainText } from '../../src/links/page-text.ts';

const words = 'The window holds 204,800 tokens, and the price is the same for all of them.';

test.each([
  ['the main part alone', `<nav>Home</nav><main><p>${words}</p></main><footer>Imprint</footer>`, words],
  [
    'no script, style or hidden text',
    `<main><script>x()</script><p hidden>no</p><p>${words}</p></main>`,
    words,
  ],
  [
    'a row of a table in one line',
    `<main><p>${words}</p><table><tr><td>Input</td><td>$0.30</td></tr></table></main>`,
    `${words}\nInput | $0.30`,
  ],
  ['nothing of a wall', `<title>Just a moment...</title><main>${words}</main>`, undefined],
  ['nothing of an empty frame', '<main><div id="root"></div></main>', undefined],
])('a page says %s', (_, html, expected) => {
  expect(mainText(html)).toBe(expected);
});

test('marks without end on one letter are read in time', () => {
  expect(mainText(`<main><p>${words}</p><p>a${'\u0301\u0323'.repeat(60_000)}</p></main>`)).toContain(words);
});
