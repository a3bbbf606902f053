import type { LinkResult, Verdict } from '../domain/verdict.ts';
import type { HttpClient } from '../http/http.ts';
import { jitteredDelay, type Delay } from './delay.ts';
import { judge } from './judge.ts';

/** What a page is looked at with. */
export interface CheckTools {
  http: HttpClient;
  now: () => number;
  /** Default: by timer, with jitter. */
  delay?: Delay;
}

const waits = [300, 600];

/** How often each passing trouble is tried in one run; a second page load is no new fact about anything else. */
const tries: Partial<Record<Verdict, number>> = {
  'server-error': 3,
  reset: 3,
  refused: 3,
  unreachable: 3,
  'dns-temporary': 3,
  timeout: 2,
  // The pacing client has the host wait for its Retry-After before the second try.
  'rate-limited': 2,
};

/** Looks at one page, again where the trouble may pass. Between two tries it holds no place in any queue. */
export async function check(page: string, tools: CheckTools, signal?: AbortSignal): Promise<LinkResult> {
  const { http, now, delay = jitteredDelay } = tools;
  for (let done = 1; ; done += 1) {
    const result = judge(page, await http.get({ url: page, signal }), now());
    const wait = waits[done - 1];
    if (wait === undefined || done >= (tries[result.verdict] ?? 1) || signal?.aborted === true) return result;
    await delay(wait, signal);
  }
}
