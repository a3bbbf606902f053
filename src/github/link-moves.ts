import { branchOf, underNewBranch } from '../domain/github-moves.ts';
import type { Log } from '../domain/log.ts';
import type { GitHub } from './client.ts';
import { askGitHub } from './link-ask.ts';
import { missingPaths, pathQuestion, type Finding, type Look } from './link-look.ts';
import { findBranch, findIssue, lookTwice, type SecondLook } from './link-second-look.ts';

/** Follows paths whose branch has been renamed: pages move with it. */
export async function followBranches(
  github: GitHub,
  looks: readonly Look[],
  log: Log,
): Promise<ReadonlyMap<Look, Finding>> {
  const missing = missingPaths(looks).map((each) => {
    const { owner, repo } = each.address;
    const { branch, path } = branchOf(each.address);
    return { ...each, slug: { owner, repo }, branch, path, key: `${owner}/${repo}:${branch}` };
  });
  const asked = missing.map(
    ({ key, slug, branch }) => [key, () => findBranch(github, slug, branch)] as const,
  );
  const seen = await lookTwice(new Map(asked));
  const moved = missing.flatMap((each) => {
    const second = seen.get(each.key);
    return second?.kind === 'moved' ? { ...each, now: second.to } : [];
  });
  const questions = moved.map(({ address, path, now }) => pathQuestion(address, `${now}:${path}`));
  const sights = await askGitHub(github, questions, log);
  const found = new Map<Look, Finding>();
  for (const { look, key } of missing) setUnclear(found, look, seen.get(key));
  for (const [at, { look, address, facts, now }] of moved.entries()) {
    const sight = sights[at];
    const to = underNewBranch(look.page, address, now);
    if (sight?.kind === 'there') found.set(look, { kind: 'moved', facts, to, reason: 'branch renamed' });
    if (sight?.kind === 'unclear') found.set(look, sight);
  }
  return found;
}

/** Follows issues that have been transferred, and tells which have been deleted. */
export async function followIssues(
  github: GitHub,
  looks: readonly Look[],
): Promise<ReadonlyMap<Look, Finding>> {
  const missing = looks.flatMap((look) => {
    const { address, finding } = look;
    if (address.kind !== 'issue' || finding.kind !== 'missing' || !finding.facts) return [];
    const { owner, repo, number } = address;
    return { look, facts: finding.facts, slug: { owner, repo }, number, key: `${owner}/${repo}#${number}` };
  });
  const asked = missing.map(({ key, slug, number }) => [key, () => findIssue(github, slug, number)] as const);
  const seen = await lookTwice(new Map(asked));
  const found = new Map<Look, Finding>();
  for (const { look, facts, key } of missing) {
    const second = seen.get(key);
    setUnclear(found, look, second);
    if (second?.kind === 'gone') found.set(look, { kind: 'gone', facts });
    if (second?.kind === 'moved') {
      found.set(look, { kind: 'moved', facts, to: second.to, reason: 'issue transferred' });
    }
  }
  return found;
}

function setUnclear(found: Map<Look, Finding>, look: Look, second: SecondLook | undefined): void {
  if (second?.kind === 'unclear') found.set(look, second);
}
