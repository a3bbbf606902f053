import { groupBy } from '../domain/group-by.ts';
import type { KnownPage } from '../domain/page-settle.ts';
import type { HttpRequest } from '../http/http.ts';
import type { PageFacts } from '../domain/patience.ts';
import { tierOf, type LinkResult } from '../domain/verdict.ts';
import { check, closedResult } from './check.ts';
import { missingFragments } from './fragments.ts';
import { hostOf, type Host } from './hosts.ts';
import { createFeed } from './feed.ts';
import type { Seen, Target } from './look.ts';
import { compareText, type Said } from './said.ts';
import { keepWall, recallWall } from './recall.ts';
import { conclude, unasked, type Due, type Run } from './run.ts';

const day = 86_400_000;

/** A browser's number of connections to one host, and our default. */
const usualPerHost = 6;

/** Asks for pages, all hosts side by side; who goes first is the paced client's business. */
export async function checkHosts(pages: readonly Due[], run: Run): Promise<void> {
  const byHost = groupBy(pages, ({ page }) => hostOf(page));
  const feed = createFeed();
  const largestFirst = [...byHost].sort(([, a], [, b]) => b.length - a.length);
  const largest = largestFirst[0]?.[1].length ?? 1;
  await Promise.all(
    largestFirst.map(([name, due]) =>
      checkHost(due, paceFor(name, due.length, largest, run), name, run, feed),
    ),
  );
}

async function checkHost(
  pages: readonly Due[],
  pace: HttpRequest['pace'],
  name: string,
  run: Run,
  feed: ReturnType<typeof createFeed>,
): Promise<void> {
  const { memory, log, now } = run.tools;
  const host = run.hostOf(pages[0]?.page ?? '');
  const walled = await recallWall(memory, name, log);
  // At a walled host another one each day, so that none is out of sight for good.
  const scout = walled ? pages[Math.floor(now() / day) % pages.length] : undefined;
  if (scout !== undefined && !(await letsIn(scout, host, run))) host.close('wall');
  const rest = pages.filter((due) => due !== scout);
  await feed(rest, (due, turn) => checkPage(due, host, run, { turn, pace }));
  const isWalled = host.closed === 'wall' || host.isWalled();
  if (isWalled === true && !walled) await keepWall(memory, name, now(), log);
  else if (walled && host.closed !== 'wall' && run.options.signal?.aborted !== true) {
    await keepWall(memory, name, undefined, log);
  }
}

/**
 * The largest host is what a run waits for. The others are asked with no more connections than they need to be done by
 * half of its time, if they are as quick.
 */
function paceFor(name: string, pages: number, largest: number, { options }: Run): HttpRequest['pace'] {
  const wanted = options.paceOf?.(name);
  const needed = Math.ceil((2 * usualPerHost * pages) / largest);
  return { ...wanted, perHost: Math.min(wanted?.perHost ?? Infinity, needed) };
}

async function letsIn(due: Due, host: Host, run: Run): Promise<boolean> {
  return (
    tierOf(
      (await checkPage(due, host, run, { walled: true, pace: run.options.paceOf?.(hostOf(due.page)) }))
        .verdict,
    ) === 'ok'
  );
}

async function checkPage(
  due: Due,
  host: Host,
  run: Run,
  how: Pick<Target, 'walled' | 'turn' | 'pace'>,
): Promise<LinkResult> {
  const { page, fragments } = due;
  const { now, log } = run.tools;
  if (run.options.signal?.aborted === true || host.closed !== undefined) {
    const result = unasked(page, 'not-checked', 'aborted', now());
    const closed = run.options.signal?.aborted === true ? undefined : host.closed;
    return tell(due, closed === undefined ? result : closedResult(result, closed), run);
  }
  try {
    const tools = { ...run.tools, probe: run.probe, signal: run.options.signal };
    const target = { ...due, ...how, host, compares: run.compares };
    const seen = await check(target, tools);
    host.settle(seen.result);
    const said = run.compares ? await compareText(target, seen, tools) : undefined;
    const missing = seen.answer.kind === 'answer' ? missingFragments(fragments, seen.answer) : [];
    return await tell(due, judged(seen.result, missing, said), run, factsOf(seen), said?.known);
  } catch (error) {
    // A fault of ours at one page leaves the others standing.
    log.error({ page, error }, 'Could not check a page');
    return tell(due, unasked(page, 'not-checked', 'fault', now()), run);
  }
}

async function tell(
  due: Due,
  result: LinkResult,
  run: Run,
  facts?: PageFacts,
  said?: KnownPage,
): Promise<LinkResult> {
  await conclude(run, due, result, facts, said);
  return result;
}

/** The result with what the page's text adds to it. */
function judged(result: LinkResult, missing: readonly string[], said: Said | undefined): LinkResult {
  if (tierOf(result.verdict) !== 'ok') return result;
  const notices = missing.map((fragment) => ({ kind: 'fragment-missing', fragment }) as const);
  // That a page has moved is the more useful word; that it says something else is remembered with its text.
  const says = said?.changed === true && result.verdict === 'ok';
  const changed = says ? ({ verdict: 'content-changed', reason: 'text' } as const) : {};
  return { ...result, ...changed, notices: [...result.notices, ...notices] };
}

/** What the next look is to know of the page's version; nothing new where this one saw none. */
function factsOf({ result, answer }: Seen): PageFacts | undefined {
  if (tierOf(result.verdict) !== 'ok' || answer.kind === 'failure' || answer.status === 304) return undefined;
  const { etag, 'last-modified': lastModified } = answer.headers;
  // Validators belong to the address that gave them.
  const own = answer.url === result.page;
  return {
    ...(own && etag !== undefined && etag.length <= 300 ? { etag } : {}),
    ...(own && lastModified !== undefined && lastModified.length <= 100 ? { lastModified } : {}),
  };
}
