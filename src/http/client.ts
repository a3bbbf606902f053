import { Agent } from 'undici';
import { pageOfUrl } from '../domain/addresses.ts';
import type { Hop } from '../domain/verdict.ts';
import { readBody } from './body.ts';
import { guardedConnector, plainConnector, systemResolve, type Resolve } from './connect.ts';
import { rule, type Trust } from './guard.ts';
import { ask, headersFor, putAway, type AskTools, type Failure } from './ask.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './http.ts';

/** What the client is made of. Only `userAgent` and `now` must be given. */
export interface ClientOptions extends Partial<Trust> {
  /** Honest: it names the bot and a page that says what it does. */
  userAgent: string;
  now: () => number;
  /** Default: the system's resolver. */
  resolve?: Resolve;
  /** Default 5,000. */
  connectTimeoutMs?: number;
  /** Until the status line and headers of one hop are there, connecting included. Default 10,000. */
  headersTimeoutMs?: number;
}

const mostRedirects = 10;
const defaultMaxBytes = 64 * 1024;
const defaultTimeoutMs = 20_000;

/** Opens the one way out. Close it at the end. */
export function createHttpClient(options: ClientOptions): HttpClient {
  const { resolve = systemResolve, connectTimeoutMs = 5_000 } = options;
  // 64 KiB of headers: some sites' content policies pass Node's 16 KiB.
  const common = { maxHeaderSize: 64 * 1024, headersTimeout: 0, bodyTimeout: 0 };
  const guarded = new Agent({ ...common, connect: guardedConnector(resolve, connectTimeoutMs) });
  const open = new Agent({ ...common, connect: plainConnector(resolve, connectTimeoutMs) });
  const tools: Tools = {
    agentFor: (ruling) => (ruling.guarded ? guarded : open),
    trust: normalised(options),
    userAgent: options.userAgent,
    now: options.now,
    headersTimeoutMs: options.headersTimeoutMs ?? 10_000,
  };
  return {
    get: (wanted) => get(wanted, tools),
    async close() {
      await Promise.all([guarded.destroy(), open.destroy()]);
    },
  };
}

interface Tools extends AskTools {
  trust: Trust;
  now: () => number;
}

async function get(wanted: HttpRequest, tools: Tools): Promise<HttpAnswer> {
  const started = tools.now();
  const whole = new AbortController();
  const timer = setTimeout(() => whole.abort(), wanted.timeoutMs ?? defaultTimeoutMs);
  const signal = wanted.signal === undefined ? whole.signal : AbortSignal.any([whole.signal, wanted.signal]);
  try {
    const walk = await follow(wanted, signal, tools);
    return { ...walk, ms: tools.now() - started };
  } finally {
    clearTimeout(timer);
  }
}

type Walk = HttpAnswer extends infer A ? (A extends HttpAnswer ? Omit<A, 'ms'> : never) : never;

async function follow(wanted: HttpRequest, signal: AbortSignal, tools: Tools): Promise<Walk> {
  const hops: Hop[] = [];
  const seen = new Set<string>();
  let cookies = false;
  let ruling = rule(wanted.url, tools.trust);
  let asked = wanted.url;
  let home = true;
  for (;;) {
    if (ruling.kind === 'refused') return { ...ruling, kind: 'failure', url: asked.slice(0, 2_000), hops };
    const url = pageOfUrl(ruling.url);
    if (seen.has(url) || hops.length > mostRedirects) return { ...looped(seen.has(url), cookies), url, hops };
    seen.add(url);
    home &&= ruling.url.origin === originOf(wanted.url);
    const response = await ask(
      ruling,
      headersFor(wanted, ruling, home, tools.userAgent),
      signal,
      wanted.signal,
      tools,
    );
    if (response.kind === 'failure') return { ...response, url, hops };
    const { status, headers } = response;
    hops.push({ url, status });
    const location = headers['location'];
    if (location === undefined || !redirects.has(status)) {
      const read = await readBody(
        response.body,
        headers['content-encoding'] ?? '',
        wanted.maxBytes ?? defaultMaxBytes,
      );
      if (wanted.signal?.aborted === true)
        return { kind: 'failure', reason: 'aborted', detail: 'aborted', url, hops };
      return { kind: 'answer', url, status, headers, body: read.bytes, truncated: read.truncated, hops };
    }
    putAway(response.body);
    cookies ||= headers['set-cookie'] !== undefined;
    ruling = rule(location, tools.trust, url);
    asked = url;
  }
}

const redirects = new Set([301, 302, 303, 307, 308]);

function looped(repeats: boolean, cookies: boolean): Failure {
  // We keep no cookies, so a site that sets one and sends us round may well be alive.
  const detail = cookies ? 'wants a cookie' : repeats ? 'repeats' : `more than ${mostRedirects}`;
  return { kind: 'failure', reason: 'redirect-loop', detail };
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}

function normalised(trust: Partial<Trust>): Trust {
  return {
    trusted: new Set([...(trust.trusted ?? [])].map(originOf)),
    mirrors: new Map([...(trust.mirrors ?? [])].map(([from, to]) => [originOf(from), originOf(to)])),
  };
}
