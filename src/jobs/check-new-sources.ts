import { setMaxListeners } from 'node:events';
import { MAX_NEW_SOURCES, MAX_OF_ONE_HOST } from '../domain/new-sources.ts';
import type { LookedAt, NewSource, NewSources } from '../domain/new-sources.ts';
import { isDue } from '../domain/patience.ts';
import type { Policy } from '../domain/policy.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { isAsRead, type Pull } from '../github/pulls.ts';
import { limited } from '../http/limit.ts';
import { checkAll } from '../links/check-all.ts';
import { recall } from '../links/recall.ts';
import { askingNewSources, foundNewSources, noNewSources } from '../render/new-sources.ts';
import { citationsOf, valuesIn } from './citations.ts';
import { linkOptions } from './link-options.ts';
import type { LinkTools } from './link-tools.ts';
import { completeReview, speakReview, type Speech, type Spoken } from './speak-review.ts';

/** What is not known by then is not waited for. */
const MOST_MS = 60_000;

/** A page that is missing is asked twice, and one in trouble three times. */
const REQUESTS_PER_PAGE = 3;

/** What was said of a pull request, and whether it was completed. */
export interface SaidOfPull {
  check: Spoken['check']['done'];
  comment: Spoken['comment'];
  sources?: 'completed' | 'superseded';
}

/**
 * Says what there is to say of a pull request at once, and completes it when its new sources have answered. Where memory
 * knows them all, nothing is asked, and what is said is complete from the start.
 */
export async function speakOfNewSources(
  github: GitHub,
  slug: Slug,
  pull: Pull,
  speech: Speech,
  { sources, left }: NewSources,
  policy: Policy,
  tools: LinkTools,
): Promise<SaidOfPull> {
  const wanted = policy.links.check ? sources : [];
  const unknown = await countUnknown(wanted, policy, tools);
  async function find() {
    return wanted.length === 0
      ? noNewSources
      : foundNewSources(await lookAt(wanted, speech, policy, tools), left);
  }
  const first = unknown > 0 ? askingNewSources(unknown) : await find();
  const spoken = await speakReview(github, slug, pull, speech, first, tools);
  const said = { check: spoken.check.done, comment: spoken.comment };
  if (unknown === 0) return said;
  const found = await find();
  // Who pushed meanwhile gets a review of what was pushed.
  if (!(await isAsRead(github, slug, pull))) return { ...said, sources: 'superseded' };
  await completeReview(github, slug, pull, speech, found, spoken);
  return { ...said, sources: 'completed' };
}

async function countUnknown(
  sources: readonly NewSource[],
  policy: Policy,
  { memory, log, now }: LinkTools,
): Promise<number> {
  const { ignore, failures } = linkOptions(policy);
  let unknown = 0;
  for (const { page } of sources) {
    if (ignore?.(page) === true) continue;
    const record = await recall(memory, page, log);
    if (record === undefined || isDue(record, now(), failures)) unknown += 1;
  }
  return unknown;
}

async function lookAt(
  sources: readonly NewSource[],
  { review }: Speech,
  policy: Policy,
  tools: LinkTools,
): Promise<LookedAt[]> {
  const addresses = sources.flatMap(({ citations }) => citations.map(({ url }) => url));
  const citations = citationsOf(review.diffs.flatMap(({ after }) => after ?? []));
  const allowance = {
    total: MAX_NEW_SOURCES * REQUESTS_PER_PAGE,
    perHost: MAX_OF_ONE_HOST * REQUESTS_PER_PAGE,
  };
  const asking = { ...tools, http: limited(tools.http, allowance) };
  const reports = await checkAll(addresses, asking, {
    ...linkOptions(policy),
    valuesOf: valuesIn(citations),
    signal: inTime(tools.stopping),
  });
  const found = new Map(reports.map((report) => [report.result.page, report]));
  return sources.flatMap((source): LookedAt[] => {
    const report = found.get(source.page);
    if (report === undefined) return [];
    const { verdict, reason } = report.result;
    return [{ source, verdict, reason, isGone: report.broken }];
  });
}

function inTime(stopping: AbortSignal): AbortSignal {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(MOST_MS)]);
  // One for each request under way: Node warns of more than ten.
  setMaxListeners(0, signal);
  return signal;
}
