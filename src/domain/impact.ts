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

/** Joins what several watches say of the same event: each evaluation, claim and field once. */
export function joinImpacts(impacts: readonly Impact[]): Impact[] {
  const byEvaluation = new Map<Evaluation, Impact>();
  for (const { evaluation, claims, fields } of impacts) {
    const known = byEvaluation.get(evaluation);
    byEvaluation.set(evaluation, {
      evaluation,
      claims: [...new Set([...(known?.claims ?? []), ...claims])],
      fields: [...new Set([...(known?.fields ?? []), ...fields])],
    });
  }
  return [...byEvaluation.values()];
}

/** Everything that a watch's event would put in doubt. Without `evaluations`, an entry means the declaring one. */
export function impactOf({ watch, declaredIn }: DeclaredWatch, evaluations: readonly Evaluation[]): Impact[] {
  const impacts = watch.affects.flatMap((entry): Impact[] => {
    const isMeant = entry.evaluations && compilePatterns(entry.evaluations);
    const isNamed = entry.criteria && compilePatterns(entry.criteria);
    const meant = evaluations.filter(({ id }) => (isMeant ? isMeant(id) : id === declaredIn?.id));
    return meant.map((evaluation) => ({
      evaluation,
      claims: isNamed ? evaluation.claims.filter(({ name }) => isNamed(name)) : [],
      fields: (entry.fields ?? []).filter((field) => Object.hasOwn(evaluation.raw, field)),
    }));
  });
  return joinImpacts(impacts);
}
