import type { Day } from './day.ts';
import type { Claim, Evaluation } from './evaluation.ts';
import { compilePatterns } from './pattern.ts';
import type { Watch } from './watch.ts';

/** What an event puts in doubt in one evaluation. */
export interface Impact {
  evaluation: Evaluation;
  claims: readonly Claim[];
  /** Top-level fields whose text is in doubt. */
  fields: readonly string[];
}

/** A watch, and the evaluation that declares it; undefined where the configuration does. */
export interface DeclaredWatch {
  watch: Watch;
  declaredIn: Evaluation | undefined;
}

/** The latest day on which any claim in doubt was verified. */
export function lastVerifiedIn(impact: readonly Impact[]): Day | undefined {
  const days = impact.flatMap(({ claims }) => claims.flatMap(({ lastVerified }) => lastVerified ?? []));
  return days.sort().at(-1);
}

/** Everything that a watch's event would put in doubt. Without `evaluations`, an entry means the declaring one. */
export function impactOf({ watch, declaredIn }: DeclaredWatch, evaluations: readonly Evaluation[]): Impact[] {
  const byEvaluation = new Map<Evaluation, Impact>();
  for (const entry of watch.affects) {
    const isMeant = entry.evaluations && compilePatterns(entry.evaluations);
    const isNamed = entry.criteria && compilePatterns(entry.criteria);
    for (const evaluation of evaluations) {
      if (isMeant ? !isMeant(evaluation.id) : evaluation.id !== declaredIn?.id) continue;
      const known = byEvaluation.get(evaluation);
      const claims = isNamed ? evaluation.claims.filter(({ name }) => isNamed(name)) : [];
      const fields = (entry.fields ?? []).filter((field) => Object.hasOwn(evaluation.raw, field));
      byEvaluation.set(evaluation, {
        evaluation,
        claims: [...new Set([...(known?.claims ?? []), ...claims])],
        fields: [...new Set([...(known?.fields ?? []), ...fields])],
      });
    }
  }
  return [...byEvaluation.values()];
}
