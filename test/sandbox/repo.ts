import { announcePush, NOTHING } from './deeds/pushes.ts';
import { addComment, editComment } from './deeds/comments.ts';
import { createIssue, editIssue, type IssuePatch } from './deeds/issues.ts';
import { mergePull, openPull, signature, synchronizePulls } from './deeds/pulls.ts';
import { writeCommit } from './git/commits.ts';
import {
  fullName,
  type Actor,
  type CheckRun,
  type Comment,
  type Issue,
  type Repository,
  type Role,
  type StateReason,
} from './model.ts';
import { toggleTask } from './tasks.ts';
import type { World } from './world.ts';

/** Files by their path. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A commit by a person. */
export interface CommitWish {
  /** `main` if absent; a branch that does not exist yet begins at `main`. */
  branch?: string;
  message?: string;
  files?: Files;
  remove?: readonly string[];
  author?: string;
  /** When it was made; the sandbox's time if absent. */
  date?: string;
}

/** A pull request by a person. */
export interface PullWish {
  title: string;
  /** The branch that it comes from; it is created if `files` or `remove` say what it holds. */
  head: string;
  base?: string;
  from?: 'fork' | 'same';
  author?: string;
  body?: string;
  draft?: boolean;
  files?: Files;
  remove?: readonly string[];
}

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

/** What people do in one repository, and what there is to see in it. */
export class Repo {
  readonly owner: string;
  readonly name: string;
  readonly id: number;
  readonly #world: World;
  readonly #repository: Repository;

  constructor(world: World, repository: Repository) {
    this.owner = repository.owner.login;
    this.name = repository.name;
    this.id = repository.id;
    this.#world = world;
    this.#repository = repository;
  }

  /** `owner/name`. */
  get fullName(): string {
    return fullName(this.#repository);
  }

  /** The folder of the bare git repository. */
  get directory(): string {
    return this.#repository.git.directory;
  }

  /** Commits and pushes; answers the sha. */
  commit(wish: CommitWish): Promise<string> {
    return this.#commitTo(this.#repository, wish);
  }

  /** Creates a branch at another branch, a tag or a sha. */
  async branch(name: string, from = 'main'): Promise<string> {
    const sha = await this.sha(from);
    await this.#repository.git.setRef(`refs/heads/${name}`, sha);
    const pusher = this.#world.account('maintainer');
    await announcePush(this.#world, this.#repository, {
      ref: `refs/heads/${name}`,
      before: NOTHING,
      after: sha,
      pusher,
    });
    return sha;
  }

  /** The sha of a branch, a tag or `refs/…`. */
  async sha(reference = 'main'): Promise<string> {
    const sha = await this.#repository.git.commitSha(reference);
    if (sha === undefined) throw new Error(`${this.fullName} has no ${reference}.`);
    return sha;
  }

  /** The text of a file, or undefined. */
  async file(path: string, reference = 'main'): Promise<string | undefined> {
    const blob = await this.#repository.git.read(`${reference}:${path}`);
    return blob?.content.toString('utf8');
  }

  /** Opens a pull request, from a fork if wanted, and answers its number. */
  async openPull(wish: PullWish): Promise<number> {
    const author = wish.author ?? 'contributor';
    const base = wish.base ?? 'main';
    const repository = wish.from === 'fork' ? await this.#fork(author) : this.#repository;
    if (wish.files || wish.remove) {
      const { files = {}, remove = [] } = wish;
      await this.#commitTo(repository, { branch: wish.head, message: wish.title, files, remove, author });
    }
    const issue = await openPull(this.#world, this.#repository, this.#person(author), {
      title: wish.title,
      body: wish.body ?? null,
      base,
      head: { repository, ref: wish.head },
      draft: wish.draft,
    });
    return issue.number;
  }

  /** Pushes another commit to the head branch of a pull request. */
  async pushToPull(number: number, wish: Omit<CommitWish, 'branch'>): Promise<string> {
    const { pull, author } = this.#issue(number);
    if (!pull?.headRepository) throw new Error(`#${number} has no head branch.`);
    const commit = { author: author.account.login, ...wish, branch: pull.headRef };
    return this.#commitTo(pull.headRepository, commit);
  }

  /** Merges a pull request; answers the sha of the merge commit. */
  mergePull(number: number, by = 'maintainer'): Promise<string> {
    return mergePull(this.#world, this.#repository, this.#issue(number), this.#person(by));
  }

  /** Deletes the fork that a pull request comes from. */
  async deleteFork(number: number): Promise<void> {
    const fork = this.#issue(number).pull?.headRepository;
    if (!fork?.parent) throw new Error(`#${number} does not come from a fork.`);
    for (const { pull } of this.#repository.issues) {
      if (pull?.headRepository === fork) pull.headRepository = null;
    }
    await this.#world.removeRepository(fork);
  }

  /** Opens an issue; answers its number. */
  openIssue(wish: { title: string; body?: string; labels?: string[] }, by = 'maintainer'): number {
    return createIssue(this.#world, this.#repository, this.#person(by), wish).number;
  }

  /** Closes an issue or a pull request. */
  closeIssue(number: number, by = 'maintainer', stateReason: StateReason = 'completed'): Promise<void> {
    return this.#edit(number, by, { state: 'closed', stateReason });
  }

  /** Opens a closed issue or pull request again. */
  reopenIssue(number: number, by = 'maintainer'): Promise<void> {
    return this.#edit(number, by, { state: 'open' });
  }

  /** Replaces the body of an issue. */
  editIssueBody(number: number, body: string, by = 'maintainer'): Promise<void> {
    return this.#edit(number, by, { body });
  }

  /** Replaces the title of an issue. */
  editIssueTitle(number: number, title: string, by = 'maintainer'): Promise<void> {
    return this.#edit(number, by, { title });
  }

  /** Replaces the labels of an issue. */
  labelIssue(number: number, labels: readonly string[], by = 'maintainer'): Promise<void> {
    return this.#edit(number, by, { labels });
  }

  /** Ticks or unticks a task by its place in the body, as a click on the box does. */
  async tick(number: number, index: number, by = 'maintainer'): Promise<void> {
    const body = toggleTask(this.#issue(number).body ?? '', index);
    if (body === undefined) throw new Error(`#${number} has no task ${index}.`);
    await this.#edit(number, by, { body });
  }

  /** Writes a comment; answers its id. */
  commentOnIssue(number: number, body: string, by = 'maintainer'): number {
    return addComment(this.#world, this.#place(number, by), body).id;
  }

  /** Replaces the body of a comment. */
  editCommentBody(number: number, id: number, body: string, by = 'maintainer'): void {
    const place = this.#place(number, by);
    const comment = place.issue.comments.find((each) => each.id === id);
    if (!comment) throw new Error(`#${number} has no comment ${id}.`);
    editComment(this.#world, place, comment, body);
  }

  /** Issues by people, so that something else lands on page two. */
  fillerIssues(count: number, { labels = [] }: { labels?: string[] } = {}): number[] {
    return Array.from({ length: count }, (_, index) =>
      this.openIssue({ title: `Question ${index + 1}`, body: 'Just a question.', labels }, 'contributor'),
    );
  }

  /** Comments by people, so that something else lands on page two. */
  fillerComments(number: number, count: number): number[] {
    return Array.from({ length: count }, (_, index) =>
      this.commentOnIssue(number, `Remark ${index + 1}.`, 'contributor'),
    );
  }

  /** Removes an issue, which the API answers with 410 from then on. */
  deleteIssue(number: number): void {
    this.#repository.issues = this.#repository.issues.filter((issue) => issue.number !== number);
    this.#repository.deletedIssues.add(number);
  }

  /** Gives a person a role. */
  setRole(login: string, role: Role): void {
    this.#repository.collaborators.set(this.#world.account(login).login, role);
  }

  /** Changes a switch of the repository. */
  configure(switches: { issuesEnabled?: boolean; archived?: boolean; private?: boolean }): void {
    Object.assign(this.#repository, switches);
  }

  /** Every issue and pull request, oldest first. */
  issues(): IssueView[] {
    return this.#repository.issues.map(issueView);
  }

  /** One issue or pull request. */
  issue(number: number): IssueView {
    return issueView(this.#issue(number));
  }

  /** The comments of an issue or pull request, oldest first. */
  comments(number: number): CommentView[] {
    return this.#issue(number).comments.map(commentView);
  }

  /** Check runs with everything in them, oldest first. */
  checkRuns(sha?: string): readonly CheckRun[] {
    return this.#repository.checkRuns.filter((run) => sha === undefined || run.headSha === sha);
  }

  #person(login: string): Actor {
    return { account: this.#world.account(login), app: null };
  }

  #place(number: number, by: string) {
    return { repository: this.#repository, issue: this.#issue(number), actor: this.#person(by) };
  }

  #issue(number: number): Issue {
    const issue = this.#repository.issues.find((each) => each.number === number);
    if (!issue) throw new Error(`${this.fullName} has no #${number}.`);
    return issue;
  }

  async #edit(number: number, by: string, patch: IssuePatch): Promise<void> {
    await editIssue(this.#world, this.#repository, {
      issue: this.#issue(number),
      actor: this.#person(by),
      patch,
    });
  }

  async #fork(login: string): Promise<Repository> {
    const known = this.#world.findRepository(login, this.name);
    if (known) return known;
    return this.#world.addRepository(this.#world.account(login), this.name, {
      parent: this.#repository,
      private: this.#repository.private,
    });
  }

  async #commitTo(repository: Repository, wish: CommitWish): Promise<string> {
    const account = this.#world.account(wish.author ?? 'maintainer');
    const ref = `refs/heads/${wish.branch ?? repository.defaultBranch}`;
    const present = await repository.git.commitSha(ref);
    // A fork begins where its parent is now, not where it was when the fork was made.
    const main = `refs/heads/${repository.defaultBranch}`;
    const parent = present ?? (await repository.git.commitSha(main));
    const after = await writeCommit(repository.git, {
      ref,
      parent,
      message: wish.message ?? 'Change the data',
      author: signature(this.#world, account, wish.date),
      files: wish.files ?? {},
      remove: wish.remove ?? [],
    });
    const before = present ?? NOTHING;
    await announcePush(this.#world, repository, { ref, before, after, pusher: account });
    const branch = ref.replace('refs/heads/', '');
    await synchronizePulls(this.#world, repository, { ref: branch, before, after, sender: account });
    return after;
  }
}

function issueView(issue: Issue): IssueView {
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

function commentView(comment: Comment): CommentView {
  return {
    id: comment.id,
    body: comment.body,
    user: comment.author.account.login,
    reactions: comment.reactions.map(({ content }) => content),
  };
}
