import { mustRead, type KnownPage } from '../domain/page-settle.ts';
import type { LinkRecord } from '../domain/patience.ts';
import { tierOf, type LinkResult } from '../domain/verdict.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from '../http/http.ts';
import type { Turn } from './feed.ts';
import type { Host } from './hosts.ts';
import { htmlOf, metaRefreshOf } from './html.ts';
import { judge } from './judge.ts';
import { isHome, notFoundWords } from './soft-404.ts';

/** One page to look at. */
export interface Target {
  page: string;
  /** The fragments by which it is cited. */
  fragments: readonly string[];
  previous: LinkRecord | undefined;
  /** What claims cite from it. */
  values: readonly string[];
  /** What is remembered of its text. */
  said: KnownPage | undefined;
  /** Whether its text is compared with what is remembered. */
  compares: boolean;
  host: Host;
  /** An earlier run found its host walled: only an answer that lets us in says anything. */
  walled?: boolean;
  pace?: HttpRequest['pace'];
  turn?: Turn;
}

/** What a look is made with. */
export interface LookTools {
  http: HttpClient;
  now: () => number;
  probe: (url: string, signal: AbortSignal | undefined) => Promise<string[]>;
  signal?: AbortSignal | undefined;
}

/** One look: the verdict, and the answer that it was made from. */
export interface Seen {
  result: LinkResult;
  answer: HttpAnswer;
}

/** A page may send its reader on so many times. */
const mostRefreshes = 3;

/** An anchor and a cited value may stand anywhere in a page, so a page that is cited by one is read further. */
const wholePage = 256 * 1024;

/** Asks for a page once, and judges it. */
export async function look(target: Target, tools: LookTools): Promise<Seen> {
  const answer = await followRefreshes(
    await ask(target, target.page, tools, validatorsOf(target)),
    target,
    tools,
  );
  target.host.hear(answer);
  const result = judge(target.page, answer, tools.now());
  if (answer.kind === 'failure') {
    return {
      answer,
      result: answer.detail === incompleteChain ? await withoutChain(target, result, tools) : result,
    };
  }
  const saysNotFound = tierOf(result.verdict) === 'ok' && (await isSoft404(target.page, answer, tools));
  return {
    answer,
    result: saysNotFound ? { ...result, verdict: 'soft-404', reason: 'says "not found"' } : result,
  };
}

/** Asks for a page, or for what stands behind it. */
export function ask(
  target: Target,
  url: string,
  { http, signal }: LookTools,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  const { host, page, fragments, values, pace, turn } = target;
  return http.get({
    url,
    signal,
    leave: host.leave,
    behind: turn?.behind,
    headers,
    // The pace of the page's own host is not that of the host to which it sends its reader.
    ...(url === page ? { pace } : {}),
    ...(fragments.length > 0 || values.length > 0 ? { maxBytes: wholePage } : {}),
  });
}

/** A page cited by a fragment is always read again: its next one may have lost the place. */
function validatorsOf({ previous, fragments, values, said, compares }: Target): Record<string, string> {
  if (previous === undefined || fragments.length > 0 || tierOf(previous.verdict) !== 'ok') return {};
  // A page that was well and has no text to remember, such as a PDF, has no more to say.
  if (compares && said !== undefined && mustRead(said, values)) return {};
  return {
    ...(previous.etag === undefined ? {} : { 'if-none-match': previous.etag }),
    ...(previous.lastModified === undefined ? {} : { 'if-modified-since': previous.lastModified }),
  };
}

async function followRefreshes(first: HttpAnswer, target: Target, tools: LookTools): Promise<HttpAnswer> {
  let answer = first;
  for (let done = 0; done < mostRefreshes; done += 1) {
    if (answer.kind === 'failure' || answer.status < 200 || answer.status > 299) return answer;
    const to = metaRefreshOf(htmlOf(answer) ?? '', answer.url);
    // A page that calls itself again shows something that moves.
    if (to === undefined || answer.hops.some(({ url }) => url === to)) return answer;
    const next = await ask(target, to, tools);
    answer = { ...next, hops: [...answer.hops, ...next.hops], ms: answer.ms + next.ms };
  }
  return answer;
}

const incompleteChain = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';

/**
 * Browsers fetch a missing intermediate certificate themselves (linkinator#163), so readers may well see the page. One
 * request that vouches for nobody, says nothing of us and reads the status alone tells whether something is there.
 */
async function withoutChain(
  target: Target,
  result: LinkResult,
  { http, signal }: LookTools,
): Promise<LinkResult> {
  const { page, host, pace } = target;
  const answer = await http.get({ url: page, signal, leave: host.leave, pace, unverified: true });
  // Anything but a 2xx was said by somebody whom nobody knows.
  if (answer.kind === 'failure' || answer.status < 200 || answer.status > 299) return result;
  const { status, hops } = answer;
  const ms = result.ms + answer.ms;
  const notices = [{ kind: 'incomplete-chain' } as const];
  return {
    ...result,
    verdict: 'ok',
    reason: `status ${status}`,
    status,
    hops,
    ms,
    failedAt: undefined,
    notices,
  };
}

async function isSoft404(
  page: string,
  answer: Extract<HttpAnswer, { kind: 'answer' }>,
  { probe, signal }: LookTools,
): Promise<boolean> {
  if (isHome(page)) return false;
  const words = notFoundWords(answer);
  return words !== undefined && (await probe(answer.url, signal)).includes(words);
}
