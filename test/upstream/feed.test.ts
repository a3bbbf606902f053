import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '../../src/domain/event.ts';
import type { HttpClient } from '../../src/http/http.ts';
import { readItems } from '../../src/upstream/feed-items.ts';
import { feed } from '../../src/upstream/feed.ts';
import type { Outcome } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { roundOf } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';
import { startStandIn, type Said, type StandIn } from './stand-in.ts';

interface Entry {
  id?: string;
  title?: string;
  link?: string;
  date?: string;
  summary?: string;
}

const RELEASE: Entry = {
  id: 'tag:github.com,2008:Repository/599547518/v0.24.0',
  title: 'v0.24.0',
  link: 'https://github.example/vllm-project/vllm/releases/tag/v0.24.0',
  date: '2026-06-30T03:15:20Z',
};

function atom(...entries: Entry[]): Said {
  const parts = entries.map(
    ({ id, title, link, date, summary }) =>
      `<entry><id>${id}</id><updated>${date}</updated><link rel="self" href="https://self.example/"/>` +
      `<link rel="alternate" type="text/html" href="${link}"/><title>${title}</title><summary>${summary ?? ''}</summary></entry>`,
  );
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>Releases</title>${parts.join('')}</feed>`;
  return { body, type: 'application/atom+xml; charset=utf-8' };
}

function rss(...entries: Entry[]): Said {
  const parts = entries.map(({ id, title, link, date, summary }) =>
    [
      '<item>',
      id === undefined ? '' : `<guid>${id}</guid>`,
      title === undefined ? '' : `<title>${title}</title>`,
      link === undefined ? '' : `<link>${link}</link>`,
      date === undefined ? '' : `<pubDate>${date}</pubDate>`,
      summary === undefined ? '' : `<description>${summary}</description>`,
      '</item>',
    ].join(''),
  );
  const body = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>${parts.join('')}</channel></rss>`;
  return { body, type: 'application/rss+xml' };
}

itLooksLikeASource({
  source: feed,
  target: (url) => `${url}/releases.atom`,
  when: 'new-item',
  token: undefined,
  notFound: 'absent',
  conditional: true,
  start: () => startStandIn(() => atom(RELEASE)),
});

let site: StandIn;
let http: HttpClient;
let said: Said | undefined;

beforeEach(async () => {
  said = atom(RELEASE);
  site = await startStandIn(() => said);
  http = impatientHttp([site.url], 10_000);
});

afterEach(async () => {
  await http.close();
  await site.close();
});

function look(written: Record<string, unknown> = {}): Promise<Outcome> {
  const options = feed.options.parse(written);
  const round = roundOf(feed, { http, endpoint: 'https://unused.example' });
  return round.look('feed', { target: `${site.url}/feed`, when: 'new-item', options });
}

async function eventsOf(
  answer: Said,
  written: Record<string, unknown> = {},
): Promise<readonly UpstreamEvent[]> {
  said = answer;
  const outcome = await look(written);
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  return outcome.events;
}

/** The events of a later look that a runner would call news. */
function newsIn(before: readonly UpstreamEvent[], after: readonly UpstreamEvent[]): UpstreamEvent[] {
  const seen = new Set(before.flatMap(({ id, aliases = [] }) => [id, ...aliases]));
  return after.filter(({ id, aliases = [] }) => ![id, ...aliases].some((name) => seen.has(name)));
}

describe('the formats', () => {
  it('reads Atom, and asks as a reader of feeds does', async () => {
    const [event] = await eventsOf(atom(RELEASE));
    expect(event).toMatchObject({
      id: expect.stringMatching(/^feed:[0-9a-f]{16}:[0-9a-f]{16}$/),
      aliases: [expect.stringMatching(/^feed:[0-9a-f]{16}:fp:[0-9a-f]{16}$/)],
      now: 'v0.24.0',
      evidence: [
        { label: 'Entry', text: 'v0.24.0', url: RELEASE.link },
        { label: 'Published', text: '2026-06-30' },
        { label: 'Feed', url: `${site.url}/feed` },
      ],
    });
    expect(event?.summary).toMatch(/^The feed of 127\.0\.0\.1:\d+ has a new entry: v0\.24\.0\.$/);
    expect(site.requests.map(({ accept }) => accept)).toEqual([
      'application/atom+xml, application/rss+xml, application/feed+json;q=0.9, application/xml;q=0.8',
    ]);
  });

  it('reads RSS, with links that are relative, permanent or none', async () => {
    const events = await eventsOf(
      rss(
        { id: 'https://a.example/1', title: 'One', date: 'Tue, 02 Jun 2026 00:00:00 GMT' },
        { id: 'two', title: 'Two', link: '/posts/2' },
        { id: 'three', title: '<![CDATA[Three & more]]>', link: 'javascript:alert(1)' },
      ),
    );
    expect(events.map(({ now, evidence }) => [now, evidence[0]?.url])).toEqual([
      ['One', 'https://a.example/1'],
      ['Two', `${site.url}/posts/2`],
      ['Three & more', undefined],
    ]);
    expect(events[0]?.evidence).toContainEqual({ label: 'Published', text: '2026-06-02' });
  });

  it('reads RDF', async () => {
    const body =
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">' +
      '<channel rdf:about="https://a.example"><title>t</title></channel><item rdf:about="https://a.example/1"><title>One</title>' +
      '<link>https://a.example/1</link><dc:date>2026-06-01</dc:date></item></rdf:RDF>';
    const [event] = await eventsOf({ body, type: 'application/rdf+xml' });
    expect(event).toMatchObject({
      now: 'One',
      evidence: [{ url: 'https://a.example/1' }, { text: '2026-06-01' }, {}],
    });
  });

  it('reads JSON Feed', async () => {
    const items = [
      { id: 7, title: 'Seven', url: 'https://a.example/7', date_published: '2026-06-07T00:00:00Z' },
    ];
    const body = { version: 'https://jsonfeed.org/version/1.1', title: 't', items };
    const [event] = await eventsOf({ body, type: 'application/feed+json' });
    expect(event).toMatchObject({
      now: 'Seven',
      evidence: [{ url: 'https://a.example/7' }, { text: '2026-06-07' }, {}],
    });
  });

  it('reads a feed that is called a web page', async () => {
    expect(await eventsOf({ ...rss({ id: '1', title: 'One' }), type: 'text/html' })).toHaveLength(1);
  });

  it.each([
    ['<?xml version="1.0" encoding="ISO-8859-1"?>', 'application/rss+xml'],
    ['', 'application/rss+xml; charset=windows-1252'],
  ])('reads what is no UTF-8 (%s %s)', async (head, type) => {
    const text = `${head}<rss version="2.0"><channel><title>t</title><item><guid>1</guid><title>caf\u00e9</title></item></channel></rss>`;
    const real = http;
    http = {
      ...real,
      async get(request) {
        const answer = await real.get(request);
        return answer.kind === 'answer'
          ? { ...answer, headers: { 'content-type': type }, body: Buffer.from(text, 'latin1') }
          : answer;
      },
    };
    const [event] = await eventsOf(atom());
    expect(event?.now).toBe('caf\u00e9');
  });

  it('reads a feed in an encoding that nobody knows as UTF-8', async () => {
    const [event] = await eventsOf({
      ...rss({ id: '1', title: 'caf\u00e9' }),
      type: 'application/xml; charset=nonsense',
    });
    expect(event?.now).toBe('caf\u00e9');
  });

  it.each([rss(), atom(), { body: { version: 'https://jsonfeed.org/version/1', title: 't', items: [] } }])(
    'takes a feed without entries for what it is',
    async (answer) => {
      expect(await eventsOf(answer)).toEqual([]);
    },
  );
});

describe('what is no news', () => {
  const entries = [1, 2, 3].map((at) => ({
    id: `http://a.example/posts/${at}`,
    title: `Post ${at}`,
    link: `http://a.example/posts/${at}`,
  }));

  it('an entry that was edited', async () => {
    const before = await eventsOf(atom(RELEASE));
    const edited = { ...RELEASE, title: 'v0.24.0 (notes corrected)', date: '2026-07-02T00:00:00Z' };
    expect(newsIn(before, await eventsOf(atom(edited)))).toEqual([]);
  });

  it('a feed that is keyed anew with https, and says more of where its readers come from', async () => {
    const before = await eventsOf(rss(...entries));
    const moved = entries.map(({ title, id, link }) => ({
      title: `${title} `,
      id: id.replace('http:', 'https:'),
      link: `${link.replace('http:', 'https:')}/?utm_source=rss`,
    }));
    const after = await eventsOf(
      rss(...moved, { id: 'new', title: 'New', link: 'https://a.example/posts/4' }),
    );
    expect(after.map(({ id }) => id)).not.toContain(before[0]?.id);
    expect(newsIn(before, after).map(({ now }) => now)).toEqual(['New']);
  });

  it('entries without a name, whose links move to https', async () => {
    const unnamed = entries.map(({ title, link }) => ({ title, link }));
    const before = await eventsOf(rss(...unnamed));
    const moved = unnamed.map(({ title, link }) => ({ title, link: link.replace('http:', 'https:') }));
    expect((await eventsOf(rss(...moved))).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });
});

describe('what is news all the same', () => {
  it('an entry under the name of another', async () => {
    const one = { id: 'same', title: 'One', link: 'https://a.example/1' };
    const two = { id: 'same', title: 'Two', link: 'https://a.example/2' };
    const before = await eventsOf(rss(one));
    const after = await eventsOf(rss(two, one, one));
    expect(after).toHaveLength(2);
    expect(newsIn(before, after).map(({ now }) => now)).toEqual(['Two']);
    expect(newsIn([...before, ...after], await eventsOf(rss(one)))).toEqual([]);
  });

  it('an entry with the title and link of another', async () => {
    const builds = ['a', 'b'].map((id) => ({ id, title: 'Nightly build', link: 'https://a.example/builds' }));
    const before = await eventsOf(rss(...builds.slice(0, 1)));
    expect(newsIn(before, await eventsOf(rss(...builds)))).toHaveLength(1);
  });

  it('an entry without a link under a title that was there before', async () => {
    const before = await eventsOf(rss({ id: 'a', title: 'Update' }));
    expect(newsIn(before, await eventsOf(rss({ id: 'b', title: 'Update' })))).toHaveLength(1);
  });

  it('an entry at the end of a long feed, where the newest stand last', async () => {
    const many = Array.from({ length: 300 }, (_, at) => ({
      id: `${at}`,
      title: `Post ${at}`,
      date: new Date(Date.UTC(2026, 0, 1 + at)).toUTCString(),
    }));
    const events = await eventsOf(rss(...many));
    expect(events).toHaveLength(200);
    expect(events[0]?.now).toBe('Post 299');
  });
});

describe('options', () => {
  const posts = [
    { id: '1', title: 'Open weights', date: '2026-06-02T12:00:00Z', link: 'https://a.example/1' },
    {
      id: '2',
      title: 'A party',
      date: '2026-06-01T23:59:00Z',
      link: 'https://a.example/2',
      summary: 'We open-source it.',
    },
    { id: '3', title: 'Nothing', date: 'soon', link: 'https://a.example/3' },
  ];

  it('match looks at title and summary', async () => {
    const events = await eventsOf(atom(...posts), { match: '/weights|open.?source/i' });
    expect(events.map(({ now }) => now)).toEqual(['Open weights', 'A party']);
  });

  it('match is an expression of RE2, and short', () => {
    for (const match of ['/(/', '/(?=a)/', '/(a)\\1/', `/${'a'.repeat(300)}/`, '']) {
      expect(feed.options.safeParse({ match }).success, match).toBe(false);
    }
  });

  it('since makes news of what was published after the day', async () => {
    const events = await eventsOf(atom(...posts), { since: '2026-06-01' });
    expect(events.map(({ now, late }) => [now, late])).toEqual([
      ['Open weights', true],
      ['A party', undefined],
      ['Nothing', undefined],
    ]);
  });

  it('knows no others', () => {
    expect(feed.options.safeParse({ include: ['*'] }).success).toBe(false);
    expect(feed.options.safeParse({ since: '2026-02-30' }).success).toBe(false);
  });
});

describe('what cannot be told', () => {
  const bomb =
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>';

  it.each([
    ['an entity bomb', `<?xml version="1.0"?>${bomb}`, /declares a document type or entities/],
    [
      'an entity alone',
      '<rss version="2.0"><!entity a "b"><channel><title>x</title></channel></rss>',
      /declares/,
    ],
    ['XML that breaks off', '<rss version="2.0"><channel><title>x</title><item><guid>1</guid>', /no end/],
    [
      'XML that is malformed',
      '<rss version="2.0"><channel><title>x</title><item><title>a</rss>',
      /another shape/,
    ],
    [
      'a prototype',
      '<rss version="2.0"><channel><title>x</title><__proto__>1</__proto__></channel></rss>',
      /another shape/,
    ],
    ['another XML', '<?xml version="1.0"?><urlset><url>x</url></urlset>', /another shape/],
    ['a web page', '\n<!DOCTYPE html><html><feed>x</feed></html>', /a web page/],
    ['plain text', 'rss feed', /another shape/],
  ])('%s', async (_name, body, why) => {
    said = { body, type: 'application/xml' };
    expect(await look()).toEqual({ kind: 'unknown', why: expect.stringMatching(why) });
  });

  it('a feed of 10 MB', async () => {
    said = rss({ id: '1', title: 'x'.repeat(10_000_000) });
    expect(await look()).toEqual({ kind: 'unknown', why: expect.stringContaining('more than 2 MB') });
  });

  it('a feed that is gone for good, which is told at once', async () => {
    said = { status: 410, body: '<!doctype html><h1>Gone</h1>', type: 'text/html' };
    expect(await look()).toEqual({ kind: 'unknown', permanent: true, why: expect.stringContaining('410') });
  });

  it('a feed behind a wall', async () => {
    said = { status: 403, body: '<!doctype html><h1>Just a moment...</h1>', type: 'text/html' };
    expect(await look()).toEqual({ kind: 'unknown', why: expect.stringContaining('403') });
  });
});

describe('a site', () => {
  it('says with a web page that it has no such feed', async () => {
    said = { status: 404, body: '<!doctype html><h1>Not here</h1>', type: 'text/html' };
    expect(await look()).toMatchObject({ kind: 'absent', evidence: [{ url: `${site.url}/feed` }] });
  });

  it('is asked once for all looks of a round', async () => {
    const round = roundOf(feed, { http, endpoint: '' });
    const asks = [{}, { match: 'v0' }, { since: '2026-01-01' }];
    const outcomes = await Promise.all(
      asks.map((options) => round.look('feed', { target: `${site.url}/feed`, when: 'new-item', options })),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['ok', 'ok', 'ok']);
    expect(site.requests).toHaveLength(1);
  });
});

describe('hostile entries', () => {
  it('say nothing that is markup in the sentence, and no more than a few words', async () => {
    const title = '&lt;!-- marker --&gt; **Bold** [x](https://evil.example) `code`\u202e\n closes #1';
    const [event] = await eventsOf(rss({ id: '1', title: title + 'x'.repeat(100_000) }));
    expect(event?.summary).toMatch(/^The feed of [^\n*`[\]<>\u202e]{10,180}\.$/);
    expect(event?.now?.length).toBeLessThanOrEqual(200);
  });

  it('have no name of their own in the id', async () => {
    const events = await eventsOf(
      rss({ id: `a b\u00e9${'x'.repeat(5_000)}`, title: 'x' }, { id: '__proto__', title: 'y' }),
    );
    for (const { id } of events) expect(id).toMatch(/^feed:[0-9a-f]{16}:[0-9a-f]{16}$/);
    expect(events).toHaveLength(2);
  });

  it.each([
    ['brackets in the name of an author', `<author>${'('.repeat(1_500_000)}</author>`],
    ['the same in entities', `<x:author >${'&lt;'.repeat(400_000)}</x:author>`],
    ['slashes in a link', `<link>/${'/'.repeat(1_500_000)}x</link>`],
    ['ampersands in a title', `<title>${'&'.repeat(1_500_000)};</title>`],
    ['nothing but openings', '<title>'.repeat(200_000)],
  ])('are read in a moment: %s', (_name, part) => {
    const text = `<rss version="2.0" xmlns:x="http://purl.org/rss/1.0/"><channel><title>t</title><item><guid>1</guid>${part}</item></channel></rss>`;
    const start = performance.now();
    expect(readItems(text, 'https://a.example/feed')).toBeDefined();
    expect(performance.now() - start).toBeLessThan(15_000);
  });
});
