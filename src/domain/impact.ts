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

/**
 * Everything that a watch's event would put in doubt. An entry without `evaluations` means the evaluation that declares
 * the watch, and one that names neither criteria nor fields all claims of those it means.
 */
export function impactOf({ watch, declaredIn }: DeclaredWatch, evaluations: readonly Evaluation[]): Impact[] {
  const entries = watch.affects.length === 0 && declaredIn !== undefined ? [{}] : watch.affects;
  const impacts = entries.flatMap(({ evaluations: meant, criteria, fields = [] }: Affected): Impact[] => {
    const isMeant = meant === undefined ? (one: Evaluation) => one === declaredIn : evaluationMatcher(meant);
    const isNamed = criteria && compilePatterns(criteria);
    return evaluations.filter(isMeant).map((evaluation) => ({
      evaluation,
      claims: evaluation.claims.filter(({ name }) => isNamed?.(name) ?? fields.length === 0),
      fields: fields.filter((field) => Object.hasOwn(evaluation.raw, field)),
    }));
  });
  return joinImpacts(impacts);
}

type Affected = Partial<Watch['affects'][number]>;

/** Whether an evaluation is meant by patterns of ids and paths, less those that a `!` takes out again. */
function evaluationMatcher(patterns: readonly string[]): (evaluation: Evaluation) => boolean {
  const isIn = compilePatterns(patterns.filter((pattern) => !pattern.startsWith('!')));
  const isOut = compilePatterns(
    patterns.flatMap((pattern) => (pattern.startsWith('!') ? pattern.slice(1) : [])),
  );
  return ({ id, file }) => (isIn(id) || isIn(file)) && !(isOut(id) || isOut(file));
}
