import { pageOf } from '../domain/addresses.ts';
import { dayOf } from '../domain/day.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import { factOf, findingKey, MAX_FACTS, type DeadSource } from '../domain/finding.ts';
import { compareText } from '../domain/order.ts';
import { replacing, type OpenFix } from '../domain/fix-pull.ts';
import { isDead, noticesFor, type LinkReport } from '../domain/patience.ts';
import type { Present } from '../domain/plan.ts';
import type { Policy } from '../domain/policy.ts';
import type { KnownSource, KnownSources } from '../domain/unchanged.ts';
import { tierOf, type LinkResult } from '../domain/verdict.ts';
import type { Own } from '../github/issues.ts';
import { checkAll } from '../links/check-all.ts';
import { recall, recallText } from '../links/recall.ts';
import { withKnownCopies } from './archived.ts';
import { scanChanges } from './changed-sources.ts';
import { citationsOf, valuesIn, type Citations } from './citations.ts';
import { linkOptions } from './link-options.ts';
import type { LinkTools } from './link-tools.ts';
import type { Scan } from './scan.ts';
import type { Tools } from './tools.ts';

/** What a look at all links found, and the sources that are dead. */
export interface LinkScan extends Scan {
  dead: readonly DeadSource[];
}

/**
 * Checks every address that a claim cites, each once. Finds those that have been dead for long enough, and the pages
 * that say something else than when their claims were verified. `all`: also those that were asked not long ago.
 */
export async function checkLinks(
  policy: Policy,
  evaluations: readonly Evaluation[],
  repositoryId: number,
  { issues: present, fixes }: Own,
  all: boolean,
  tools: LinkTools,
): Promise<LinkScan> {
  if (!policy.links.check) return { findings: [], settled: [], complete: [], dead: [] };
  const citations = citationsOf(evaluations);
  const reports = await checkAll(citations.keys(), tools, {
    ...linkOptions(policy),
    valuesOf: valuesIn(citations),
    all,
    signal: tools.stopping,
  });
  const seen = deadSources(reports, citations, repositoryId, present);
  const dead = (await withKnownCopies(seen, tools)).map((source) => withPulls(source, fixes));
  const scans = [scanDead(dead, repositoryId), scanChanges(reports, citations, repositoryId, present)];
  return {
    findings: scans.flatMap(({ findings }) => findings),
    settled: scans.flatMap(({ settled }) => settled),
    complete: [],
    dead,
  };
}

function withPulls(source: DeadSource, fixes: readonly OpenFix[]): DeadSource {
  const pulls = replacing(source.page, fixes);
  return pulls.length === 0 ? source : { ...source, pulls };
}

function scanDead(sources: readonly DeadSource[], repositoryId: number): Scan {
  const key = keyOfDead(repositoryId);
  if (sources.length === 0) return { findings: [], settled: [key], complete: [] };
  const facts = sources.slice(0, MAX_FACTS).map(({ page }) => factOf(page));
  return { findings: [{ kind: 'dead-sources', key, facts, sources }], settled: [], complete: [] };
}

/** What the open issue calls dead stays so until it answers: memory may have been lost, the issue has not. */
function deadSources(
  reports: readonly LinkReport[],
  citations: Citations,
  repositoryId: number,
  present: readonly Present[],
): DeadSource[] {
  const key = keyOfDead(repositoryId);
  const named = new Set(present.find(({ open, memo }) => open && memo.key === key)?.memo.facts);
  return reports
    .filter(({ dead, result }) => dead || (named.has(factOf(result.page)) && !isSettled(result)))
    .map((report) => deadSource(report, citations))
    .toSorted((one, other) => compareText(one.page, other.page));
}

function keyOfDead(repositoryId: number): string {
  return findingKey(repositoryId, 'dead-sources', 'all');
}

/** What is remembered of cited pages. `failures`: after how many a page is called dead. */
export async function knownSources(
  addresses: Iterable<string>,
  failures: number,
  tools: Pick<Tools, 'memory' | 'log'>,
): Promise<KnownSources> {
  const known = new Map<string, KnownSource>();
  for (const address of new Set(addresses)) {
    const page = pageOf(address) ?? address;
    const record = await recall(tools.memory, page, tools.log);
    if (record === undefined) continue;
    if (isDead(record, failures)) known.set(address, { since: undefined, notices: [], isDead: true });
    if (tierOf(record.verdict) !== 'ok') continue;
    const said = await recallText(tools.memory, page, tools.log);
    const since = said === undefined ? undefined : dayOf(said.since);
    const changedOn = said?.changedAt === undefined ? undefined : dayOf(said.changedAt);
    known.set(address, { since, changedOn, notices: noticesFor(address, record) });
  }
  return known;
}

function isSettled({ verdict }: LinkResult): boolean {
  return verdict === 'excluded' || tierOf(verdict) === 'ok';
}

function deadSource({ result, record }: LinkReport, citations: Citations): DeadSource {
  return {
    page: result.page,
    verdict: record.verdict,
    reason: record.reason,
    since: dayOf(record.firstFailedAt ?? record.checkedAt),
    citations: citations.get(result.page) ?? [],
  };
}
