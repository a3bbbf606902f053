import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { guardedConnector, type Resolve } from '../../src/http/connect.ts';
import { withinRanges } from '../../src/http/ranges.ts';
import { clientFor, serve } from './servers.ts';

let cases = 0;
afterEach(() => void (cases += 1));

/** A resolver that answers each time with the next of these; the last one stays. */
function resolver(...answers: readonly (readonly string[])[]): Resolve & { asked: string[] } {
  const asked: string[] = [];
  async function resolve(hostname: string) {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    return answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  }
  return Object.assign(resolve, { asked });
}

async function hello(): Promise<{ origin: string; port: number; contacts: () => number }> {
  return serve((_, response) => response.end('secret'));
}

test.each([
  '127.0.0.1',
  '2130706433',
  '0x7f.1',
  '127.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '169.254.169.254',
  'localhost',
  'x.localhost',
])('http://%s is refused, and nothing is resolved or contacted', async (host) => {
  const resolve = resolver(['127.0.0.1']);
  const answer = await clientFor([], { resolve }).get({ url: `http://${host}/` });
  expect(answer).toMatchObject({
    kind: 'failure',
    reason: 'private-address',
    detail: 'not public',
    hops: [],
  });
  expect(resolve.asked).toStrictEqual([]);
});

test.each([
  ['http://example.org:8080/', 'port-refused'],
  ['http://example.org:22/', 'port-refused'],
  ['https://user:pw@example.org/', 'invalid-url'],
  ['http://example.org\\@127.0.0.1/', 'invalid-url'],
  ['file:///etc/passwd', 'unsupported-scheme'],
  ['gopher://127.0.0.1:6379/_x', 'unsupported-scheme'],
  ['nothing', 'invalid-url'],
])('%s is refused as %s', async (url, reason) => {
  expect(await clientFor([]).get({ url })).toMatchObject({ kind: 'failure', reason, hops: [] });
});

test('only a port that the parser leaves out, 80 or 443 is asked', async () => {
  const client = clientFor([], { resolve: resolver(['10.0.0.1']) });
  for (const url of ['http://a.example:443/', 'https://a.example:80/', 'https://a.example:443/']) {
    expect(await client.get({ url })).toMatchObject({ url: new URL(url).href, reason: 'private-address' });
  }
});

test.each([
  [['127.0.0.1']],
  [['10.1.2.3']],
  [['::1']],
  [['::ffff:127.0.0.1']],
  [['1.1.1.1', '127.0.0.1']],
  [['127.0.0.1', '1.1.1.1']],
  [['2606:4700::1', 'fd00::1']],
])('a name that resolves to %j is refused without telling where', async (addresses) => {
  const resolve = resolver(addresses);
  const answer = await clientFor([], { resolve }).get({ url: 'http://inside.example/' });
  expect(answer).toMatchObject({ kind: 'failure', reason: 'private-address', detail: 'not public' });
  expect(resolve.asked).toStrictEqual(['inside.example']);
  for (const address of addresses) expect(JSON.stringify(answer)).not.toContain(address);
});

test('over https the guard is the same', async () => {
  const answer = await clientFor([], { resolve: resolver(['192.168.0.1']) }).get({
    url: 'https://inside.example/',
  });
  expect(answer).toMatchObject({ kind: 'failure', reason: 'private-address', detail: 'not public' });
});

test('rebinding: the name is public when first asked, private when asked again', async () => {
  // Nobody has been given 4000::/3, so this public address answers nobody.
  const resolve = resolver(['4000::1'], ['127.0.0.1']);
  const client = clientFor([], { resolve });
  const first = await client.get({ url: 'http://rebind.example/', timeoutMs: 100 });
  expect(first).not.toMatchObject({ reason: 'private-address' });
  expect(await client.get({ url: 'http://rebind.example/' })).toMatchObject({ reason: 'private-address' });
  expect(resolve.asked).toHaveLength(2);
});

test('a resolver that is asked once for the test and lies in the connection has no second chance', async () => {
  const resolve = resolver(['1.1.1.1', '127.0.0.1'], ['1.1.1.1']);
  expect(await clientFor([], { resolve }).get({ url: 'http://rebind.example/' })).toMatchObject({
    reason: 'private-address',
  });
  expect(resolve.asked).toHaveLength(1);
});

test.each([
  ['http://127.0.0.1:PORT/', 'port-refused'],
  ['http://127.0.0.1/', 'private-address'],
  ['http://2130706433/', 'private-address'],
  ['http://[::ffff:127.0.0.1]/', 'private-address'],
  ['//127.0.0.1/', 'private-address'],
  ['\\\\127.0.0.1\\', 'private-address'],
  ['http://169.254.169.254/latest/meta-data/', 'private-address'],
  ['http://inside.example/', 'private-address'],
  ['http://metadata.google.internal/', 'private-address'],
  ['file:///etc/passwd', 'unsupported-scheme'],
  ['javascript:alert(1)', 'unsupported-scheme'],
  ['http://user:pw@example.org/', 'invalid-url'],
  ['http://:0/', 'invalid-url'],
])('a redirect from a trusted origin to %s is refused and not contacted', async (to, reason) => {
  const target = await hello();
  const location = to.replace('PORT', String(target.port));
  const site = await serve((_, response) => response.writeHead(302, { location }).end());
  const client = clientFor([site.origin], { resolve: resolver(['127.0.0.1']) });
  const answer = await client.get({ url: `${site.origin}/a`, authorization: 'Bearer token' });
  expect(answer).toMatchObject({ kind: 'failure', reason, hops: [{ url: `${site.origin}/a`, status: 302 }] });
  expect(target.contacts()).toBe(0);
});

test('a trusted origin is asked, its neighbour port is not', async () => {
  const [site, other] = [await hello(), await hello()];
  const client = clientFor([site.origin]);
  expect(await client.get({ url: `${site.origin}/` })).toMatchObject({ kind: 'answer', status: 200 });
  expect(await client.get({ url: `${other.origin}/` })).toMatchObject({
    kind: 'failure',
    reason: 'port-refused',
  });
  expect(other.contacts()).toBe(0);
});

test('a trusted name may resolve to a private address', async () => {
  const site = await hello();
  const origin = `http://models.corp:${site.port}`;
  const client = clientFor([origin], { resolve: resolver(['127.0.0.1']) });
  expect(await client.get({ url: `${origin}/` })).toMatchObject({
    kind: 'answer',
    status: 200,
    url: `${origin}/`,
  });
});

test('a mirror is reached by way of its origin and no other way', async () => {
  const mirror = await hello();
  const client = clientFor([], { mirrors: new Map([['https://huggingface.co', mirror.origin]]) });
  expect(await client.get({ url: 'https://huggingface.co/x' })).toMatchObject({
    kind: 'answer',
    status: 200,
  });
  expect(mirror.contacts()).toBe(1);
  expect(await client.get({ url: `${mirror.origin}/x` })).toMatchObject({ reason: 'port-refused' });
  expect(mirror.contacts()).toBe(1);
});

/** What the connector says by itself, with no rule on addresses before it. */
function connect(hostname: string, port: number, resolve: Resolve): Promise<string> {
  return new Promise((done) => {
    const options = { hostname, host: hostname, protocol: 'http:', port: String(port) };
    guardedConnector(resolve, 500)(options, (...[error, socket]) => {
      socket?.destroy();
      done(error === null ? 'connected' : error.message);
    });
  });
}

test.each(['127.0.0.1', '[::ffff:127.0.0.1]'])(
  'the connection itself refuses the literal %s',
  async (host) => {
    const site = await hello();
    expect(await connect(host, site.port, resolver([]))).toBe('the address is not public');
    // Time enough for a connection that should not be made.
    await setTimeout(50);
    expect(site.contacts()).toBe(0);
  },
);

test('the connection itself refuses an address that changes after it was tested, and is closed', async () => {
  const ends: string[] = [];
  const server = createServer((socket) => void socket.resume().on('close', () => ends.push('closed')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const reads = ['1.1.1.1'];
  const changing = {
    get address() {
      return reads.shift() ?? '127.0.0.1';
    },
    family: 4,
  };
  expect(await connect('rebind.example', port, async () => [changing])).toBe('the address is not public');
  expect(reads).toStrictEqual([]);
  await vi.waitFor(() => expect(ends).toStrictEqual(['closed']));
});

test('what the operator allows is asked on any port as a literal, and by name; all else stays refused', async () => {
  const site = await hello();
  const resolve = resolver(['127.0.0.1'], ['10.0.0.1']);
  const client = clientFor([], { resolve, exempt: withinRanges(['127.0.0.0/8']) });
  expect(await client.get({ url: site.origin })).toMatchObject({ kind: 'answer', status: 200 });
  expect(await client.get({ url: 'http://[::1]/' })).toMatchObject({ reason: 'private-address' });
  // By name it is let through to the connection, where nobody listens on port 80 or somebody does.
  expect(await client.get({ url: 'http://inside.example/' })).not.toMatchObject({
    reason: 'private-address',
  });
  expect(await client.get({ url: 'http://other.example/' })).toMatchObject({ reason: 'private-address' });
});

// A table that has lost its rows passes all of them.
test('the suite has all its cases', () => {
  expect(cases).toBe(48);
});
