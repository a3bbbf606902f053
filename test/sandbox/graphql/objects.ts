import { isUtf8 } from 'node:buffer';
import { readCommit } from '../git/commits.ts';
import type { GitObject } from '../git/objects.ts';
import { listTree, type TreeEntry } from '../git/trees.ts';
import { nodeId } from '../links.ts';
import type { Repository } from '../model.ts';

// GitHub cuts the text of a blob here and says so.
const TEXT_LIMIT = 512_000;

/** A git object for the resolvers, by an expression; none is null. */
export async function objectAt(repository: Repository, expression: string) {
  const object = await repository.git.read(expression);
  return object ? resolved(repository, object) : null;
}

function resolved(repository: Repository, object: GitObject) {
  const common = {
    id: nodeId('O', object.sha),
    oid: object.sha,
    abbreviatedOid: object.sha.slice(0, 7),
  };
  switch (object.type) {
    case 'blob':
      return { __typename: 'Blob', ...common, ...textOf(object.content) };
    case 'tree':
      return { __typename: 'Tree', ...common, entries: () => entriesOf(repository, object.sha, '') };
    case 'commit':
      return commitFields(repository, object.sha, common);
    case 'tag':
      return null;
    default:
      return object.type satisfies never;
  }
}

function textOf(content: Buffer) {
  const isBinary = content.includes(0) || !isUtf8(content);
  const isTruncated = !isBinary && content.length > TEXT_LIMIT;
  const text = isBinary ? null : content.toString('utf8', 0, TEXT_LIMIT);
  return { byteSize: content.length, isBinary, isTruncated, text };
}

async function commitFields(repository: Repository, sha: string, common: { oid: string }) {
  const commit = await readCommit(repository.git, sha);
  if (!commit) return null;
  return {
    __typename: 'Commit',
    ...common,
    message: commit.message,
    messageHeadline: commit.message.split('\n')[0] ?? '',
    authoredDate: commit.author.date,
    committedDate: commit.committer.date,
    tree: () => objectAt(repository, commit.tree),
    file: async ({ path }: { path: string }): Promise<EntryFields | null> => {
      const folder = path.split('/').slice(0, -1).join('/');
      const tree = await repository.git.read(`${sha}:${folder}`);
      if (tree?.type !== 'tree') return null;
      const entries = await entriesOf(repository, tree.sha, folder);
      return entries.find((entry) => entry.path === path) ?? null;
    },
  };
}

async function entriesOf(repository: Repository, tree: string, folder: string) {
  const entries = await listTree(repository.git, tree, false);
  return entries.map((entry) => entryFields(repository, entry, folder));
}

interface EntryFields {
  name: string;
  path: string;
  mode: number;
  oid: string;
  size: number;
  type: string;
  object: () => Promise<unknown>;
}

function entryFields(repository: Repository, entry: TreeEntry, folder: string): EntryFields {
  return {
    name: entry.path,
    path: folder === '' ? entry.path : `${folder}/${entry.path}`,
    mode: Number.parseInt(entry.mode, 8),
    oid: entry.sha,
    size: entry.size ?? 0,
    type: entry.type,
    object: () => objectAt(repository, entry.sha),
  };
}
