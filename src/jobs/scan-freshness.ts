import { factsOfProblems, findingKey, MAX_FACTS, type Finding } from '../domain/finding.ts';
import { isStale } from '../domain/freshness.ts';
import type { Report } from '../domain/report.ts';
import type { KnownSources } from '../domain/unchanged.ts';
import type { Scan } from './scan.ts';

/** Turns a report into findings: the evaluations with stale claims, and the files that need mending. */
export function scanFreshness(
  { judged, problems, workspace }: Report,
  repositoryId: number,
  known: KnownSources,
): Scan {
  const findings: Finding[] = [];
  const settled: string[] = [];
  const errors = problems.filter(({ level }) => level === 'error');
  const problemsKey = findingKey(repositoryId, 'problems', 'all');
  if (errors.length === 0) settled.push(problemsKey);
  else
    findings.push({ kind: 'problems', key: problemsKey, facts: factsOfProblems(errors), problems: errors });

  for (const { evaluation, freshness } of judged) {
    const key = findingKey(repositoryId, 'stale', evaluation.id);
    const stale = freshness.filter(isStale);
    if (stale.length === 0) {
      settled.push(key);
      continue;
    }
    // The days on which claims became stale. A person who closes the issue has seen those; a later day is new.
    const facts = [...new Set(stale.map(({ staleOn }) => staleOn ?? 'undated'))].sort().slice(-MAX_FACTS);
    findings.push({ kind: 'stale', key, facts, evaluation, stale, known });
  }
  // An unreadable file may hold the very evaluation that an issue is about.
  return { findings, settled, complete: workspace.unreadable.length === 0 ? ['stale'] : [] };
}

/** The addresses that stale claims cite. */
export function staleSources({ judged }: Report): string[] {
  return judged
    .flatMap(({ freshness }) => freshness.filter(isStale))
    .flatMap(({ claim }) => claim.evidence.flatMap(({ url }) => url ?? []));
}
