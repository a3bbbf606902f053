import { dayOf } from '../domain/day.ts';
import { factOf, findingKey, MAX_FACTS, type ChangedSource } from '../domain/finding.ts';
import { compareText } from '../domain/order.ts';
import type { LinkReport } from '../domain/patience.ts';
import type { Present } from '../domain/plan.ts';
import type { Citations, Cited } from './citations.ts';
import type { Scan } from './scan.ts';

/**
 * Finds the pages that say something else than when the claims that cite them were verified. A page that the open issue
 * names stays until those claims are verified, also where memory of the change was lost.
 */
export function scanChanges(
  reports: readonly LinkReport[],
  citations: Citations,
  repositoryId: number,
  present: readonly Present[],
): Scan {
  const key = findingKey(repositoryId, 'changed-sources', 'all');
  const named = new Set(present.find(({ open, memo }) => open && memo.key === key)?.memo.facts);
  const sources = reports
    .flatMap((report) => changedSource(report, citations.get(report.result.page) ?? [], named) ?? [])
    .toSorted((one, other) => compareText(one.page, other.page));
  if (sources.length === 0) return { findings: [], settled: [key], complete: [] };
  const facts = sources.flatMap(factsOf).slice(0, MAX_FACTS);
  return { findings: [{ kind: 'changed-sources', key, facts, sources }], settled: [], complete: [] };
}

function changedSource(
  { result, said }: LinkReport,
  citations: readonly Cited[],
  named: ReadonlySet<string>,
): ChangedSource | undefined {
  const { page, verdict } = result;
  const change = said?.change;
  const isLost = change === undefined && named.has(factOf(page));
  if (verdict === 'excluded' || (change === undefined && !isLost)) return undefined;
  // Of a change that nobody remembers, the day on which the page was first read again must do.
  const at = change === undefined ? said?.since : said?.changedAt;
  const since = at === undefined ? undefined : dayOf(at);
  const open = citations.filter(
    ({ lastVerified }) => since === undefined || lastVerified === undefined || lastVerified < since,
  );
  return open.length === 0 ? undefined : { page, since, change, citations: open };
}

/** The page, by which it is known again, and the change, so that another one is news. */
function factsOf({ page, since, change }: ChangedSource): string[] {
  const facts = [factOf(page)];
  return change === undefined ? facts : [...facts, factOf([page, since, JSON.stringify(change)].join('\n'))];
}
