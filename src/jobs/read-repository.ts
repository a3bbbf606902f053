import { compilePatterns } from '../domain/pattern.ts';
import { defaultPolicy, POLICY_PATH, readPolicy, type Policy } from '../domain/policy.ts';
import type { Reading } from '../domain/problem.ts';
import { readWorkspace, type Workspace } from '../domain/workspace.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { listTree, readFiles, type TreeFile } from '../github/files.ts';
import type { Head } from '../github/repositories.ts';
import type { Tools } from './tools.ts';
import { complaintsOfPolicy, withWatchProblems } from './watch-problems.ts';

/** Reads the policy that rules a repository: the one on its default branch, or the defaults. */
export async function readRepositoryPolicy(
  github: GitHub,
  head: Head,
  tools: Tools,
): Promise<Reading<Policy>> {
  if (!head.policyBlob) return { value: defaultPolicy(), problems: [] };
  const file = { path: POLICY_PATH, blob: head.policyBlob, size: undefined };
  const [source] = await readFiles(github, head.slug, [file], tools.blobs);
  return readPolicy(source ?? { path: POLICY_PATH, bytes: undefined }, complaintsOfPolicy);
}

/** Lists the files of a tree that a policy takes for evaluations. */
export async function listEvaluations(
  github: GitHub,
  slug: Slug,
  tree: string,
  policy: Policy,
): Promise<TreeFile[]> {
  const wanted = compilePatterns(policy.evaluations);
  return (await listTree(github, slug, tree)).filter(({ path }) => wanted(path));
}

/** Reads files of a repository as a workspace. */
export async function readWorkspaceAt(
  github: GitHub,
  slug: Slug,
  files: readonly TreeFile[],
  policy: Policy,
  tools: Tools,
): Promise<Workspace> {
  const sources = await readFiles(github, slug, files, tools.blobs);
  return withWatchProblems(readWorkspace(sources, policy.fields));
}
