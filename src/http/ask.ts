import { request, type Agent, type Dispatcher } from 'undici';
import { failureOf } from './failure.ts';
import type { Ruling } from './guard.ts';
import type { FailureReason, HttpRequest } from './http.ts';

export type Go = Extract<Ruling, { kind: 'go' }>;
export type Failure = { kind: 'failure'; reason: FailureReason; detail: string };
type Response = {
  kind: 'response';
  status: number;
  headers: Record<string, string>;
  body: Dispatcher.ResponseData['body'];
};

/** What a hop is asked with. */
export interface AskTools {
  agentFor: (ruling: Go) => Agent;
  userAgent: string;
  headersTimeoutMs: number;
}

/** One hop: asks, and waits for status and headers. */
export async function ask(
  ruling: Go,
  headers: Record<string, string>,
  signal: AbortSignal,
  caller: AbortSignal | undefined,
  tools: AskTools,
): Promise<Failure | Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), tools.headersTimeoutMs);
  const either = AbortSignal.any([signal, late.signal]);
  try {
    const dispatcher = tools.agentFor(ruling);
    const response = await request(ruling.target, { dispatcher, headers, signal: either });
    return {
      kind: 'response',
      status: response.statusCode,
      headers: flat(response.headers),
      body: response.body,
    };
  } catch (error) {
    if (caller?.aborted === true) return { kind: 'failure', reason: 'aborted', detail: 'aborted' };
    if (either.aborted) return { kind: 'failure', reason: 'timeout', detail: 'no answer in time' };
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
  return {
    accept: '*/*',
    // Nothing that the caller says, least of all who it is, goes to another origin, or comes back from one.
    ...(home ? lowerCased(wanted.headers ?? {}) : {}),
    ...(home && wanted.authorization !== undefined ? { authorization: wanted.authorization } : {}),
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
