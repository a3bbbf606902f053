import {
  isDead,
  remember,
  vetoes,
  type LinkRecord,
  type LinkReport,
  type PageFacts,
} from '../domain/patience.ts';
import { tierOf, type LinkDoor, type LinkResult, type Verdict } from '../domain/verdict.ts';
import type { KnownPage } from '../domain/page-settle.ts';
import type { Log } from '../domain/log.ts';
import type { Memory } from '../domain/memory.ts';
import type { HttpClient, HttpRequest } from '../http/http.ts';
import type { Delay } from './delay.ts';
import { createHosts, type Host } from './hosts.ts';
import { keep, keepText, recall } from './recall.ts';
import { createProbe } from './soft-404.ts';

/** What a run is made with. Pacing is the client's business: give it one that is paced. */
export interface CheckAllTools {
  http: HttpClient;
  now: () => number;
  memory: Memory;
  log: Log;
  /** Asked first: who takes a page answers for it. */
  doors?: readonly LinkDoor[];
  /** What another runner remembers, elsewhere in the network. It is only read. */
  vantage?: Memory | undefined;
  /** Default: by timer, with jitter. */
  delay?: Delay;
  /** How long after its first sight a missing page or name is looked for again. Default 30,000. */
  confirmAfterMs?: number;
}

/** What a run may be told. */
export interface CheckAllOptions {
  /** Pages that configuration excludes. */
  ignore?: (page: string) => boolean;
  /** How gently a host is to be asked. */
  paceOf?: (host: string) => HttpRequest['pace'];
  /** What claims cite from a page: a page that has lost one of them says something else now. */
  valuesOf?: (page: string) => readonly string[];
  /** Told of each page as soon as it is known. */
  onResult?: (report: LinkReport) => void;
  /** Ends the run: what is not known by then is `not-checked`. */
  signal?: AbortSignal | undefined;
  /** Strikes before a page is dead. Default 3. */
  failures?: number | undefined;
  /** Reports are told by `onResult` alone, and none is returned: 100,000 of them take about 100 MB. */
  tellOnly?: boolean;
  /** Asks every page, whenever it was asked last. */
  all?: boolean;
  /** Asks nobody: what memory does not know is `not-checked`. */
  offline?: boolean;
}

/** A page that is to be asked. */
export interface Due {
  page: string;
  fragments: readonly string[];
  previous: LinkRecord | undefined;
  /** What claims cite from it. */
  values: readonly string[];
  /** What is remembered of its text. */
  said: KnownPage | undefined;
}

/** One run over many pages. */
export interface Run {
  tools: CheckAllTools;
  options: CheckAllOptions;
  hostOf: (url: string) => Host;
  probe: ReturnType<typeof createProbe>;
  /** Whether what pages say is compared. */
  compares: boolean;
  reports: Map<string, LinkReport>;
  /** Lets go of what hangs on the caller's signal. */
  end: () => void;
}

/** What is remembered of a page's text takes up to 4 KB; of more pages than this it would be too much for one memory. */
const mostCompared = 10_000;

/** Begins a run. */
export function createRun(tools: CheckAllTools, options: CheckAllOptions, pages: number): Run {
  const over = new AbortController();
  return {
    tools,
    options,
    end: () => over.abort(),
    hostOf: createHosts(tools.now, options.signal, over.signal),
    probe: createProbe(tools.http),
    compares: pages <= mostCompared,
    reports: new Map(),
  };
}

/** Remembers what was found of a page, and reports it. */
export async function conclude(
  run: Run,
  due: Due,
  result: LinkResult,
  facts?: PageFacts,
  said: KnownPage | undefined = due.said,
): Promise<void> {
  const { memory, log } = run.tools;
  const record = remember(due.previous, result, facts);
  // What was not seen is not kept: it would stand in the way of the next look.
  if (result.verdict !== 'not-checked') await keep(memory, due.page, record, log);
  if (said !== due.said) await keepText(memory, due.page, said, log);
  await report(run, result, record, said);
}

/** Reports a page as it is remembered now. */
export async function report(
  run: Run,
  result: LinkResult,
  record: LinkRecord,
  said: KnownPage | undefined,
): Promise<void> {
  const dead = result.verdict !== 'excluded' && isDead(record, run.options.failures);
  const broken = dead || tierOf(result.verdict) === 'broken';
  const vetoed = broken && (await isAliveElsewhere(run, result.page, record));
  const told = { result, record, dead: dead && !vetoed, broken: broken && !vetoed, said };
  if (run.options.tellOnly !== true) run.reports.set(result.page, told);
  run.options.onResult?.(told);
}

async function isAliveElsewhere({ tools }: Run, page: string, record: LinkRecord): Promise<boolean> {
  if (tools.vantage === undefined) return false;
  return vetoes(await recall(tools.vantage, page, tools.log), record, tools.now());
}

/** A result for a page that nobody was asked for. */
export function unasked(page: string, verdict: Verdict, reason: string, checkedAt: number): LinkResult {
  const nothing = { status: undefined, hops: [], failedAt: undefined, ms: 0, bytes: 0, notices: [] };
  return { page, verdict, reason, checkedAt, via: 'http', ...nothing };
}
