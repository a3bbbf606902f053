import type { Day } from '../domain/day.ts';
import type { Claim, Evaluation } from '../domain/evaluation.ts';
import { editsOf } from '../domain/fix.ts';
import { factOfClaim } from '../domain/fix-pull.ts';
import type { Person } from '../domain/person.ts';
import type { Policy } from '../domain/policy.ts';
import type { Stamped } from '../domain/stamped.ts';
import { objectionsTo } from '../domain/unchanged.ts';
import type { GitHub } from '../github/client.ts';
import { listFixes } from '../github/fix-pulls.ts';
import type { Head } from '../github/repositories.ts';
import { knownSources } from './check-links.ts';
import { openFix } from './open-fix.ts';
import type { Tools } from './tools.ts';

/** Claims of one evaluation that a person has looked at. */
export interface StampWish {
  evaluation: Evaluation;
  /** The key of its stale issue. */
  key: string;
  claims: readonly Claim[];
  /** Also those whose source is dead or has changed since. */
  despite: boolean;
  by: Person;
  /** The day on which they did. */
  on: Day;
}

/** Stamps claims as verified on that day, in the pull request of their evaluation. */
export async function stampClaims(
  github: GitHub,
  head: Head,
  wish: StampWish,
  policy: Policy,
  tools: Tools,
): Promise<Stamped> {
  const { evaluation, key, claims, despite, by, on } = wish;
  const addresses = claims.flatMap(({ evidence }) => evidence.flatMap(({ url }) => url ?? []));
  const known = await knownSources(addresses, policy.links.failures, tools);
  const left = despite ? [] : claims.filter((claim) => objectionsTo(claim, known).length > 0);
  const isAhead = ({ lastVerified }: Claim): boolean => lastVerified !== undefined && lastVerified > on;
  const meant = claims.filter((claim) => claim.isDated && !isAhead(claim) && !left.includes(claim));
  const nothing: Stamped = { pull: undefined, claims: [], left, refused: [], offered: [] };
  if (meant.length === 0) return nothing;
  const names = new Set(meant.map(({ name }) => name));
  const fixes = await listFixes(github, head.slug, tools.appId, policy.issues.labels);
  const outcome = await openFix(
    github,
    head,
    {
      kind: 'verified',
      key,
      evaluation,
      // On its branch the file may have changed since: the claims are found by their names.
      editsIn: (found) =>
        editsOf(
          { kind: 'verified', claims: found.claims.filter(({ name }) => names.has(name)), on },
          found,
          policy.fields,
        ),
      by,
      stamps: meant.map((claim) => ({ of: factOfClaim(claim), on, by: by.login })),
      known,
    },
    fixes,
    policy,
    tools,
  );
  if (outcome.kind === 'not-permitted') return { ...nothing, offered: outcome.edits };
  const { refused } = outcome;
  if (outcome.kind === 'nothing') return { ...nothing, refused };
  const isRefused = ({ path }: Claim) =>
    refused.some((edit) => path.every((key, at) => edit.path[at] === key));
  return {
    pull: outcome.number,
    claims: meant.filter((claim) => !isRefused(claim)),
    left,
    refused,
    offered: [],
  };
}
