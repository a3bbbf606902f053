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
  return issues.flatMap((issue) => {
    if (issue.pull_request || issue.performed_via_github_app?.id !== appId) return [];
    const body = issue.body ?? '';
    const memo = readIssueMarker(body);
    if (!memo) return [];
    const closedOn = parseDay(issue.closed_at?.slice(0, 10));
    return [{ number: issue.number, open: issue.state === 'open', closedOn, title: issue.title, body, memo }];
  });
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

/** Rewrites an issue's title and body; a closed one is opened again where `reopen` says so. */
export async function updateIssue(
  github: GitHub,
  slug: Slug,
  number: number,
  text: IssueText,
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
} as const satisfies Record<CloseReason, string>;

/** Closes an issue for a reason, which its new body names. */
export async function closeIssue(
  github: GitHub,
  slug: Slug,
  number: number,
  body: string,
  reason: CloseReason,
): Promise<void> {
  const state_reason = stateReasons[reason];
  await github.rest.issues.update({ ...slug, issue_number: number, body, state: 'closed', state_reason });
}
