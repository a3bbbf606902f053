import { ok, param, type RepositoryCall } from '../http/call.ts';
import { ApiError, notFound } from '../http/errors.ts';
import { moved } from '../http/moved.ts';
import { forRepository, type Route } from '../http/route.ts';
import { listTree, type TreeEntry } from '../git/trees.ts';
import { encodePath, nodeId } from '../links.ts';
import { fullName } from '../model.ts';
import { branchShape, contentShape, gitCommitShape, refShape } from '../shapes/commits.ts';
import { commitAt } from './repository.ts';

const TREE_LIMIT = 100_000;
const CONTENT_LIMIT = 1_000_000;

/** Files, trees, blobs and refs, read. */
export const contentRoutes: Route[] = [
  forRepository('GET', '/git/trees/:sha', 'contents:read', readTree),
  forRepository('GET', '/git/blobs/:sha', 'contents:read', readBlob),
  forRepository('GET', '/git/commits/:sha', 'contents:read', async (call) =>
    ok(gitCommitShape(call.links, call.repository, await commitAt(call, param(call, 'sha')))),
  ),
  forRepository('GET', '/git/ref/:ref*', 'contents:read', async (call) => {
    const ref = `refs/${param(call, 'ref')}`;
    const sha = await call.repository.git.commitSha(ref);
    if (sha === undefined) throw notFound();
    return ok(refShape(call.links, call.repository, ref, sha));
  }),
  forRepository('GET', '/branches/:branch*', 'contents:read', readBranch),
  forRepository('GET', '/contents', 'contents:read', readContent),
  forRepository('GET', '/contents/:path*', 'contents:read', readContent),
];

async function readTree(call: RepositoryCall) {
  const { links, repository } = call;
  const tree = await repository.git.read(`${param(call, 'sha')}^{tree}`);
  if (!tree) throw notFound();
  const base = links.api(`/repos/${fullName(repository)}/git`);
  const all = await listTree(repository.git, tree.sha, call.query.has('recursive'));
  return ok({
    sha: tree.sha,
    url: `${base}/trees/${tree.sha}`,
    tree: all.slice(0, TREE_LIMIT).map((entry) => ({
      path: entry.path,
      mode: entry.mode,
      type: entry.type,
      sha: entry.sha,
      ...(entry.size === undefined ? {} : { size: entry.size }),
      url: `${base}/${entry.type === 'tree' ? 'trees' : 'blobs'}/${entry.sha}`,
    })),
    truncated: all.length > TREE_LIMIT,
  });
}

async function readBranch(call: RepositoryCall) {
  const { links, repository } = call;
  const name = param(call, 'branch');
  const sha = await repository.git.commitSha(`refs/heads/${name}`);
  if (sha !== undefined) {
    return ok(branchShape(links, repository, name, await commitAt(call, sha)));
  }
  const now = repository.former.branches.get(name);
  if (now === undefined) throw new ApiError(404, 'Branch not found');
  return moved(call, repository, `/branches/${encodePath(now)}`);
}

async function readBlob(call: RepositoryCall) {
  const { links, repository } = call;
  const sha = param(call, 'sha');
  if (!/^[0-9a-f]{40}$/.test(sha)) {
    throw new ApiError(422, 'The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
  }
  const blob = await repository.git.read(sha);
  if (blob?.type !== 'blob') throw notFound();
  return ok({
    sha,
    node_id: nodeId('B', sha),
    size: blob.content.length,
    url: links.api(`/repos/${fullName(repository)}/git/blobs/${sha}`),
    content: base64Lines(blob.content),
    encoding: 'base64',
  });
}

async function readContent(call: RepositoryCall) {
  const { links, repository } = call;
  const ref = call.query.get('ref') ?? repository.defaultBranch;
  const path = (call.params['path'] ?? '').replace(/\/$/, '');
  const commit = await commitAt(call, ref);
  const object = await repository.git.read(`${commit.sha}:${path}`);
  if (!object) throw notFound();
  if (object.type === 'tree') {
    const entries = await listTree(repository.git, object.sha, false);
    return ok(entries.map((entry) => contentShape(links, repository, inFolder(path, entry), ref)));
  }
  const file = { path, sha: object.sha, type: 'file' as const, size: object.content.length };
  // Above one megabyte GitHub sends no content, and says so by the encoding.
  const large = object.content.length > CONTENT_LIMIT;
  return ok({
    ...contentShape(links, repository, file, ref),
    content: large ? '' : base64Lines(object.content),
    encoding: large ? 'none' : 'base64',
  });
}

function inFolder(folder: string, entry: TreeEntry) {
  const path = folder === '' ? entry.path : `${folder}/${entry.path}`;
  const type = entry.type === 'tree' ? ('dir' as const) : ('file' as const);
  return { path, sha: entry.sha, type, size: entry.size ?? 0 };
}

// GitHub breaks base64 every sixty characters, and clients must cope.
function base64Lines(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll(/.{60}/g, '$&\n');
}
