import type { Kind } from './kinds.ts';
import type { Page, Plan } from './plan.ts';
import { createRandom, lognormal, mixed } from './random.ts';
import { document, htmlOf } from './text.ts';

/** One request for a page, as far as the answer depends on it. */
export interface Asked {
  /** How far behind the page's own address: where its redirects lead. */
  step: number;
  head: boolean;
  /** How often this step was asked in this run before. */
  before: number;
  ifNoneMatch: string | undefined;
  ifModifiedSince: string | undefined;
  version: 1 | 2;
}

/** What is sent. `settles`: a client that understands it need not ask again. */
export type Reply =
  | {
      kind: 'answer';
      status: number;
      headers: Record<string, string>;
      body: string;
      /** How the body is sent: at once, drop by drop, or as three megabytes. */
      flow: 'whole' | 'slow' | 'big';
      settles: boolean;
    }
  | { kind: 'hang' }
  | { kind: 'reset' };

/** How a slow body is sent: so many parts, so far apart. */
export const slow = { parts: 8, everyMs: 250 };

/** How long a host takes to answer: drawn for each request, whatever order they come in. */
export function latencyOf({ seed, median }: Plan, thing: number, step: number, before: number): number {
  return Math.min(3_000, lognormal(median, 0.6, createRandom(mixed(seed, thing, step, before, 3))));
}

/** The number by which latencies are drawn for what is no page of the plan: a host's home, and what is not there. */
export function homeOf(host: number): number {
  return 1e6 + host;
}

/** The address of a step of a page, on its host. */
export function pathOf({ path }: Page, step: number): string {
  return step === 0 ? path : `${path}/to-${step}`;
}

/** What a page's host answers. */
export function replyTo(page: Page, asked: Asked, plan: Plan): Reply {
  return manners[page.kind](page, asked, plan);
}

type Manner = (page: Page, asked: Asked, plan: Plan) => Reply;

const manners: Readonly<Record<Kind, Manner>> = {
  ok: plain,
  'big-body': (page, asked, plan) => ({ ...plain(page, asked, plan), flow: 'big' }),
  'slow-body': (page, asked, plan) => ({ ...plain(page, asked, plan), flow: 'slow' }),
  'flaky-5xx': once(unavailable()),
  'head-404': toHead(says(404, 'Not found', {}, false)),
  'head-405': toHead(says(405, 'Method not allowed', { allow: 'GET' }, false)),
  'rate-once': once(tooMany()),
  'reset-once': once({ kind: 'reset' }),
  'redirect-permanent': redirecting([301], plain),
  'redirect-temporary': redirecting([302], plain),
  'redirect-chain': redirecting([301, 302, 308], plain),
  'not-found': () => says(404, 'Not found'),
  gone: () => says(410, 'Gone'),
  'redirect-dead': redirecting([301], () => says(404, 'Not found')),
  'redirect-home': () => says(302, 'Moved', { location: '/' }),
  'soft-404': softly,
  'auth-401': () => says(401, 'Unauthorized', { 'www-authenticate': 'Basic realm="members"' }),
  'blocked-403': () => says(403, 'Forbidden'),
  'blocked-999': () => says(999, 'Request denied'),
  'blocked-wall': () => says(403, 'Just a moment...', { 'cf-mitigated': 'challenge' }),
  'down-5xx': unavailable,
  hang: () => ({ kind: 'hang' }),
  'redirect-loop': ({ path }, { step }) =>
    says(302, 'Moved', { location: `${path}${step === 0 ? '/to-1' : ''}` }),
  // Nobody listens there, so nobody asks here.
  refused: () => ({ kind: 'reset' }),
  'reset-always': () => ({ kind: 'reset' }),
};

/** Something else the first time. */
function once(reply: Reply): Manner {
  return (page, asked, plan) => (asked.before === 0 ? reply : plain(page, asked, plan));
}

/** Something else to a HEAD. */
function toHead(reply: Reply): Manner {
  return (page, asked, plan) => (asked.head ? reply : plain(page, asked, plan));
}

/** Sends on with one status a step, and then to what is there. */
function redirecting(statuses: readonly number[], end: Manner): Manner {
  return (page, asked, plan) => {
    const status = statuses[asked.step];
    if (status === undefined) return end(page, asked, plan);
    return says(status, 'Moved', { location: pathOf(page, asked.step + 1) }, false);
  };
}

/** What a host says that is asked too often. */
export function tooMany(): Answer {
  return says(429, 'Too many requests', { 'retry-after': '1' }, false);
}

function unavailable(): Answer {
  return says(503, 'Service unavailable', {}, false);
}

/** What a soft host says of anything that is not there. */
export function softly(): Answer {
  return says(200, 'Page not found');
}

type Answer = Extract<Reply, { kind: 'answer' }>;

/** A short page of a status and a title. */
export function says(
  status: number,
  title: string,
  headers: Record<string, string> = {},
  settles = true,
): Answer {
  const body = document(title, `<main><h1>${title}</h1><p>This is all that there is to say.</p></main>`);
  const type = { 'content-type': 'text/html; charset=utf-8' };
  return { kind: 'answer', status, headers: { ...type, ...headers }, body, flow: 'whole', settles };
}

/** A page that is there, or 304 where the client has it. */
function plain(page: Page, asked: Asked, plan: Plan): Answer {
  const changes = page.text === 'value-changes' || page.text === 'paragraphs-change';
  const version = changes ? asked.version : 1;
  const headers = { 'content-type': 'text/html; charset=utf-8', ...validatorsOf(page, version) };
  const same =
    asked.ifNoneMatch === undefined
      ? asked.ifModifiedSince !== undefined && asked.ifModifiedSince === headers['last-modified']
      : asked.ifNoneMatch === headers.etag;
  if (same) return { kind: 'answer', status: 304, headers, body: '', flow: 'whole', settles: true };
  const body = htmlOf(page, plan.seed, version);
  return { kind: 'answer', status: 200, headers, body, flow: 'whole', settles: true };
}

function validatorsOf({ id, validators }: Page, version: 1 | 2): { etag?: string; 'last-modified'?: string } {
  const etag = `"${id.toString(36)}-${version}"`;
  const lastModified = new Date(Date.UTC(2026, version === 1 ? 2 : 5, 1 + (id % 28))).toUTCString();
  switch (validators) {
    case 'etag':
      return { etag };
    case 'last-modified':
      return { 'last-modified': lastModified };
    case 'both':
      return { etag, 'last-modified': lastModified };
    case 'none':
      return {};
  }
}
