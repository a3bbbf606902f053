import type { Claim, Evaluation } from '../domain/evaluation.ts';
import { findingKey } from '../domain/finding.ts';
import { factOfClaim, factOfGroup } from '../domain/fix-pull.ts';
import type { Present } from '../domain/plan.ts';
import type { Stamped } from '../domain/stamped.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { updateIssue } from '../github/issues.ts';
import type { Head } from '../github/repositories.ts';
import { boxesIn, withBoxesDone } from '../render/box.ts';
import { verifiedWords } from '../render/issue-stale.ts';
import { leftNote, withNote } from '../render/note.ts';
import { pullLink, type Origin } from '../render/places.ts';
import { offerMended } from './offer-mended.ts';
import { readRegistry } from './read-repository.ts';
import type { Ticked, TicksOutcome } from './ticked.ts';
import { stampClaims, type StampWish } from './stamp-claims.ts';
import type { Tools } from './tools.ts';

/** Stamps the claims that somebody has ticked in the issue of a stale evaluation. */
export async function tickStale(
  github: GitHub,
  slug: Slug,
  ticked: Ticked,
  tools: Tools,
): Promise<TicksOutcome> {
  const registry = await readRegistry(github, slug, tools);
  if (registry.kind === 'idle') return registry;
  const { head, policy, workspace } = registry;
  const { key } = ticked.memo;
  const evaluation = workspace.evaluations.find(({ id }) => findingKey(head.id, 'stale', id) === key);
  if (evaluation === undefined) return { kind: 'idle', why: 'its evaluation is gone' };
  const claims = tickedClaims(evaluation, ticked);
  const despite = ticked.ticks.some(({ deed }) => deed === 'despite');
  const wish = { evaluation, key, claims, despite, by: ticked.by, on: ticked.on };
  const stamped = await stampClaims(github, head, wish, policy, tools);
  await showStamped(github, head, ticked, wish, stamped);
  const offered = [{ evaluation, edits: stamped.offered }];
  const origin: Origin = { url: head.url, branch: head.branch };
  await offerMended(github, slug, ticked.number, { offered }, origin);
  const { pull } = stamped;
  return { kind: 'verified', claims: stamped.claims.length, of: claims.length, by: ticked.by.login, pull };
}

function tickedClaims({ claims }: Evaluation, { body, ticks }: Ticked): Claim[] {
  const named = new Set(ticks.flatMap(({ deed, of }) => (deed === 'verified' ? (of ?? []) : [])));
  // The box of a dimension means what stood below it, not what has become stale since.
  const shown = new Set(boxesIn(body).flatMap(({ deed, of }) => (deed === 'verified' ? (of ?? []) : [])));
  return claims.filter((claim) => {
    const group = factOfGroup(claim.kind === 'criterion' ? String(claim.path[1]) : '');
    return named.has(factOfClaim(claim)) || (named.has(group) && shown.has(factOfClaim(claim)));
  });
}

/** Shows in the issue of an evaluation what was stamped, and what was not. */
export async function showStamped(
  github: GitHub,
  head: Head,
  { number, body }: Pick<Present, 'number' | 'body'>,
  { by, on }: Pick<StampWish, 'by' | 'on'>,
  stamped: Stamped,
): Promise<void> {
  const { pull, claims } = stamped;
  const done = new Set(claims.map(factOfClaim));
  const origin: Origin = { url: head.url, branch: head.branch };
  // The same words as the next sweep writes, so that it need not touch the issue again.
  const words = pull === undefined ? '' : verifiedWords(by.login, on, pullLink(origin, pull));
  const after = withBoxesDone(body, ({ deed, of }) =>
    pull !== undefined && deed === 'verified' && done.has(of ?? '') ? words : undefined,
  );
  await updateIssue(github, head.slug, number, { body: withNote(after, leftNote(stamped)) }, false);
}
