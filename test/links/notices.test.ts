import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import type { HttpClient, HttpRequest } from '../../src/http/http.ts';
import { checkAll } from '../../src/links/check-all.ts';
import { clientFor, serve, serveIncompleteChain } from '../http/servers.ts';
import { day, start, toolsFor } from './tools.ts';

function html(body: string, type = 'text/html; charset=utf-8'): RequestListener {
  return (_, response) => response.writeHead(200, { 'content-type': type }).end(body);
}

/** What is noticed of a page with this body, cited by these fragments. */
async function noticed(body: string, fragments: readonly string[], type?: string) {
  const web = await serve(html(body, type));
  const { tools } = toolsFor(clientFor([web.origin]));
  const [report] = await checkAll(
    fragments.map((fragment) => `${web.origin}/a#${fragment}`),
    tools,
  );
  expect(report).toMatchObject({ result: { verdict: 'ok' }, dead: false, broken: false });
  return report?.result.notices;
}

test('a fragment without its place is noticed, and remembered; the page is well', async () => {
  const web = await serve(html('<h2 id="there">There</h2>'));
  const { tools, clock } = toolsFor(clientFor([web.origin]));
  const cited = ['#lost', '', '#there', '#gone'].map((fragment) => `${web.origin}/a${fragment}`);
  const notices = [
    { kind: 'fragment-missing', fragment: 'lost' },
    { kind: 'fragment-missing', fragment: 'gone' },
  ];
  expect(await checkAll(cited, tools)).toMatchObject([
    { result: { verdict: 'ok', notices }, dead: false, broken: false, record: { strikes: 0 } },
  ]);
  clock.now = start + day;
  expect(await checkAll(cited, tools)).toMatchObject([{ result: { via: 'cache', notices } }]);
  expect(await checkAll([`${web.origin}/a`], tools)).toMatchObject([{ result: { notices: [] } }]);
});

test('a fragment that has got its place is noticed no more', async () => {
  let body = '<p>nothing</p>';
  const web = await serve((request, response) => html(body)(request, response));
  const { tools, clock } = toolsFor(clientFor([web.origin]));
  expect(await checkAll([`${web.origin}/a#x`], tools)).toMatchObject([
    { record: { notices: [{ kind: 'fragment-missing', fragment: 'x' }] } },
  ]);
  body = '<p id="x">something</p>';
  clock.now = start + 7 * day;
  const [report] = await checkAll([`${web.origin}/a#x`], tools);
  expect(report?.result.notices).toStrictEqual([]);
  expect(report?.record).not.toHaveProperty('notices');
});

test.each([
  ['an id', 'part', '<h2 id="part">'],
  ['an id in single quotes', 'part', "<h2 class='a' id='part'>"],
  ['an id without quotes', 'part', '<h2 id=part>'],
  ['a name', 'part', '<a name="part"></a>'],
  ['what GitHub puts before it', 'part', '<h2 id="user-content-part">'],
  ['an id in other letters', 'Part', '<h2 id="part">'],
  ['an id that it encodes', 'caf%C3%A9', '<h2 id="café">'],
  ['an id that is encoded itself', 'caf%C3%A9', '<h2 id="caf%C3%A9">'],
  ['an id with a broken escape', '100%', '<h2 id="100%">'],
  ['an id that the page escapes', 'a&b', '<h2 id="a&amp;b">'],
])('a fragment is found by %s', async (_, fragment, body) => {
  expect(await noticed(body, [fragment])).toStrictEqual([]);
});

test.each(['top', 'L10', 'L10-L20', 'L10-20', 'L10C3-L20C5', ':~:text=a', 'x:~:text=a', '/route', '!route'])(
  'a fragment #%s names no place that could be missing',
  async (fragment) => {
    expect(await noticed('<p>page</p>', [fragment])).toStrictEqual([]);
  },
);

test.each([
  ['that scripts fill', '<div id="root"></div><p>Loading</p>', undefined],
  ['that is little but a script', '<script src="/app.js"></script>', undefined],
  ['too long to read', `<p>${'x'.repeat(256 * 1024)}</p>`, undefined],
  ['that is no HTML', 'id', 'text/plain'],
])('of a page %s no fragment is said to be missing', async (_, body, type) => {
  expect(await noticed(body, ['part'], type)).toStrictEqual([]);
});

test('of a page of GitHub’s no fragment is said to be missing: its script makes them', async () => {
  const web = await serve(html('<p>page</p>'));
  const { tools } = toolsFor(clientFor([], { mirrors: new Map([['https://github.com', web.origin]]) }));
  const reports = await checkAll(['https://github.com/a/b#part'], tools);
  expect(reports).toMatchObject([{ result: { verdict: 'ok', notices: [] } }]);
});

test('a page cited by a fragment is read further than another', async () => {
  const body = `<p>${'x'.repeat(200 * 1024)}</p><h2 id="part">Part</h2>`;
  const web = await serve(html(body));
  const { tools } = toolsFor(clientFor([web.origin]));
  const reports = await checkAll(
    ['/cited#part', '/cited#lost', '/plain'].map((path) => web.origin + path),
    tools,
  );
  expect(reports.map(({ result }) => result.bytes)).toStrictEqual([body.length, 64 * 1024]);
  expect(reports[0]?.result.notices).toStrictEqual([{ kind: 'fragment-missing', fragment: 'lost' }]);
});

/** A site whose pages have validators, and are answered 304 where those are named. */
async function validated() {
  const told: IncomingHttpHeaders[] = [];
  const web = await serve((request, response) => {
    told.push(request.headers);
    if (request.url === '/old') response.writeHead(302, { location: '/a' }).end();
    else if (request.headers['if-none-match'] === '"one"') response.writeHead(304).end();
    else {
      const headers = { etag: '"one"', 'last-modified': 'Wed, 31 Dec 2025 00:00:00 GMT' };
      response.writeHead(200, { ...headers, 'content-type': 'text/html' }).end('<p>page</p>');
    }
  });
  return { ...web, told, ...toolsFor(clientFor([web.origin])) };
}

test('a page without fragments is asked whether it has changed, and is well when it has not', async () => {
  const { origin, told, tools, clock } = await validated();
  for (const days of [0, 7, 14]) {
    clock.now = start + days * day;
    expect(await checkAll([`${origin}/a`], tools)).toMatchObject([
      { result: { verdict: 'ok', status: days === 0 ? 200 : 304 }, record: { strikes: 0, etag: '"one"' } },
    ]);
  }
  expect(told[0]).not.toHaveProperty('if-none-match');
  const validators = { 'if-none-match': '"one"', 'if-modified-since': 'Wed, 31 Dec 2025 00:00:00 GMT' };
  expect(told.slice(1)).toMatchObject([validators, validators]);
});

test.each([
  ['a page cited by a fragment is read again: it may have lost the place', '/a#x'],
  ['the validators of another address are not named', '/old'],
])('%s', async (_, cited) => {
  const { origin, told, tools, clock } = await validated();
  await checkAll([origin + cited], tools);
  clock.now = start + 7 * day;
  expect(await checkAll([origin + cited], tools)).toMatchObject([{ result: { status: 200 } }]);
  for (const headers of told) {
    expect(headers).not.toHaveProperty('if-none-match');
    expect(headers).not.toHaveProperty('if-modified-since');
  }
});

test('a page that is not well is asked for as a whole', async () => {
  const { origin, told, tools, entries } = await validated();
  const record = { verdict: 'not-found', reason: 'status 404', checkedAt: 0, strikes: 1, etag: '"one"' };
  entries.set(`link:${origin}/a`, record);
  expect(await checkAll([`${origin}/a`], tools)).toMatchObject([{ result: { status: 200 } }]);
  expect(told[0]).not.toHaveProperty('if-none-match');
});

/** The same client, and what it is asked for. */
function overheard(client: HttpClient) {
  const requests: HttpRequest[] = [];
  const http: HttpClient = {
    ...client,
    get(request) {
      requests.push(request);
      return client.get(request);
    },
  };
  return { http, requests };
}

test('a page whose certificate lacks its issuer’s is well, with a notice, and is told nothing', async () => {
  const said: IncomingHttpHeaders[] = [];
  const web = await serveIncompleteChain((request, response) => {
    said.push(request.headers);
    response.end('page');
  });
  const { http, requests } = overheard(clientFor([web.origin]));
  const { tools, entries } = toolsFor(http);
  const record = { verdict: 'ok', reason: 'status 200', checkedAt: 0, strikes: 0, etag: '"one"' };
  entries.set(`link:${web.origin}/a`, record);
  expect(await checkAll([`${web.origin}/a`], tools)).toMatchObject([
    { result: { verdict: 'ok', status: 200, bytes: 0, notices: [{ kind: 'incomplete-chain' }] } },
  ]);
  expect(requests.map(({ headers }) => headers)).toStrictEqual([{ 'if-none-match': '"one"' }, undefined]);
  expect(said).toHaveLength(1);
  expect(said[0]).not.toHaveProperty('if-none-match');
});

test.each([404, 410, 403, 500])('a %i of whom nobody vouches for says nothing', async (status) => {
  const web = await serveIncompleteChain((_, response) => response.writeHead(status).end());
  const { tools } = toolsFor(clientFor([web.origin]));
  expect(await checkAll([web.origin], tools)).toMatchObject([
    { result: { verdict: 'not-checked', reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', notices: [] } },
  ]);
});

function refresh(content: string): string {
  return `<head><meta http-equiv="refresh" content="${content}"></head>`;
}

/** A site of pages; others are missing. */
async function pagesAt(pages: Record<string, string>) {
  const web = await serve((request, response) => {
    const body = pages[request.url ?? ''];
    if (body === undefined) response.writeHead(404).end();
    else html(body)(request, response);
  });
  return { ...web, ...toolsFor(clientFor([web.origin])) };
}

test.each(['0; url=/new', '10;URL=new', "3, url='/new'"])(
  'a page that says %s is moved for now',
  async (content) => {
    const { origin, tools } = await pagesAt({ '/old': refresh(content), '/new': 'new' });
    const [report] = await checkAll([`${origin}/old`], tools);
    expect(report?.result).toMatchObject({ verdict: 'redirected-temporary', reason: 'meta refresh' });
    expect(report?.result.hops.map(({ url }) => url)).toStrictEqual([`${origin}/old`, `${origin}/new`]);
  },
);

test.each([
  ['after a while', refresh('11; url=/new')],
  ['to those without scripts', `<noscript>${refresh('0; url=/new')}</noscript>`],
  ['in a comment', `<!-- ${refresh('0; url=/new')} -->`],
  ['to itself', refresh('5; url=/old')],
  ['nowhere else', refresh('5')],
])('a page that sends its reader on %s stays where it is', async (_, body) => {
  const { origin, tools } = await pagesAt({ '/old': body, '/new': 'new' });
  const [report] = await checkAll([`${origin}/old`], tools);
  expect(report?.result).toMatchObject({ verdict: 'ok', reason: 'status 200' });
});

test('a page that sends its reader to a missing one is missing', async () => {
  const { origin, tools } = await pagesAt({ '/old': refresh('0; url=/new') });
  expect(await checkAll([`${origin}/old`], tools)).toMatchObject([
    { result: { verdict: 'not-found', failedAt: `${origin}/new` } },
  ]);
});

test('a page is asked at the pace of its host, and where it sends its reader is not', async () => {
  const { origin, tools } = await pagesAt({ '/old': refresh('0; url=/new'), '/new': 'new' });
  const { http, requests } = overheard(tools.http);
  const pace = { perHost: 1 };
  const cited = [`${origin}/old`];
  await checkAll(cited, { ...tools, http }, { paceOf: (host) => (origin.endsWith(host) ? pace : undefined) });
  expect(requests.map(({ url, pace: asked }) => [url, asked])).toStrictEqual([
    [`${origin}/old`, pace],
    [`${origin}/new`, undefined],
  ]);
});

test('pages that send their readers on and on are followed three times', async () => {
  const chain = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`/${n}`, refresh(`0; url=/${n + 1}`)]));
  const { origin, tools } = await pagesAt(chain);
  const [report] = await checkAll([`${origin}/1`], tools);
  expect(report?.result.verdict).toBe('redirected-temporary');
  expect(report?.result.hops).toHaveLength(4);
});
