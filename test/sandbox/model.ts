import type { GitRepository } from './git/repository.ts';

/** A person, an organisation or a bot. */
export interface Account {
  id: number;
  login: string;
  type: 'User' | 'Organization' | 'Bot';
}

/** A GitHub App: the one under test, or the one behind a workflow's token. */
export interface App {
  id: number;
  slug: string;
  name: string;
  permissions: Permissions;
  events: readonly string[];
  bot: Account;
}

/** What an installation may do, in GitHub's names: `{ issues: 'write' }`. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** The app, installed for every repository of one owner. */
export interface Installation {
  id: number;
  account: Account;
  createdAt: string;
}

/** Who does something: a person, or an app through its bot. */
export interface Actor {
  account: Account;
  app: App | null;
}

/** One reaction to an issue or a comment. */
export interface Reaction {
  id: number;
  user: Account;
  content: ReactionContent;
  createdAt: string;
}

/** The eight faces that GitHub knows. */
export type ReactionContent = '+1' | '-1' | 'laugh' | 'confused' | 'heart' | 'hooray' | 'rocket' | 'eyes';

/** A comment on an issue or a pull request. */
export interface Comment {
  id: number;
  body: string;
  author: Actor;
  createdAt: string;
  updatedAt: string;
  reactions: Reaction[];
  history: Version<Comment>[];
}

/** An issue; with `pull` it is a pull request, as on GitHub. */
export interface Issue {
  id: number;
  number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: StateReason | null;
  labels: string[];
  assignees: Account[];
  author: Actor;
  createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  closedBy: Account | null;
  /** Whoever edited the body last. */
  editor: Account | null;
  lock: Lock | null;
  comments: Comment[];
  reactions: Reaction[];
  pull: Pull | null;
  history: Version<Issue>[];
}

/** A conversation that only people with write access may go on with, and the reason that was given. */
interface Lock {
  reason: LockReason | null;
}

/** The four reasons that GitHub knows. */
export type LockReason = 'off-topic' | 'too heated' | 'resolved' | 'spam';

/** Why an issue is closed, or open again. */
export type StateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened';

/** A review of a pull request; its comments stand in threads. */
export interface Review {
  id: number;
  body: string;
  author: Actor;
  commitSha: string;
  submittedAt: string;
}

/** A conversation on a line of a pull request's head. */
export interface Thread {
  reviewId: number;
  path: string;
  /** As it was numbered in the commit that was reviewed. */
  line: number;
  commitSha: string;
  isResolved: boolean;
  /** The comment that began it. */
  comment: Comment;
}

/** The half of a pull request that an issue does not have. */
export interface Pull {
  id: number;
  headOwner: Account;
  headRef: string;
  headSha: string;
  /** Null once the fork is deleted. */
  headRepository: Repository | null;
  baseRef: string;
  baseSha: string;
  draft: boolean;
  mergedAt: string | null;
  mergedBy: Account | null;
  mergeCommitSha: string | null;
  reviews: Review[];
  threads: Thread[];
}

/** A state that was written at a moment (ms), so that a lagging list can still show the one before. */
export interface Version<T> {
  at: number;
  value: T;
}

/** A label of a repository. */
interface Label {
  id: number;
  name: string;
  color: string;
}

/** One annotation on a line, in the API's words. */
export interface Annotation {
  path: string;
  start_line: number;
  end_line: number;
  start_column?: number | undefined;
  end_column?: number | undefined;
  annotation_level: 'notice' | 'warning' | 'failure';
  message: string;
  title?: string | undefined;
  raw_details?: string | undefined;
}

/** A check run with everything that was sent for it. */
export interface CheckRun {
  id: number;
  suiteId: number;
  app: App;
  name: string;
  headSha: string;
  externalId: string;
  detailsUrl: string | null;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: Conclusion | null;
  startedAt: string | null;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  annotations: Annotation[];
}

/** How a check run ended. */
type Conclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required';

/** What a person may do in a repository. */
export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read';

/** What a repository had under another name: GitHub sends whoever asks there on. */
interface Former {
  /** `owner/name` in lower case. */
  names: Set<string>;
  /** The new name by the old one. */
  branches: Map<string, string>;
  /** Where an issue was transferred to, by its number here. */
  issues: Map<number, { repository: Repository; number: number }>;
}

/** A repository: the facts around its git. */
export interface Repository {
  id: number;
  owner: Account;
  name: string;
  private: boolean;
  issuesEnabled: boolean;
  archived: boolean;
  defaultBranch: string;
  createdAt: string;
  pushedAt: string;
  git: GitRepository;
  parent: Repository | null;
  collaborators: Map<string, Role>;
  labels: Map<string, Label>;
  issues: Issue[];
  deletedIssues: Set<number>;
  former: Former;
  checkRuns: CheckRun[];
  lastNumber: number;
}

/** `owner/name`. */
export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}
