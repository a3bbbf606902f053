import { z } from 'zod';
import { announcePush, NOTHING } from '../deeds/pushes.ts';
import { signature, synchronizePulls } from '../deeds/pulls.ts';
import { readCommit, writeCommit, writeCommitObject } from '../git/commits.ts';
import { writeTree } from '../git/trees.ts';
import { bodyOf, created, ok, param, type RepositoryCall } from '../http/call.ts';
import { ApiError, notFound } from '../http/errors.ts';
import { forRepository, type Route } from '../http/route.ts';
import { fullName } from '../model.ts';
import { contentShape, gitCommitShape, refShape } from '../shapes/commits.ts';
import { commitAt } from './repository.ts';

const NewBlob = z.object({ content: z.string(), encoding: z.enum(['utf-8', 'base64']).default('utf-8') });
const NewTree = z.object({
  base_tree: z.string().optional(),
  tree: z.array(
    z.object({
      path: z.string(),
      mode: z.string().default('100644'),
      sha: z.string().nullish(),
      content: z.string().optional(),
    }),
  ),
});
const NewCommit = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
});
const NewRef = z.object({ ref: z.string().regex(/^refs\/.+\/?.+/), sha: z.string() });
const RefPatch = z.object({ sha: z.string(), force: z.boolean().default(false) });
const NewContent = z.object({
  message: z.string(),
  content: z.string(),
  sha: z.string().optional(),
  branch: z.string().optional(),
});

/** Changes to git: blobs, trees, commits, refs and single files. */
export const writeRoutes: Route[] = [
  forRepository('POST', '/git/blobs', 'contents:write', async (call) => {
    const { content, encoding } = bodyOf(call, NewBlob);
    const sha = await storeBlob(call, Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'));
    const url = call.links.api(`/repos/${fullName(call.repository)}/git/blobs/${sha}`);
    return created({ sha, url }, url);
  }),
  forRepository('POST', '/git/trees', 'contents:write', createTree),
  forRepository('POST', '/git/commits', 'contents:write', async (call) => {
    const { message, tree, parents } = bodyOf(call, NewCommit);
    const author = signature(call.world, call.actor.account);
    const sha = await writeCommitObject(call.repository.git, {
      tree,
      parents,
      message,
      author,
      committer: author,
    });
    const shape = gitCommitShape(call.links, call.repository, await commitAt(call, sha));
    return created(shape, shape.url);
  }),
  forRepository('POST', '/git/refs', 'contents:write', async (call) => {
    const { ref, sha } = bodyOf(call, NewRef);
    const commit = await readCommit(call.repository.git, sha);
    if (!commit) throw new ApiError(422, 'Object does not exist');
    if (await call.repository.git.commitSha(ref)) throw new ApiError(422, 'Reference already exists');
    await move(call, { ref, before: NOTHING, after: sha });
    const shape = refShape(call.links, call.repository, ref, sha);
    return created(shape, shape.url);
  }),
  forRepository('PATCH', '/git/refs/:ref*', 'contents:write', moveRef),
  forRepository('DELETE', '/git/refs/:ref*', 'contents:write', async (call) => {
    const ref = `refs/${param(call, 'ref')}`;
    const before = await call.repository.git.commitSha(ref);
    if (before === undefined) throw new ApiError(422, 'Reference does not exist');
    await move(call, { ref, before, after: NOTHING });
    return { status: 204 };
  }),
  forRepository('PUT', '/contents/:path*', 'contents:write', putContent),
];

async function createTree(call: RepositoryCall) {
  const { base_tree: base, tree } = bodyOf(call, NewTree);
  const { repository, links } = call;
  const changes = await Promise.all(
    tree.map(async ({ path, mode, sha, content }) => ({
      path,
      mode,
      sha: content === undefined ? (sha ?? null) : await storeBlob(call, Buffer.from(content)),
    })),
  );
  const sha = await writeTree(repository.git, base, changes);
  const url = links.api(`/repos/${fullName(repository)}/git/trees/${sha}`);
  return created({ sha, url, tree: [], truncated: false }, url);
}

async function moveRef(call: RepositoryCall) {
  const { sha, force } = bodyOf(call, RefPatch);
  const ref = `refs/${param(call, 'ref')}`;
  const { git } = call.repository;
  const before = await git.commitSha(ref);
  if (before === undefined) throw new ApiError(422, 'Reference does not exist');
  if (!(await git.commitSha(sha))) throw new ApiError(422, 'Object does not exist');
  const behind = await git.run(['rev-list', '--count', before, `^${sha}`]);
  if (!force && behind.toString().trim() !== '0') throw new ApiError(422, 'Update is not a fast forward');
  await move(call, { ref, before, after: sha });
  return ok(refShape(call.links, call.repository, ref, sha));
}

async function putContent(call: RepositoryCall) {
  const { world, repository, links } = call;
  const { message, content, sha: known, branch = repository.defaultBranch } = bodyOf(call, NewContent);
  const path = param(call, 'path');
  const ref = `refs/heads/${branch}`;
  const before = await repository.git.commitSha(ref);
  if (before === undefined) throw notFound();
  const present = await repository.git.read(`${before}:${path}`);
  if (present && known === undefined) throw new ApiError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (present?.sha !== known) throw new ApiError(409, `${path} does not match ${known ?? ''}`);
  const bytes = Buffer.from(content, 'base64');
  const author = signature(world, call.actor.account);
  const after = await writeCommit(repository.git, {
    ref,
    parent: before,
    message,
    author,
    files: { [path]: bytes },
  });
  await follow(call, { ref, before, after });
  const blob = await repository.git.read(`${after}:${path}`);
  const file = { path, sha: blob?.sha ?? '', type: 'file' as const, size: bytes.length };
  return {
    status: present ? 200 : 201,
    body: {
      content: contentShape(links, repository, file, branch),
      commit: gitCommitShape(links, repository, await commitAt(call, after)),
    },
  };
}

async function storeBlob(call: RepositoryCall, bytes: Buffer): Promise<string> {
  const out = await call.repository.git.run(['hash-object', '-w', '--stdin'], bytes);
  return out.toString().trim();
}

interface Move {
  ref: string;
  before: string;
  after: string;
}

async function move(call: RepositoryCall, moved: Move): Promise<void> {
  const { git } = call.repository;
  await (moved.after === NOTHING ? git.deleteRef(moved.ref) : git.setRef(moved.ref, moved.after));
  await follow(call, moved);
}

async function follow(
  { world, repository, actor }: RepositoryCall,
  { ref, before, after }: Move,
): Promise<void> {
  await announcePush(world, repository, { ref, before, after, pusher: actor.account });
  if (!ref.startsWith('refs/heads/') || after === NOTHING) return;
  const branch = ref.replace('refs/heads/', '');
  await synchronizePulls(world, repository, { ref: branch, before, after, sender: actor.account });
}
