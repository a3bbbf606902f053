import { isDeepStrictEqual } from 'node:util';
import { factsOfProblems, findingKey } from '../domain/finding.ts';
import { previewOf, type PolicyPreview } from '../domain/policy-preview.ts';
import { defaultPolicy, POLICY_PATH, type Policy } from '../domain/policy.ts';
import type { Present, Step } from '../domain/plan.ts';
import type { Reading } from '../domain/problem.ts';
import { reportOn } from '../domain/report.ts';
import type { Workspace } from '../domain/workspace.ts';
import type { GitHub } from '../github/client.ts';
import { listTree, readFiles, type TreeFile } from '../github/files.ts';
import { listOwn } from '../github/issues.ts';
import type { Head } from '../github/repositories.ts';
import { findSetup, onboardingKey } from './onboard.ts';
import { evaluationsIn, isConfigured, readWorkspaceAt } from './read-repository.ts';
import { stepsFor } from './reconcile.ts';
import type { Scan } from './scan.ts';
import { scanFreshness } from './scan-freshness.ts';
import { todayOf, type Tools } from './tools.ts';

/** Anybody may propose a configuration: what it adds to what is read anyway has a limit. */
const MAX_MORE_FILES = 1_000;
const MAX_MORE_BYTES = 50 * 1024 * 1024;

/** What is to rule a repository. */
export interface Proposal {
  policy: Policy;
  /** Whether the repository is still configured with it. */
  configures: boolean;
}

/**
 * What a proposed policy would do to a repository's issues, beside what the present one would do. Nothing is written, and
 * nobody but GitHub is asked.
 */
export async function previewPolicy(
  github: GitHub,
  head: Head,
  present: Reading<Policy>,
  { policy: proposed, configures }: Proposal,
  tools: Tools,
): Promise<PolicyPreview> {
  const isSame = configures === isConfigured(head);
  if (isSame && isDeepStrictEqual({ ...present.value, extends: [] }, { ...proposed, extends: [] }))
    return { kind: 'unchanged' };
  const tree = await listTree(github, head.slug, head.tree);
  const now = new Set(present.value ? evaluationsIn(tree, present.value) : []);
  const more = evaluationsIn(tree, proposed).filter((file) => !now.has(file));
  const bytes = more.reduce((sum, { size = 0 }) => sum + size, 0);
  if (more.length > MAX_MORE_FILES || bytes > MAX_MORE_BYTES)
    return { kind: 'too-many-files', files: more.length };
  const { issues } = await listOwn(github, head.slug, tools.appId);
  // Both in one go, so that they share requests.
  await readFiles(github, head.slug, [...now, ...more], tools.blobs);
  const workspaceOf = (policy: Policy) =>
    readWorkspaceAt(github, head.slug, evaluationsIn(tree, policy), policy, tools);
  const ruled = async (policy: Policy) => stepsUnder(policy, await workspaceOf(policy), issues, head, tools);
  const unruled = () => stepsOfSetup(github, head, tree, issues, tools);
  const after = configures ? await ruled(proposed) : await unruled();
  if (!isConfigured(head)) return { kind: 'issues', issues: previewOf(await unruled(), after) };
  const before = present.value ? await ruled(present.value) : stepsWithout(present, issues, head, tools);
  return { kind: 'issues', issues: previewOf(before, after) };
}

// Where nobody has configured anything, that is all that is said.
async function stepsOfSetup(
  github: GitHub,
  head: Head,
  tree: readonly TreeFile[],
  issues: readonly Present[],
  tools: Tools,
): Promise<Step[]> {
  const finding = await findSetup(github, head, tree, tools);
  const scan: Scan = { findings: finding ? [finding] : [], settled: [], complete: [] };
  return stepsFor(head, [scan], issues, defaultPolicy(), tools);
}

function stepsUnder(
  policy: Policy,
  workspace: Workspace,
  issues: readonly Present[],
  head: Head,
  tools: Tools,
): Step[] {
  const report = reportOn(workspace, policy, todayOf(tools));
  const scans: Scan[] = [
    { findings: [], settled: [configurationKey(head), onboardingKey(head)], complete: [] },
    // What earlier looks at sources tell changes the words of an issue only.
    scanFreshness(report, head.id, { known: new Map(), holding: new Set(), fixes: [] }),
  ];
  return stepsFor(head, scans, issues, policy, tools);
}

// While the configuration cannot be read, that is all that is said.
function stepsWithout(
  { problems }: Reading<Policy>,
  issues: readonly Present[],
  head: Head,
  tools: Tools,
): Step[] {
  const finding = {
    kind: 'configuration',
    key: configurationKey(head),
    facts: factsOfProblems(problems),
    problems,
  } as const;
  const scan: Scan = { findings: [finding], settled: [onboardingKey(head)], complete: [] };
  return stepsFor(head, [scan], issues, defaultPolicy(), tools);
}

function configurationKey({ id }: Head): string {
  return findingKey(id, 'configuration', POLICY_PATH);
}
