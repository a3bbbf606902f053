import { commitAs, forkFor, type CommitWish, type Files } from './deeds/commits.ts';
import { announcePush, NOTHING } from './deeds/pushes.ts';
import { announce } from './deeds/announce.ts';
import { addComment, deleteComment, editComment } from './deeds/comments.ts';
import { createIssue, editIssue, lockIssue, type IssuePatch } from './deeds/issues.ts';
import { renameBranch, renameRepository, transferIssue } from './deeds/moves.ts';
import { mergePull, openPull } from './deeds/pulls.ts';
import { addReview, lineOf, takeSuggestion } from './deeds/reviews.ts';
import {
  fullName,
  type Actor,
  type CheckRun,
  type Comment,
  type Issue,
  type LockReason,
  type Repository,
  type Role,
  type StateReason,
} from './model.ts';
import { checkRunShape } from './shapes/checks.ts';
import { toggleTask } from './tasks.ts';
import { commentView, issueView, type CommentView, type IssueView, type LineCommentView } from './views.ts';
import type { World } from './world.ts';

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

/** What people do in one repository, and what there is to see in it. */
export class Repo {
  readonly id: number;
  readonly #world: World;
  readonly #repository: Repository;

  constructor(world: World, repository: Repository) {
    this.id = repository.id;
    this.#world = world;
    this.#repository = repository;
  }

  get owner(): string {
    return this.#repository.owner.login;
  }

  get name(): string {
    return this.#repository.name;
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
    return commitAs(this.#world, this.#repository, wish);
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
    const repository =
      wish.from === 'fork' ? await forkFor(this.#world, this.#repository, author) : this.#repository;
    if (wish.files || wish.remove) {
      const { files = {}, remove = [] } = wish;
      await commitAs(this.#world, repository, {
        branch: wish.head,
        message: wish.title,
        files,
        remove,
        author,
      });
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
    return commitAs(this.#world, pull.headRepository, commit);
  }

  /** What bots and people say on the lines of a pull request, oldest first. */
  async lineComments(number: number): Promise<LineCommentView[]> {
    const { pull } = this.#issue(number);
    if (!pull) throw new Error(`#${number} is no pull request.`);
    return Promise.all(
      pull.threads.map(async (thread) => {
        const { path, isResolved, comment } = thread;
        const line = await lineOf(this.#repository, pull, thread);
        return { id: comment.id, path, line, isResolved, body: comment.body };
      }),
    );
  }

  /** The texts of the reviews of a pull request, oldest first. */
  reviews(number: number): string[] {
    return this.#issue(number).pull?.reviews.map(({ body }) => body) ?? [];
  }

  /** Commits the suggestion of a comment on a line, as its button does; answers the sha. */
  takeSuggestion(number: number, id: number, by = 'contributor'): Promise<string> {
    return takeSuggestion(this.#world, ...this.#thread(number, id, by));
  }

  /** Closes the conversation on a line. */
  resolveThread(number: number, id: number): void {
    this.#thread(number, id)[1].isResolved = true;
  }

  /** Says something on a line of a pull request. */
  commentOnLine(number: number, wish: { path: string; line: number; body: string }, by = 'maintainer'): void {
    const place = this.#place(number, by);
    const { pull } = place.issue;
    if (!pull) throw new Error(`#${number} is no pull request.`);
    addReview(
      this.#world,
      { ...place, pull },
      { body: 'See below.', commitSha: pull.headSha, comments: [wish] },
    );
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
    editComment(this.#world, this.#place(number, by), this.#comment(number, id), body);
  }

  /** Deletes a comment. */
  deleteComment(number: number, id: number, by = 'maintainer'): void {
    deleteComment(this.#world, this.#place(number, by), this.#comment(number, id));
  }

  /** Locks the conversation of an issue or pull request. */
  lockIssue(number: number, reason: LockReason | null = null, by = 'maintainer'): Promise<void> {
    const wish = { issue: this.#issue(number), actor: this.#person(by), lock: { reason } };
    return lockIssue(this.#world, this.#repository, wish);
  }

  /** Unlocks it again. */
  unlockIssue(number: number, by = 'maintainer'): Promise<void> {
    const wish = { issue: this.#issue(number), actor: this.#person(by), lock: null };
    return lockIssue(this.#world, this.#repository, wish);
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

  /** Moves an issue to another repository; answers its number there. */
  transferIssue(number: number, to: Repo): number {
    return transferIssue(this.#repository, this.#issue(number), to.#repository);
  }

  /** Renames the repository, or transfers it to another owner. */
  rename(to: { owner?: string; name?: string }): void {
    renameRepository(this.#world, this.#repository, to);
  }

  /** Renames a branch. */
  renameBranch(from: string, to: string): Promise<void> {
    return renameBranch(this.#repository, from, to);
  }

  /** Puts a tag on a branch, a tag or a sha. */
  async tag(name: string, at = 'main'): Promise<void> {
    await this.#repository.git.setRef(`refs/tags/${name}`, await this.sha(at));
  }

  /** Gives a person a role. */
  setRole(login: string, role: Role): void {
    this.#repository.collaborators.set(this.#world.account(login).login, role);
  }

  /** Changes a switch of the repository. */
  configure(switches: { issuesEnabled?: boolean; archived?: boolean; private?: boolean }): void {
    Object.assign(this.#repository, switches);
  }

  /** The commit that a pull request would bring. */
  headOf(number: number): string {
    const { pull } = this.#issue(number);
    if (!pull) throw new Error(`#${number} is no pull request.`);
    return pull.headSha;
  }

  /** The branch that a pull request comes from. */
  branchOf(number: number): string {
    const { pull } = this.#issue(number);
    if (!pull) throw new Error(`#${number} is no pull request.`);
    return pull.headRef;
  }

  /** The messages of the commits of a branch that another does not have, newest first. */
  async messages(branch: string, without = 'main'): Promise<string[]> {
    const log = await this.#repository.git.run(['log', '--format=%B%x00', branch, `^${without}`]);
    return log
      .toString()
      .split('\0')
      .map((message) => message.trim())
      .filter(Boolean);
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

  /** Asks for a check run once more, as the button does. */
  rerunCheck(id: number, by = 'maintainer'): void {
    const run = this.#repository.checkRuns.find((each) => each.id === id);
    if (!run) throw new Error(`${this.fullName} has no check run ${id}.`);
    Object.assign(run, { status: 'queued', conclusion: null, completedAt: null });
    const check_run = checkRunShape(this.#world.links(), this.#repository, run);
    announce(this.#world, this.#repository, 'check_run', this.#world.account(by), {
      action: 'rerequested',
      check_run,
    });
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

  #thread(number: number, id: number, by = 'maintainer') {
    const place = this.#place(number, by);
    const { pull } = place.issue;
    const thread = pull?.threads.find(({ comment }) => comment.id === id);
    if (!pull || !thread) throw new Error(`#${number} has no comment ${id} on a line.`);
    return [{ ...place, pull }, thread] as const;
  }

  #issue(number: number): Issue {
    const issue = this.#repository.issues.find((each) => each.number === number);
    if (!issue) throw new Error(`${this.fullName} has no #${number}.`);
    return issue;
  }

  #comment(number: number, id: number): Comment {
    const comment = this.#issue(number).comments.find((each) => each.id === id);
    if (!comment) throw new Error(`#${number} has no comment ${id}.`);
    return comment;
  }

  async #edit(number: number, by: string, patch: IssuePatch): Promise<void> {
    await editIssue(this.#world, this.#repository, {
      issue: this.#issue(number),
      actor: this.#person(by),
      patch,
    });
  }
}
