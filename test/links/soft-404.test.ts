import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { checkAll } from '../../src/links/check-all.ts';
import { clientFor, serve } from '../http/servers.ts';
import { day, start, toolsFor } from './tools.ts';

interface Page {
  status?: number;
  location?: string;
  title?: string;
  heading?: string;
}

/** A site of these pages; `others`: what it answers for all that it does not have. */
async function siteOf(pages: Record<string, Page>, others: Page = { status: 404 }) {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const { status = 200, location, title = 'A page', heading = '' } = pages[path] ?? others;
    const type = { 'content-type': 'text/html' };
    response.writeHead(status, location === undefined ? type : { ...type, location });
    response.end(`<head><title>${title}</title></head><h1>${heading}</h1>`);
  };
  const web = await serve(listener);
  const probes = (): string[] => asked.filter((path) => /^\/[\da-f]{8}-[\da-f-]{27}$/.test(path));
  return { ...web, asked, probes, ...toolsFor(clientFor([web.origin])) };
}

test.each(['/', '/404', '/404.html', '/errors/not-found', '/page-not-found/', '/en/notfound.aspx'])(
  'a page that sends its reader to %s is not there',
  async (location) => {
    const { origin, tools, probes } = await siteOf({ '/a': { status: 302, location }, [location]: {} });
    expect(await checkAll([`${origin}/a`], tools)).toMatchObject([
      {
        result: { verdict: 'soft-404', reason: 'sent elsewhere', failedAt: origin + location },
        dead: false,
        broken: false,
      },
    ]);
    expect(probes()).toStrictEqual([]);
  },
);

test.each([
  ['another page', '/a', '/b'],
  ['an article about 404s', '/a', '/posts/why-404s-matter'],
  ['a number that ends so', '/a', '/items/1404'],
  ['a search at home', '/a', '/?q=a'],
  ['not found, from a page named so', '/docs/not-found', '/guide/not-found'],
  ['the home, from the home in one language', '/en', '/'],
  ['the home, from its file', '/index.html', '/'],
])('a page that sends its reader to %s has moved', async (_, from, to) => {
  const { origin, tools } = await siteOf({ [from]: { status: 301, location: to }, [to]: {} });
  expect(await checkAll([origin + from], tools)).toMatchObject([
    { result: { verdict: 'redirected-permanent' } },
  ]);
});

test('the home of another site may be what a short address stands for', async () => {
  const home = await siteOf({ '/': {} });
  const short = await siteOf({ '/x1': { status: 301, location: `${home.origin}/` } });
  const { tools } = toolsFor(clientFor([home.origin, short.origin]));
  expect(await checkAll([`${short.origin}/x1`], tools)).toMatchObject([
    { result: { verdict: 'redirected-permanent' } },
  ]);
});

const says = { title: 'Page not found' };

test.each<[string, Page]>([
  ['its title', { title: 'Page not found | Example' }],
  ['its heading', { heading: '<span>Sorry,</span> this page no longer exists' }],
  ['German', { title: 'Seite nicht gefunden' }],
  ['French', { heading: 'Page introuvable' }],
])('a 200 that says "not found" in %s is none, when the site says so of a random path', async (_, page) => {
  const { origin, tools, probes } = await siteOf({ '/a': page }, page);
  expect(await checkAll([`${origin}/a`], tools)).toMatchObject([
    { result: { verdict: 'soft-404', reason: 'says "not found"', status: 200 }, dead: false, broken: false },
  ]);
  expect(probes()).toHaveLength(1);
});

test.each<[string, Page]>([
  ['a true 404', { status: 404, ...says }],
  ['other words', { title: 'Nothing found here' }],
  ['a move to the home', { status: 302, location: '/' }],
  ['an error', { status: 500, ...says }],
])(
  'a page that says "not found" is there where the site answers a random path with %s',
  async (_, others) => {
    const { origin, tools, probes } = await siteOf({ '/a': says, '/': {} }, others);
    expect(await checkAll([`${origin}/a`], tools)).toMatchObject([{ result: { verdict: 'ok' } }]);
    expect(probes()).toHaveLength(1);
  },
);

test.each(['404', 'Error 404', 'HTTP 404 explained', 'Lost and found', 'Why I found nothing'])(
  'the title %j is no sign, and nothing more is asked',
  async (title) => {
    const { origin, tools, asked } = await siteOf({ '/a': { title } }, { title });
    expect(await checkAll([`${origin}/a`], tools)).toMatchObject([{ result: { verdict: 'ok' } }]);
    expect(asked).toStrictEqual(['/a']);
  },
);

test.each(['/', '/en', '/pt-br/', '/index.html', '/default.aspx'])(
  'a home such as %s is there, whatever it says',
  async (home) => {
    const { origin, tools, asked } = await siteOf({}, says);
    expect(await checkAll([origin + home], tools)).toMatchObject([{ result: { verdict: 'ok' } }]);
    expect(asked).toStrictEqual([home]);
  },
);

test('a page that is no HTML says nothing about itself', async () => {
  const web = await serve((_, response) =>
    response.writeHead(200, { 'content-type': 'text/plain' }).end('<title>Page not found</title>'),
  );
  const { tools } = toolsFor(clientFor([web.origin]));
  expect(await checkAll([`${web.origin}/a`], tools)).toMatchObject([{ result: { verdict: 'ok' } }]);
});

test('a random path is asked for once a host and run', async () => {
  const [one, other] = [await siteOf({}, says), await siteOf({}, says)];
  const { tools, clock } = toolsFor(clientFor([one.origin, other.origin]));
  const cited = ['/a', '/b', '/c'].flatMap((path) => [one.origin + path, other.origin + path]);
  const reports = await checkAll(cited, tools);
  expect(reports.every(({ result }) => result.verdict === 'soft-404')).toBe(true);
  expect([one.probes().length, other.probes().length]).toStrictEqual([1, 1]);
  clock.now = start + 4 * day;
  await checkAll(cited, tools);
  expect(new Set(one.probes()).size).toBe(2);
});

test('a soft 404 is suspect at first sight, and dead when it is seen again days later', async () => {
  const { origin, tools, clock } = await siteOf({ '/moved': { status: 302, location: '/' }, '/': {} }, says);
  const cited = [`${origin}/a`, `${origin}/moved`];
  const runs: [number, boolean, boolean][][] = [];
  for (const days of [0, 1, 2, 3]) {
    clock.now = start + days * day;
    const reports = await checkAll(cited, tools);
    runs.push(reports.map(({ record, dead, broken }) => [record.strikes, dead, broken]));
  }
  const [first, second] = [
    [1, false, false],
    [2, true, true],
  ];
  expect(runs).toStrictEqual([
    [first, first],
    [first, first],
    [first, first],
    [second, second],
  ]);
});
