import { addressUrl, pageUrl, type Ports } from './addresses.ts';
import type { Told } from './client.ts';
import { kindNames, kinds, softKinds, type Kind } from './kinds.ts';
import type { Page, Plan, Text } from './plan.ts';

/** How right a client was. */
export interface Score {
  /** Share of the pages that are there or are not there which were called so. */
  accuracy: number;
  liveCalledBroken: number;
  undecidableCalledBroken: number;
  deadCalledOk: number;
  /** Soft 404s that were not called broken. */
  softMissed: number;
  soft: number;
  undecidable: number;
  /** Share of the pages whose verdict is the one that fits, in the product's words. */
  exact: number;
  /** Pages of which nothing was said. */
  untold: number;
  /** Pages called wrongly; of the undecidable, those called broken. */
  wrong: ReadonlyMap<Kind, number>;
  /** What was said instead, `kind: verdict`, with how often. */
  instead: ReadonlyMap<string, number>;
}

/** Compares what was told with what is true. */
export function scoreOf(told: ReadonlyMap<string, Told>, plan: Plan, ports: Ports): Score {
  const wrong = new Map<Kind, number>(kindNames.map((kind) => [kind, 0]));
  const instead = new Map<string, number>();
  let [exact, untold, deadCalledOk] = [0, 0, 0];
  for (const page of plan.pages) {
    const said = told.get(pageUrl(page, plan, ports));
    if (said === undefined) untold += 1;
    if (isWrong(page, said)) wrong.set(page.kind, (wrong.get(page.kind) ?? 0) + 1);
    if (kinds[page.kind].truth === 'broken' && said?.call === 'ok') deadCalledOk += 1;
    const verdicts: readonly string[] = kinds[page.kind].verdicts;
    if (verdicts.includes(said?.verdict ?? '')) exact += 1;
    else add(instead, `${page.kind}: ${said?.verdict ?? 'nothing'}`);
  }
  const of = (truth: string): Page[] => plan.pages.filter(({ kind }) => kinds[kind].truth === truth);
  const calledBroken = (pages: readonly Page[]): number =>
    pages.filter((page) => told.get(pageUrl(page, plan, ports))?.call === 'broken').length;
  const decidable = [...of('ok'), ...of('broken')];
  const soft = plan.pages.filter(({ kind }) => softKinds.includes(kind));
  return {
    accuracy:
      1 -
      decidable.filter((page) => isWrong(page, told.get(pageUrl(page, plan, ports)))).length /
        decidable.length,
    liveCalledBroken: calledBroken(of('ok')),
    undecidableCalledBroken: calledBroken(of('unknown')),
    deadCalledOk,
    softMissed: soft.length - calledBroken(soft),
    soft: soft.length,
    undecidable: of('unknown').length,
    exact: exact / plan.pages.length,
    untold,
    wrong,
    instead,
  };
}

function isWrong({ kind }: Page, said: Told | undefined): boolean {
  const { truth } = kinds[kind];
  return truth === 'unknown' ? said?.call === 'broken' : said?.call !== truth;
}

/** What became of the pages whose text changes, or seems to. */
export interface Changes {
  found: ReadonlyMap<Text, { found: number; pages: number }>;
  /** Called changed though nothing in their text ever differs, noisy ones aside. */
  imagined: number;
  /** Pages that could answer 304: they tell a version, it stayed, and nobody cites a place in them. */
  unchanged: number;
}

/** Pages that are there at their own address. A version belongs to the address that gave it. */
const direct: ReadonlySet<Kind> = new Set<Kind>([
  'ok',
  'big-body',
  'slow-body',
  'flaky-5xx',
  'head-404',
  'head-405',
  'rate-once',
  'reset-once',
]);

/** Counts what was called changed. */
export function changesOf(told: ReadonlyMap<string, Told>, plan: Plan, ports: Ports): Changes {
  const found = new Map<Text, { found: number; pages: number }>();
  for (const page of plan.pages) {
    const count = found.get(page.text) ?? { found: 0, pages: 0 };
    found.set(page.text, count);
    count.pages += 1;
    if (told.get(pageUrl(page, plan, ports))?.verdict === 'content-changed') count.found += 1;
  }
  const placed = new Set(plan.addresses.filter(({ fragment }) => fragment).map(({ page }) => page));
  const unchanged = plan.pages.filter(
    ({ id, kind, text, validators }) =>
      direct.has(kind) && text === 'still' && validators !== 'none' && !placed.has(id),
  );
  return { found, imagined: found.get('still')?.found ?? 0, unchanged: unchanged.length };
}

/** Of the addresses that cite a place which is not in its page, how many were noticed; and how many others were. */
export function lostPlaces(
  told: ReadonlyMap<string, Told>,
  plan: Plan,
  ports: Ports,
): { found: number; lost: number; imagined: number } {
  let [found, lost, imagined] = [0, 0, 0];
  for (const address of plan.addresses) {
    const noticed = told.get(addressUrl(address, plan, ports))?.verdict === 'fragment-missing';
    if (address.fragment === 'gone-section') lost += 1;
    if (noticed && address.fragment === 'gone-section') found += 1;
    if (noticed && address.fragment !== 'gone-section') imagined += 1;
  }
  return { found, lost, imagined };
}

function add(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}
