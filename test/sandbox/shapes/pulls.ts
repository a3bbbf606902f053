import type { components } from '@octokit/openapi-types';
import { nodeId, type Links } from '../links.ts';
import { fullName, type Issue, type Pull, type Repository } from '../model.ts';
import { associationOf, optionalUser, userShape } from './accounts.ts';
import { labelsOf } from './issues.ts';
import { repositoryShape } from './repository.ts';

type Schemas = components['schemas'];

/** What has to be counted in git before a pull request can be shown on its own. */
export interface PullNumbers {
  commits: number;
  additions: number;
  deletions: number;
  changed_files: number;
}

/** A pull request as it stands in a list. */
export function pullSummary(
  links: Links,
  repository: Repository,
  issue: Issue,
  pull: Pull,
): Schemas['pull-request-simple'] {
  // The description of this list knows no label without a description.
  const labels = labelsOf(links, repository, issue).map((label) => ({ ...label, description: '' }));
  return { ...common(links, repository, issue, pull), labels };
}

/** A pull request on its own. */
export function pullShape(
  links: Links,
  repository: Repository,
  { issue, pull, numbers }: { issue: Issue; pull: Pull; numbers: PullNumbers },
): Schemas['pull-request'] {
  const open = issue.state === 'open';
  return {
    ...common(links, repository, issue, pull),
    labels: labelsOf(links, repository, issue),
    merged: pull.mergedAt !== null,
    mergeable: open ? true : null,
    rebaseable: open ? true : null,
    mergeable_state: open ? 'clean' : 'unknown',
    merged_by: optionalUser(links, pull.mergedBy),
    comments: issue.comments.length,
    review_comments: pull.threads.length,
    maintainer_can_modify: false,
    ...numbers,
  };
}

function common(links: Links, repository: Repository, issue: Issue, pull: Pull) {
  const name = fullName(repository);
  const assignees = issue.assignees.map((account) => userShape(links, account));
  const addresses = pullAddresses(links, name, issue.number, pull.headSha);
  const { url, html_url: html, issue_url: issueUrl } = addresses;
  return {
    ...addresses,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    number: issue.number,
    state: issue.state,
    locked: issue.lock !== null,
    title: issue.title,
    user: userShape(links, issue.author.account),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: [],
    requested_teams: [],
    milestone: null,
    draft: pull.draft,
    head: headShape(links, pull),
    base: sideShape(links, repository, pull.baseRef, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issueUrl },
      comments: { href: addresses.comments_url },
      review_comments: { href: addresses.review_comments_url },
      review_comment: { href: addresses.review_comment_url },
      commits: { href: addresses.commits_url },
      statuses: { href: addresses.statuses_url },
    },
    author_association: associationOf(repository, issue.author.account),
    auto_merge: null,
  };
}

function sideShape(
  links: Links,
  repository: Repository,
  ref: string,
  sha: string,
): Schemas['pull-request']['head'] {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: userShape(links, repository.owner),
    repo: repositoryShape(links, repository),
  };
}

function headShape(links: Links, pull: Pull): Schemas['pull-request']['head'] {
  return {
    label: `${pull.headOwner.login}:${pull.headRef}`,
    ref: pull.headRef,
    sha: pull.headSha,
    user: userShape(links, pull.headOwner),
    // GitHub answers null here once a fork is deleted, although its description says otherwise.
    repo: (pull.headRepository && repositoryShape(links, pull.headRepository)) as Schemas['repository'],
  };
}

function pullAddresses(links: Links, name: string, number: number, sha: string) {
  const url = links.api(`/repos/${name}/pulls/${number}`);
  const html = links.html(`/${name}/pull/${number}`);
  const issue = links.api(`/repos/${name}/issues/${number}`);
  return {
    url,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: links.api(`/repos/${name}/pulls/comments{/number}`),
    comments_url: `${issue}/comments`,
    statuses_url: links.api(`/repos/${name}/statuses/${sha}`),
  };
}
