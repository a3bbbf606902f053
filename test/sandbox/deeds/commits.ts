import { writeCommit } from '../git/commits.ts';
import type { Repository } from '../model.ts';
import type { World } from '../world.ts';
import { signature, synchronizePulls } from './pulls.ts';
import { announcePush, NOTHING } from './pushes.ts';

/** Files by their path. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A commit by a person. */
export interface CommitWish {
  /** `main` if absent; a branch that does not exist yet begins at `main`. */
  branch?: string;
  message?: string;
  files?: Files;
  /** Symbolic links, and where each points. */
  links?: Readonly<Record<string, string>>;
  /** Submodules, and the commit of each. */
  submodules?: Readonly<Record<string, string>>;
  remove?: readonly string[];
  author?: string;
  /** When it was made; the sandbox's time if absent. */
  date?: string;
}

/** Commits to a branch, pushes it and tells the app; answers the sha. */
export async function commitAs(world: World, repository: Repository, wish: CommitWish): Promise<string> {
  const account = world.account(wish.author ?? 'maintainer');
  const branch = wish.branch ?? repository.defaultBranch;
  const ref = `refs/heads/${branch}`;
  const present = await repository.git.commitSha(ref);
  const parent = present ?? (await repository.git.commitSha(`refs/heads/${repository.defaultBranch}`));
  const after = await writeCommit(repository.git, {
    ref,
    parent,
    message: wish.message ?? 'Change the data',
    author: signature(world, account, wish.date),
    files: wish.files ?? {},
    links: wish.links ?? {},
    submodules: wish.submodules ?? {},
    remove: wish.remove ?? [],
  });
  const before = present ?? NOTHING;
  await announcePush(world, repository, { ref, before, after, pusher: account });
  await synchronizePulls(world, repository, { ref: branch, before, after, sender: account });
  return after;
}

/** A person's fork of a repository, made at first need. */
export async function forkFor(world: World, repository: Repository, login: string): Promise<Repository> {
  const known = world.findRepository(login, repository.name);
  if (known) return known;
  const facts = { parent: repository, private: repository.private };
  return world.addRepository(world.account(login), repository.name, facts);
}
