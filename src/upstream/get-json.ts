import type * as z from 'zod';
import type { FailureReason, HttpAnswer, HttpClient } from '../http/http.ts';

/** What a request for JSON came to. Only `refused` is upstream's own word; the last two say nothing about the target. */
export type JsonReply<T> =
  | { kind: 'value'; value: T; headers: Readonly<Record<string, string>> }
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

/** A request for one JSON document; `who` and `what` name upstream and document in the sentences. */
export interface JsonRequest<T> {
  http: HttpClient;
  who: string;
  what: string;
  url: string;
  token: string | undefined;
  schema: z.ZodType<T>;
}

/** The longest document that is read, in bytes. */
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

/** Asks for a JSON document and checks its shape; every way to fail is a value with a plain `why`. */
export async function getJson<T>(request: JsonRequest<T>): Promise<JsonReply<T>> {
  const { http, who, what, url, token, schema } = request;
  const answer = await http.get({
    url,
    headers: { accept: 'application/json' },
    authorization: token === undefined ? undefined : `Bearer ${token}`,
    maxBytes: MAX_BYTES,
  });
  if (answer.kind === 'failure') {
    return { kind: 'unanswered', why: `${who} could not be asked for ${what}: ${reasons[answer.reason]}.` };
  }
  const { status, headers } = answer;
  const answered = `${who} answered the request for ${what} with`;
  const isRefusal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  if (status !== 200 && !isRefusal) return { kind: 'unanswered', why: `${answered} ${inWords(status)}.` };
  // A login page or a proxy's error page is not upstream's word, whatever its status says.
  if (isWebPage(answer)) return { kind: 'unreadable', why: `${answered} a web page (status ${status}).` };
  if (isRefusal) {
    return {
      kind: 'refused',
      status,
      headers,
      message: messageOf(answer),
      why: `${answered} status ${status}.`,
    };
  }
  if (answer.truncated && answer.body.length < MAX_BYTES) {
    return { kind: 'unanswered', why: `${answered} a body that broke off.` };
  }
  const read = readBody(answer, schema);
  if ('problem' in read) return { kind: 'unreadable', why: `${answered} ${read.problem}.` };
  return { kind: 'value', value: read.value, headers };
}

type Answer = Extract<HttpAnswer, { kind: 'answer' }>;

function inWords(status: number): string {
  return status === 429 ? 'status 429, too many requests' : `status ${status}`;
}

function isWebPage({ headers, body }: Answer): boolean {
  if (headers['content-type']?.startsWith('text/html')) return true;
  return new TextDecoder().decode(body.subarray(0, 256)).trimStart().startsWith('<');
}

function readBody<T>(answer: Answer, schema: z.ZodType<T>): { value: T } | { problem: string } {
  if (answer.truncated) return { problem: `more than ${MAX_BYTES / 1_000_000} MB` };
  if (answer.body.length === 0) return { problem: 'an empty body' };
  const parsed = parse(answer.body);
  if (parsed === undefined) return { problem: 'something that is not JSON' };
  const checked = schema.safeParse(parsed.json);
  if (checked.success) return { value: checked.data };
  const field = checked.error.issues[0]?.path.map(String).join('.').slice(0, 60);
  return { problem: field ? `an unexpected "${field}"` : 'JSON of another shape' };
}

function parse(body: Uint8Array): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(new TextDecoder().decode(body)) };
  } catch {
    return undefined;
  }
}

function messageOf({ body }: Answer): string {
  const json = parse(body)?.json;
  if (typeof json !== 'object' || json === null) return '';
  if ('error' in json && typeof json.error === 'string') return json.error;
  return 'message' in json && typeof json.message === 'string' ? json.message : '';
}
