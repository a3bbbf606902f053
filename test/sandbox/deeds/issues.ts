import type { Account, Actor, Issue, Repository, StateReason } from '../model.ts';
import { issueShape, labelShape } from '../shapes/issues.ts';
import type { World } from '../world.ts';
import { announce, announcePull } from './announce.ts';
import { remember } from './versions.ts';

/** What an issue is made of. */
export interface NewIssue {
  title: string;
  body?: string | null | undefined;
  labels?: readonly string[] | undefined;
  assignees?: readonly string[] | undefined;
}

/** What may change on an issue. */
export interface IssuePatch extends Partial<Omit<NewIssue, 'title'>> {
  title?: string | undefined;
  state?: 'open' | 'closed' | undefined;
  stateReason?: StateReason | null | undefined;
}

/** Opens an issue and tells the app. */
export function createIssue(world: World, repository: Repository, actor: Actor, wanted: NewIssue): Issue {
  const issue = addIssue(world, repository, actor, wanted);
  announceIssue(world, repository, issue, actor.account, { action: 'opened' });
  return issue;
}

/** Adds an issue and tells nobody: pull requests begin so too. */
export function addIssue(world: World, repository: Repository, actor: Actor, wanted: NewIssue): Issue {
  const now = world.now();
  repository.lastNumber += 1;
  const issue: Issue = {
    id: world.nextId(),
    number: repository.lastNumber,
    title: wanted.title,
    body: wanted.body ?? null,
    state: 'open',
    stateReason: null,
    labels: ensureLabels(world, repository, wanted.labels ?? []),
    assignees: assignable(world, repository, wanted.assignees ?? []),
    author: actor,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
    editor: null,
    lock: null,
    comments: [],
    reactions: [],
    pull: null,
    history: [],
  };
  repository.issues.push(issue);
  remember(issue);
  return issue;
}

/** Changes an issue or pull request and tells the app what changed; no change, no event. */
export async function editIssue(
  world: World,
  repository: Repository,
  { issue, actor, patch }: { issue: Issue; actor: Actor; patch: IssuePatch },
): Promise<void> {
  const before = { ...issue };
  if (patch.title !== undefined) issue.title = patch.title;
  if (patch.body !== undefined && patch.body !== issue.body) {
    issue.body = patch.body;
    issue.editor = actor.account;
  }
  if (patch.labels) issue.labels = ensureLabels(world, repository, patch.labels);
  if (patch.assignees) issue.assignees = assignable(world, repository, patch.assignees);
  setState(world, issue, patch, actor.account);
  const events = changes(world, repository, before, issue);
  if (events.length === 0 && before.stateReason === issue.stateReason && !patch.assignees) return;
  issue.updatedAt = world.now();
  remember(issue);
  for (const event of events) {
    if (issue.pull) await announcePull(world, repository, issue, { ...event, sender: actor.account });
    else announceIssue(world, repository, issue, actor.account, event);
  }
}

/** Locks the conversation of an issue or pull request, or with `null` opens it again, and tells the app. */
export async function lockIssue(
  world: World,
  repository: Repository,
  { issue, actor, lock }: { issue: Issue; actor: Actor; lock: Issue['lock'] },
): Promise<void> {
  issue.lock = lock;
  remember(issue);
  const event = { action: lock ? 'locked' : 'unlocked' };
  if (issue.pull) await announcePull(world, repository, issue, { ...event, sender: actor.account });
  else announceIssue(world, repository, issue, actor.account, event);
}

function announceIssue(
  world: World,
  repository: Repository,
  issue: Issue,
  sender: Account,
  facts: Record<string, unknown>,
): void {
  announce(world, repository, 'issues', sender, {
    ...facts,
    issue: issueShape(world.links(), repository, issue),
  });
}

function setState(world: World, issue: Issue, patch: IssuePatch, by: Account): void {
  const state = patch.state ?? issue.state;
  if (state === issue.state) {
    if (patch.stateReason && state === 'closed') issue.stateReason = patch.stateReason;
    return;
  }
  const closing = state === 'closed';
  issue.state = state;
  issue.stateReason = issue.pull ? null : closing ? (patch.stateReason ?? 'completed') : 'reopened';
  issue.closedAt = closing ? world.now() : null;
  issue.closedBy = closing ? by : null;
}

type Change = { action: string } & Record<string, unknown>;

function changes(world: World, repository: Repository, before: Issue, after: Issue): Change[] {
  const from = {
    ...(before.title === after.title ? {} : { title: { from: before.title } }),
    ...(before.body === after.body ? {} : { body: { from: before.body ?? '' } }),
  };
  const links = world.links();
  const added = after.labels.filter((name) => !before.labels.includes(name));
  const removed = before.labels.filter((name) => !after.labels.includes(name));
  return [
    ...(Object.keys(from).length > 0 ? [{ action: 'edited', changes: from }] : []),
    ...added.map((name) => ({ action: 'labeled', label: labelShape(links, repository, name) })),
    ...removed.map((name) => ({ action: 'unlabeled', label: labelShape(links, repository, name) })),
    ...(before.state === after.state ? [] : [{ action: after.state === 'closed' ? 'closed' : 'reopened' }]),
  ];
}

/** The repository's labels of these names, created where they are missing. */
export function ensureLabels(world: World, repository: Repository, names: readonly string[]): string[] {
  const labels = names.map((name) => {
    const key = name.toLowerCase();
    const label = repository.labels.get(key) ?? { id: world.nextId(), name, color: 'ededed' };
    repository.labels.set(key, label);
    return label.name;
  });
  return [...new Set(labels)];
}

// GitHub drops people who cannot be assigned, and says nothing.
function assignable(world: World, repository: Repository, logins: readonly string[]): Account[] {
  const known = logins.filter((login) => repository.collaborators.has(login));
  return [...new Set(known)].map((login) => world.account(login));
}
