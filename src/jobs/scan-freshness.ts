import type { Claim } from '../domain/evaluation.ts';
import { factsOfProblems, findingKey, MAX_FACTS, type Finding } from '../domain/finding.ts';
import { pendingIn, type OpenFix } from '../domain/fix-pull.ts';
import { isPastAge, isStale } from '../domain/freshness.ts';
import type { Report } from '../domain/report.ts';
import type { KnownSources } from '../domain/unchanged.ts';
import type { Scan } from './scan.ts';

/** What is known of claims beside their dates. */
interface Beside {
  /** What earlier looks at their sources tell. */
  known: KnownSources;
  /** Those that a source checks, and that hold. */
  holding: ReadonlySet<Claim>;
  /** The bot's own open pull requests. */
  fixes: readonly OpenFix[];
}

/** Turns a report into findings: the evaluations with stale claims, and the files that need mending. */
export function scanFreshness(
  { judged, problems, workspace }: Report,
  repositoryId: number,
  { known, holding, fixes }: Beside,
): Scan {
  const findings: Finding[] = [];
  const settled: string[] = [];
  const errors = problems.filter(({ level }) => level === 'fail');
  const problemsKey = findingKey(repositoryId, 'problems', 'all');
  if (errors.length === 0) settled.push(problemsKey);
  else
    findings.push({ kind: 'problems', key: problemsKey, facts: factsOfProblems(errors), problems: errors });

  for (const { evaluation, freshness } of judged) {
    const key = findingKey(repositoryId, 'stale', evaluation.id);
    const pastAge = freshness.filter(isPastAge);
    // What is only in doubt has the event's own issue, and is named here where this one exists anyway.
    if (pastAge.length === 0) {
      settled.push(key);
      continue;
    }
    const stale = freshness.filter(isStale);
    // The days on which claims became stale. A person who closes the issue has seen those; a later day is new.
    const facts = [...new Set(pastAge.map(({ staleOn }) => staleOn ?? 'undated'))].sort().slice(-MAX_FACTS);
    const pending = pendingIn(evaluation, key, fixes);
    findings.push({ kind: 'stale', key, facts, evaluation, stale, known, holding, pending });
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
