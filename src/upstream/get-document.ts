import type * as z from 'zod';
import type { FailureReason, HttpAnswer, HttpClient } from '../http/http.ts';
import { keep, readKept, type Keeper, type Kept } from './kept.ts';

/** What a request for a document came to. Only `refused` is upstream's own word; the last two say nothing about the target. */
export type Reply<T> =
  | { kind: 'value'; value: T; headers: Readonly<Record<string, string>>; url: string }
  /** A 4xx other than 408 and 429, with the `error` or `message` of its body. */
  | {
      kind: 'refused';
      status: number;
      message: string;
      headers: Readonly<Record<string, string>>;
      why: string;
    }
  | { kind: 'unreadable'; why: string }
  | { kind: 'unanswered'; why: string };

/** A request for one document; `who` and `what` name upstream and document in the sentences. */
export interface DocumentRequest<T> {
  http: HttpClient;
  who: string;
  what: string;
  url: string;
  accept: string;
  token?: string | undefined;
  /** A question that is sent as JSON: see `HttpRequest`. */
  query?: string | undefined;
  maxBytes?: number;
  /** Asks only for what is newer than what is kept, and answers with that otherwise. Needs the schema of what is read. */
  keep?: (Keeper & { schema: z.ZodType<T> }) | undefined;
  /** The document may be a web page: without it, a web page is an error page in disguise. */
  mayBePage?: boolean;
  /** Makes something of a whole body that is not empty. */
  read(body: Uint8Array, headers: Readonly<Record<string, string>>): { value: T } | { problem: string };
}

/** The longest document that is read where a request names no other, in bytes. */
export const MAX_BYTES = 5_000_000;

const reasons: Record<FailureReason, string> = {
  'invalid-url': 'the address is not valid',
  'unsupported-scheme': 'the scheme of the address is not allowed',
  'port-refused': 'the port is not allowed',
  'private-address': 'the address is private',
  dns: 'the host was not found',
  refused: 'the connection was refused',
  unreachable: 'the host cannot be reached',
  tls: 'the connection is not secure',
  reset: 'the connection broke off',
  timeout: 'no answer came in time',
  'redirect-loop': 'the redirects do not end',
  aborted: 'the run was stopped',
};

type Answer = Extract<HttpAnswer, { kind: 'answer' }>;

/** Asks for a document and reads it; every way to fail is a value with a plain `why`. */
export async function getDocument<T>(request: DocumentRequest<T>): Promise<Reply<T>> {
  const kept = request.keep && (await readKept(request.keep, request.what, request.url, request.keep.schema));
  const answer = await ask(request, kept);
  if (answer.kind === 'failure') {
    const { who, what } = request;
    return { kind: 'unanswered', why: `${who} could not be asked for ${what}: ${reasons[answer.reason]}.` };
  }
  const { status, headers, url } = answer;
  if (status === 304 && kept) return { kind: 'value', value: kept.value, headers, url };
  const reply = judge(request, answer);
  if (reply.kind === 'value' && request.keep) {
    const version = { etag: headers['etag'], lastModified: headers['last-modified'] };
    await keep(request.keep, request.what, request.url, { value: reply.value, ...version });
  }
  return reply;
}

function ask<T>(request: DocumentRequest<T>, kept: Kept<T> | undefined): Promise<HttpAnswer> {
  const { http, url, accept, token, query, maxBytes = MAX_BYTES } = request;
  return http.get({
    url,
    headers: {
      accept,
      ...(kept?.etag && { 'if-none-match': kept.etag }),
      ...(kept?.lastModified && { 'if-modified-since': kept.lastModified }),
    },
    authorization: token === undefined ? undefined : `Bearer ${token}`,
    maxBytes,
    query,
  });
}

function judge<T>(request: DocumentRequest<T>, answer: Answer): Reply<T> {
  const { who, what, maxBytes = MAX_BYTES } = request;
  const { status, headers, url } = answer;
  const answered = `${who} answered the request for ${what} with`;
  const isRefusal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  if (status !== 200 && !isRefusal) return { kind: 'unanswered', why: `${answered} ${inWords(status)}.` };
  // A login page or a proxy's error page is not upstream's word, whatever its status says.
  if (request.mayBePage !== true && isWebPage(answer)) {
    return { kind: 'unreadable', why: `${answered} a web page (status ${status}).` };
  }
  if (isRefusal) {
    const why = `${answered} status ${status}.`;
    return { kind: 'refused', status, headers, message: messageOf(answer), why };
  }
  if (answer.truncated && answer.body.length < maxBytes) {
    return { kind: 'unanswered', why: `${answered} a body that broke off.` };
  }
  if (answer.truncated)
    return { kind: 'unreadable', why: `${answered} more than ${maxBytes / 1_000_000} MB.` };
  if (answer.body.length === 0) return { kind: 'unreadable', why: `${answered} an empty body.` };
  const read = request.read(answer.body, headers);
  if ('problem' in read) return { kind: 'unreadable', why: `${answered} ${read.problem}.` };
  return { kind: 'value', value: read.value, headers, url };
}

function inWords(status: number): string {
  return status === 429 ? 'status 429, too many requests' : `status ${status}`;
}

function isWebPage({ headers, body }: Answer): boolean {
  if (headers['content-type']?.startsWith('text/html')) return true;
  return /^\s*<(?!\?xml|rss|feed|rdf)/i.test(new TextDecoder().decode(body.subarray(0, 256)));
}

function messageOf({ body }: Answer): string {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(body));
    if (typeof json !== 'object' || json === null) return '';
    if ('error' in json && typeof json.error === 'string') return json.error;
    return 'message' in json && typeof json.message === 'string' ? json.message : '';
  } catch {
    return '';
  }
}
