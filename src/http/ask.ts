import { request, type Agent, type Dispatcher } from 'undici';
import { failureOf } from './failure.ts';
import type { Ruling } from './guard.ts';
import type { FailureReason, HttpRequest } from './http.ts';

export type Go = Extract<Ruling, { kind: 'go' }>;
export type Failure = { kind: 'failure'; reason: FailureReason; detail: string };
/** One hop's answer, its body still to be read. */
export type Response = {
  kind: 'response';
  status: number;
  headers: Record<string, string>;
  body: Dispatcher.ResponseData['body'];
};

/** What a hop is asked with. */
export interface AskTools {
  agentFor: (ruling: Go, verify: boolean) => Agent;
  userAgent: string;
  headersTimeoutMs: number;
}

/** One hop: asks, and waits for status and headers. */
export async function ask(
  ruling: Go,
  headers: Record<string, string>,
  signal: AbortSignal,
  wanted: HttpRequest,
  tools: AskTools,
): Promise<Failure | Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), tools.headersTimeoutMs);
  function end(): void {
    late.abort();
  }
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    const dispatcher = tools.agentFor(ruling, wanted.unverified !== true);
    const method = wanted.query === undefined ? 'GET' : 'POST';
    const response = await request(ruling.target, {
      dispatcher,
      method,
      body: wanted.query ?? null,
      headers,
      signal: late.signal,
    });
    return {
      kind: 'response',
      status: response.statusCode,
      headers: flat(response.headers),
      body: response.body,
    };
  } catch (error) {
    if (wanted.signal?.aborted === true) return { kind: 'failure', reason: 'aborted', detail: 'aborted' };
    if (late.signal.aborted) return { kind: 'failure', reason: 'timeout', detail: 'no answer in time' };
    return { kind: 'failure', ...failureOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** What is said with a hop. `home`: no other origin has been asked on the way. */
export function headersFor(
  wanted: HttpRequest,
  ruling: Go,
  home: boolean,
  userAgent: string,
): Record<string, string> {
  const told = home && wanted.unverified !== true;
  return {
    accept: '*/*',
    // Nothing that the caller says, least of all who it is, goes to another origin, or comes back from one.
    ...(told ? lowerCased(wanted.headers ?? {}) : {}),
    ...(wanted.query === undefined ? {} : { 'content-type': 'application/json' }),
    ...(told && wanted.authorization !== undefined ? { authorization: wanted.authorization } : {}),
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': userAgent,
    ...(ruling.target === ruling.url ? {} : { 'x-forwarded-host': ruling.url.host }),
  };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value ?? ''].flat().join(', ')]),
  );
}

/** Puts the body of a redirect away. A small one is read to its end, which keeps the connection for the next hop. */
export function putAway(body: Dispatcher.ResponseData['body']): void {
  body.dump({ limit: 16 * 1024, signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
}
