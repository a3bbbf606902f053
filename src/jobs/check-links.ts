import { compareText } from '../domain/order.ts';
import { pageOf } from '../domain/addresses.ts';
import { dayOf } from '../domain/day.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import { factOf, findingKey, MAX_FACTS, type DeadSource } from '../domain/finding.ts';
import { isDead } from '../domain/patience.ts';
import { compilePatterns } from '../domain/pattern.ts';
import type { Present } from '../domain/plan.ts';
import type { Policy } from '../domain/policy.ts';
import { tierOf, type LinkResult } from '../domain/verdict.ts';
import { checkAll, type LinkReport } from '../links/check-all.ts';
import { recall } from '../links/recall.ts';
import type { Scan } from './scan.ts';
import type { Tools } from './tools.ts';

type Citation = DeadSource['citations'][number];

/**
 * Checks every address that a claim cites, each once, and finds those that have been dead for long enough. What the
 * open issue calls dead stays so until it answers: memory may have been lost, the issue has not.
 */
export async function checkLinks(
  policy: Policy,
  evaluations: readonly Evaluation[],
  repositoryId: number,
  present: readonly Present[],
  tools: Tools,
): Promise<Scan> {
  if (!policy.links.check) return { findings: [], settled: [], complete: [] };
  const citations = citationsByPage(evaluations);
  const reports = await checkAll(citations.keys(), tools, {
    ignore: compilePatterns(policy.links.ignore),
    signal: tools.stopping,
  });
  const key = findingKey(repositoryId, 'dead-sources', 'all');
  const known = new Set(present.find(({ open, memo }) => open && memo.key === key)?.memo.facts);
  const dead = reports
    .filter(({ dead, result }) => dead || (known.has(factOf(result.page)) && !isSettled(result)))
    .map((report) => deadSource(report, citations));
  if (dead.length === 0) return { findings: [], settled: [key], complete: [] };
  const sources = dead.toSorted((one, other) => compareText(one.page, other.page));
  const facts = sources.slice(0, MAX_FACTS).map(({ page }) => factOf(page));
  return { findings: [{ kind: 'dead-sources', key, facts, sources }], settled: [], complete: [] };
}

/** Says which cited addresses are known to be dead, from memory alone. */
export async function deadAddresses(
  evaluations: readonly Evaluation[],
  tools: Tools,
): Promise<(address: string) => boolean> {
  const dead = new Set<string>();
  for (const page of citationsByPage(evaluations).keys()) {
    const record = await recall(tools.memory, page, tools.log);
    if (record && isDead(record)) dead.add(page);
  }
  return (address) => dead.has(pageOf(address) ?? address);
}

function isSettled({ verdict }: LinkResult): boolean {
  return verdict === 'excluded' || tierOf(verdict) === 'ok';
}

function citationsByPage(evaluations: readonly Evaluation[]): Map<string, Citation[]> {
  const citations = new Map<string, Citation[]>();
  for (const { id, file, claims } of evaluations) {
    for (const { name, evidence } of claims) {
      for (const { url } of evidence) {
        if (url === undefined) continue;
        const page = pageOf(url) ?? url;
        const known = citations.get(page) ?? [];
        known.push({ evaluation: id, claim: name, file });
        citations.set(page, known);
      }
    }
  }
  return citations;
}

function deadSource({ result, record }: LinkReport, citations: ReadonlyMap<string, Citation[]>): DeadSource {
  return {
    page: result.page,
    verdict: record.verdict,
    reason: record.reason,
    since: dayOf(record.firstFailedAt ?? record.checkedAt),
    citations: citations.get(result.page) ?? [],
  };
}
