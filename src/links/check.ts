import type { LinkResult, Verdict } from '../domain/verdict.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import { jitteredDelay, type Delay } from './delay.ts';
import { longestWaitMs, type Closed, type Host } from './hosts.ts';
import { look, type LookTools, type Seen, type Target } from './look.ts';

/** What a page is checked with. */
export interface CheckTools extends LookTools {
  /** Default: by timer, with jitter. */
  delay?: Delay;
  /** How long after its first sight a missing page or name is looked for again. Default 30,000. */
  confirmAfterMs?: number;
}

const waits = [300, 600, 1_200];

/** How often each passing trouble is tried in one run; a second page load is no new fact about anything else. */
const tries: Partial<Record<Verdict, number>> = {
  'server-error': 3,
  reset: 3,
  refused: 3,
  unreachable: 3,
  'dns-temporary': 3,
  timeout: 2,
  'rate-limited': 3,
};

/** What is only believed when it is seen twice, some time apart: firewalls and resolvers have their moments. */
const proofs: Partial<Record<Verdict, string>> = { 'not-found': 'page', gone: 'page', dns: 'name' };

const mostLooks = 3;

/** Looks at one page, again where the trouble may pass or needs proof. Between two looks it holds no place in any queue. */
export async function check(target: Target, tools: CheckTools): Promise<Seen> {
  const { confirmAfterMs = 30_000 } = tools;
  const { host, previous, walled = false, turn } = target;
  function delay(ms: number, signal: AbortSignal): Promise<void> {
    turn?.sleeps();
    return (tools.delay ?? jitteredDelay)(ms, signal);
  }
  let seen = await persist(target, tools, delay);
  // What an earlier run saw, and nothing has denied since, is the second sight.
  let last = previous !== undefined && previous.strikes > 0 ? proofs[previous.verdict] : undefined;
  for (let looks = 1; ; looks += 1) {
    const proof = proofs[seen.result.verdict];
    if (proof === undefined) return { ...seen, result: atHost(seen.result, host, tools) };
    if (walled) return atWall(seen);
    if (proof === last) return seen;
    if (looks === mostLooks) return without(seen, 'not-checked', 'answers differ');
    last = proof;
    await delay(confirmAfterMs, host.leave);
    if (host.leave.aborted) return unproven(seen, host, tools);
    seen = await persist(target, tools, delay);
  }
}

async function persist(
  target: Target,
  tools: CheckTools,
  delay: (ms: number, signal: AbortSignal) => Promise<void>,
): Promise<Seen> {
  for (let done = 1; ; done += 1) {
    const seen = await look(target, tools);
    const wait = waits[done - 1];
    const enough = done >= (tries[seen.result.verdict] ?? 1);
    if (wait === undefined || enough || target.host.leave.aborted) return seen;
    await delay(Math.max(wait, askedToWait(seen, tools)), target.host.leave);
  }
}

/** A host may name the time after which a page is to be asked again. */
function askedToWait({ answer }: Seen, { now }: CheckTools): number {
  if (answer.kind === 'failure' || (answer.status !== 429 && answer.status !== 503)) return 0;
  return Math.min(retryAfterMs(answer.headers['retry-after'], now()) ?? 0, longestWaitMs);
}

/** What could not be asked, because its host was closed meanwhile. */
function atHost(result: LinkResult, host: Host, { signal }: CheckTools): LinkResult {
  if (host.closed === undefined || signal?.aborted === true || result.verdict !== 'not-checked')
    return result;
  return closedResult(result, host.closed);
}

/** A page of a closed host, as far as it can be judged. */
export function closedResult(result: LinkResult, closed: Closed): LinkResult {
  return { ...result, verdict: closed === 'wall' ? 'blocked' : 'rate-limited', reason: 'host' };
}

function unproven(seen: Seen, host: Host, { signal }: CheckTools): Seen {
  if (signal?.aborted === true || host.closed === undefined) return without(seen, 'not-checked', 'aborted');
  if (host.closed === 'wall') return atWall(seen);
  return without(seen, 'rate-limited', 'host');
}

/** A wall's 404 says nothing of the page (leoncuhk/awesome-quant-ai#50). */
function atWall(seen: Seen): Seen {
  return without(seen, 'blocked', `${seen.result.reason} at a walled host`);
}

function without({ result, answer }: Seen, verdict: Verdict, reason: string): Seen {
  return { answer, result: { ...result, verdict, reason } };
}
