import { addDays, daysBetween, type Day } from './day.ts';
import type { Claim, Evaluation } from './evaluation.ts';
import { compilePattern } from './pattern.ts';
import type { Policy } from './policy.ts';

/** How a claim's age stands against the policy. `undated` (missing, unreadable or future) counts as stale. */
export type FreshnessState = 'fresh' | 'due' | 'stale' | 'undated';

/** The freshness of one claim on one day. */
export interface Freshness {
  claim: Claim;
  state: FreshnessState;
  /** Whole days since it was verified; undefined where undated. */
  age: number | undefined;
  /** Days that the policy allows it. */
  maxAge: number;
  /** The first day on which it was or will be stale; undefined where undated. */
  staleOn: Day | undefined;
  /** Something happened upstream since it was verified: it counts as stale, whatever its age. */
  inDoubt?: true;
}

/** Judges the claims of an evaluation on a day. `inDoubt`: those that an upstream event puts in doubt. */
export type FreshnessJudge = (
  evaluation: Evaluation,
  today: Day,
  inDoubt?: ReadonlySet<Claim>,
) => Freshness[];

/** One rule of a configuration about how old claims may be. */
export type AgeRule = Policy['freshness']['rules'][number];

/** Compiles rules once, for all evaluations. Finds the one that counts for a claim: the last that matches. */
export function ruleFinder(
  rules: readonly AgeRule[],
): (evaluation: Evaluation, claim: Claim) => AgeRule | undefined {
  const compiled = rules.map((rule) => ({
    rule,
    fitsClaim: rule.claim === undefined ? undefined : compilePattern(rule.claim),
    fitsEvaluation: rule.evaluation === undefined ? undefined : compilePattern(rule.evaluation),
  }));

  return function findRule(evaluation, claim) {
    return compiled.findLast(
      ({ rule: { confidence, type }, fitsClaim, fitsEvaluation }) =>
        (confidence === undefined || confidence === claim.confidence) &&
        (type === undefined || type === evaluation.type) &&
        (fitsClaim?.(claim.name) ?? true) &&
        (fitsEvaluation?.(evaluation.id) ?? true),
    )?.rule;
  };
}

/** Judges claims by a policy. */
export function freshnessJudge(policy: Policy['freshness']): FreshnessJudge {
  const findRule = ruleFinder(policy.rules);

  // Claims share few days, and the arithmetic of the calendar is the larger part of the work.
  const staleDays = new Map<string, Day>();
  function staleDayOf(verified: Day, maxAge: number): Day {
    const key = `${verified} ${maxAge}`;
    const day = staleDays.get(key) ?? addDays(verified, maxAge + 1);
    staleDays.set(key, day);
    return day;
  }

  function freshnessOf(claim: Claim, maxAge: number, today: Day): Freshness {
    const verified = claim.lastVerified;
    if (verified === undefined || verified > today) {
      return { claim, state: 'undated', age: undefined, maxAge, staleOn: undefined };
    }
    const age = daysBetween(verified, today);
    const state = age > maxAge ? 'stale' : age > maxAge - policy.notice ? 'due' : 'fresh';
    return { claim, state, age, maxAge, staleOn: staleDayOf(verified, maxAge) };
  }

  return function judge(evaluation, today, inDoubt) {
    return evaluation.claims.map((claim) => {
      const freshness = freshnessOf(claim, findRule(evaluation, claim)?.maxAge ?? policy.maxAge, today);
      return inDoubt?.has(claim) ? { ...freshness, inDoubt: true } : freshness;
    });
  };
}

/** Whether a claim must be verified again: it is past its age, nobody can tell, or an event puts it in doubt. */
export function isStale(freshness: Freshness): boolean {
  return isPastAge(freshness) || freshness.inDoubt === true;
}

/** Whether a claim is past its age, or nobody can tell. */
export function isPastAge({ state }: Freshness): boolean {
  return state === 'stale' || state === 'undated';
}
