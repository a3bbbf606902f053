import { z } from 'zod';
import { createIssue, editIssue, lockIssue } from '../deeds/issues.ts';
import { asOf } from '../deeds/versions.ts';
import { bodyOf, created, numberParam, ok, type RepositoryCall } from '../http/call.ts';
import { ApiError, invalid, notFound, type FieldProblem } from '../http/errors.ts';
import { moved } from '../http/moved.ts';
import { page } from '../http/page.ts';
import { forRepository, type Route } from '../http/route.ts';
import type { Issue } from '../model.ts';
import { issueShape } from '../shapes/issues.ts';

const BODY_LIMIT = 65_536;
const TITLE_LIMIT = 256;

const Label = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);

const NewIssue = z.object({
  title: z.union([z.string(), z.number().transform(String)]),
  body: z.string().nullish(),
  labels: z.array(Label).optional(),
  assignees: z.array(z.string()).optional(),
});

const Patch = NewIssue.partial().extend({
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullish(),
});

const Locking = z.object({
  lock_reason: z.enum(['off-topic', 'too heated', 'resolved', 'spam']).nullish(),
});

/** Issues, which pull requests are too. */
export const issueRoutes: Route[] = [
  forRepository('GET', '/issues', 'issues:read', listIssues),
  forRepository('POST', '/issues', 'issues:write', (call) => {
    if (!call.repository.issuesEnabled)
      throw new ApiError(410, 'Issues has been disabled in this repository.');
    const wanted = bodyOf(call, NewIssue);
    checkTexts(wanted, 'Issue');
    const issue = createIssue(call.world, call.repository, call.actor, wanted);
    const shape = issueShape(call.links, call.repository, issue);
    return created(shape, shape.url);
  }),
  forRepository('GET', '/issues/:number', ['issues:read', 'pull_requests:read'], (call) => {
    const now = call.repository.former.issues.get(numberParam(call, 'number'));
    if (now) return moved(call, now.repository, `/issues/${now.number}`);
    return ok(issueShape(call.links, call.repository, issueIn(call)));
  }),
  forRepository('PATCH', '/issues/:number', ['issues:write', 'pull_requests:write'], async (call) => {
    const issue = issueIn(call);
    const { state_reason: stateReason, ...wanted } = bodyOf(call, Patch);
    checkTexts(wanted, 'Issue');
    const patch = { ...wanted, stateReason };
    await editIssue(call.world, call.repository, { issue, actor: call.actor, patch });
    return ok(issueShape(call.links, call.repository, issue));
  }),
  forRepository('PUT', '/issues/:number/lock', ['issues:write', 'pull_requests:write'], async (call) => {
    const lock = { reason: bodyOf(call, Locking).lock_reason ?? null };
    await lockIssue(call.world, call.repository, { issue: issueIn(call), actor: call.actor, lock });
    return { status: 204 };
  }),
  forRepository('DELETE', '/issues/:number/lock', ['issues:write', 'pull_requests:write'], async (call) => {
    await lockIssue(call.world, call.repository, { issue: issueIn(call), actor: call.actor, lock: null });
    return { status: 204 };
  }),
];

/** The issue or pull request of the path's number. */
export function issueIn(call: RepositoryCall): Issue {
  const number = numberParam(call, 'number');
  if (call.repository.deletedIssues.has(number)) throw new ApiError(410, 'This issue was deleted');
  const issue = call.repository.issues.find((each) => each.number === number);
  if (!issue) throw notFound();
  return issue;
}

/** Refuses texts that GitHub finds too long, in its words. */
export function checkTexts(
  { title, body }: { title?: string | undefined; body?: string | null | undefined },
  resource: string,
): void {
  const problems: FieldProblem[] = [
    ...tooLong('title', title, { resource, limit: TITLE_LIMIT }),
    ...tooLong('body', body, { resource, limit: BODY_LIMIT }),
  ];
  if (title !== undefined && title.trim() === '') {
    problems.push({ resource, code: 'missing_field', field: 'title' });
  }
  if (problems.length > 0) throw invalid(...problems);
}

function tooLong(
  field: string,
  text: string | null | undefined,
  { resource, limit }: { resource: string; limit: number },
) {
  // Characters are counted, not UTF-16 units.
  if (!text || text.length <= limit || [...text].length <= limit) return [];
  const message = `${field} is too long (maximum is ${limit} characters)`;
  return [{ resource, code: 'custom', field, message }];
}

function listIssues(call: RepositoryCall) {
  const { query, repository } = call;
  const state = query.get('state') ?? 'open';
  const labels = (query.get('labels') ?? '').split(',').filter(Boolean);
  const creator = query.get('creator');
  const since = query.get('since');
  const found = asOf(repository.issues, call.horizon).filter(
    (issue) =>
      (state === 'all' || issue.state === state) &&
      labels.every((label) => hasLabel(issue, label)) &&
      (creator === null || issue.author.account.login === creator) &&
      (since === null || Date.parse(issue.updatedAt) >= Date.parse(since)),
  );
  const { items, headers } = page(call, sorted(found, query));
  return ok(
    items.map((issue) => issueShape(call.links, repository, issue)),
    headers,
  );
}

function hasLabel(issue: Issue, label: string): boolean {
  return issue.labels.some((name) => name.toLowerCase() === label.toLowerCase());
}

function sorted(issues: Issue[], query: URLSearchParams): Issue[] {
  const key = query.get('sort') ?? 'created';
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  return issues.toSorted((a, b) => {
    const [one, other] = [sortValue(a, key), sortValue(b, key)];
    if (one === other) return sign * (a.number - b.number);
    return one < other ? -sign : sign;
  });
}

function sortValue(issue: Issue, key: string): string | number {
  if (key === 'comments') return issue.comments.length;
  return key === 'updated' ? issue.updatedAt : issue.createdAt;
}

/** Refuses where a conversation is locked: nobody may react there (GitHawkApp/GitHawk#385), and no app may comment (probot/stale#25). */
export function refuseLocked(issue: Issue, what: string): void {
  if (issue.lock) throw new ApiError(403, `Unable to create ${what} because issue is locked.`);
}
