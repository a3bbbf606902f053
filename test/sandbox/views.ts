import type { Comment, Issue, StateReason } from './model.ts';

/** An issue or pull request as an assertion reads it. */
export interface IssueView {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  stateReason: StateReason | null;
  labels: string[];
  assignees: string[];
  user: string;
  comments: number;
  isPull: boolean;
}

/** A comment as an assertion reads it. */
export interface CommentView {
  id: number;
  body: string;
  user: string;
  reactions: string[];
}

/** A comment on a line as an assertion reads it. */
export interface LineCommentView {
  id: number;
  path: string;
  /** Where the line is now; undefined where it has changed. */
  line: number | undefined;
  isResolved: boolean;
  body: string;
}

/** An issue for an assertion. */
export function issueView(issue: Issue): IssueView {
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    state: issue.state,
    stateReason: issue.stateReason,
    labels: [...issue.labels],
    assignees: issue.assignees.map(({ login }) => login),
    user: issue.author.account.login,
    comments: issue.comments.length,
    isPull: issue.pull !== null,
  };
}

/** A comment for an assertion. */
export function commentView(comment: Comment): CommentView {
  return {
    id: comment.id,
    body: comment.body,
    user: comment.author.account.login,
    reactions: comment.reactions.map(({ content }) => content),
  };
}
