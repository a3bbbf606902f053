import { pageOf } from '../domain/addresses.ts';
import type { Log } from '../domain/log.ts';
import type { Memory } from '../domain/memory.ts';
import { isDead, isDue, remember, type LinkRecord } from '../domain/patience.ts';
import type { LinkResult, Verdict } from '../domain/verdict.ts';
import { check, type CheckTools } from './check.ts';
import { keep, recall } from './recall.ts';

/** What a run is made with. Pacing is the client's business: give it one that is paced. */
export interface CheckAllTools extends CheckTools {
  memory: Memory;
  log: Log;
}

/** What a run may be told. */
export interface CheckAllOptions {
  /** Pages that configuration excludes. */
  ignore?: (page: string) => boolean;
  /** Told of each page as soon as it is known. */
  onResult?: (report: LinkReport) => void;
  /** Ends the run: what is not known by then is `not-checked`. */
  signal?: AbortSignal | undefined;
  /** Strikes before a page is dead. Default 3. */
  failures?: number;
}

/** One page: what this look found, what is remembered of it, and whether it is dead. */
export interface LinkReport {
  result: LinkResult;
  record: LinkRecord;
  dead: boolean;
}

/** Looks at each page once, or tells what is remembered where that still speaks for it. In the order of first mention. */
export async function checkAll(
  addresses: Iterable<string>,
  tools: CheckAllTools,
  options: CheckAllOptions = {},
): Promise<LinkReport[]> {
  // An address that is no page goes through as it stands: the client says what is wrong with it.
  const pages = new Set([...addresses].map((address) => pageOf(address) ?? address));
  return Promise.all(
    [...pages].map(async (page) => {
      const report = await reportOn(page, tools, options);
      options.onResult?.(report);
      return report;
    }),
  );
}

async function reportOn(page: string, tools: CheckAllTools, options: CheckAllOptions): Promise<LinkReport> {
  const { memory, now, log } = tools;
  const previous = await recall(memory, page, log);
  if (options.ignore?.(page) === true) {
    const result = without(page, 'excluded', 'by configuration', now());
    return { result, record: remember(previous, result), dead: false };
  }
  if (previous !== undefined && !isDue(previous, now(), options.failures)) {
    return { result: fromMemory(page, previous), record: previous, dead: isDead(previous, options.failures) };
  }
  const result = await look(page, tools, options.signal);
  const record = remember(previous, result);
  // What was not seen is not kept: it would stand in the way of the next look.
  if (result.verdict !== 'not-checked') await keep(memory, page, record, log);
  return { result, record, dead: isDead(record, options.failures) };
}

async function look(
  page: string,
  tools: CheckAllTools,
  signal: AbortSignal | undefined,
): Promise<LinkResult> {
  if (signal?.aborted === true) return without(page, 'not-checked', 'aborted', tools.now());
  try {
    return await check(page, tools, signal);
  } catch (error) {
    // A fault of ours at one page leaves the others standing.
    tools.log.error({ page, error }, 'Could not check a page');
    return without(page, 'not-checked', 'fault', tools.now());
  }
}

function fromMemory(page: string, { verdict, reason, status, checkedAt }: LinkRecord): LinkResult {
  return { ...without(page, verdict, reason, checkedAt), status, via: 'cache' };
}

function without(page: string, verdict: Verdict, reason: string, checkedAt: number): LinkResult {
  return {
    page,
    verdict,
    reason,
    status: undefined,
    hops: [],
    failedAt: undefined,
    checkedAt,
    ms: 0,
    bytes: 0,
    via: 'http',
  };
}
