import { ok, param, type RepositoryCall } from '../http/call.ts';
import { notFound } from '../http/errors.ts';
import { page } from '../http/page.ts';
import { forRepository, type Route } from '../http/route.ts';
import { compareCommits } from '../git/comparison.ts';
import { listCommits, readCommit, type Commit } from '../git/commits.ts';
import { fullName, type Role } from '../model.ts';
import { userShape } from '../shapes/accounts.ts';
import { commitShape, fileShape } from '../shapes/commits.ts';
import { fullRepositoryShape } from '../shapes/repository.ts';

const COMPARED_FILES = 300;

/** From the least to the most. */
const ROLES: readonly Role[] = ['read', 'triage', 'write', 'maintain', 'admin'];

/** A repository, its commits and its people. */
export const repositoryRoutes: Route[] = [
  forRepository('GET', '', 'metadata:read', ({ links, repository }) =>
    ok(fullRepositoryShape(links, repository)),
  ),
  forRepository('GET', '/commits', 'contents:read', listRepositoryCommits),
  forRepository('GET', '/commits/:ref', 'contents:read', async (call) => {
    const commit = await commitAt(call, param(call, 'ref'));
    const parent = commit.parents[0];
    const files =
      parent === undefined ? [] : (await compareCommits(call.repository.git, parent, commit.sha)).files;
    const additions = files.reduce((sum, file) => sum + file.additions, 0);
    const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
    return ok({
      ...authored(call, commit),
      stats: { total: additions + deletions, additions, deletions },
      files: files
        .slice(0, COMPARED_FILES)
        .map((file) => fileShape(call.links, call.repository, file, commit.sha)),
    });
  }),
  forRepository('GET', '/compare/:basehead*', 'contents:read', compare),
  forRepository('GET', '/collaborators/:user/permission', 'metadata:read', permissionOf),
];

/** The commit at a branch, tag or sha; none is a 404 as GitHub words it. */
export async function commitAt(call: RepositoryCall, reference: string): Promise<Commit> {
  const commit = await readCommit(call.repository.git, reference);
  if (!commit) throw notFound();
  return commit;
}

async function listRepositoryCommits(call: RepositoryCall) {
  const start = await commitAt(call, call.query.get('sha') ?? call.repository.defaultBranch);
  const path = call.query.get('path') ?? undefined;
  const { items, headers } = page(
    call,
    await listCommits(call.repository.git, start.sha, { path, limit: 1000 }),
  );
  return ok(
    items.map((commit) => authored(call, commit)),
    headers,
  );
}

async function compare(call: RepositoryCall) {
  const { links, repository } = call;
  const [, baseName = '', headName = ''] = /^(.+?)\.\.\.(.+)$/.exec(param(call, 'basehead')) ?? [];
  const base = await commitAt(call, baseName);
  const head = await commitAt(call, headName);
  const { mergeBase, ahead, behind, files } = await compareCommits(repository.git, base.sha, head.sha);
  const between = await listCommits(repository.git, head.sha, { except: base.sha });
  const apart = ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical';
  const url = links.api(`/repos/${fullName(repository)}/compare/${base.sha}...${head.sha}`);
  const html = links.html(`/${fullName(repository)}/compare/${base.sha}...${head.sha}`);
  return ok({
    url,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: authored(call, base),
    merge_base_commit: authored(call, await commitAt(call, mergeBase)),
    status: apart,
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: between.toReversed().map((commit) => authored(call, commit)),
    files: files.slice(0, COMPARED_FILES).map((file) => fileShape(links, repository, file, head.sha)),
  });
}

function permissionOf({ world, links, repository, params }: RepositoryCall) {
  const account = world.findAccount(params['user'] ?? '');
  if (!account) throw notFound();
  const role = repository.collaborators.get(account.login) ?? (repository.private ? undefined : 'read');
  const rank = role === undefined ? -1 : ROLES.indexOf(role);
  const user = {
    ...userShape(links, account),
    permissions: {
      admin: rank >= ROLES.indexOf('admin'),
      maintain: rank >= ROLES.indexOf('maintain'),
      push: rank >= ROLES.indexOf('write'),
      triage: rank >= ROLES.indexOf('triage'),
      pull: rank >= 0,
    },
    role_name: role ?? 'none',
  };
  return ok({ permission: folded(role), role_name: role ?? 'none', user });
}

// The two roles between the old three are told as one of those.
function folded(role: Role | undefined): string {
  if (role === 'maintain') return 'write';
  return role === 'triage' ? 'read' : (role ?? 'none');
}

function authored({ world, links, repository }: RepositoryCall, commit: Commit) {
  return commitShape(links, repository, commit, world.findAccount(commit.author.name) ?? null);
}
