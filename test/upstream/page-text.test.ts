import { describe, expect, it } from 'vitest';
import { decodePage } from '../../src/upstream/decode-page.ts';
import { linesOf } from '../../src/upstream/page-lines.ts';
import { pageText, problemWithSelector, tidied } from '../../src/upstream/page-text.ts';
import { compileRegex } from '../../src/upstream/regex.ts';

describe('the text of a page', () => {
  it.each([
    ['main before article and body', '<article>a</article><main>m</main><p>b', 'm'],
    ['[role=main] where there is no main', '<p>b</p><div role="main">r</div>', 'r'],
    ['the one article', '<p>b</p><article>a</article>', 'a'],
    ['the body where there are several', '<article>a</article><article>b</article>', 'a\nb'],
    ['the body of a page without one', '<p>one<p>two', 'one\ntwo'],
    [
      'no scripts and styles',
      '<main>a<script>s()</script><style>s{}</style><noscript>n</noscript></main>',
      'a',
    ],
    ['no frame', '<main>a<nav>n</nav><aside>s</aside><footer>f</footer><form>f</form></main>', 'a'],
    ['no banner, but a header of a section', '<body><header role=banner>b</header><header>h</header>', 'h'],
    ['no times', '<main>Seen <time>2 hours ago</time></main>', 'Seen'],
    [
      'nothing hidden',
      '<main>a<p hidden>h</p><p aria-hidden="true">x</p><p class="visually-hidden">v</main>',
      'a',
    ],
    [
      'no images and addresses',
      '<main><a href="https://example.com/?s=1">link</a><img alt="alt" src="x"></main>',
      'link',
    ],
    ['headings as they are written', '<main><h1>The Table</h1>x</main>', 'The Table\nx'],
    [
      'rows of tables as lines',
      '<main><table><tr><th>Model<th>State<tr><td><p>a</p><td>Active</table></main>',
      'Model | State\na | Active',
    ],
    ['items of lists as lines', '<main><ul><li>a<li>b</ul></main>', 'a\nb'],
    ['lines of code as lines', '<main><pre>a\nb</pre></main>', 'a\nb'],
    ['blanks made one', '<main>a\u00a0&nbsp; b\t\tc</main>', 'a b c'],
    ['one form of letters', '<main>e\u0301</main>', 'é'],
    ['no characters that nobody sees', '<main>a\u200b\u202eb&#7;c</main>', 'abc'],
    ['entities as what they stand for', '<main>&lt;b&gt; &amp; &euro;</main>', '<b> & €'],
  ])('is %s', (_name, html, text) => {
    expect(pageText(html)).toBe(text);
  });

  it('is that of the element that is selected', () => {
    const html =
      '<main>m</main><div id="s" class="prices">1<b class="x">2</b></div><footer>f</footer><td><p class=q>c</p>';
    expect(pageText(html, { select: '#s' })).toBe('12');
    expect(pageText(html, { select: 'div.prices > b' })).toBe('2');
    expect(pageText(html, { select: 'footer' })).toBe('f');
    expect(pageText(html, { select: '.q' })).toBe('c');
    expect(pageText(html, { select: '#none' })).toBe('');
    expect(pageText('<p>b</p>', { select: 'main' })).toBe('');
  });

  it('is without what is ignored', () => {
    const html = '<main>m<p class="meta">1</p><div><b class="meta x">2</b>d</div><p>p</p></main>';
    expect(pageText(html, { ignore: ['.meta'] })).toBe('m\nd\np');
    expect(pageText(html, { ignore: ['p.meta', 'div > b'] })).toBe('m\nd\np');
    expect(pageText(html, { ignore: ['p'] })).toBe('m\n2d');
    expect(pageText(html, { select: 'div', ignore: ['.x'] })).toBe('d');
  });

  it.each([
    ['nests without end', '<b>'.repeat(80_000)],
    ['nests deeper than is walked', `${'<div>'.repeat(300)}deep`],
    ['has more tags than are read', '<p>x</p>'.repeat(60_000)],
    ['has more in one element than is read', `<main>${'x<br>'.repeat(25_000)}</main>`],
    ['opens paths without end', '<path>'.repeat(100_000)],
    ['is full of comments', `<main>${'<!--x-->'.repeat(100_000)}`],
  ])('cannot be told where a page %s', (_name, html) => {
    expect(pageText(html)).toBeUndefined();
    expect(pageText(html, { select: 'main', ignore: ['b > b', '.x'] })).toSatisfy(
      (text) => text === undefined || text === '',
    );
  });

  // Each of these is 1 MB, and read in the time that a page may take; what takes the square of it outlasts the test.
  it.each([
    ['marks on one letter', `a${'\u0301\u0323'.repeat(250_000)}`],
    ['opened angles', '<'.repeat(1_000_000)],
    ['halves of entities', '&#'.repeat(500_000)],
    ['blanks', ' '.repeat(1_000_000)],
    ['one attribute', `<a title="${'x'.repeat(1_000_000)}">`],
    ['attributes', `<a ${'a=b '.repeat(250_000)}>`],
    ['a comment that does not end', `<!--${'-'.repeat(1_000_000)}`],
    ['the word role', ' role  '.repeat(140_000)],
    ['lines of code', `<pre>${'x\n'.repeat(500_000)}`],
  ])('is read in time where a page is full of %s', (_name, html) => {
    expect(typeof pageText(html)).toBe('string');
  });

  it('keeps as many marks on a letter as any language writes', () => {
    expect(tidied(`a${'\u0323'.repeat(30)}`)).toHaveLength(30);
    expect(tidied(`a${'\u0323'.repeat(31)}`)).toHaveLength(30);
  });
});

describe('a selector', () => {
  it.each(['main', '.prices', '#a', 'div.x > p', '[data-id=x]', '[class^="price"]', '*'])(
    '%s is followed',
    (selector) => {
      expect(problemWithSelector(selector)).toBeUndefined();
    },
  );

  it.each([
    '',
    ' ',
    'main p',
    'h2 ~ p',
    'h2 + p',
    'p:nth-child(2)',
    'a, b',
    '<b>',
    '[a="',
    'p >',
    '('.repeat(200),
  ])('%j is refused in a sentence', (selector) => {
    expect(problemWithSelector(selector)).toMatch(/^[A-Z].+\. Write .+\.$/);
  });
});

describe('the lines that say something', () => {
  it.each([
    'Last updated: 2 June 2026',
    'last modified yesterday',
    'Updated on 2026-06-12',
    '© 2026 Example',
    'Copyright 2026 Example',
    '1,204 views',
    '5 min read',
  ])('are not %j', (line) => {
    expect(linesOf(`a\n${line}\nb`, undefined, undefined)).toEqual(['a', 'b']);
  });

  it.each(['Model a was last updated in May', 'Copyright law', 'viewed', 'The views of 3 people'])(
    'are %j',
    (line) => {
      expect(linesOf(line, undefined, undefined)).toEqual([line]);
    },
  );

  it('are those that are not ignored, and of them what is extracted', () => {
    const text = 'Model a retires 2026-12-01.\nAdvert 2026-01-01\nNothing\nModel b retires 2027-01-01.';
    expect(linesOf(text, compileRegex('/^advert/i'), undefined)).toHaveLength(3);
    expect(linesOf(text, compileRegex('Advert'), compileRegex('/\\d{4}-\\d\\d-\\d\\d/'))).toEqual([
      '2026-12-01',
      '2027-01-01',
    ]);
    expect(linesOf(text, undefined, compileRegex('none'))).toEqual([]);
  });
});

describe('the charset of a page', () => {
  const umlaut = { latin1: [0xe4], utf8: [0xc3, 0xa4], be: [0x00, 0xe4], le: [0xe4, 0x00] };
  function bytes(...parts: (string | number[])[]): Uint8Array {
    return Uint8Array.from(
      parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
    );
  }

  it.each([
    ['the header', bytes(umlaut.latin1), 'text/html; charset=ISO-8859-1'],
    ['the header, in quotes', bytes(umlaut.latin1), 'text/html; charset="windows-1252"'],
    ['the header before the page', bytes('<meta charset=latin1>', umlaut.utf8), 'text/html; charset=utf-8'],
    ['the page', bytes('<meta charset="iso-8859-1">', umlaut.latin1), 'text/html'],
    [
      'the page, the old way',
      bytes(
        '<meta name=x><meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
        umlaut.latin1,
      ),
      'text/html',
    ],
    ['nothing: UTF-8', bytes(umlaut.utf8), 'text/html'],
    ['nobody', bytes(umlaut.utf8), 'text/html; charset=klingon'],
    ['a mark before the header', bytes([0xef, 0xbb, 0xbf], umlaut.utf8), 'text/html; charset=latin1'],
    ['the mark of UTF-16BE', bytes([0xfe, 0xff], umlaut.be), 'text/html'],
    ['the mark of UTF-16LE', bytes([0xff, 0xfe], umlaut.le), 'text/html'],
    ['a page that cannot be UTF-16', bytes('<meta charset=utf-16>', umlaut.utf8), 'text/html'],
    [
      'a page that names it too late',
      bytes(' '.repeat(1_024), '<meta charset=latin1>', umlaut.utf8),
      'text/html',
    ],
  ])('is told by %s', (_name, body, type) => {
    expect(
      decodePage(body, type)
        .trim()
        .replace(/^<.*>\s*/, ''),
    ).toBe('ä');
  });
});
