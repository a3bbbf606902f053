import type { Claim, Evaluation } from './evaluation.ts';
import { nearest } from './nearest.ts';

/** A claim and the evaluation that it stands in. */
export interface ClaimIn {
  evaluation: Evaluation;
  claim: Claim;
}

/** What a person's name for a claim means; `nearest` is the name that comes closest where it means none. */
export type NamedClaim = { found: ClaimIn } | { found: undefined; nearest: string | undefined };

/** Finds the claim that is named `evaluation: claim`, or by its own name alone where one evaluation is spoken of. */
export function claimNamed(
  name: string,
  evaluations: readonly Evaluation[],
  spokenOf: Evaluation | undefined,
): NamedClaim {
  const own = spokenOf?.claims.find((claim) => claim.name === name);
  if (spokenOf && own) return { found: { evaluation: spokenOf, claim: own } };
  // An id may hold a colon, so the text is not split.
  const meant = evaluations.filter(({ id }) => name.startsWith(`${id}:`));
  for (const evaluation of meant) {
    const rest = name.slice(evaluation.id.length + 1).trim();
    const claim = evaluation.claims.find((one) => one.name === rest);
    if (claim) return { found: { evaluation, claim } };
  }
  const elsewhere = evaluations.find(({ claims }) => claims.some((claim) => claim.name === name));
  if (elsewhere) return { found: undefined, nearest: `${elsewhere.id}: ${name}` };
  const known = candidates(evaluations, meant, spokenOf);
  // Issues list claims below their dimension, without it.
  const short = name.slice(name.lastIndexOf(':') + 1).trim();
  const longer = known.find((candidate) => short !== '' && candidate.endsWith(`.${short}`));
  return { found: undefined, nearest: longer ?? nearest(name, known) };
}

function candidates(
  evaluations: readonly Evaluation[],
  meant: readonly Evaluation[],
  spokenOf: Evaluation | undefined,
): string[] {
  if (meant.length === 0 && spokenOf) return spokenOf.claims.map(({ name }) => name);
  return (meant.length > 0 ? meant : evaluations).flatMap(({ id, claims }) =>
    claims.map(({ name }) => `${id}: ${name}`),
  );
}
