import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { FailureReason, HttpAnswer, HttpClient, HttpRequest } from './http.ts';

/** Where exchanges are kept: each under a name of letters and digits, as JSON. */
export interface Tape {
  read(name: string): string | undefined;
  write(name: string, text: string): void;
}

const Hops = z.array(z.object({ url: z.string(), status: z.int() })).max(100);

/** One exchange as it is kept. Secrets are not: what was sent as authorization is left out. */
const Exchange = z.object({
  url: z.string(),
  query: z.string().optional(),
  accept: z.string().optional(),
  answer: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('answer'),
      url: z.string(),
      status: z.int().min(100).max(999),
      headers: z.record(z.string(), z.string()),
      truncated: z.boolean(),
      hops: Hops,
      ms: z.number(),
    }),
    z.object({
      kind: z.literal('failure'),
      reason: z.custom<FailureReason>((value) => typeof value === 'string'),
      detail: z.string(),
      url: z.string(),
      hops: Hops,
      ms: z.number(),
    }),
  ]),
  /** Of the body, in base64. */
  body: z.base64().optional(),
});

/** The same client, which keeps each exchange on a tape. It asks for whole documents, so that they can be played again. */
export function recording(client: HttpClient, tape: Tape): HttpClient {
  return {
    async get(request) {
      const answer = await client.get({ ...request, headers: unconditional(request) });
      tape.write(nameOf(request), `${JSON.stringify(exchangeOf(request, answer), null, 2)}\n`);
      return answer;
    },
    close: () => client.close(),
  };
}

/** A client that asks nobody: it answers from a tape, and what is not on it was not found. */
export function replaying(tape: Tape): HttpClient {
  return {
    get(request) {
      const text = tape.read(nameOf(request));
      return Promise.resolve(text === undefined ? missing(request) : answerOf(text, request));
    },
    close: () => Promise.resolve(),
  };
}

// What one asks with may differ by its headers, such as the version of an API; secrets do not count.
function nameOf({ url, query = '', headers = {} }: HttpRequest): string {
  const accept = headers['accept'] ?? '';
  return createHash('sha256').update([url, query, accept].join('\n')).digest('hex').slice(0, 24);
}

function unconditional({ headers = {} }: HttpRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^if-/i.test(name)));
}

function exchangeOf({ url, query, headers }: HttpRequest, answer: HttpAnswer): z.input<typeof Exchange> {
  const about = { url, query, accept: headers?.['accept'] };
  if (answer.kind === 'failure') return { ...about, answer: { ...answer, hops: [...answer.hops] } };
  const { body, headers: all, hops, ...rest } = answer;
  const kept = Object.fromEntries(Object.entries(all).filter(([name]) => name !== 'set-cookie'));
  return {
    ...about,
    answer: { ...rest, headers: kept, hops: [...hops] },
    body: Buffer.from(body).toString('base64'),
  };
}

// A tape may come with a stranger's report.
function answerOf(text: string, request: HttpRequest): HttpAnswer {
  const { data } = Exchange.safeParse(parsed(text));
  if (data === undefined) return missing(request);
  const { answer, body = '' } = data;
  return answer.kind === 'failure' ? answer : { ...answer, body: Buffer.from(body, 'base64') };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function missing({ url }: HttpRequest): HttpAnswer {
  return { kind: 'failure', reason: 'dns', detail: 'not on the tape', url, hops: [], ms: 0 };
}
