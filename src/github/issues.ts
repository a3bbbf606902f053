import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { Box } from '../domain/box.ts';
import { parseDay } from '../domain/day.ts';
import type { Person } from '../domain/person.ts';
import type { CloseReason, Present } from '../domain/plan.ts';
import type { OpenFix } from '../domain/fix-pull.ts';
import { readFixMarker, readIssueMarker } from '../render/marker.ts';
import { causeOf, type GitHub, type Slug } from './client.ts';

/** The label by which the bot finds its own issues again. */
export const OWN_LABEL = 'reverify';

/** What an issue should say. */
export interface IssueText {
  title: string;
  body: string;
}

/** What the bot itself wrote: its issues, open and closed, and its open pull requests. */
export interface Own {
  issues: Present[];
  fixes: OpenFix[];
}

/**
 * Lists what the bot itself wrote, through every page. A marker in what anybody else wrote is not looked at, whoever
 * copied it. GitHub lists pull requests among the issues.
 */
export async function listOwn(github: GitHub, slug: Slug, appId: number): Promise<Own> {
  const issues = await github.paginate(github.rest.issues.listForRepo, {
    ...slug,
    labels: OWN_LABEL,
    state: 'all',
    per_page: 100,
  });
  return {
    issues: issues.flatMap((issue) => ownIssue(issue, appId) ?? []),
    fixes: issues.flatMap((issue) => ownFix(issue, appId)),
  };
}

/**
 * Reads one issue as it is now; undefined where the bot did not write it, or its marker cannot be read any more. GitHub
 * answers for an issue that was moved with the one in the other repository: nothing is to be written there.
 */
export async function readOwnIssue(
  github: GitHub,
  slug: Slug,
  number: number,
  appId: number,
): Promise<Present | undefined> {
  const { data } = await github.rest.issues.get({ ...slug, issue_number: number });
  return isElsewhere(data, slug, number) ? undefined : ownIssue(data, appId);
}

/** Reads one pull request as it is now; undefined where it is not open, or the bot did not write it. */
export async function readOwnFix(
  github: GitHub,
  slug: Slug,
  number: number,
  appId: number,
): Promise<OpenFix | undefined> {
  const { data } = await github.rest.issues.get({ ...slug, issue_number: number });
  return ownFix(data, appId)[0];
}

/** Where people talk: on an issue of the bot's own, on a pull request, or elsewhere. */
export type Conversation = { isLocked: boolean } & (
  | { kind: 'issue'; present: Present }
  | { kind: 'pull'; isOpen: boolean }
  | { kind: 'other' }
);

/** Reads what a number stands for; undefined where that is gone. */
export async function readConversation(
  github: GitHub,
  slug: Slug,
  number: number,
  appId: number,
): Promise<Conversation | undefined> {
  try {
    const { data } = await github.rest.issues.get({ ...slug, issue_number: number });
    if (isElsewhere(data, slug, number)) return undefined;
    const isLocked = data.locked;
    if (data.pull_request) return { kind: 'pull', isLocked, isOpen: data.state === 'open' };
    const present = ownIssue(data, appId);
    return present ? { kind: 'issue', isLocked, present } : { kind: 'other', isLocked };
  } catch (error) {
    const status = causeOf(error)?.status;
    if (status === 404 || status === 410) return undefined;
    throw error;
  }
}

type Issue = RestEndpointMethodTypes['issues']['get']['response']['data'];

function isElsewhere(issue: Issue, { owner, repo }: Slug, number: number): boolean {
  const home = `/repos/${owner}/${repo}`.toLowerCase();
  return issue.number !== number || !issue.repository_url.toLowerCase().endsWith(home);
}

function ownFix(issue: Issue, appId: number): OpenFix[] {
  const isOwn = issue.performed_via_github_app?.id === appId;
  if (!issue.pull_request || !isOwn || issue.state !== 'open') return [];
  const memo = readFixMarker(issue.body ?? '');
  return memo ? [{ number: issue.number, memo }] : [];
}

function ownIssue(issue: Issue, appId: number): Present | undefined {
  if (issue.pull_request || issue.performed_via_github_app?.id !== appId) return undefined;
  const body = issue.body ?? '';
  const memo = readIssueMarker(body);
  if (!memo) return undefined;
  const closedOn = parseDay(issue.closed_at?.slice(0, 10));
  const createdOn = parseDay(issue.created_at.slice(0, 10));
  const { number, title, locked } = issue;
  return { number, open: issue.state === 'open', locked, createdOn, closedOn, title, body, memo };
}

const LAST_EDIT = `query edit($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    issue(number: $number) { body updatedAt editor { kind: __typename login ... on User { databaseId } } }
  }
}`;

interface LastEditAnswer {
  repository: {
    issue: {
      body: string;
      updatedAt: string;
      editor: { kind: string; login: string; databaseId?: number } | null;
    } | null;
  } | null;
}

/** A body, and the person who edited it last; undefined where that was no person, or is not known. */
export interface LastEdit {
  body: string;
  /** When anything about the issue changed last, in milliseconds since 1970. */
  updatedAt: number;
  person: Person | undefined;
}

/** Reads a body together with its last editor, so that neither can be newer than the other. */
export async function readLastEdit(github: GitHub, slug: Slug, number: number): Promise<LastEdit> {
  const { repository } = await github.graphql<LastEditAnswer>(LAST_EDIT, { ...slug, number });
  const editor = repository?.issue?.editor;
  // An app's login could be a person's, too.
  const person =
    editor?.kind === 'User' && editor.databaseId !== undefined
      ? { login: editor.login, id: editor.databaseId }
      : undefined;
  const { body = '', updatedAt = '' } = repository?.issue ?? {};
  return { body, updatedAt: Date.parse(updatedAt), person };
}

/** Opens an issue and gives its number. */
export async function createIssue(
  github: GitHub,
  slug: Slug,
  text: IssueText,
  people: { labels: readonly string[]; assignees: readonly string[] },
): Promise<number> {
  const labels = [...new Set([OWN_LABEL, ...people.labels])];
  const { data } = await github.rest.issues.create({
    ...slug,
    ...text,
    labels,
    assignees: [...people.assignees],
  });
  return data.number;
}

/** Rewrites an issue's body, and its title where one is given; a closed one is opened again where `reopen` says so. */
export async function updateIssue(
  github: GitHub,
  slug: Slug,
  number: number,
  text: Partial<IssueText>,
  reopen: boolean,
): Promise<void> {
  await github.rest.issues.update({
    ...slug,
    issue_number: number,
    ...text,
    ...(reopen ? { state: 'open' } : {}),
  });
}

const stateReasons = {
  settled: 'completed',
  answered: 'completed',
  'subject-gone': 'not_planned',
  duplicate: 'duplicate',
  'claims-updated': 'completed',
  'not-relevant': 'not_planned',
  snooze: 'not_planned',
} as const satisfies Record<CloseReason | Box, string>;

/** The label of what comes and goes. */
const FLAPPING_LABEL = 'flapping';

/** Marks an issue as one that comes and goes. */
export async function labelFlapping(github: GitHub, slug: Slug, number: number): Promise<void> {
  await github.rest.issues.addLabels({ ...slug, issue_number: number, labels: [FLAPPING_LABEL] });
}

/** Closes an issue for a reason, which its new body names. */
export async function closeIssue(
  github: GitHub,
  slug: Slug,
  number: number,
  body: string,
  reason: CloseReason | Box,
): Promise<void> {
  const state_reason = stateReasons[reason];
  await github.rest.issues.update({ ...slug, issue_number: number, body, state: 'closed', state_reason });
}
