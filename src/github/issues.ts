import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { Box } from '../domain/box.ts';
import { parseDay } from '../domain/day.ts';
import type { CloseReason, Present } from '../domain/plan.ts';
import { readIssueMarker } from '../render/marker.ts';
import type { GitHub, Slug } from './client.ts';

/** The label by which the bot finds its own issues again. */
export const OWN_LABEL = 'reverify';

/** What an issue should say. */
export interface IssueText {
  title: string;
  body: string;
}

/**
 * Lists the issues that the bot itself wrote, open and closed, through every page. A marker in anybody else's issue is
 * not looked at, whoever copied it.
 */
export async function listOwnIssues(github: GitHub, slug: Slug, appId: number): Promise<Present[]> {
  const issues = await github.paginate(github.rest.issues.listForRepo, {
    ...slug,
    labels: OWN_LABEL,
    state: 'all',
    per_page: 100,
  });
  return issues.flatMap((issue) => ownIssue(issue, appId) ?? []);
}

/** Reads one issue as it is now; undefined where the bot did not write it, or its marker cannot be read any more. */
export async function readOwnIssue(
  github: GitHub,
  slug: Slug,
  number: number,
  appId: number,
): Promise<Present | undefined> {
  const { data } = await github.rest.issues.get({ ...slug, issue_number: number });
  return ownIssue(data, appId);
}

type Issue = RestEndpointMethodTypes['issues']['get']['response']['data'];

function ownIssue(issue: Issue, appId: number): Present | undefined {
  if (issue.pull_request || issue.performed_via_github_app?.id !== appId) return undefined;
  const body = issue.body ?? '';
  const memo = readIssueMarker(body);
  if (!memo) return undefined;
  const closedOn = parseDay(issue.closed_at?.slice(0, 10));
  return { number: issue.number, open: issue.state === 'open', closedOn, title: issue.title, body, memo };
}

const LAST_EDIT = `query edit($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    issue(number: $number) { body editor { kind: __typename login } }
  }
}`;

interface LastEditAnswer {
  repository: {
    issue: { body: string; editor: { kind: string; login: string } | null } | null;
  } | null;
}

/** A body, and the login of the person who edited it last; undefined where that was no person, or is not known. */
export interface LastEdit {
  body: string;
  person: string | undefined;
}

/** Reads a body together with its last editor, so that neither can be newer than the other. */
export async function readLastEdit(github: GitHub, slug: Slug, number: number): Promise<LastEdit> {
  const { repository } = await github.graphql<LastEditAnswer>(LAST_EDIT, { ...slug, number });
  const editor = repository?.issue?.editor;
  // An app's login could be a person's, too.
  const person = editor?.kind === 'User' ? editor.login : undefined;
  return { body: repository?.issue?.body ?? '', person };
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
