import * as z from 'zod';
import { dayOf } from '../domain/day.ts';
import type { UpstreamEvent } from '../domain/event.ts';
import { day } from '../domain/fields.ts';
import { clip } from './clip.ts';
import { FeedItem, readItems } from './feed-items.ts';
import { getDocument, type Reply } from './get-document.ts';
import { compileRegex, LONGEST_REGEX } from './regex.ts';
import type { Ask, Outcome, Source, SourceTools } from './source.ts';
import { hostOf, problemWithAddress, shortSha } from './web-address.ts';

const Items = z.array(FeedItem).max(200);

const Options = z.strictObject({
  /** Only entries whose title or summary fits. */
  match: z
    .string()
    .min(1)
    .max(LONGEST_REGEX)
    .refine(
      (text) => compileRegex(text) !== undefined,
      'Write a regular expression of RE2, such as /weights|open.?source/i.',
    )
    .optional(),
  /** Entries published after this day are news at first sight, too. */
  since: day.optional(),
});
type Options = z.infer<typeof Options>;

const ACCEPT =
  'application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/xml;q=0.8';
const LONGEST_FEED = 2_000_000;

/** Feeds in RSS, Atom or JSON Feed: what is new in them. */
export const feed: Source = {
  name: 'feed',
  conditions: { 'new-item': { kind: 'edge' } },
  options: Options,
  problemWithTarget: (target) => problemWithAddress(target, 'https://example.com/feed.xml'),
  look,
};

async function look({ target, options }: Ask<Options>, tools: SourceTools): Promise<Outcome> {
  const reply = await tools.shared(`feed ${target}`, () => askForFeed(target, tools));
  if (reply.kind !== 'value') return withoutFeed(target, reply);
  const items = reply.value;
  const regex = options.match === undefined ? undefined : compileRegex(options.match);
  const events = distinct(items)
    .filter(({ item }) => regex === undefined || regex.matches(item.text))
    .map((named) => eventOf(named, target, options));
  return { kind: 'ok', events };
}

function askForFeed(url: string, tools: SourceTools): Promise<Reply<FeedItem[]>> {
  return getDocument({
    http: tools.http,
    who: `The site ${hostOf(url)}`,
    what: 'the feed',
    url,
    accept: ACCEPT,
    maxBytes: LONGEST_FEED,
    keep: { memory: tools.memory, log: tools.log, schema: Items },
    // Sites say with a page that there is no such feed; whether a page came in its place is told by reading it.
    mayBePage: true,
    read(body, headers) {
      const read = readItems(decode(body, headers['content-type'] ?? ''), url);
      return 'problem' in read ? read : { value: read.items };
    },
  });
}

function withoutFeed(target: string, reply: Exclude<Reply<FeedItem[]>, { kind: 'value' }>): Outcome {
  const { why } = reply;
  if (reply.kind !== 'refused') return { kind: 'unknown', why };
  if (reply.status === 410) return { kind: 'unknown', why, permanent: true };
  if (reply.status !== 404) return { kind: 'unknown', why };
  return {
    kind: 'absent',
    why: `The site ${hostOf(target)} has no such feed.`,
    evidence: [{ label: 'Feed', url: target }],
  };
}

/** An entry by the name that the feed gives it, and by its print where that is its own. */
interface Named {
  item: FeedItem;
  name: string;
  print: string | undefined;
}

// Some feeds call several entries by one name, and others give one title and link to several: neither may hide news.
function distinct(items: readonly FeedItem[]): Named[] {
  const byBoth = [...new Map(items.map((item) => [both(item), item])).values()];
  const names = countBy(byBoth.map(({ name }) => name));
  const prints = countBy(byBoth.map(({ print = '' }) => print));
  return byBoth.map((item) => ({
    item,
    name: names.get(item.name) === 1 ? item.name : shortSha(both(item)),
    print: prints.get(item.print ?? '') === 1 ? item.print : undefined,
  }));
}

function both({ name, print = '', title }: FeedItem): string {
  return `${name} ${print || title}`;
}

function countBy(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function eventOf({ item, name, print }: Named, target: string, { since }: Options): UpstreamEvent {
  const { link, published } = item;
  const title = item.title || 'an entry without a title';
  const day = published === undefined ? undefined : dayOf(published);
  const site = shortSha(new URL(target).href);
  return {
    id: `feed:${site}:${name}`,
    ...(print !== undefined && { aliases: [`feed:${site}:fp:${print}`] }),
    source: 'feed',
    target,
    when: 'new-item',
    summary: `The feed of ${hostOf(target)} has a new entry: ${withoutMarkup(title)}.`,
    now: title,
    ...(since !== undefined && day !== undefined && day > since && { late: true }),
    evidence: [
      { label: 'Entry', text: title, ...(link !== undefined && { url: link }) },
      ...(day === undefined ? [] : [{ label: 'Published', text: day }]),
      { label: 'Feed', text: target, url: target },
    ],
  };
}

const LONGEST_SHOWN = 60;

function withoutMarkup(title: string): string {
  const plain = title.replaceAll(/[\p{C}\s*`[\]<>]+/gu, ' ').trim();
  return clip(plain, LONGEST_SHOWN);
}

function decode(body: Uint8Array, contentType: string): string {
  const declared = /^.{0,3}<\?xml[^>]{0,200}?\sencoding=["']([\w-]{1,40})["']/.exec(
    new TextDecoder('latin1').decode(body.subarray(0, 300)),
  );
  const label = /charset="?([\w-]{1,40})/i.exec(contentType)?.[1] ?? declared?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
