import { compile, type SelectorDefinition } from 'html-to-text';

/** What of a page is read; selectors are those of `problemWithSelector`. */
export interface PageTextOptions {
  /** The element that holds what matters. Default: the page's own main part. */
  select?: string | undefined;
  /** Elements that do not matter. */
  ignore?: readonly string[] | undefined;
}

// Real pages are a few dozen deep; deep trees are walked by recursion, and take seconds. A page of 1 MB has some 20,000
// tags; 50,000 take half a second (measured).
const DEEPEST = 200;
const MOST_TAGS = 50_000;
// No character, so no page holds it: it stands where something was left out.
const CUT = '\uffff';

const SKIPPED = [
  'script,style,noscript,template,svg,iframe,object,canvas,form,nav,footer,aside,time,button,select,img,hr',
  'header[role=banner],[role=banner],[role=navigation],[role=contentinfo],[hidden],[aria-hidden=true]',
  '[style*="display:none"i],[style*="display: none"i],.visually-hidden,.sr-only,.screen-reader-text',
].flatMap((selectors) => selectors.split(','));

const BLOCKS = [
  'h1,h2,h3,h4,h5,h6,p,div,section,article,main,header,figure,figcaption,details,summary,fieldset',
  'blockquote,ul,ol,li,dl,dt,dd,table,caption,tr',
].flatMap((selectors) => selectors.split(','));

/** What stands in a cell, in one line: a row reads as a row. */
const IN_CELLS = ['td > p', 'td > div', 'th > p', 'th > div', 'td > ul', 'td > ol'];

/**
 * The text of a page's main part: a line for each paragraph and row of a table, without what frames the page, is hidden
 * or ignored. Empty where the page has nothing there; undefined where it is too large or nested to be read whole.
 */
export function pageText(html: string, { select, ignore = [] }: PageTextOptions = {}): string | undefined {
  if (isTangled(html)) return undefined;
  // The package takes some of them for blanks.
  const seen = html.replaceAll(/\p{Cf}+/gu, '');
  const text = compileFor(select ?? rootOf(html), ignore, select === undefined)(seen);
  return text.includes(CUT) ? undefined : tidied(text);
}

/** One sentence with its remedy where a selector of CSS cannot be followed. */
export function problemWithSelector(selector: string): string | undefined {
  const remedy = 'Write tags, .classes, #ids, [attributes] and > between them, such as main > .prices.';
  // With `+` the package looks for the element before by recursion, over comments and texts without end.
  const isFollowed = !selector.includes('+') && isCompiled(selector);
  return isFollowed ? undefined : `The selector cannot be followed. ${remedy}`;
}

function isCompiled(selector: string): boolean {
  try {
    compile({ selectors: [{ selector, format: 'skip' }] });
    return true;
  } catch {
    // Whatever it throws, it could not be read.
    return false;
  }
}

// To order marks takes the square of their number (measured: 500,000 on one letter take minutes). UAX #15 calls a text
// stream-safe that has at most 30 of them in a row.
const MARKS = /(\p{M}{30})\p{M}+/gu;

/** Blanks made one, empty lines and characters that nobody sees left out. */
export function tidied(text: string): string {
  return text
    .replaceAll(MARKS, '$1')
    .normalize('NFC')
    .split('\n')
    .map((line) =>
      line
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/[\p{Cc}\p{Cf}]+/gu, '')
        .replace(/ \| ?$/, '')
        .trim(),
    )
    .filter((line) => line !== '')
    .join('\n');
}

// Counts roughly, and errs to the side of deep: an end that is left out counts for each time.
function isTangled(html: string): boolean {
  let depth = 0;
  let tags = 0;
  for (const [, closing, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    tags += 1;
    if (closing === '/') depth = Math.max(0, depth - 1);
    else if (!NEVER_CLOSED.has(name.toLowerCase())) depth += 1;
    if (depth > DEEPEST * 10 || tags > MOST_TAGS) return true;
  }
  return false;
}

const NEVER_CLOSED = new Set(
  'area,base,br,col,embed,hr,img,input,link,meta,param,source,track,wbr,p,li,dt,dd,td,th,tr,option,path'.split(
    ',',
  ),
);

// The order of upstream.md, section 2.13. Of several roots that match, html-to-text takes the outermost.
function rootOf(html: string): string {
  if (/<main[\s>]/i.test(html)) return 'main';
  if (/\srole\s{0,9}=\s{0,9}["']?main["'\s>]/i.test(html)) return '[role=main]';
  // Several are teasers, or comments.
  return /<article[\s>]/i.test(html) && !/<article[\s>][\s\S]*<article[\s>]/i.test(html) ? 'article' : 'body';
}

function compileFor(root: string, ignore: readonly string[], isOwn: boolean): (html: string) => string {
  const line = { format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } };
  const selectors: SelectorDefinition[] = [
    ...BLOCKS.map((selector) => ({ selector, ...line })),
    ...IN_CELLS.map((selector) => ({ selector, format: 'inlineSurround', options: { suffix: ' ' } })),
    ...['td', 'th'].map((selector) => ({ selector, format: 'inlineSurround', options: { suffix: ' | ' } })),
    { selector: 'a', options: { ignoreHref: true } },
    ...SKIPPED.map((selector) => ({ selector, format: 'skip' })),
    // Who selects the footer means it.
    { selector: root, ...line },
    ...ignore.map((selector) => ({ selector, format: 'skip' })),
  ];
  return compile({
    baseElements: { selectors: [root], returnDomByDefault: isOwn && root === 'body' },
    limits: {
      maxDepth: DEEPEST,
      maxChildNodes: 20_000,
      maxBaseElements: 100,
      maxInputLength: Infinity,
      ellipsis: CUT,
    },
    wordwrap: false,
    selectors,
  });
}
