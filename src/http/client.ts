import { pageOfUrl } from '../domain/addresses.ts';
import { readUrl } from '../domain/url.ts';
import type { Hop } from '../domain/verdict.ts';
import { readBody } from './body.ts';
import { createAgents, type AgentOptions } from './agents.ts';
import { rule, type Trust } from './guard.ts';
import { ask, headersFor, putAway, type AskTools, type Failure, type Response } from './ask.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './http.ts';
import { createStopwatch, type Stopwatch } from './stopwatch.ts';

/** What the client is made of. Only `userAgent` and `now` must be given. */
export interface ClientOptions extends Partial<Trust>, AgentOptions {
  /** Honest: it names the bot and a page that says what it does. */
  userAgent: string;
  now: () => number;
  /** Until the status line and headers of one hop are there, connecting included. Default 10,000. */
  headersTimeoutMs?: number;
  /** For a whole exchange where the request names no time. Default 20,000. */
  timeoutMs?: number;
}

const mostRedirects = 10;
const defaultMaxBytes = 64 * 1024;

/** Opens the one way out. Close it at the end. */
export function createHttpClient(options: ClientOptions): HttpClient {
  const agents = createAgents(options);
  const tools: Tools = {
    agentFor: agents.agentFor,
    trust: normalised(options),
    userAgent: options.userAgent,
    now: options.now,
    headersTimeoutMs: options.headersTimeoutMs ?? 10_000,
    timeoutMs: options.timeoutMs,
  };
  return { get: (wanted) => get(wanted, tools), close: agents.close };
}

interface Tools extends AskTools {
  trust: Trust;
  now: () => number;
  timeoutMs: number | undefined;
}

async function get(wanted: HttpRequest, tools: Tools): Promise<HttpAnswer> {
  const clock = createStopwatch(wanted, tools.now, tools.timeoutMs);
  try {
    return { ...(await follow(wanted, clock, tools)), ms: clock.ms() };
  } finally {
    clock.stop();
  }
}

type Walk = HttpAnswer extends infer A ? (A extends HttpAnswer ? Omit<A, 'ms'> : never) : never;

async function follow(wanted: HttpRequest, clock: Stopwatch, tools: Tools): Promise<Walk> {
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
    if (hops.length > 0 && !(await clock.pausedFor(wanted.onHop?.(url)))) return { ...aborted, url, hops };
    const headers = headersFor(wanted, ruling, home, tools.userAgent);
    const response = await ask(ruling, headers, clock.signal, wanted, tools);
    if (response.kind === 'failure') return { ...response, url, hops };
    hops.push({ url, status: response.status });
    const location = response.headers['location'];
    // A question goes where it was sent, and nowhere else.
    if (location === undefined || !redirects.has(response.status) || wanted.query !== undefined) {
      return { ...(await ended(response, wanted)), url, hops };
    }
    putAway(response.body);
    cookies ||= response.headers['set-cookie'] !== undefined;
    ruling = rule(location, tools.trust, url);
    asked = url;
  }
}

const aborted = { kind: 'failure', reason: 'aborted', detail: 'aborted' } as const;

type Ended<A = HttpAnswer> = A extends HttpAnswer ? Omit<A, 'url' | 'hops' | 'ms'> : never;

async function ended(
  { status, headers, body }: Response,
  { signal, unverified, maxBytes }: HttpRequest,
): Promise<Ended> {
  // What nobody vouches for is not read.
  const most = unverified === true ? 0 : (maxBytes ?? defaultMaxBytes);
  const read = await readBody(body, headers['content-encoding'] ?? '', most);
  if (signal?.aborted === true) return aborted;
  return { kind: 'answer', status, headers, body: read.bytes, truncated: read.truncated };
}

const redirects = new Set([301, 302, 303, 307, 308]);

function looped(repeats: boolean, cookies: boolean): Failure {
  // We keep no cookies, so a site that sets one and sends us round may well be alive.
  const detail = cookies ? 'wants a cookie' : repeats ? 'repeats' : `more than ${mostRedirects}`;
  return { kind: 'failure', reason: 'redirect-loop', detail };
}

function originOf(url: string): string {
  return readUrl(url)?.origin ?? '';
}

function normalised(trust: Partial<Trust>): Trust {
  return {
    trusted: new Set([...(trust.trusted ?? [])].map(originOf)),
    mirrors: new Map([...(trust.mirrors ?? [])].map(([from, to]) => [originOf(from), originOf(to)])),
    exempt: trust.exempt,
  };
}
