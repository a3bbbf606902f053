import { countApart, diffCommits, mergeBase, type FileChange } from './diff.ts';
import type { GitRepository } from './repository.ts';

/** Two commits as GitHub compares them: from their common ancestor to the head. */
export interface Comparison {
  mergeBase: string;
  ahead: number;
  behind: number;
  files: FileChange[];
}

const known = new WeakMap<GitRepository, Map<string, Promise<Comparison>>>();

/** Compares two commits; commits never change, so an answer is kept for the next page or webhook. */
export function compareCommits(repository: GitRepository, base: string, head: string): Promise<Comparison> {
  const mine = known.get(repository) ?? new Map<string, Promise<Comparison>>();
  known.set(repository, mine);
  const key = `${base}...${head}`;
  const found = mine.get(key) ?? compare(repository, base, head);
  mine.set(key, found);
  return found;
}

async function compare(repository: GitRepository, base: string, head: string): Promise<Comparison> {
  const ancestor = await mergeBase(repository, base, head);
  if (ancestor === undefined) throw new Error(`${base} and ${head} have no common ancestor.`);
  const [{ ahead, behind }, files] = await Promise.all([
    countApart(repository, base, head),
    diffCommits(repository, ancestor, head),
  ]);
  return { mergeBase: ancestor, ahead, behind, files };
}
