import type { Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { HttpAnswer } from '../../src/http/http.ts';
import { clientFor, serve, serveRaw } from './servers.ts';

const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n';

function textOf(answer: HttpAnswer): string {
  return answer.kind === 'answer' ? Buffer.from(answer.body).toString() : `failure: ${answer.reason}`;
}

/** What a raw server's talk comes to. */
async function ask(talk: (socket: Socket) => void, timeoutMs = 2_000): Promise<HttpAnswer> {
  const site = await serveRaw(talk);
  return clientFor([site.origin]).get({ url: `${site.origin}/`, timeoutMs });
}

describe('no status line', () => {
  test.each<[string, (socket: Socket) => void, object]>([
    ['never answers', () => undefined, { reason: 'timeout' }],
    ['a byte of the status line a while', (socket) => drip(socket, head + '\r\n', 60), { reason: 'timeout' }],
    ['closes', (socket) => socket.end(), { reason: 'reset' }],
    ['resets', (socket) => socket.resetAndDestroy(), { reason: 'reset' }],
    ['closes within the headers', (socket) => socket.end(head), { reason: 'reset' }],
    ['no HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), { reason: 'reset' }],
    ['an invalid status line', (socket) => socket.end('HTTP/1.1 2OO YES\r\n\r\n'), { reason: 'reset' }],
    ['an invalid header', (socket) => socket.end(`${head}bad header\r\n\r\n`), { reason: 'reset' }],
    [
      'two lengths',
      (socket) => socket.end(`${head}content-length: 1\r\ncontent-length: 2\r\n\r\nab`),
      { reason: 'reset' },
    ],
    [
      'a flood of headers',
      (socket) => flood(socket, head, 'x-flood: '.padEnd(1_000, 'x') + '\r\n'),
      { reason: 'reset' },
    ],
    [
      'one endless header',
      (socket) => flood(socket, `${head}x-flood: `, 'x'.repeat(1_000)),
      { reason: 'reset' },
    ],
    ['endless 100s', (socket) => flood(socket, '', 'HTTP/1.1 100 Continue\r\n\r\n'), { kind: 'failure' }],
  ])('%s', async (_name, talk, expected) => {
    const answer = await ask(talk);
    expect(answer).toMatchObject({ kind: 'failure', hops: [], ...expected });
    expect(answer.ms).toBeLessThan(3_000);
  });
});

describe('a status line is a fact, whatever becomes of the body', () => {
  test.each<[string, (socket: Socket) => void, string]>([
    [
      'broken chunks',
      (socket) => socket.end(`${head}transfer-encoding: chunked\r\n\r\n4\r\nsome\r\nzz\r\n`),
      'some',
    ],
    [
      'chunks without end',
      (socket) => socket.end(`${head}transfer-encoding: chunked\r\n\r\n4\r\nsome\r\n`),
      'some',
    ],
    ['shorter than its length', (socket) => socket.end(`${head}content-length: 10\r\n\r\nsome`), 'some'],
    ['a body that stops', (socket) => socket.write(`${head}content-length: 10\r\n\r\nsome`), 'some'],
    [
      'a reset in the body',
      (socket) =>
        socket.write(`${head}content-length: 10\r\n\r\nsome`, () =>
          setTimeout(() => socket.resetAndDestroy(), 50),
        ),
      'some',
    ],
  ])('%s', async (_name, talk, text) => {
    const answer = await ask(talk, 300);
    expect(answer).toMatchObject({ kind: 'answer', status: 200, truncated: true });
    expect(textOf(answer)).toBe(text);
    expect(answer.ms).toBeLessThan(3_000);
  });

  test('longer than its length: the length counts', async () => {
    const answer = await ask((socket) => socket.end(`${head}content-length: 2\r\n\r\nsome`));
    expect(answer).toMatchObject({ kind: 'answer', status: 200 });
    expect(textOf(answer)).toBe('so');
  });

  test('no length at all: the end of the connection ends it', async () => {
    const answer = await ask((socket) => socket.end(`${head}\r\nsome`));
    expect(answer).toMatchObject({ kind: 'answer', truncated: false });
    expect(textOf(answer)).toBe('some');
  });

  test('a byte a while: what came in time', async () => {
    const answer = await ask((socket) => {
      socket.write(`${head}content-length: 1000\r\n\r\n`);
      drip(socket, 'x'.repeat(1_000), 20);
    }, 300);
    expect(answer).toMatchObject({ kind: 'answer', truncated: true });
    expect(textOf(answer)).toMatch(/^x{3,20}$/);
  });

  test('an endless body ends at the limit, and the connection with it', async () => {
    let sent = 0;
    let closed = false;
    const site = await serve((_, response) => {
      const chunk = Buffer.alloc(16_384, 'x');
      function more(): void {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        sent += chunk.length;
        response.once('drain', more);
      }
      response.on('close', () => (closed = true));
      more();
    });
    const answer = await clientFor([site.origin]).get({ url: site.origin, maxBytes: 1_000 });
    expect(answer).toMatchObject({ kind: 'answer', status: 200, truncated: true });
    expect(textOf(answer)).toBe('x'.repeat(1_000));
    await expect.poll(() => closed).toBe(true);
    // What the two sockets' buffers hold, not what the server could send.
    expect(sent).toBeLessThan(16 * 1024 * 1024);
  });

  test('a body of just the limit is whole', async () => {
    const site = await serve((_, response) => response.end('x'.repeat(1_000)));
    const client = clientFor([site.origin]);
    expect(await client.get({ url: site.origin, maxBytes: 1_000 })).toMatchObject({ truncated: false });
    expect(await client.get({ url: site.origin, maxBytes: 999 })).toMatchObject({ truncated: true });
  });
});

describe('packed bodies', () => {
  const text = 'hello '.repeat(100);

  test.each([
    ['gzip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['GZIP', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['identity', Buffer.from(text)],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
  ])('%s', async (coding, body) => {
    const answer = await packed(coding, body);
    expect(textOf(answer)).toBe(text);
    expect(answer).toMatchObject({ truncated: false });
  });

  test.each([
    ['gzip', Buffer.from('this is not gzip')],
    ['br', Buffer.from('this is not br')],
    ['deflate', Buffer.from('x')],
    ['deflate', Buffer.alloc(0)],
    ['zstd', Buffer.from('whatever')],
    ['gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(text)))],
  ])('%s that is none: no body, and no failure', async (coding, body) => {
    const answer = await packed(coding, body);
    expect(answer).toMatchObject({ kind: 'answer', status: 200 });
    expect(textOf(answer)).toBe('');
    expect(answer.ms).toBeLessThan(3_000);
  });

  test('broken in the middle: what came before', async () => {
    const long = Array.from({ length: 20_000 }, (_, i) => `line ${(i * 7_919) % 10_007}\n`).join('');
    const body = gzipSync(long);
    const half = body.subarray(0, body.length / 2);
    for (const broken of [half, Buffer.concat([half, Buffer.alloc(body.length / 2, 0xff)])]) {
      const answer = await packed('gzip', broken, 1_000_000);
      expect(answer).toMatchObject({ kind: 'answer', status: 200 });
      expect(textOf(answer).length).toBeGreaterThan(10_000);
      expect(long.startsWith(textOf(answer).slice(0, 10_000))).toBe(true);
    }
  });

  test.each([
    ['gzip', gzipSync],
    ['br', (zeros: Buffer) => brotliCompressSync(zeros, { params: { 1: 1 } })],
    ['deflate', deflateSync],
  ])('a %s bomb is cut at the limit', async (coding, pack) => {
    const bomb = pack(Buffer.alloc(32 * 1024 * 1024));
    const answer = await packed(coding, bomb, 10_000);
    expect(answer).toMatchObject({ kind: 'answer', status: 200, truncated: true });
    expect(textOf(answer)).toHaveLength(10_000);
  });

  test('a bomb in a bomb is cut at the limit', async () => {
    const bomb = gzipSync(gzipSync(Buffer.alloc(32 * 1024 * 1024)));
    const answer = await packed('gzip, gzip', bomb, 10_000);
    expect(textOf(answer)).toHaveLength(10_000);
    expect(answer.ms).toBeLessThan(3_000);
  });
});

test('a redirect with an endless body is followed all the same, and its connection ends', async () => {
  let closed = false;
  const site = await serve((request, response) => {
    if (request.url === '/end') return void response.end('end');
    response.writeHead(302, { location: '/end' });
    const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
    response.on('close', () => {
      closed = true;
      clearInterval(timer);
    });
  });
  expect(textOf(await clientFor([site.origin]).get({ url: site.origin }))).toBe('end');
  await expect.poll(() => closed).toBe(true);
});

test('the time for the whole exchange counts over all hops', async () => {
  const site = await serve((request, response) => {
    const n = Number(request.url?.slice(1) ?? 0);
    setTimeout(() => response.writeHead(302, { location: `/${n + 1}` }).end(), 400);
  });
  // No single hop takes that long, and all ten that are allowed would take four seconds.
  const answer = await clientFor([site.origin]).get({ url: `${site.origin}/0`, timeoutMs: 1_200 });
  expect(answer).toMatchObject({ kind: 'failure', reason: 'timeout' });
  expect([1, 2]).toContain(answer.hops.length);
});

test('a __proto__ header is a header', async () => {
  const answer = await ask((socket) => socket.end(`${head}__proto__: x\r\ncontent-length: 0\r\n\r\n`));
  expect(answer).toMatchObject({ kind: 'answer', status: 200 });
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

async function packed(coding: string, body: Buffer, maxBytes = 65_536): Promise<HttpAnswer> {
  const site = await serve((_, response) =>
    response.writeHead(200, { 'content-encoding': coding }).end(body),
  );
  return clientFor([site.origin]).get({ url: site.origin, maxBytes, timeoutMs: 2_000 });
}

function drip(socket: Socket, text: string, everyMs: number): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++] ?? ''), everyMs);
  socket.on('close', () => clearInterval(timer));
}

function flood(socket: Socket, start: string, piece: string): void {
  socket.write(start);
  const timer = setInterval(() => {
    for (let i = 0; i < 50 && !socket.destroyed; i += 1) socket.write(piece);
  }, 2);
  socket.on('close', () => clearInterval(timer));
}
