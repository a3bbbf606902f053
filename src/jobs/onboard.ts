import { NOTHING_ASKED } from '../domain/asked.ts';
import { countsOf } from '../domain/dashboard.ts';
import { MAX_FILE_BYTES } from '../domain/document.ts';
import { factOf, findingKey, type Finding } from '../domain/finding.ts';
import { compareText } from '../domain/order.ts';
import { defaultPolicy, type Policy } from '../domain/policy.ts';
import { mayBeEvaluation, patternsFor } from '../domain/propose-patterns.ts';
import { reportOn, type Report } from '../domain/report.ts';
import type { Setup } from '../domain/setup.ts';
import type { Workspace } from '../domain/workspace.ts';
import type { GitHub } from '../github/client.ts';
import { listTree, type TreeFile } from '../github/files.ts';
import { listOwn } from '../github/issues.ts';
import type { Head } from '../github/repositories.ts';
import { healDuplicates } from './carry-out.ts';
import { evaluationsIn, readWorkspaceAt } from './read-repository.ts';
import { reconcile, stepsFor, type Tally } from './reconcile.ts';
import { adviceFor, scanDashboard } from './scan-dashboard.ts';
import { scanFreshness } from './scan-freshness.ts';
import { todayOf, type Tools } from './tools.ts';

/** Where nobody has said which files are evaluations, so much is looked through. */
const MAX_FILES = 300;
const MAX_BYTES = 20 * 1024 * 1024;

/**
 * Says in a repository that nobody has configured what would be done there, in one issue; nothing else there is touched.
 * Undefined where there are no evaluations, and so nothing to say.
 */
export async function onboard(github: GitHub, head: Head, tools: Tools): Promise<Tally | undefined> {
  const tree = await listTree(github, head.slug, head.tree);
  const finding = await findSetup(github, head, tree, tools);
  if (!finding) return undefined;
  const { issues } = await listOwn(github, head.slug, tools.appId);
  const present = issues.filter(({ memo }) => memo.kind === 'onboarding');
  const scan = { findings: [finding], settled: [], complete: [] };
  const { policy } = finding.setup;
  const { tally } = await reconcile(github, head, [scan], present, policy, NOTHING_ASKED, tools);
  if (tally.create > 0) tally.close += await healDuplicates(github, head, tools);
  return tally;
}

/** The one finding of a repository that nobody has configured; undefined where it holds no evaluations. */
export async function findSetup(
  github: GitHub,
  head: Head,
  tree: readonly TreeFile[],
  tools: Tools,
): Promise<Extract<Finding, { kind: 'onboarding' }> | undefined> {
  const proposal = await propose(github, head, tree, tools);
  if (!proposal) return undefined;
  const { policy, workspace } = proposal;
  const report = reportOn(workspace, policy, todayOf(tools));
  const { total, stale } = countsOf(report);
  const setup: Setup = {
    evaluations: report.judged.length,
    claims: { total, stale },
    problems: report.problems.filter(({ level }) => level === 'fail').length,
    policy,
    ...firstDay(report, head, policy, tools),
    advice: await adviceFor(github, head, tree, policy, tools),
  };
  // Whoever closes it wants none, whatever is found later.
  return { kind: 'onboarding', key: onboardingKey(head), facts: [factOf('onboarding')], setup };
}

/** The key of the finding that a repository is not configured. */
export function onboardingKey({ id }: Head): string {
  return findingKey(id, 'onboarding', 'all');
}

// The default settings, where they name evaluations; else patterns for those that are found.
async function propose(
  github: GitHub,
  { slug }: Head,
  tree: readonly TreeFile[],
  tools: Tools,
): Promise<{ policy: Policy; workspace: Workspace } | undefined> {
  const usual = defaultPolicy();
  const read = (files: readonly TreeFile[]) => readWorkspaceAt(github, slug, files, usual, tools);
  const workspace = await read(evaluationsIn(tree, usual));
  if (filesWithClaims(workspace).length > 0) return { policy: usual, workspace };
  const found = filesWithClaims(await read(worthALook(tree)));
  if (found.length === 0) return undefined;
  const policy = { ...usual, evaluations: patternsFor(found) };
  return { policy, workspace: await read(evaluationsIn(tree, policy)) };
}

function filesWithClaims({ evaluations }: Workspace): string[] {
  return evaluations.flatMap(({ claims, file }) => (claims.length > 0 ? file : []));
}

// In a large repository only those of the shortest paths: evaluations seldom hide.
function worthALook(tree: readonly TreeFile[]): TreeFile[] {
  const candidates = tree
    .filter(({ path, size = 0 }) => mayBeEvaluation(path) && size <= MAX_FILE_BYTES)
    .toSorted((one, other) => one.path.length - other.path.length || compareText(one.path, other.path))
    .slice(0, MAX_FILES);
  let bytes = 0;
  return candidates.filter(({ size = 0 }) => (bytes += size) <= MAX_BYTES);
}

// What no look at sources or upstreams adds to.
function firstDay(
  report: Report,
  head: Head,
  policy: Policy,
  tools: Tools,
): Pick<Setup, 'opens' | 'waiting'> {
  const shown = { listed: [], troubles: [], ended: [], advice: [] };
  const scans = [
    scanFreshness(report, head.id, { known: new Map(), holding: new Set(), fixes: [] }),
    scanDashboard(report, shown, head.id, policy, [], tools),
  ];
  const steps = stepsFor(head, scans, [], policy, tools);
  return {
    opens: steps.flatMap((step) => (step.step === 'create' ? step.wanted.title : [])),
    waiting: steps.filter(({ step }) => step === 'wait').length,
  };
}
