import type { components } from '@octokit/openapi-types';
import { nodeId, type Links } from '../links.ts';
import { fullName, type Comment, type Issue, type Reaction, type Repository } from '../model.ts';
import { appShape, associationOf, optionalUser, userShape } from './accounts.ts';

type Schemas = components['schemas'];

/** An issue, or a pull request as the issues API shows it. */
export function issueShape(links: Links, repository: Repository, issue: Issue): Schemas['issue'] {
  const name = fullName(repository);
  const url = links.api(`/repos/${name}/issues/${issue.number}`);
  const assignees = issue.assignees.map((account) => userShape(links, account));
  return {
    url,
    repository_url: links.api(`/repos/${name}`),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: links.html(`/${name}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`),
    id: issue.id,
    node_id: nodeId(issue.pull ? 'PR' : 'I', issue.id),
    number: issue.number,
    title: issue.title,
    user: userShape(links, issue.author.account),
    labels: labelsOf(links, repository, issue),
    state: issue.state,
    locked: issue.lock !== null,
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: associationOf(repository, issue.author.account),
    active_lock_reason: issue.lock?.reason ?? null,
    ...(issue.pull ? { draft: issue.pull.draft, pull_request: pullLinks(links, name, issue) } : {}),
    body: issue.body,
    closed_by: optionalUser(links, issue.closedBy),
    reactions: rollup(url, issue.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: issue.author.app && appShape(links, issue.author.app),
    state_reason: issue.stateReason,
  };
}

/** A comment on an issue or a pull request. */
export function commentShape(
  links: Links,
  repository: Repository,
  issue: Issue,
  comment: Comment,
): Schemas['issue-comment'] {
  const name = fullName(repository);
  const url = links.api(`/repos/${name}/issues/comments/${comment.id}`);
  const page = `/${name}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
  return {
    url,
    html_url: links.html(`${page}#issuecomment-${comment.id}`),
    issue_url: links.api(`/repos/${name}/issues/${issue.number}`),
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: userShape(links, comment.author.account),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(repository, comment.author.account),
    body: comment.body,
    reactions: rollup(url, comment.reactions),
    performed_via_github_app: comment.author.app && appShape(links, comment.author.app),
  };
}

/** One reaction. */
export function reactionShape(links: Links, reaction: Reaction): Schemas['reaction'] {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: userShape(links, reaction.user),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

/** One label of a repository by its name. */
export function labelShape(links: Links, repository: Repository, name: string): Schemas['label'] {
  const label = repository.labels.get(name.toLowerCase());
  return {
    id: label?.id ?? 0,
    node_id: nodeId('LA', label?.id ?? 0),
    url: links.api(`/repos/${fullName(repository)}/labels/${encodeURIComponent(name)}`),
    name: label?.name ?? name,
    color: label?.color ?? 'ededed',
    default: false,
    description: null,
  };
}

/** The labels of an issue. */
export function labelsOf(links: Links, repository: Repository, issue: Issue): Schemas['label'][] {
  return issue.labels.map((name) => labelShape(links, repository, name));
}

function pullLinks(links: Links, name: string, issue: Issue): NonNullable<Schemas['issue']['pull_request']> {
  const page = links.html(`/${name}/pull/${issue.number}`);
  return {
    url: links.api(`/repos/${name}/pulls/${issue.number}`),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: issue.pull?.mergedAt ?? null,
  };
}

function rollup(url: string, reactions: readonly Reaction[]): Schemas['reaction-rollup'] {
  const counts = { '+1': 0, '-1': 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  for (const { content } of reactions) counts[content] += 1;
  return { url: `${url}/reactions`, total_count: reactions.length, ...counts };
}
