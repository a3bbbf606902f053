import type { components } from '@octokit/openapi-types';
import { nodeId, type Links } from '../links.ts';
import { fullName, type Issue, type Repository, type Review, type Thread } from '../model.ts';
import { associationOf, userShape } from './accounts.ts';

type Schemas = components['schemas'];

/** A review of a pull request. */
export function reviewShape(
  links: Links,
  repository: Repository,
  issue: Issue,
  review: Review,
): Schemas['pull-request-review'] {
  const { page, api } = addressesOf(links, repository, issue);
  const html = `${page}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: userShape(links, review.author.account),
    body: review.body,
    state: 'COMMENTED',
    html_url: html,
    pull_request_url: api,
    _links: { html: { href: html }, pull_request: { href: api } },
    submitted_at: review.submittedAt,
    commit_id: review.commitSha,
    author_association: associationOf(repository, review.author.account),
  };
}

/** A comment on a line; `line` is where that is now, if it is. */
export function lineCommentShape(
  links: Links,
  repository: Repository,
  issue: Issue,
  thread: Thread,
  line: number | undefined,
): Schemas['pull-request-review-comment'] {
  const { page, api } = addressesOf(links, repository, issue);
  const { comment, commitSha, path } = thread;
  const self = links.api(`/repos/${fullName(repository)}/pulls/comments/${comment.id}`);
  const html = `${page}#discussion_r${comment.id}`;
  return {
    url: self,
    pull_request_review_id: thread.reviewId,
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    diff_hunk: '@@',
    path,
    commit_id: line === undefined ? commitSha : (issue.pull?.headSha ?? commitSha),
    original_commit_id: commitSha,
    user: userShape(links, comment.author.account),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: html,
    pull_request_url: api,
    author_association: associationOf(repository, comment.author.account),
    _links: { self: { href: self }, html: { href: html }, pull_request: { href: api } },
    ...(line === undefined ? {} : { line }),
    original_line: thread.line,
    side: 'RIGHT',
    subject_type: 'line',
  };
}

function addressesOf(links: Links, repository: Repository, issue: Issue) {
  const name = fullName(repository);
  return {
    page: links.html(`/${name}/pull/${issue.number}`),
    api: links.api(`/repos/${name}/pulls/${issue.number}`),
  };
}
