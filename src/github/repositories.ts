import { POLICY_PATH } from '../domain/policy.ts';
import type { GitHub, Slug } from './client.ts';

/** A repository at its default branch's head. */
export interface Head {
  slug: Slug;
  id: number;
  /** Its page. */
  url: string;
  branch: string;
  commit: string;
  tree: string;
  /** The blob of the configuration, where there is one. */
  policyBlob: string | undefined;
  /** Why nothing may be written there: an archived repository, a fork, issues switched off. */
  idle: 'archived' | 'fork' | 'issues-disabled' | undefined;
}

const HEAD = `query head($owner: String!, $repo: String!, $policy: String!) {
  repository(owner: $owner, name: $repo) {
    databaseId url isArchived isFork hasIssuesEnabled
    defaultBranchRef { name target { oid ... on Commit { tree { oid } } } }
    object(expression: $policy) { oid }
  }
}`;

interface HeadAnswer {
  repository: {
    databaseId: number;
    url: string;
    isArchived: boolean;
    isFork: boolean;
    hasIssuesEnabled: boolean;
    defaultBranchRef: { name: string; target: { oid: string; tree: { oid: string } } } | null;
    object: { oid: string } | null;
  } | null;
}

/** Reads a repository's head and its configuration's blob in one request. Undefined where it has no commit yet. */
export async function readHead(github: GitHub, slug: Slug): Promise<Head | undefined> {
  const answer = await github.graphql<HeadAnswer>(HEAD, { ...slug, policy: `HEAD:${POLICY_PATH}` });
  const repository = answer.repository;
  if (!repository?.defaultBranchRef) return undefined;
  const { name, target } = repository.defaultBranchRef;
  return {
    slug,
    id: repository.databaseId,
    url: repository.url,
    branch: name,
    commit: target.oid,
    tree: target.tree.oid,
    policyBlob: repository.object?.oid,
    idle: idleReason(repository),
  };
}

function idleReason(repository: NonNullable<HeadAnswer['repository']>): Head['idle'] {
  if (repository.isArchived) return 'archived';
  if (repository.isFork) return 'fork';
  return repository.hasIssuesEnabled ? undefined : 'issues-disabled';
}
