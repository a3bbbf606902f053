import { isTrivialMove } from '../domain/addresses.ts';
import { tierOf, type LinkResult, type Verdict } from '../domain/verdict.ts';
import type { HttpAnswer } from '../http/http.ts';
import { isChallengePage } from './challenge.ts';
import { endsAtLogin } from './login.ts';
import { endsNowhere } from './soft-404.ts';

type Answer = Extract<HttpAnswer, { kind: 'answer' }>;
type Failure = Extract<HttpAnswer, { kind: 'failure' }>;
interface Finding {
  verdict: Verdict;
  reason: string;
}

/** What one answer says of the page that was asked for. It never says "broken" of what it could not see. */
export function judge(page: string, answer: HttpAnswer, checkedAt: number): LinkResult {
  const finding = answer.kind === 'answer' ? ofAnswer(page, answer) : ofFailure(answer);
  const { hops, ms } = answer;
  return {
    page,
    ...finding,
    status: answer.kind === 'answer' ? answer.status : undefined,
    hops,
    failedAt: tierOf(finding.verdict) === 'ok' || answer.url === page ? undefined : answer.url,
    checkedAt,
    ms,
    bytes: answer.kind === 'answer' ? answer.body.byteLength : 0,
    via: 'http',
    notices: [],
  };
}

function ofFailure(failure: Failure): Finding {
  const { reason, detail, hops } = failure;
  // Cited so, it is the citation's fault. Sent there by a site that answers, it is that site's.
  if (reason === 'invalid-url' && hops.length > 0) {
    return { verdict: 'server-error', reason: `redirect to an invalid address, ${detail}` };
  }
  return { verdict: unclear(failure) ?? (reason === 'aborted' ? 'not-checked' : reason), reason: detail };
}

/** The failures that look like the page's own and are none, or need not be. */
function unclear({ reason, detail }: Failure): Verdict | undefined {
  // Only a definite "no such name" is a fact; a resolver out of breath says EAI_AGAIN.
  if (reason === 'dns' && detail !== 'ENOTFOUND' && detail !== 'ENODATA') return 'dns-temporary';
  // Many runners have no IPv6: that says nothing of a site that has nothing else.
  if (reason === 'unreachable' && detail.endsWith('ipv6-only')) return 'not-checked';
  // Browsers fetch the missing intermediate themselves (linkinator#163), so readers see the page.
  if (reason === 'tls' && detail === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE') return 'not-checked';
  // We keep no cookies: whoever asks for one has not shown that the page is gone.
  if (reason === 'redirect-loop' && detail === 'wants a cookie') return 'blocked';
  return undefined;
}

/** Status by status, walls before everything: they answer with any of them. The first rule that matches wins. */
function ofAnswer(page: string, answer: Answer): Finding {
  const { status } = answer;
  const verdict = wall(answer) ?? notFor(page, answer);
  if (verdict !== undefined) return verdict;
  const reason = `status ${status}`;
  if (status === 410) return { verdict: 'gone', reason };
  if (status === 404) return { verdict: 'not-found', reason };
  if (status >= 400 && status <= 499) return { verdict: 'client-error', reason };
  if (status >= 200 && status <= 299)
    return nowhere(page, answer) ?? moved(page, answer) ?? { verdict: 'ok', reason };
  // 304 stands for the 2xx before it; 300 offers the page in several forms.
  if (status === 304 || status === 300) return { verdict: 'ok', reason };
  return { verdict: 'server-error', reason };
}

function wall({ status, headers, body }: Answer): Finding | undefined {
  if (headers['cf-mitigated'] !== undefined) return { verdict: 'blocked', reason: 'cf-mitigated' };
  const spent = headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined;
  if (status === 429 || (status === 403 && spent))
    return { verdict: 'rate-limited', reason: `status ${status}` };
  if ([403, 406, 418, 451, 999].includes(status)) return { verdict: 'blocked', reason: `status ${status}` };
  if ((status === 503 || status === 200) && isChallengePage(headers['content-type'] ?? '', body)) {
    return { verdict: 'blocked', reason: 'challenge page' };
  }
  return undefined;
}

function notFor(page: string, { status, url }: Answer): Finding | undefined {
  if (status === 401 || status === 407) return { verdict: 'auth-required', reason: `status ${status}` };
  if (status >= 200 && status <= 299 && endsAtLogin(page, url))
    return { verdict: 'auth-required', reason: 'login page' };
  return undefined;
}

function nowhere(page: string, { url }: Answer): Finding | undefined {
  return endsNowhere(page, url) ? { verdict: 'soft-404', reason: 'sent elsewhere' } : undefined;
}

function moved(page: string, { hops, url }: Answer): Finding | undefined {
  const ways = hops.slice(0, -1).map(({ status }) => status);
  if (ways.length === 0) return undefined;
  const passing = ways.find((status) => status !== 301 && status !== 308);
  if (passing !== undefined) {
    // Only a page that was read sends its reader on with a 2xx.
    return { verdict: 'redirected-temporary', reason: passing < 300 ? 'meta refresh' : `status ${passing}` };
  }
  return { verdict: 'redirected-permanent', reason: isTrivialMove(page, url) ? 'trivial' : 'moved' };
}
