import type { GitRepository } from './repository.ts';

/** Who wrote a commit, and when (ISO). */
export interface Signature {
  name: string;
  email: string;
  date: string;
}

/** A commit, read. */
export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

/** A commit to write; `files` and `remove` are relative to the tree of the first parent. */
export interface NewCommit {
  ref: string;
  parent?: string | undefined;
  message: string;
  author: Signature;
  files?: Readonly<Record<string, string | Uint8Array>>;
  /** Symbolic links, and where each points. */
  links?: Readonly<Record<string, string>>;
  /** Submodules, and the commit of each. */
  submodules?: Readonly<Record<string, string>>;
  remove?: readonly string[];
}

/** Writes one commit with all its files in a single process, and answers its sha. */
export async function writeCommit(repository: GitRepository, commit: NewCommit): Promise<string> {
  const { name, email, date } = commit.author;
  const person = `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
  const parts: (string | Uint8Array)[] = [
    `commit ${commit.ref}\nmark :1\nauthor ${person}\ncommitter ${person}\n`,
    ...data(commit.message),
  ];
  if (commit.parent !== undefined) parts.push(`from ${commit.parent}\n`);
  for (const path of commit.remove ?? []) parts.push(`D ${quoted(path)}\n`);
  for (const [path, content] of Object.entries(commit.files ?? {})) {
    parts.push(`M 100644 inline ${quoted(path)}\n`, ...data(content));
  }
  for (const [path, target] of Object.entries(commit.links ?? {})) {
    parts.push(`M 120000 inline ${quoted(path)}\n`, ...data(target));
  }
  for (const [path, sha] of Object.entries(commit.submodules ?? {})) {
    parts.push(`M 160000 ${sha} ${quoted(path)}\n`);
  }
  parts.push('get-mark :1\n', 'done\n');
  const stream = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const out = await repository.run(['fast-import', '--quiet', '--done', '--force'], stream);
  return out.toString().trim();
}

/** A commit by any expression, or undefined. */
export async function readCommit(repository: GitRepository, reference: string): Promise<Commit | undefined> {
  const object = await repository.read(`${reference}^{commit}`);
  return object && parseCommit(object.sha, object.content.toString('utf8'));
}

/** Commits reachable from `head` and not from `except`, newest first. */
export async function listCommits(
  repository: GitRepository,
  head: string,
  { except, path, limit = 250 }: { except?: string; path?: string | undefined; limit?: number } = {},
): Promise<Commit[]> {
  const range = except === undefined ? [head] : [head, `^${except}`];
  const paths = path === undefined ? [] : ['--', path];
  const out = await repository.run(['rev-list', `--max-count=${limit}`, ...range, ...paths]);
  const shas = out.toString().split('\n').filter(Boolean);
  const commits = await Promise.all(shas.map((sha) => readCommit(repository, sha)));
  return commits.filter((commit) => commit !== undefined);
}

/** Whether two commits cannot be merged without a person. */
export async function haveConflicts(repository: GitRepository, base: string, head: string): Promise<boolean> {
  try {
    await repository.run(['merge-tree', '--write-tree', base, head]);
    return false;
  } catch {
    return true;
  }
}

/** Merges two commits and answers the sha of the merge commit; a conflict throws. */
export async function mergeCommits(
  repository: GitRepository,
  { base, head, message, author }: { base: string; head: string; message: string; author: Signature },
): Promise<string> {
  const merged = await repository.run(['merge-tree', '--write-tree', base, head]);
  const tree = merged.toString().split('\n')[0] ?? '';
  return writeCommitObject(repository, { tree, parents: [base, head], message, author, committer: author });
}

/** Writes a bare commit object over a tree that exists already. */
export async function writeCommitObject(
  repository: GitRepository,
  commit: Omit<Commit, 'sha'>,
): Promise<string> {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${signed(commit.author)}`,
    `committer ${signed(commit.committer)}`,
    '',
    commit.message,
  ];
  const out = await repository.run(['hash-object', '-t', 'commit', '-w', '--stdin'], lines.join('\n'));
  return out.toString().trim();
}

function signed({ name, email, date }: Signature): string {
  return `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
}

function parseCommit(sha: string, text: string): Commit {
  const split = text.indexOf('\n\n');
  const head = text.slice(0, split).split('\n');
  return {
    sha,
    tree: values(head, 'tree')[0] ?? '',
    parents: values(head, 'parent'),
    author: parseSignature(values(head, 'author')[0] ?? ''),
    committer: parseSignature(values(head, 'committer')[0] ?? ''),
    message: text.slice(split + 2).replace(/\n$/, ''),
  };
}

function values(lines: string[], key: string): string[] {
  return lines.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
}

function parseSignature(line: string): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*?) ?<(.*)> (\d+)/.exec(line) ?? [];
  return { name, email, date: isoSeconds(new Date(Number(seconds) * 1000)) };
}

/** GitHub's form of a time: whole seconds, UTC. */
export function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function data(content: string | Uint8Array): (string | Uint8Array)[] {
  const bytes = Buffer.from(content);
  return [`data ${bytes.length}\n`, bytes, '\n'];
}

function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
