import { kinds } from './kinds.ts';
import type { Page, Plan } from './plan.ts';
import { homeOf, latencyOf, replyTo, slow, type Asked } from './reply.ts';

/** What no client that keeps to six at one host and 64 in all can beat, if it is to decide all that one run can decide. */
export interface Floor {
  requests: number;
  ms: number;
  /** Milliseconds of service at the host that decides. */
  busiest: number;
}

/** Adds up the service times of all requests that must be made. */
export function floorOf(plan: Plan, perHost = 6, total = 64): Floor {
  const hosts = plan.hosts.map(() => 0);
  let requests = 0;
  for (const page of plan.pages) {
    if (page.kind === 'refused' || page.kind === 'hang') {
      requests += 1;
      continue;
    }
    const way = wayOf(page, plan);
    requests += way.requests;
    hosts[page.host] = (hosts[page.host] ?? 0) + way.ms;
  }
  // A soft host must be asked for something that cannot be there, once.
  plan.hosts.forEach(({ soft }, at) => {
    if (!soft) return;
    requests += 1;
    hosts[at] = (hosts[at] ?? 0) + latencyOf(plan, homeOf(at), 0, 0);
  });
  const busiest = Math.max(...hosts);
  const all = hosts.reduce((sum, ms) => sum + ms, 0);
  return { requests, ms: Math.max(busiest / perHost, all / total), busiest };
}

/** The requests that a page takes, and how long its host works on them. What one run cannot decide is asked once. */
function wayOf(page: Page, plan: Plan): { requests: number; ms: number } {
  const asked: Asked = {
    step: 0,
    head: false,
    before: 0,
    version: 1,
    ifNoneMatch: undefined,
    ifModifiedSince: undefined,
  };
  let ms = 0;
  for (let requests = 1; ; requests += 1) {
    ms += latencyOf(plan, page.id, asked.step, asked.before);
    const reply = replyTo(page, asked, plan);
    if (reply.kind === 'answer' && reply.flow === 'slow') ms += slow.parts * slow.everyMs;
    if (kinds[page.kind].truth === 'unknown') return { requests, ms };
    if (reply.kind === 'answer' && reply.status >= 300 && reply.status <= 399) {
      if (page.kind === 'redirect-home') {
        return { requests: requests + 1, ms: ms + latencyOf(plan, homeOf(page.host), 0, 0) };
      }
      asked.step += 1;
    } else if (reply.kind === 'answer' && reply.settles) return { requests, ms };
    else asked.before += 1;
  }
}
