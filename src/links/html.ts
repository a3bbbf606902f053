import { readUrl } from '../domain/url.ts';
import type { HttpAnswer } from '../http/http.ts';

// The few things that a check reads out of a page's head and tags. All patterns are linear: pages are strangers' text.

type Answer = Extract<HttpAnswer, { kind: 'answer' }>;

/** The text of an HTML answer; nothing where it is none. */
export function htmlOf({ headers, body }: Answer): string | undefined {
  const type = headers['content-type'] ?? '';
  if (!/html/i.test(type) || body.byteLength === 0) return undefined;
  const charset = /charset\s*=\s*"?([\w-]{1,40})/i.exec(type)?.[1] ?? 'utf-8';
  return decoderFor(charset).decode(body);
}

function decoderFor(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset);
  } catch {
    // A name that nobody knows.
    return new TextDecoder();
  }
}

/** A page's title, blanks made one; empty where it has none. */
export function titleOf(html: string): string {
  return plain(/<title[^>]{0,200}>([^<]{0,300})/i.exec(html)?.[1] ?? '');
}

/** A page's first main heading without its tags; empty where it has none. */
export function headingOf(html: string): string {
  const found = /<h1[^>]{0,500}>([\s\S]{0,500}?)<\/h1/i.exec(html)?.[1] ?? '';
  return plain(found.replaceAll(/<[^>]{0,300}>/g, ' '));
}

/** Where a page sends its reader within ten seconds; nothing where it does not, or only those without scripts. */
export function metaRefreshOf(html: string, base: string): string | undefined {
  const head = html
    .slice(0, 16 * 1024)
    .replaceAll(/<(noscript|script|style)\b[\s\S]*?<\/\1|<!--[\s\S]*?-->/gi, ' ');
  for (const [tag] of head.matchAll(/<meta\b[^>]{0,2000}>/gi)) {
    if (!/http-equiv\s*=\s*["']?\s*refresh/i.test(tag)) continue;
    const content = /content\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag);
    const [, seconds, to] =
      /^\s*(\d{1,3})(?:\.\d*)?\s*[;,]\s*url\s*=\s*(.+)$/i.exec(content?.[1] ?? content?.[2] ?? '') ?? [];
    const target = to
      ?.trim()
      .replaceAll(/^["']|["']$/g, '')
      .replaceAll('&amp;', '&');
    if (target === undefined || Number(seconds) > 10) continue;
    const url = readUrl(target, base);
    if (url) return url.href;
  }
  return undefined;
}

/** Whether a page is likely to be put together by its scripts, so that what it lacks may come later. */
export function isScriptBuilt(html: string): boolean {
  if (
    /<[^>]{1,300}\b(id\s*=\s*["']?(root|app|__next|__nuxt|___gatsby|svelte)["'\s>]|ng-version|data-reactroot)/i.test(
      html,
    )
  )
    return true;
  const words = html
    .replaceAll(/<(script|style|noscript|template)\b[\s\S]*?<\/\1|<!--[\s\S]*?-->/gi, ' ')
    .replaceAll(/<[^>]{0,2000}>/g, ' ');
  return /<script\b/i.test(html) && words.replaceAll(/\s+/g, ' ').length < 200;
}

/** All anchors of a page: what its elements have as `id`, and its links as `name`. */
export function anchorsOf(html: string): Set<string> {
  const anchors = new Set<string>();
  for (const match of html.matchAll(
    /\s(?:id|name)\s*=\s*(?:"([^"]{1,500})"|'([^']{1,500})'|([^\s"'>]{1,500}))/gi,
  )) {
    anchors.add(unescaped(match[1] ?? match[2] ?? match[3] ?? ''));
  }
  return anchors;
}

function plain(text: string): string {
  return unescaped(text).replaceAll(/\s+/g, ' ').trim();
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

function unescaped(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,6})|#x([\da-f]{1,5})|(\w{2,6}));/gi,
    (all, ten, hex, name: string | undefined) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? all;
      return String.fromCodePoint(ten === undefined ? Number.parseInt(String(hex), 16) : Number(ten));
    },
  );
}
