import type { Issue, Repository } from '../model.ts';
import type { World } from '../world.ts';

/** Gives a repository another name, or another owner; whoever asks for the old one is sent on. */
export function renameRepository(
  world: World,
  repository: Repository,
  { owner = repository.owner.login, name = repository.name }: { owner?: string; name?: string },
): void {
  repository.former.names.add(`${repository.owner.login}/${repository.name}`.toLowerCase());
  repository.owner = world.account(owner, repository.owner.type);
  repository.name = name;
}

/** Gives a branch another name. */
export async function renameBranch(repository: Repository, from: string, to: string): Promise<void> {
  const sha = await repository.git.commitSha(`refs/heads/${from}`);
  if (sha === undefined) throw new Error(`There is no branch ${from}.`);
  await repository.git.setRef(`refs/heads/${to}`, sha);
  if (repository.defaultBranch === from) {
    repository.defaultBranch = to;
    await repository.git.run(['symbolic-ref', 'HEAD', `refs/heads/${to}`]);
  }
  await repository.git.deleteRef(`refs/heads/${from}`);
  repository.former.branches.set(from, to);
}

/** Moves an issue to another repository, where it gets a number of its own; answers that. */
export function transferIssue(repository: Repository, issue: Issue, to: Repository): number {
  const { number } = issue;
  to.lastNumber += 1;
  repository.issues = repository.issues.filter((each) => each !== issue);
  repository.former.issues.set(number, { repository: to, number: to.lastNumber });
  issue.number = to.lastNumber;
  to.issues.push(issue);
  return issue.number;
}
