import type { Day } from '../domain/day.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import { factOf, findingKey, type Finding } from '../domain/finding.ts';
import { impactOf, joinImpacts, type DeclaredWatch, type Impact } from '../domain/impact.ts';
import type { Policy } from '../domain/policy.ts';
import { lookAll } from '../upstream/look.ts';
import type { Scan } from './scan.ts';
import type { Tools } from './tools.ts';

type EventFinding = Extract<Finding, { kind: 'event' }>;

/**
 * Looks at every upstream that the policy or an evaluation watches. What could not be told is logged, and neither opens
 * nor closes anything.
 */
export async function watchUpstream(
  policy: Policy,
  evaluations: readonly Evaluation[],
  repositoryId: number,
  tools: Tools,
): Promise<Scan> {
  const declared: DeclaredWatch[] = [
    ...policy.watch.map((watch) => ({ watch, declaredIn: undefined })),
    ...evaluations.flatMap((evaluation) =>
      evaluation.watches.map((watch) => ({ watch, declaredIn: evaluation })),
    ),
  ];
  const asked = declared.map((one) => ({ ...one.watch, declared: one }));
  const reports = await lookAll(asked, tools.sourceTools, tools.log);
  const findings = new Map<string, EventFinding>();
  for (const { watch, outcome } of reports) {
    const fields = { watch: watch.id, source: watch.source, target: watch.target };
    if (outcome.kind === 'unknown')
      tools.log.warn({ ...fields, why: outcome.why }, 'a watch could not be looked at');
    if (outcome.kind === 'absent')
      tools.log.debug({ ...fields, why: outcome.why }, 'a watched condition is not there');
    if (outcome.kind !== 'ok') continue;
    for (const event of outcome.events) {
      const key = findingKey(repositoryId, 'event', event.id);
      const impact = joinImpacts([
        ...(findings.get(key)?.impact ?? []),
        ...impactOf(watch.declared, evaluations),
      ]);
      findings.set(key, {
        kind: 'event',
        key,
        facts: [factOf(event.id)],
        watch: watch.declared.watch,
        event,
        impact,
        answered: verifiedSince(impact),
      });
    }
  }
  return { findings: [...findings.values()], settled: [], complete: [] };
}

// The day of the claim that was verified longest ago; none where a claim has no date, or nothing is in doubt.
function verifiedSince(impact: readonly Impact[]): Day | undefined {
  const days = impact.flatMap(({ claims }) => claims.map(({ lastVerified }) => lastVerified));
  if (days.some((day) => day === undefined)) return undefined;
  return days.sort()[0];
}
