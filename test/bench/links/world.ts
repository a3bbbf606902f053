import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { createMeter, type Meter, type Reading } from './meter.ts';
import type { Page, Plan } from './plan.ts';
import { homeOf, latencyOf, replyTo, says, slow, softly, tooMany, type Asked, type Reply } from './reply.ts';

/** A running simulated web. */
export interface World {
  port: number;
  /** Forgets who has asked for what, and counts anew. */
  reset(version: 1 | 2): void;
  read(): Reading;
  close(): Promise<void>;
}

interface Run {
  version: 1 | 2;
  meter: Meter;
  /** How often each thing was asked. */
  asked: Map<string, number>;
  /** Pages that have given an answer which says it all. */
  settled: Set<number>;
  buckets: Map<number, { left: number; at: number }>;
}

/** Serves a planned web on one port of all of 127.0.0.0/8. */
export async function startWorld(plan: Plan, port: number): Promise<World> {
  let run = newRun(1);
  const hostAt = new Map(plan.hosts.map(({ ip }, at) => [ip, at]));
  const server = createServer({ keepAliveTimeout: 15_000, requestTimeout: 0 }, (request, response) => {
    const host = hostAt.get((request.headers.host ?? '').replace(/:\d+$/, ''));
    if (host === undefined) response.writeHead(421).end();
    else void answer(request, response, host, plan, run);
  });
  server.on('connection', (socket: Socket) => {
    // It listens everywhere, since all of 127.0.0.0/8 cannot be named; it answers on loopback only.
    if (socket.localAddress?.startsWith('127.') !== true) socket.destroy();
    else run.meter.connected();
    socket.on('error', () => undefined);
  });
  await listen(server, port);
  return {
    port,
    reset(version) {
      server.closeAllConnections();
      run = newRun(version);
    },
    read: () => run.meter.read(),
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function newRun(version: 1 | 2): Run {
  return { version, meter: createMeter(), asked: new Map(), settled: new Set(), buckets: new Map() };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '0.0.0.0', 1_000, resolve);
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  host: number,
  plan: Plan,
  run: Run,
): Promise<void> {
  const { method = 'GET', url = '/' } = request;
  const asking = run.meter.asked(host, `${method} ${host}${url}`);
  const found = pageAt(url, host, plan);
  const how = run.settled.has(found?.page.id ?? -1) ? 'again' : 'answer';
  // A client that has read enough of an answer, or has not waited for it.
  response.once('close', () => asking.end(response.headersSent ? how : 'nothing'));
  const reply = isOverLimit(host, plan, run)
    ? tooMany()
    : await thoughtOver({ request, url, host, found }, plan, run);
  if (reply.kind === 'hang') return;
  await send(reply, response, host, run.meter);
  asking.end(how);
}

interface Question {
  request: IncomingMessage;
  url: string;
  host: number;
  found: Found | undefined;
}

async function thoughtOver({ request, url, host, found }: Question, plan: Plan, run: Run): Promise<Reply> {
  const key = `${host}${url}`;
  const before = run.asked.get(key) ?? 0;
  // Only GETs count: what a HEAD was told says nothing of what a GET will be.
  if (request.method !== 'HEAD') run.asked.set(key, before + 1);
  const reply = found ? pageReply(request, found, before, run, plan) : elsewhere(url, host, plan);
  await setTimeout(latencyOf(plan, found?.page.id ?? homeOf(host), found?.step ?? 0, before));
  if (found && reply.kind === 'answer' && reply.settles) run.settled.add(found.page.id);
  return reply;
}

interface Found {
  page: Page;
  step: number;
}

function pageAt(url: string, host: number, plan: Plan): Found | undefined {
  const [, id, step] = /^\/p\/(\d+)(?:\/\w+)?(?:\/to-(\d))?$/.exec(url) ?? [];
  const page = plan.pages[Number(id)];
  if (page === undefined || page.host !== host) return undefined;
  return url.startsWith(page.path) ? { page, step: Number(step ?? 0) } : undefined;
}

function pageReply(
  { method, headers }: IncomingMessage,
  { page, step }: Found,
  before: number,
  { version }: Run,
  plan: Plan,
): Reply {
  const asked: Asked = {
    step,
    before,
    version,
    head: method === 'HEAD',
    ifNoneMatch: headers['if-none-match'],
    ifModifiedSince: headers['if-modified-since'],
  };
  return replyTo(page, asked, plan);
}

function elsewhere(url: string, host: number, plan: Plan): Reply {
  if (url === '/') return says(200, `Welcome to host ${host}`);
  return plan.hosts[host]?.soft === true ? softly() : says(404, 'Not found');
}

/** A bucket of requests that fills as time goes by. */
function isOverLimit(host: number, { hosts }: Plan, { buckets }: Run): boolean {
  const limit = hosts[host]?.limit;
  if (limit === undefined) return false;
  const at = performance.now();
  const bucket = buckets.get(host) ?? { left: limit, at };
  bucket.left = Math.min(limit, bucket.left + ((at - bucket.at) / 1_000) * limit);
  bucket.at = at;
  buckets.set(host, bucket);
  if (bucket.left < 1) return true;
  bucket.left -= 1;
  return false;
}

async function send(
  reply: Exclude<Reply, { kind: 'hang' }>,
  response: ServerResponse,
  host: number,
  meter: Meter,
): Promise<void> {
  if (reply.kind === 'reset') return void response.req.socket.resetAndDestroy();
  meter.sent(reply.status, host);
  const { status, headers, flow } = reply;
  const body = flow === 'big' ? padded(reply.body) : Buffer.from(reply.body);
  const sized = { ...headers, ...(status === 304 ? {} : { 'content-length': body.byteLength }) };
  response.writeHead(status, sized);
  if (response.req.method === 'HEAD' || flow === 'whole') {
    const wrote = response.req.method === 'HEAD' ? Buffer.alloc(0) : body;
    meter.wrote(wrote.byteLength);
    response.end(wrote);
  } else await trickle(body, flow, response, meter);
}

/** Three megabytes at 64 KiB a time, or little by little. */
async function trickle(
  body: Buffer,
  flow: 'slow' | 'big',
  response: ServerResponse,
  meter: Meter,
): Promise<void> {
  const size = flow === 'big' ? 64 * 1024 : Math.ceil(body.byteLength / slow.parts);
  for (let at = 0; at < body.byteLength && !response.destroyed; at += size) {
    const part = body.subarray(at, at + size);
    meter.wrote(part.byteLength);
    // With its last part an answer is over: its reader need not wait for more.
    if (at + size >= body.byteLength) return void response.end(part);
    response.write(part);
    await setTimeout(flow === 'big' ? 15 : slow.everyMs);
    while (response.writableNeedDrain && !response.destroyed) await setTimeout(5);
  }
}

const big = 3_000_000;

function padded(html: string): Buffer {
  return Buffer.concat([Buffer.from(html), Buffer.alloc(big, '<p>And so it goes on and on.</p>\n')]);
}
