import type { Problem } from '../domain/problem.ts';
import { maySetUpStaleBot, staleBotsIn } from '../domain/stale-bot.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { readFiles, type TreeFile } from '../github/files.ts';
import { OWN_LABEL } from '../github/issues.ts';
import type { Tools } from './tools.ts';

/** More workflows than this are not looked through. */
const MAX_FILES = 100;

/** Notes on bots that would close our issues, among the files of a tree; one request at most for what is not known yet. */
export async function findStaleBots(
  github: GitHub,
  slug: Slug,
  tree: readonly TreeFile[],
  labels: readonly string[],
  tools: Pick<Tools, 'blobs'>,
): Promise<Problem[]> {
  const files = tree.filter(({ path }) => maySetUpStaleBot(path)).slice(0, MAX_FILES);
  if (files.length === 0) return [];
  const sources = await readFiles(github, slug, files, tools.blobs);
  return sources.flatMap((source) => staleBotsIn(source, [OWN_LABEL, ...labels]));
}
