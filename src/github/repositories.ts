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
  /** The configuration of all repositories of the owner, where there is one that can be seen. */
  organisation: OrganisationPolicy | undefined;
  /** Why nothing may be written there: an archived repository, a fork, issues switched off. */
  idle: 'archived' | 'fork' | 'issues-disabled' | undefined;
}

/** A configuration in the owner's `.github` repository. */
export interface OrganisationPolicy {
  slug: Slug;
  blob: string;
  /** Whether people who can see the repository that it rules may not be able to see it. */
  hidden: boolean;
}

/** The repository in which an owner keeps what is for all others. */
const ORGANISATION_REPOSITORY = '.github';

// A redirect could lead to somebody else's repository: for the organisation's none is followed.
const HEAD = `query head($owner: String!, $repo: String!, $policy: String!) {
  repository(owner: $owner, name: $repo) {
    databaseId url isPrivate isArchived isFork hasIssuesEnabled
    defaultBranchRef { name target { oid ... on Commit { tree { oid } } } }
    object(expression: $policy) { oid }
  }
  organisation: repository(owner: $owner, name: "${ORGANISATION_REPOSITORY}", followRenames: false) {
    isPrivate object(expression: $policy) { oid }
  }
}`;

interface HeadAnswer {
  organisation: { isPrivate: boolean; object: { oid: string } | null } | null;
  repository: {
    databaseId: number;
    url: string;
    isPrivate: boolean;
    isArchived: boolean;
    isFork: boolean;
    hasIssuesEnabled: boolean;
    defaultBranchRef: { name: string; target: { oid: string; tree: { oid: string } } } | null;
    object: { oid: string } | null;
  } | null;
}

/** Reads a repository's head and its configurations' blobs in one request. Undefined where it has no commit yet. */
export async function readHead(github: GitHub, slug: Slug): Promise<Head | undefined> {
  const answer = await askForHead(github, slug);
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
    organisation: organisationOf(slug, answer),
    idle: idleReason(repository),
  };
}

async function askForHead(github: GitHub, slug: Slug): Promise<HeadAnswer> {
  try {
    return await github.graphql<HeadAnswer>(HEAD, { ...slug, policy: `HEAD:${POLICY_PATH}` });
  } catch (error) {
    if (isNoOrganisation(error)) return error.data;
    throw error;
  }
}

// Most owners have no such repository. GitHub answers the rest of the question, and Octokit throws all the same.
function isNoOrganisation(error: unknown): error is { data: HeadAnswer } {
  if (!(error instanceof Error) || !('errors' in error) || !('data' in error)) return false;
  const errors = error.errors as readonly { type?: string; path?: readonly unknown[] }[] | undefined;
  return (
    error.data !== null &&
    errors?.every(({ type, path }) => type === 'NOT_FOUND' && path?.[0] === 'organisation') === true
  );
}

function organisationOf(
  slug: Slug,
  { repository, organisation }: HeadAnswer,
): OrganisationPolicy | undefined {
  if (!organisation?.object || slug.repo === ORGANISATION_REPOSITORY) return undefined;
  return {
    slug: { owner: slug.owner, repo: ORGANISATION_REPOSITORY },
    blob: organisation.object.oid,
    hidden: organisation.isPrivate && repository?.isPrivate === false,
  };
}

function idleReason(repository: NonNullable<HeadAnswer['repository']>): Head['idle'] {
  if (repository.isArchived) return 'archived';
  if (repository.isFork) return 'fork';
  return repository.hasIssuesEnabled ? undefined : 'issues-disabled';
}
