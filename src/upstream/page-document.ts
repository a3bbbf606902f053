import * as z from 'zod';
import type { Memory } from '../domain/memory.ts';
import { askOnce } from './ask-once.ts';
import { decodePage } from './decode-page.ts';
import { getDocument, type Reply } from './get-document.ts';
import { pageText, tidied, type PageTextOptions } from './page-text.ts';
import type { SourceTools } from './source.ts';
import { shortSha } from './web-address.ts';

/** The version of the normalisation: a text that was kept by another one is not compared. */
const NORM = 1;

const LARGEST_PAGE = 1_000_000;
const LONGEST_TEXT = 200_000;
/** A bot wall's page says little; a long text about walls is none. */
const LONGEST_WALL = 1_500;

type Headers = Readonly<Record<string, string>>;

/** Asks for a page's text, once for all looks that follow each other, and keeps the text alone. */
export function getPageText(
  url: string,
  options: PageTextOptions,
  tools: SourceTools,
): Promise<Reply<string>> {
  const { http, token, memory, log } = tools;
  const view = shortSha(JSON.stringify([NORM, options.select, options.ignore]));
  return askOnce(tools, 'page texts', `${view} ${url}`, () =>
    getDocument({
      http,
      token,
      who: 'The site',
      what: 'the page',
      url,
      accept: 'text/html, application/xhtml+xml, text/plain;q=0.8',
      maxBytes: LARGEST_PAGE,
      mayBePage: true,
      keep: { memory: apart(memory, view), log, schema: z.string() },
      read: (body, headers) => readPage(body, headers, options),
    }),
  );
}

function readPage(
  body: Uint8Array,
  headers: Headers,
  options: PageTextOptions,
): { value: string } | { problem: string } {
  const type = headers['content-type'] ?? '';
  const isPlain = /^text\/plain\b/i.test(type);
  if (!isPlain && !/^(text\/html|application\/xhtml\+xml)\b/i.test(type)) {
    return { problem: 'something that is neither a page nor plain text' };
  }
  const page = decodePage(body, type);
  if (isPlain && options.select !== undefined)
    return { problem: 'plain text, in which nothing can be selected' };
  const text = isPlain ? tidied(page) : pageText(page, options);
  if (text === undefined) return { problem: 'a page that is too large or too deeply nested' };
  if (isWall(page, text, headers)) return { problem: 'a page that lets no programs in' };
  return text.length > LONGEST_TEXT ? { problem: 'more than 200 kB of text' } : { value: text };
}

function isWall(page: string, text: string, headers: Headers): boolean {
  if (headers['cf-mitigated'] !== undefined) return true;
  const [, title = ''] = /<title[^>]{0,200}>([^<]{0,300})/i.exec(page) ?? [];
  if (/^\s*(just a moment|attention required)|captcha/i.test(title)) return true;
  return (
    text.length <= LONGEST_WALL &&
    /enable javascript and cookies|verif(y|ying) (that )?you are (a )?human|checking (if the site connection is secure|your browser)|unusual traffic|press (&|and) hold|complete the captcha|are you a robot/i.test(
      text,
    )
  );
}

// The same page read by another selector is another document.
function apart(memory: Memory, view: string): Memory {
  return {
    get: (key) => memory.get(`${key}#${view}`),
    set: (key, value) => memory.set(`${key}#${view}`, value),
    flush: () => memory.flush(),
  };
}
