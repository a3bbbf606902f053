import { compareCommits } from '../git/comparison.ts';
import type { Account, Issue, Pull, Repository } from '../model.ts';
import { userShape } from '../shapes/accounts.ts';
import { installationShape, installationStub } from '../shapes/installation.ts';
import { pullShape, type PullNumbers } from '../shapes/pulls.ts';
import { repositoryShape } from '../shapes/repository.ts';
import type { World } from '../world.ts';

/** Whether the app would be told of an event; payloads take a few git processes, so nobody is told nothing. */
export function isHeard(world: World, repository: Repository, event: string): boolean {
  if (world.hooks.url === undefined || repository.parent) return false;
  return world.installationOf(repository.owner) !== undefined && world.app.events.includes(event);
}

/** Delivers an event of a repository to the app, if it is installed there and has asked for it. */
export function announce(
  world: World,
  repository: Repository,
  event: string,
  sender: Account,
  facts: Record<string, unknown>,
): void {
  const installation = world.installationOf(repository.owner);
  if (!installation || !isHeard(world, repository, event)) return;
  const links = world.links();
  const { owner } = repository;
  void world.hooks.deliver(event, {
    repository: repositoryShape(links, repository),
    ...(owner.type === 'Organization' ? { organization: userShape(links, owner) } : {}),
    sender: userShape(links, sender),
    installation: installationStub(installation),
    ...facts,
  });
}

/** Delivers a `pull_request` event with the pull request as it is now. */
export async function announcePull(
  world: World,
  repository: Repository,
  issue: Issue,
  { action, sender, ...more }: { action: string; sender: Account } & Record<string, unknown>,
): Promise<void> {
  if (!issue.pull || !isHeard(world, repository, 'pull_request')) return;
  const numbers = await pullNumbers(repository, issue.pull);
  const shape = pullShape(world.links(), repository, { issue, pull: issue.pull, numbers });
  announce(world, repository, 'pull_request', sender, {
    action,
    number: issue.number,
    pull_request: shape,
    ...more,
  });
}

/** Tells the app about its installation for an owner (`created`), or about repositories that joined it. */
export function announceInstallation(world: World, owner: Account, added?: readonly Repository[]): void {
  const installation = world.installationOf(owner);
  if (!installation) return;
  const links = world.links();
  const mine = world.repositories.filter((each) => each.owner.id === owner.id && !each.parent);
  const brief = (added ?? mine).map((each) => {
    const { id, node_id, name, full_name, private: isPrivate } = repositoryShape(links, each);
    return { id, node_id, name, full_name, private: isPrivate };
  });
  const common = {
    installation: installationShape(links, world.app, installation),
    sender: userShape(links, world.account('maintainer')),
    requester: null,
  };
  if (!added) {
    void world.hooks.deliver('installation', { action: 'created', ...common, repositories: brief });
    return;
  }
  void world.hooks.deliver('installation_repositories', {
    action: 'added',
    ...common,
    repository_selection: 'all',
    repositories_added: brief,
    repositories_removed: [],
  });
}

/** Counts what a pull request changes. */
export async function pullNumbers(repository: Repository, pull: Pull): Promise<PullNumbers> {
  const { ahead, files } = await compareCommits(repository.git, pull.baseSha, pull.headSha);
  return {
    commits: ahead,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}
