import type { IncomingHttpHeaders } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { clientFor, deadOrigin, serve, serveIncompleteChain, serveTls } from './servers.ts';

test('an answer tells where, what, how far and how long', async () => {
  const site = await serve((_, response) =>
    response.writeHead(203, { 'X-Thing': ['a', 'b'], 'content-type': 'text/plain' }).end('hello'),
  );
  const answer = await clientFor([site.origin]).get({ url: `${site.origin}/a#part` });
  expect(answer).toMatchObject({
    kind: 'answer',
    url: `${site.origin}/a`,
    status: 203,
    headers: { 'x-thing': 'a, b', 'content-type': 'text/plain' },
    truncated: false,
    hops: [{ url: `${site.origin}/a`, status: 203 }],
  });
  if (answer.kind !== 'answer') return;
  expect(Buffer.from(answer.body).toString()).toBe('hello');
  expect(answer.ms).toBeGreaterThanOrEqual(0);
});

test('it says who it is, and no more', async () => {
  const said: IncomingHttpHeaders[] = [];
  const site = await serve((request, response) => {
    said.push(request.headers);
    response.end();
  });
  await clientFor([site.origin]).get({
    url: site.origin,
    headers: { Accept: 'text/html', 'User-Agent': 'Mozilla' },
  });
  expect(said[0]).toStrictEqual({
    host: new URL(site.origin).host,
    connection: 'keep-alive',
    accept: 'text/html',
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': 'Reverify-test/0 (+https://example.org)',
  });
});

test.each([301, 302, 303, 307, 308])('a %i is followed, and every hop is told', async (status) => {
  const site = await serve((request, response) => {
    if (request.url === '/end') response.end('end');
    else response.writeHead(status, { location: 'end#part' }).end();
  });
  const answer = await clientFor([site.origin]).get({ url: `${site.origin}/start` });
  const hops = [
    { url: `${site.origin}/start`, status },
    { url: `${site.origin}/end`, status: 200 },
  ];
  expect(answer).toMatchObject({ kind: 'answer', status: 200, url: `${site.origin}/end`, hops });
});

test.each([300, 304, 305])('a %i is an answer', async (status) => {
  const site = await serve((_, response) => response.writeHead(status, { location: '/end' }).end());
  expect(await clientFor([site.origin]).get({ url: site.origin })).toMatchObject({ kind: 'answer', status });
});

test('the longest chain of redirects brings no warning of Node’s', async () => {
  const warnings: Error[] = [];
  function hear(warning: Error): void {
    warnings.push(warning);
  }
  process.on('warning', hear);
  onTestFinished(() => void process.off('warning', hear));
  const site = await serve((request, response) =>
    response.writeHead(302, { location: `/${Number(request.url?.slice(1)) + 1}` }).end(),
  );
  await clientFor([site.origin]).get({ url: `${site.origin}/0` });
  expect(warnings).toStrictEqual([]);
});

test('a 302 that says nowhere to go is an answer', async () => {
  const site = await serve((_, response) => response.writeHead(302).end());
  expect(await clientFor([site.origin]).get({ url: site.origin })).toMatchObject({
    kind: 'answer',
    status: 302,
  });
});

test('a redirect that comes back is a loop, with a cookie it wants one, and ten redirects are the most', async () => {
  let asked = 0;
  const site = await serve((request, response) => {
    asked += 1;
    const [, way, step] = /^\/(\w+)\/?(\d+)?/.exec(request.url ?? '') ?? [];
    const n = Number(step ?? 0);
    if (way === 'loop') response.writeHead(302, { location: `/loop/${(n + 1) % 3}` }).end();
    else if (way === 'cookie') response.writeHead(302, { location: '/cookie', 'set-cookie': 'a=b' }).end();
    else if (way === 'ten' && n === 10) response.end();
    else response.writeHead(302, { location: `/${way}/${n + 1}` }).end();
  });
  const client = clientFor([site.origin]);
  const at = (path: string) => client.get({ url: site.origin + path });
  expect(await at('/loop/0')).toMatchObject({
    kind: 'failure',
    reason: 'redirect-loop',
    detail: 'repeats',
    url: `${site.origin}/loop/0`,
  });
  expect(asked).toBe(3);
  expect(await at('/cookie')).toMatchObject({
    kind: 'failure',
    reason: 'redirect-loop',
    detail: 'wants a cookie',
  });
  expect(await at('/ten/0')).toMatchObject({ kind: 'answer', status: 200 });
  asked = 0;
  expect(await at('/endless/0')).toMatchObject({
    kind: 'failure',
    reason: 'redirect-loop',
    detail: 'more than 10',
  });
  expect(asked).toBe(11);
});

test('who asks is told to the first origin only, and not again on the way back', async () => {
  const said: [string, string | undefined, string | undefined][] = [];
  const note = (at: string, headers: IncomingHttpHeaders) =>
    said.push([at, headers.authorization, headers['x-own'] as string | undefined]);
  const away = await serve((request, response) => {
    note('away', request.headers);
    response.writeHead(302, { location: `${home.origin}/back` }).end();
  });
  const home = await serve((request, response) => {
    note(`home${request.url}`, request.headers);
    if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
    else if (request.url === '/b') response.writeHead(302, { location: away.origin }).end();
    else response.end();
  });
  const client = clientFor([home.origin, away.origin]);
  await client.get({ url: `${home.origin}/a`, authorization: 'Bearer t', headers: { 'X-Own': 'mine' } });
  expect(said).toStrictEqual([
    ['home/a', 'Bearer t', 'mine'],
    ['home/b', 'Bearer t', 'mine'],
    ['away', undefined, undefined],
    ['home/back', undefined, undefined],
  ]);
});

test('a mirror answers in the name of the origin, its relative redirects too', async () => {
  const said: string[] = [];
  const mirror = await serve((request, response) => {
    said.push(`${request.headers['x-forwarded-host']}${request.url}`);
    if (request.url === '/a?q=1') response.writeHead(301, { location: '/b' }).end();
    else if (request.url === '/b') response.writeHead(301, { location: 'https://other.example/c' }).end();
    else response.end('mirrored');
  });
  const mirrors = new Map([
    ['https://huggingface.co', mirror.origin],
    ['https://other.example', `${mirror.origin}/`],
  ]);
  const answer = await clientFor([], { mirrors }).get({ url: 'https://huggingface.co/a?q=1' });
  expect(answer).toMatchObject({
    kind: 'answer',
    url: 'https://other.example/c',
    hops: [
      { url: 'https://huggingface.co/a?q=1', status: 301 },
      { url: 'https://huggingface.co/b', status: 301 },
      { url: 'https://other.example/c', status: 200 },
    ],
  });
  expect(said).toStrictEqual(['huggingface.co/a?q=1', 'huggingface.co/b', 'other.example/c']);
});

test('a signal ends it, before and while it runs', async () => {
  const site = await serve((request, response) => {
    if (request.url === '/slow-body') response.write('some');
  });
  const client = clientFor([site.origin], { headersTimeoutMs: 5_000 });
  const early = await client.get({ url: site.origin, signal: AbortSignal.abort() });
  expect(early).toMatchObject({ kind: 'failure', reason: 'aborted', hops: [] });
  for (const path of ['/silent', '/slow-body']) {
    const answer = await client.get({ url: site.origin + path, signal: AbortSignal.timeout(50) });
    expect({ path, ...answer }).toMatchObject({ path, kind: 'failure', reason: 'aborted' });
    expect(answer.ms).toBeLessThan(1_000);
  }
});

test('a closed client answers, and closing does not wait for the slow', async () => {
  const site = await serve(() => undefined);
  const client = clientFor([site.origin], { headersTimeoutMs: 5_000 });
  const pending = client.get({ url: site.origin });
  await new Promise((resolve) => setTimeout(resolve, 30));
  await client.close();
  expect(await pending).toMatchObject({ kind: 'failure', reason: 'aborted' });
  expect(await client.get({ url: site.origin })).toMatchObject({ kind: 'failure', reason: 'aborted' });
});

test('connections are kept', async () => {
  const site = await serve((_, response) => response.end('x'));
  const client = clientFor([site.origin]);
  for (let i = 0; i < 5; i += 1) await client.get({ url: `${site.origin}/${i}` });
  // The second is opened while the first one's answer is being put away.
  expect(site.contacts()).toBeLessThanOrEqual(2);
});

test('connections are kept over redirects too', async () => {
  const site = await serve((request, response) => {
    const n = Number(request.url?.slice(1));
    if (n === 9) response.end('end');
    else response.writeHead(302, { location: `/${n + 1}` }).end('This page has moved.');
  });
  const client = clientFor([site.origin]);
  expect(await client.get({ url: `${site.origin}/0` })).toMatchObject({ kind: 'answer', status: 200 });
  expect(site.contacts()).toBeLessThanOrEqual(2);
});

async function twoAddresses(): Promise<{ address: string; family: number }[]> {
  return ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));
}

function failing(code: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error(`getaddrinfo ${code} 10.9.8.7`), { code }));
}

test.each(['ENOTFOUND', 'EAI_AGAIN'])('a name that is not found is dns, with the code %s', async (code) => {
  const answer = await clientFor([], { resolve: failing(code) }).get({ url: 'https://gone.example/' });
  expect(answer).toMatchObject({ kind: 'failure', reason: 'dns', detail: code });
});

test('a name without addresses is dns', async () => {
  const answer = await clientFor([], { resolve: async () => [] }).get({ url: 'https://gone.example/' });
  expect(answer).toMatchObject({ kind: 'failure', reason: 'dns', detail: 'ENOTFOUND' });
});

test('nobody listens: refused, also where a name has two addresses', async () => {
  const origin = await deadOrigin();
  expect(await clientFor([origin]).get({ url: origin })).toMatchObject({
    reason: 'refused',
    detail: 'ECONNREFUSED',
  });
  const named = origin.replace('127.0.0.1', 'two.example');
  expect(await clientFor([named], { resolve: twoAddresses }).get({ url: named })).toMatchObject({
    reason: 'refused',
    detail: 'ECONNREFUSED',
  });
});

test('a certificate that nobody signed is tls', async () => {
  const site = await serveTls((_, response) => response.end('x'));
  const answer = await clientFor([site.origin]).get({ url: site.origin });
  expect(answer).toMatchObject({ kind: 'failure', reason: 'tls', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
});

test('whom nobody vouches for is told nothing, and not read', async () => {
  const said: IncomingHttpHeaders[] = [];
  const site = await serveIncompleteChain((request, response) => {
    said.push(request.headers);
    response.end('x');
  });
  const client = clientFor([site.origin]);
  const wanted = { url: site.origin, headers: { 'if-none-match': '"a"' }, authorization: 'Bearer secret' };
  expect(await client.get(wanted)).toMatchObject({
    kind: 'failure',
    reason: 'tls',
    detail: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  });
  expect(said).toStrictEqual([]);
  const answer = await client.get({ ...wanted, unverified: true });
  expect(answer).toMatchObject({ kind: 'answer', status: 200, body: { byteLength: 0 } });
  expect(said).toHaveLength(1);
  expect(said[0]).not.toHaveProperty('if-none-match');
  expect(said[0]).not.toHaveProperty('authorization');
});

test('https asked of a port that speaks http is tls', async () => {
  const site = await serve((_, response) => response.end('x'));
  const origin = site.origin.replace('http:', 'https:');
  expect(await clientFor([origin]).get({ url: origin })).toMatchObject({ kind: 'failure', reason: 'tls' });
});

test('a whole exchange takes no longer than the client was told, or the request says', async () => {
  const site = await serve(() => undefined);
  const client = clientFor([site.origin], { headersTimeoutMs: 60_000, timeoutMs: 100 });
  const late = { kind: 'failure', reason: 'timeout' };
  expect(await client.get({ url: site.origin })).toMatchObject(late);
  const patient = clientFor([site.origin], { headersTimeoutMs: 60_000, timeoutMs: 60_000 });
  expect(await patient.get({ url: site.origin, timeoutMs: 100 })).toMatchObject(late);
});
