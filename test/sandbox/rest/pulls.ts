import { z } from 'zod';
import { pullNumbers } from '../deeds/announce.ts';
import { editIssue } from '../deeds/issues.ts';
import { openPull } from '../deeds/pulls.ts';
import { asOf } from '../deeds/versions.ts';
import { compareCommits } from '../git/comparison.ts';
import { bodyOf, created, ok, type RepositoryCall } from '../http/call.ts';
import { invalid, notFound } from '../http/errors.ts';
import { page } from '../http/page.ts';
import { forRepository, type Route } from '../http/route.ts';
import type { Issue, Pull } from '../model.ts';
import { fileShape } from '../shapes/commits.ts';
import { pullShape, pullSummary } from '../shapes/pulls.ts';
import { checkTexts, issueIn } from './issues.ts';

const FILE_LIMIT = 3000;

const NewPull = z.object({
  title: z.string(),
  head: z.string(),
  base: z.string(),
  body: z.string().nullish(),
  draft: z.boolean().optional(),
});

const Patch = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
});

/** Pull requests. */
export const pullRoutes: Route[] = [
  forRepository('GET', '/pulls', 'pull_requests:read', listPulls),
  forRepository('POST', '/pulls', 'pull_requests:write', createPull),
  forRepository('GET', '/pulls/:number', 'pull_requests:read', async (call) => ok(await shapeOf(call))),
  forRepository('PATCH', '/pulls/:number', 'pull_requests:write', async (call) => {
    const { issue } = pullIn(call);
    const patch = bodyOf(call, Patch);
    checkTexts(patch, 'PullRequest');
    await editIssue(call.world, call.repository, { issue, actor: call.actor, patch });
    return ok(await shapeOf(call));
  }),
  forRepository('GET', '/pulls/:number/files', 'pull_requests:read', async (call) => {
    const { pull } = pullIn(call);
    const { files } = await compareCommits(call.repository.git, pull.baseSha, pull.headSha);
    const { items, headers } = page(call, files.slice(0, FILE_LIMIT));
    return ok(
      items.map((file) => fileShape(call.links, call.repository, file, pull.headSha)),
      headers,
    );
  }),
];

async function createPull(call: RepositoryCall) {
  const { title, head, base, body, draft } = bodyOf(call, NewPull);
  checkTexts({ title, body }, 'PullRequest');
  const { repository } = call;
  const ref = head.replace(`${repository.owner.login}:`, '');
  const [headSha, baseSha] = await Promise.all(
    [ref, base].map((name) => repository.git.commitSha(`refs/heads/${name}`)),
  );

  if (headSha === undefined) throw refused('head');
  if (baseSha === undefined) throw refused('base');
  const label = `${repository.owner.login}:${ref}`;
  if (repository.issues.some((issue) => isOpenFor(issue, ref, base))) {
    throw refused('', `A pull request already exists for ${label}.`);
  }
  if (headSha === baseSha) throw refused('', `No commits between ${base} and ${ref}`);
  const issue = await openPull(call.world, repository, call.actor, {
    title,
    body,
    base,
    draft,
    head: { repository, ref },
  });
  const shape = await shapeOf({ ...call, params: { ...call.params, number: String(issue.number) } });
  return created(shape, shape.url);
}

function refused(field: string, message?: string) {
  const resource = 'PullRequest';
  return invalid(
    message === undefined
      ? { resource, field, code: 'invalid' }
      : { resource, field, code: 'custom', message },
  );
}

function listPulls(call: RepositoryCall) {
  const { query, repository } = call;
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  const found = asOf(repository.issues, call.horizon)
    .flatMap((issue) => (issue.pull ? [{ issue, pull: issue.pull }] : []))
    .filter(
      ({ issue, pull }) =>
        (state === 'all' || issue.state === state) &&
        (head === null || head === `${pull.headOwner.login}:${pull.headRef}`) &&
        (base === null || base === pull.baseRef),
    );
  const newestFirst = (query.get('direction') ?? 'desc') === 'desc';
  const { items, headers } = page(call, newestFirst ? found.toReversed() : found);
  return ok(
    items.map(({ issue, pull }) => pullSummary(call.links, repository, issue, pull)),
    headers,
  );
}

async function shapeOf(call: RepositoryCall) {
  const { issue, pull } = pullIn(call);
  const numbers = await pullNumbers(call.repository, pull);
  return pullShape(call.links, call.repository, { issue, pull, numbers });
}

function pullIn(call: RepositoryCall): { issue: Issue; pull: Pull } {
  const issue = issueIn(call);
  if (!issue.pull) throw notFound();
  return { issue, pull: issue.pull };
}

function isOpenFor(issue: Issue, ref: string, base: string): boolean {
  return issue.state === 'open' && issue.pull?.headRef === ref && issue.pull.baseRef === base;
}
