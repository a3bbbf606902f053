import { parseFeed } from 'feedsmith';
import * as z from 'zod';
import { readUrl } from '../domain/url.ts';
import { clip } from './clip.ts';
import { shortSha } from './web-address.ts';

/** What is read of one entry of a feed. */
export const FeedItem = z.object({
  /** A hash of what the feed calls the entry. */
  name: z.string(),
  /** A hash of its title and the path of its link, where it has such a path. */
  print: z.string().optional(),
  title: z.string(),
  /** The beginning of title and summary, where a regular expression looks. */
  text: z.string(),
  link: z.string().optional(),
  /** Milliseconds since 1970. */
  published: z.number().optional(),
});
export type FeedItem = z.infer<typeof FeedItem>;

/** One entry in whatever format, before anything is made of it. Everything in it is hostile. */
interface Entry {
  id: string | undefined;
  link: string | undefined;
  title: string | undefined;
  summary: string | undefined;
  date: string | undefined;
}

const MOST_ITEMS = 200;
const LONGEST_TITLE = 200;
const LONGEST_LINK = 1_000;
// With 200 entries a regular expression is held against 200 kB.
const LONGEST_TEXT = 1_000;

/**
 * Reads the entries of a feed (RSS, Atom, RDF, JSON Feed), the newest 200 where there are more. Links are resolved
 * against the address of the feed. The problem completes the sentence "The site answered with …".
 */
export function readItems(text: string, address: string): { items: FeedItem[] } | { problem: string } {
  const problem = problemWith(text);
  if (problem !== undefined) return { problem };
  let entries: Entry[];
  try {
    entries = entriesOf(withoutPeople(text));
  } catch {
    return { problem: 'a document of another shape than a feed' };
  }
  const dated = entries.map((entry) => ({ entry, published: momentOf(entry.date) }));
  const newest = dated
    .sort((one, other) => (other.published ?? 0) - (one.published ?? 0))
    .slice(0, MOST_ITEMS);
  return { items: newest.map(({ entry, published }) => itemOf(entry, published, address)) };
}

function problemWith(text: string): string | undefined {
  if (/^\s*<(?:!doctype\s+html|html)\b/i.test(text)) return 'a web page';
  if (/^\s*[{[]/.test(text)) return problemWithJson(text);
  // Entities that are defined here can be built to fill the memory. No feed needs one.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return 'XML that declares a document type or entities';
  if (!/<(?:[\w-]+:)?(?:rss|feed|rdf)[\s>]/i.test(text)) return 'a document of another shape than a feed';
  return /<\/(?:[\w-]+:)?(?:rss|feed|rdf)\s*>/i.test(text) ? undefined : 'XML that has no end';
}

function problemWithJson(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return 'something that is not JSON';
  }
}

// The parser takes the names of people apart in quadratic time: brackets of 2 MB would keep it busy for an hour. Nobody
// here asks who wrote an entry.
function withoutPeople(text: string): string {
  return text.replaceAll(/(<\/?(?:[^\s<>]*:)?)(author|managingeditor|webmaster)(?=[\s/>])/gi, '$1not-$2');
}

function entriesOf(text: string): Entry[] {
  const { format, feed } = parseFeed(text);
  switch (format) {
    case 'atom':
      return (feed.entries ?? []).map((entry) => ({
        id: entry.id,
        link: entry.links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href,
        title: entry.title?.value,
        summary: entry.summary?.value ?? entry.content?.value,
        date: entry.published ?? entry.updated,
      }));
    case 'rss':
      return (feed.items ?? []).map((item) => ({
        id: item.guid?.value,
        link: item.link ?? permalinkOf(item.guid),
        title: item.title,
        summary: item.description ?? item.content?.encoded,
        date: item.pubDate ?? item.dc?.dates?.[0],
      }));
    case 'rdf':
      return (feed.items ?? []).map((item) => ({
        id: item.rdf?.about,
        link: item.link,
        title: item.title,
        summary: item.description,
        date: item.dc?.dates?.[0],
      }));
    case 'json':
      return (feed.items ?? []).map((item) => ({
        id: item.id,
        link: item.url ?? item.external_url,
        title: item.title,
        summary: item.summary ?? item.content_text ?? item.content_html,
        date: item.date_published ?? item.date_modified,
      }));
    default:
      return format satisfies never;
  }
}

// A permanent link is what a `guid` is by default, and most of those that are none do not say so.
function permalinkOf(guid: { value?: string; isPermaLink?: boolean } | undefined): string | undefined {
  return guid?.isPermaLink !== false && /^https?:/i.test(guid?.value ?? '') ? guid?.value : undefined;
}

function itemOf(entry: Entry, published: number | undefined, address: string): FeedItem {
  const { id, link, title = '', summary = '', date = '' } = entry;
  const url = webAddress(link, address);
  const path = url && essentialPath(url);
  const name = id ?? (url && `${url.host}${path}`) ?? `${title}\n${date}`;
  return {
    name: shortSha(name),
    ...(path && { print: shortSha(JSON.stringify([plain(title), path])) }),
    title: clip(title, LONGEST_TITLE),
    text: clip(`${title}\n${summary}`, LONGEST_TEXT),
    ...(url && { link: url.href }),
    ...(published !== undefined && { published }),
  };
}

function webAddress(link: string | undefined, base: string): URL | undefined {
  if (link === undefined || link.length > LONGEST_LINK) return undefined;
  const url = readUrl(link, base);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url : undefined;
}

/** Path and query of an address without what changes when a site moves or counts its visitors. */
function essentialPath({ pathname, searchParams }: URL): string {
  const query = [...searchParams].filter(([name]) => !name.startsWith('utm_')).map((pair) => pair.join('='));
  return [pathname.replace(/\/+$/, ''), ...query].join('&');
}

function plain(title: string): string {
  return title.toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

function momentOf(date: string | undefined): number | undefined {
  const moment = Date.parse(date?.slice(0, 100) ?? '');
  return moment >= 0 && moment < Date.UTC(10_000) ? moment : undefined;
}
