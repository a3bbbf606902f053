import { haveConflicts, isoSeconds, mergeCommits, type Signature } from '../git/commits.ts';
import type { Account, Actor, Issue, Repository } from '../model.ts';
import type { World } from '../world.ts';
import { announcePull } from './announce.ts';
import { addIssue, editIssue } from './issues.ts';
import { announcePush } from './pushes.ts';
import { remember } from './versions.ts';

/** A pull request to open; the head branch exists already. */
export interface NewPull {
  title: string;
  body?: string | null | undefined;
  base: string;
  head: { repository: Repository; ref: string };
  draft?: boolean | undefined;
}

/** Opens a pull request and tells the app. */
export async function openPull(
  world: World,
  repository: Repository,
  actor: Actor,
  { title, body, base, head, draft }: NewPull,
): Promise<Issue> {
  const headSha = await head.repository.git.commitSha(`refs/heads/${head.ref}`);
  const baseSha = await repository.git.commitSha(`refs/heads/${base}`);
  if (headSha === undefined || baseSha === undefined) throw new Error(`No branch ${head.ref} or ${base}.`);
  const issue = addIssue(world, repository, actor, { title, body });
  issue.pull = {
    id: world.nextId(),
    headOwner: head.repository.owner,
    headRef: head.ref,
    headSha,
    headRepository: head.repository,
    baseRef: base,
    baseSha,
    draft: draft ?? false,
    mergedAt: null,
    mergedBy: null,
    mergeCommitSha: null,
    reviews: [],
    threads: [],
  };
  remember(issue);
  await takeHead(repository, issue);
  await announcePull(world, repository, issue, { action: 'opened', sender: actor.account });
  return issue;
}

/** Tells pull requests that their head branch has moved. */
export async function synchronizePulls(
  world: World,
  head: Repository,
  { ref, before, after, sender }: { ref: string; before: string; after: string; sender: Account },
): Promise<void> {
  const repository = head.parent ?? head;
  for (const issue of repository.issues) {
    const { pull } = issue;
    if (!pull || issue.state === 'closed' || pull.headRepository !== head || pull.headRef !== ref) continue;
    pull.headSha = after;
    pull.baseSha = (await repository.git.commitSha(`refs/heads/${pull.baseRef}`)) ?? pull.baseSha;
    issue.updatedAt = world.now();
    remember(issue);
    await takeHead(repository, issue);
    await announcePull(world, repository, issue, { action: 'synchronize', sender, before, after });
  }
}

/** Whether an open pull request can be merged: it is no draft, and nothing in it conflicts with its base. */
export async function canMerge(repository: Repository, { state, pull }: Issue): Promise<boolean> {
  if (!pull || state === 'closed' || pull.draft) return false;
  const base = (await repository.git.commitSha(`refs/heads/${pull.baseRef}`)) ?? pull.baseSha;
  return !(await haveConflicts(repository.git, base, pull.headSha));
}

/** Merges a pull request with a merge commit, and tells the app of the push and of the closing. */
export async function mergePull(
  world: World,
  repository: Repository,
  issue: Issue,
  actor: Actor,
): Promise<string> {
  const { pull } = issue;
  if (!pull || issue.state === 'closed') throw new Error(`#${issue.number} is no open pull request.`);
  const ref = `refs/heads/${pull.baseRef}`;
  const base = (await repository.git.commitSha(ref)) ?? pull.baseSha;
  const sha = await mergeCommits(repository.git, {
    base,
    head: pull.headSha,
    message: `Merge pull request #${issue.number} from ${pull.headOwner.login}/${pull.headRef}\n\n${issue.title}`,
    author: signature(world, actor.account),
  });
  await repository.git.setRef(ref, sha);
  pull.mergedAt = world.now();
  pull.mergedBy = actor.account;
  pull.mergeCommitSha = sha;
  await editIssue(world, repository, { issue, actor, patch: { state: 'closed' } });
  await announcePush(world, repository, { ref, before: base, after: sha, pusher: actor.account });
  return sha;
}

/** The author line of a commit by an account, now. */
export function signature(world: World, account: Account, date?: string): Signature {
  return {
    name: account.login,
    email: `${account.id}+${account.login}@users.noreply.github.test`,
    date: date === undefined ? world.now() : isoSeconds(new Date(date)),
  };
}

// The base holds a copy of the head under refs/pull, which is why a deleted fork takes nothing away.
async function takeHead(repository: Repository, issue: Issue): Promise<void> {
  const { pull } = issue;
  if (!pull) return;
  const ref = `refs/pull/${issue.number}/head`;
  if (pull.headRepository && pull.headRepository !== repository) {
    await repository.git.take(pull.headRepository.git, pull.headSha, ref);
  } else {
    await repository.git.setRef(ref, pull.headSha);
  }
}
