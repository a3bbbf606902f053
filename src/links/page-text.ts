import { compile } from 'html-to-text';
import { hasChallengeTitle } from './challenge.ts';

/** More of a page is not looked at. */
const MOST_HTML = 256 * 1024;
/** A shorter text is an empty frame, or a page that its scripts have yet to put together. */
const SHORTEST_TEXT = 40;
/** A bot wall's page says little. */
const LARGEST_WALL = 1_500;

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

type Root = 'main' | '[role=main]' | 'article' | 'body';
type Convert = (html: string) => string;

// Each takes ten milliseconds to make, which only who meets such a page waits for.
const converters = new Map<Root, Convert>();

/**
 * The main text of a page: a line for each paragraph and row of a table, without what frames the page or is hidden.
 * Nothing where a page says nothing: walls, and frames that scripts fill.
 */
export function mainText(html: string): string | undefined {
  const page = html.slice(0, MOST_HTML);
  if (hasChallengeTitle(page) || isTangled(page)) return undefined;
  const roots = new Set([rootOf(page), 'body'] as const);
  for (const root of roots) {
    const text = tidied(converterFor(root)(page));
    if (text.length >= SHORTEST_TEXT) return isWall(text) ? undefined : text;
  }
  return undefined;
}

/** Whether a page nests deeper than any that people read: walking such a tree takes seconds (measured: 80,000 `<b>`). */
function isTangled(html: string): boolean {
  let depth = 0;
  // Few pages have so many tags that they could nest so deep; only those are looked at tag by tag.
  if (countOf('<', html) <= DEEPEST) return false;
  for (const [, closing, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (closing === '/') depth = Math.max(0, depth - 1);
    else if (!NEVER_CLOSED.has(name.toLowerCase())) depth += 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function countOf(char: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(char); at !== -1; at = text.indexOf(char, at + 1)) count += 1;
  return count;
}

const DEEPEST = 2_000;
// Of these the end is left out, or there is none.
const NEVER_CLOSED = new Set(
  'area,base,br,col,embed,hr,img,input,link,meta,param,source,track,wbr,p,li,dt,dd,td,th,tr,option,path'.split(
    ',',
  ),
);

// The order of upstream.md, section 2.13. Chosen beforehand: of several roots that match, html-to-text takes the outermost.
function rootOf(html: string): Root {
  if (/<main[\s>]/i.test(html)) return 'main';
  if (/\srole\s*=\s*["']?main["'\s>]/i.test(html)) return '[role=main]';
  // Several are teasers, or comments.
  return /<article[\s>]/i.test(html) && !/<article[\s>][\s\S]*<article[\s>]/i.test(html) ? 'article' : 'body';
}

function converterFor(root: Root): Convert {
  const convert = converters.get(root) ?? compileFor(root);
  converters.set(root, convert);
  return convert;
}

function compileFor(root: Root): Convert {
  return compile({
    baseElements: { selectors: [root], returnDomByDefault: root === 'body' },
    // Deep trees are walked by recursion; real pages are a few dozen deep.
    limits: {
      maxDepth: 200,
      maxChildNodes: 20_000,
      maxBaseElements: 20,
      maxInputLength: MOST_HTML,
      ellipsis: '',
    },
    wordwrap: false,
    selectors: [
      ...BLOCKS.map((selector) => ({
        selector,
        format: 'block',
        options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
      })),
      ...IN_CELLS.map((selector) => ({ selector, format: 'inlineSurround', options: { suffix: ' ' } })),
      ...['td', 'th'].map((selector) => ({ selector, format: 'inlineSurround', options: { suffix: ' | ' } })),
      { selector: 'a', options: { ignoreHref: true } },
      ...SKIPPED.map((selector) => ({ selector, format: 'skip' })),
    ],
  });
}

/** Lines that frame every page, and change without saying anything. */
const FRAME =
  /^(last (updated|modified|edited|reviewed)|updated on|published on|©|copyright|all rights reserved|\d[\d.,]*[km]? (views|likes|min(utes?)? read|shares|comments)\b)/i;

// To order marks takes the square of their number; UAX #15 calls a text stream-safe that has at most 30 in a row.
const MARKS = /(\p{M}{30})\p{M}+/gu;

function tidied(text: string): string {
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
    .filter((line) => line !== '' && !FRAME.test(line))
    .join('\n');
}

function isWall(text: string): boolean {
  return (
    text.length <= LARGEST_WALL &&
    /enable javascript and cookies|verif(y|ying) (that )?you are (a )?human|checking (if the site connection is secure|your browser)|unusual traffic|press (&|and) hold|complete the captcha|are you a robot/i.test(
      text,
    )
  );
}
