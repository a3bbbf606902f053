import { setMaxListeners } from 'node:events';
import { betterAddress, httpsTwinOf, MAX_NEW_SOURCES, MAX_OF_ONE_HOST } from '../domain/new-sources.ts';
import type { LookedAt, NewSource, NewSources } from '../domain/new-sources.ts';
import { isDue } from '../domain/patience.ts';
import type { Policy } from '../domain/policy.ts';
import type { Review } from '../domain/review.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { isAsRead, type Pull } from '../github/pulls.ts';
import { limited } from '../http/limit.ts';
import { checkAll } from '../links/check-all.ts';
import { recall } from '../links/recall.ts';
import type { CheckAllOptions } from '../links/run.ts';
import { askingNewSources, foundNewSources } from '../render/new-sources.ts';
import { citationsOf, valuesIn } from './citations.ts';
import { linkOptions } from './link-options.ts';
import type { LinkTools } from './link-tools.ts';
import { completeReview, speakReview, type Speech, type Spoken } from './speak-review.ts';

/** What is not known by then is not waited for. */
const MOST_MS = 60_000;

/** A page that is missing is asked twice, and one in trouble three times. */
const REQUESTS_PER_PAGE = 3;

/** `superseded` is aborted when a newer review waits: what is not known by then is its to ask. */
interface Asking extends LinkTools {
  superseded: AbortSignal;
}

/** What was said of a pull request, whether it was completed, and what its new sources had to say. */
export interface SaidOfPull {
  check: Spoken['check']['done'];
  comment: Spoken['comment'];
  sources?: 'completed' | 'superseded';
  wasSpokenOf: boolean;
  looks: readonly LookedAt[];
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
  tools: Asking,
): Promise<SaidOfPull> {
  const wanted = policy.links.check ? sources : [];
  const unknown = await countUnknown(wanted, policy, tools);
  const find = () =>
    lookAt(wanted, speech.review, policy, tools, { signal: inTime([tools.stopping, tools.superseded]) });
  const known = unknown === 0 ? await find() : [];
  const first = unknown === 0 ? foundNewSources(known, left) : askingNewSources(unknown);
  const spoken = await speakReview(github, slug, pull, speech, first, tools);
  const { check, comment, wasSpokenOf } = spoken;
  const said = { check: check.done, comment, wasSpokenOf };
  if (unknown === 0) return { ...said, looks: known };
  const looks = await find();
  // Who pushed meanwhile gets a review of what was pushed.
  if (tools.superseded.aborted || !(await isAsRead(github, slug, pull)))
    return { ...said, looks, sources: 'superseded' };
  await completeReview(github, slug, pull, speech, foundNewSources(looks, left), spoken);
  return { ...said, looks, sources: 'completed' };
}

/** What memory knows of new sources. Nobody is asked. */
export async function recallNewSources(
  { sources }: NewSources,
  review: Review,
  policy: Policy,
  tools: LinkTools,
): Promise<LookedAt[]> {
  return policy.links.check ? await lookAt(sources, review, policy, tools, { offline: true }) : [];
}

async function countUnknown(
  sources: readonly NewSource[],
  policy: Policy,
  { memory, log, now }: LinkTools,
): Promise<number> {
  const { ignore, failures } = linkOptions(policy);
  async function isUnknown(page: string): Promise<boolean> {
    if (ignore?.(page) === true) return false;
    const record = await recall(memory, page, log);
    return record === undefined || isDue(record, now(), failures);
  }
  let unknown = 0;
  for (const { page } of sources) {
    const twin = httpsTwinOf(page);
    if ((await isUnknown(page)) || (twin !== undefined && (await isUnknown(twin)))) unknown += 1;
  }
  return unknown;
}

async function lookAt(
  sources: readonly NewSource[],
  review: Review,
  policy: Policy,
  tools: LinkTools,
  how: Pick<CheckAllOptions, 'offline' | 'signal'>,
): Promise<LookedAt[]> {
  if (sources.length === 0) return [];
  const cited = sources.flatMap(({ citations }) => citations.map(({ url }) => url));
  const twins = sources.flatMap(({ page }) => httpsTwinOf(page) ?? []);
  const citations = citationsOf(review.diffs.flatMap(({ after }) => after ?? []));
  const allowance = {
    total: MAX_NEW_SOURCES * REQUESTS_PER_PAGE,
    perHost: MAX_OF_ONE_HOST * REQUESTS_PER_PAGE,
  };
  const asking = { ...tools, http: limited(tools.http, allowance) };
  const reports = await checkAll([...cited, ...twins], asking, {
    ...linkOptions(policy),
    valuesOf: valuesIn(citations),
    ...how,
  });
  const found = new Map(reports.map((report) => [report.result.page, report]));
  return sources.flatMap((source): LookedAt[] => {
    const report = found.get(source.page);
    if (report === undefined) return [];
    const { page } = source;
    const { verdict, reason } = report.result;
    const better = betterAddress(page, report.result, found.get(httpsTwinOf(page) ?? '')?.result);
    return [{ source, verdict, reason, isGone: report.broken, better }];
  });
}

function inTime(ends: readonly AbortSignal[]): AbortSignal {
  const signal = AbortSignal.any([...ends, AbortSignal.timeout(MOST_MS)]);
  // One for each request under way: Node warns of more than ten.
  setMaxListeners(0, signal);
  return signal;
}
