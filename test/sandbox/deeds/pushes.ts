import { listCommits, type Commit } from '../git/commits.ts';
import { diffCommits } from '../git/diff.ts';
import { nodeId, type Links } from '../links.ts';
import { fullName, type Account, type Repository } from '../model.ts';
import { repositoryShape } from '../shapes/repository.ts';
import type { World } from '../world.ts';
import { announce, isHeard } from './announce.ts';

/** A ref that moved; forty zeros stand for "was not there". */
export interface Push {
  ref: string;
  before: string;
  after: string;
  pusher: Account;
}

/** What git calls nothing. */
export const NOTHING = '0'.repeat(40);

/** Delivers a `push` event. */
export async function announcePush(world: World, repository: Repository, push: Push): Promise<void> {
  repository.pushedAt = world.now();
  if (!isHeard(world, repository, 'push')) return;
  const { ref, before, after, pusher } = push;
  const links = world.links();
  const deleted = after === NOTHING;
  const commits = deleted ? [] : await newCommits(repository, push);
  const shapes = await Promise.all(commits.map((commit) => pushedCommit(links, repository, commit)));
  const name = fullName(repository);
  announce(world, repository, 'push', pusher, {
    ref,
    before,
    after,
    created: before === NOTHING,
    deleted,
    forced: false,
    base_ref: null,
    compare: links.html(`/${name}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`),
    commits: shapes,
    head_commit: shapes.at(-1) ?? null,
    pusher: { name: pusher.login, email: `${pusher.login}@users.noreply.github.test` },
    repository: pushedRepository(links, repository),
  });
}

async function newCommits(repository: Repository, { ref, before, after }: Push): Promise<Commit[]> {
  if (before !== NOTHING)
    return (await listCommits(repository.git, after, { except: before, limit: 20 })).toReversed();
  // The first commit of all is new itself; a new branch brings what the default branch lacks.
  const main = await repository.git.commitSha(`refs/heads/${repository.defaultBranch}`);
  const isMain = ref === `refs/heads/${repository.defaultBranch}`;
  const except = isMain || main === undefined ? {} : { except: main };
  return (await listCommits(repository.git, after, { ...except, limit: 20 })).toReversed();
}

async function pushedCommit(links: Links, repository: Repository, commit: Commit) {
  const parent = commit.parents[0];
  const files = parent === undefined ? [] : await diffCommits(repository.git, parent, commit.sha);
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: links.html(`/${fullName(repository)}/commit/${commit.sha}`),
    author: personOf(commit.author),
    committer: personOf(commit.committer),
    added: files.filter(({ status }) => status === 'added').map(({ path }) => path),
    removed: files.flatMap((file) => (file.status === 'removed' ? [file.path] : (file.previousPath ?? []))),
    modified: files
      .filter(({ status }) => status !== 'added' && status !== 'removed')
      .map(({ path }) => path),
  };
}

function personOf({ name, email, date }: Commit['author']) {
  return { name, email, username: name, date };
}

// In push payloads, and only there, times are numbers.
function pushedRepository(links: Links, repository: Repository) {
  const shape = repositoryShape(links, repository);
  return {
    ...shape,
    node_id: nodeId('R', repository.id),
    owner: { ...shape.owner, name: repository.owner.login, email: null },
    created_at: Math.floor(Date.parse(repository.createdAt) / 1000),
    pushed_at: Math.floor(Date.parse(repository.pushedAt) / 1000),
    stargazers: 0,
    master_branch: repository.defaultBranch,
  };
}
