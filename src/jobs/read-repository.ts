import type { SourceFile } from '../domain/document.ts';
import { compilePatterns } from '../domain/pattern.ts';
import { POLICY_PATH, readPolicies, type Policy, type PolicyFile } from '../domain/policy.ts';
import type { Problem, Reading } from '../domain/problem.ts';
import { readWorkspace, type Workspace } from '../domain/workspace.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { listTree, readFiles, type TreeFile } from '../github/files.ts';
import { readHead, type Head } from '../github/repositories.ts';
import type { Tools } from './tools.ts';
import { complaintsOfPolicy, withWatchProblems } from './watch-problems.ts';

/**
 * Whether somebody has configured a repository: it or its organisation has a configuration, be it empty. `proposed`: what
 * is to stand in it instead; null where the file is to be deleted.
 */
export function isConfigured(head: Head, proposed?: TreeFile | null): boolean {
  return ownPolicy(head, proposed) !== undefined || head.organisation !== undefined;
}

function ownPolicy({ policyBlob }: Head, proposed: TreeFile | null | undefined): string | undefined {
  return proposed === undefined ? policyBlob : proposed?.blob;
}

/**
 * Reads the policy that rules a repository: the one on its default branch, or the one that is proposed in its stead, over
 * its organisation's, over the defaults. `proposed` is null where the file is to be deleted.
 */
export async function readRepositoryPolicy(
  github: GitHub,
  head: Head,
  tools: Tools,
  proposed?: TreeFile | null,
): Promise<Reading<Policy>> {
  const files: PolicyFile[] = [];
  const { organisation } = head;
  if (organisation) {
    const { owner, repo } = organisation.slug;
    const file = await readPolicyFile(github, organisation.slug, organisation.blob, tools);
    files.push({ ...file, repository: `${owner}/${repo}` });
  }
  const blob = ownPolicy(head, proposed);
  if (blob !== undefined) files.push(await readPolicyFile(github, head.slug, blob, tools));
  const { value, problems } = readPolicies(files, complaintsOfPolicy);
  return { value: value?.policy, problems: organisation?.hidden ? problems.map(withoutValues) : problems };
}

async function readPolicyFile(github: GitHub, slug: Slug, blob: string, tools: Tools): Promise<SourceFile> {
  const file = { path: POLICY_PATH, blob, size: undefined };
  const [source] = await readFiles(github, slug, [file], tools.blobs);
  return source ?? { path: POLICY_PATH, bytes: undefined };
}

// What stands in a private file is not told to everybody who can see a public repository.
function withoutValues(problem: Problem): Problem {
  if (problem.repository === undefined) return problem;
  return {
    ...problem,
    message: 'This line has a problem.',
    remedy: `Whoever can see ${problem.repository} can mend it.`,
  };
}

/** A repository's evaluations as its policy has them. */
export interface Registry {
  kind: 'read';
  head: Head;
  policy: Policy;
  workspace: Workspace;
}

/** Reads a repository; or why nothing may be done there, or cannot. */
export async function readRegistry(
  github: GitHub,
  slug: Slug,
  tools: Tools,
): Promise<Registry | { kind: 'idle'; why: string }> {
  const head = await readHead(github, slug);
  if (!head) return { kind: 'idle', why: 'the repository is empty' };
  if (head.idle) return { kind: 'idle', why: head.idle };
  const { value: policy } = await readRepositoryPolicy(github, head, tools);
  if (!policy) return { kind: 'idle', why: 'the configuration has problems' };
  const files = await listEvaluations(github, slug, head.tree, policy);
  const workspace = await readWorkspaceAt(github, slug, files, policy, tools);
  return { kind: 'read', head, policy, workspace };
}

/** Lists the files of a tree that a policy takes for evaluations. */
export async function listEvaluations(
  github: GitHub,
  slug: Slug,
  tree: string,
  policy: Policy,
): Promise<TreeFile[]> {
  return evaluationsIn(await listTree(github, slug, tree), policy);
}

/** The files of a listed tree that a policy takes for evaluations. */
export function evaluationsIn(tree: readonly TreeFile[], policy: Policy): TreeFile[] {
  const wanted = compilePatterns(policy.evaluations);
  return tree.filter(({ path }) => wanted(path));
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
