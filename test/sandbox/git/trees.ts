import type { GitRepository } from './repository.ts';

/** One entry of a tree; blobs have a size. */
export interface TreeEntry {
  mode: string;
  type: string;
  sha: string;
  size?: number;
  path: string;
}

/** The entries of a tree, with those of its sub-trees if asked for. */
export async function listTree(
  repository: GitRepository,
  tree: string,
  recursive: boolean,
): Promise<TreeEntry[]> {
  const flags = recursive ? ['-r', '-t'] : [];
  const out = await repository.run(['ls-tree', ...flags, '-l', '-z', '--full-tree', tree]);
  return out.toString('utf8').split('\0').filter(Boolean).map(parseEntry);
}

/** Writes a tree: the entries of `base`, with `changes` on top; a change without a sha removes its path. */
export async function writeTree(
  repository: GitRepository,
  base: string | undefined,
  changes: readonly { path: string; mode: string; sha: string | null }[],
): Promise<string> {
  const kept = new Map<string, string>();
  const before = base === undefined ? [] : await listTree(repository, base, true);
  for (const entry of before) {
    if (entry.type !== 'tree') kept.set(entry.path, `${entry.mode} ${entry.type} ${entry.sha}`);
  }
  for (const { path, mode, sha } of changes) {
    if (sha === null) kept.delete(path);
    else kept.set(path, `${mode} blob ${sha}`);
  }
  return mkTree(repository, kept);
}

async function mkTree(repository: GitRepository, entries: ReadonlyMap<string, string>): Promise<string> {
  const lines: string[] = [];
  const folders = new Map<string, Map<string, string>>();
  for (const [path, entry] of entries) {
    const slash = path.indexOf('/');
    if (slash < 0) {
      lines.push(`${entry}\t${path}`);
      continue;
    }
    const folder = path.slice(0, slash);
    const inside = folders.get(folder) ?? new Map<string, string>();
    folders.set(folder, inside.set(path.slice(slash + 1), entry));
  }
  for (const [folder, inside] of folders) {
    lines.push(`040000 tree ${await mkTree(repository, inside)}\t${folder}`);
  }
  const out = await repository.run(['mktree', '-z'], lines.map((line) => `${line}\0`).join(''));
  return out.toString().trim();
}

function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode = '', type = '', sha = '', size = '-'] = line.slice(0, tab).split(/ +/);
  const path = line.slice(tab + 1);
  return size === '-' ? { mode, type, sha, path } : { mode, type, sha, size: Number(size), path };
}
