import type { GitRepository } from './repository.ts';

/** One file that differs between two commits. */
export interface FileChange {
  path: string;
  previousPath?: string;
  status: 'added' | 'modified' | 'removed' | 'renamed' | 'changed';
  sha: string;
  additions: number;
  deletions: number;
  patch?: string;
}

// GitHub leaves the patch out above these sizes, and of binary files.
const PATCH_LIMIT = 500_000;

/** What changed between two commits, renames found, in the order of their paths. */
export async function diffCommits(
  repository: GitRepository,
  base: string,
  head: string,
): Promise<FileChange[]> {
  const [summary, patches] = await Promise.all([
    repository.run(['diff-tree', '-r', '-M', '--raw', '--numstat', '-z', '--no-abbrev', base, head]),
    repository.run(['diff-tree', '-r', '-M', '-p', base, head]),
  ]);
  const changes = parseSummary(summary.toString('utf8'));
  const texts = patches
    .toString('utf8')
    .split(/^diff --git /m)
    .slice(1);
  return changes.map((change, index) => {
    const patch = patchBody(texts[index] ?? '');
    return patch === undefined ? change : { ...change, patch };
  });
}

/** The best common ancestor of two commits, or undefined. */
export async function mergeBase(
  repository: GitRepository,
  one: string,
  other: string,
): Promise<string | undefined> {
  try {
    const out = await repository.run(['merge-base', one, other]);
    return out.toString().trim();
  } catch {
    return undefined;
  }
}

/** How many commits each of two commits has that the other lacks. */
export async function countApart(
  repository: GitRepository,
  base: string,
  head: string,
): Promise<{ ahead: number; behind: number }> {
  const out = await repository.run(['rev-list', '--left-right', '--count', `${base}...${head}`]);
  const [behind = 0, ahead = 0] = out.toString().trim().split('\t').map(Number);
  return { ahead, behind };
}

// First one record a file with modes and shas, then one a file with line counts, in the same order.
function parseSummary(text: string): FileChange[] {
  const tokens = text.split('\0');
  const changes: FileChange[] = [];
  while (tokens[0]?.startsWith(':')) changes.push(takeRecord(tokens));
  for (const change of changes) {
    const [added, deleted, path] = (tokens.shift() ?? '').split('\t');
    change.additions = Number(added) || 0;
    change.deletions = Number(deleted) || 0;
    // The two names of a renamed file follow on their own.
    if (path === '') tokens.splice(0, 2);
  }
  return changes;
}

function takeRecord(tokens: string[]): FileChange {
  const [, , oldSha = '', newSha = '', letter = ''] = (tokens.shift() ?? '').split(' ');
  const status = statusOf(letter);
  const first = tokens.shift() ?? '';
  const counts = { additions: 0, deletions: 0 };
  if (status !== 'renamed') {
    return { path: first, status, sha: status === 'removed' ? oldSha : newSha, ...counts };
  }
  return { path: tokens.shift() ?? '', previousPath: first, status, sha: newSha, ...counts };
}

function statusOf(letter: string): FileChange['status'] {
  switch (letter[0]) {
    case 'A':
      return 'added';
    case 'D':
      return 'removed';
    case 'R':
      return 'renamed';
    case 'T':
      return 'changed';
    default:
      return 'modified';
  }
}

function patchBody(text: string): string | undefined {
  const start = text.indexOf('\n@@ ');
  if (start < 0 || text.length > PATCH_LIMIT) return undefined;
  return text.slice(start + 1).replace(/\n$/, '');
}
