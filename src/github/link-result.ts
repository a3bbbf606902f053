import type { GitHubAddress } from '../domain/github-address.ts';
import { sameName, underNewName } from '../domain/github-moves.ts';
import type { Hop, LinkNotice, LinkResult, Verdict } from '../domain/verdict.ts';
import type { Facts } from './link-answer.ts';
import type { Look } from './link-look.ts';

/** Puts what GitHub said of a page in the words of a link check. */
export function resultOf({ page, address, finding }: Look, checkedAt: number): LinkResult {
  const result = resultAs(page, checkedAt);
  switch (finding.kind) {
    case 'unclear': {
      const { verdict, reason, status } = finding.trouble;
      return { ...result(verdict, reason), status };
    }
    case 'missing':
      return result('not-found', finding.facts ? missing[address.kind] : unseen(address));
    case 'gone':
      // GitHub answers so for deleted issues, and for all while a repository has issues switched off.
      return { ...result('gone', 'deleted, or issues are switched off'), status: 410 };
    case 'moved': {
      const moved = result('redirected-permanent', finding.reason, noticesOf(address, finding.facts));
      return { ...moved, hops: hopsTo(page, finding.to) };
    }
    case 'there':
      return there(result, { page, address }, finding.facts);
    default:
      return finding satisfies never;
  }
}

type Result = (verdict: Verdict, reason: string, notices?: readonly LinkNotice[]) => LinkResult;

function there(
  result: Result,
  { page, address }: Pick<Look, 'page' | 'address'>,
  facts: Facts | undefined,
): LinkResult {
  // What GitHub shows at such an address is not documented, so nothing is said of it.
  if (address.kind === 'issues' && facts?.hasIssuesEnabled === false) {
    return result('not-checked', 'issues are switched off');
  }
  const notices = noticesOf(address, facts);
  const renamed = notices.find(({ kind }) => kind === 'renamed');
  if (address.kind === 'owner' || renamed?.kind !== 'renamed') return result('ok', 'found', notices);
  const moved = result('redirected-permanent', 'renamed', notices);
  return { ...moved, hops: hopsTo(page, underNewName(page, address, renamed.to)) };
}

function noticesOf(address: GitHubAddress, facts: Facts | undefined): LinkNotice[] {
  if (!facts || address.kind === 'owner') return [];
  const { isArchived, nameWithOwner } = facts;
  const isRenamed = !sameName(nameWithOwner, `${address.owner}/${address.repo}`);
  return [
    ...(isArchived ? [{ kind: 'archived' } as const] : []),
    ...(isRenamed ? [{ kind: 'renamed', to: nameWithOwner } as const] : []),
  ];
}

// The way a reader takes: GitHub's pages redirect as its API does.
function hopsTo(page: string, to: string): Hop[] {
  return [
    { url: page, status: 301 },
    { url: to, status: 200 },
  ];
}

const missing: Readonly<Record<GitHubAddress['kind'], string>> = {
  owner: 'no such account',
  repository: 'private or gone',
  issues: 'private or gone',
  path: 'no such file at this ref',
  commit: 'no such commit',
  issue: 'no such issue or pull request',
  tag: 'no such tag',
};

// Of what it does not show, GitHub never says whether it is there.
function unseen(address: GitHubAddress): string {
  return address.kind === 'owner' ? missing.owner : missing.repository;
}

function resultAs(page: string, checkedAt: number): Result {
  return (verdict, reason, notices = []) => ({
    page,
    verdict,
    reason,
    status: undefined,
    hops: [],
    failedAt: undefined,
    checkedAt,
    ms: 0,
    bytes: 0,
    via: 'github-api',
    notices,
  });
}
