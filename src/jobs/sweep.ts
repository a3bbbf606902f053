import { NOTHING_ASKED, type Asked } from '../domain/asked.ts';
import { factsOfProblems, findingKey } from '../domain/finding.ts';
import { POLICY_PATH, defaultPolicy, type Policy } from '../domain/policy.ts';
import { reportOn, type Report } from '../domain/report.ts';
import { awakened } from '../domain/snooze.ts';
import { tokenOf, type GitHub, type Slug } from '../github/client.ts';
import { listTree, type TreeFile } from '../github/files.ts';
import { listOwn, type Own } from '../github/issues.ts';
import { readHead, type Head } from '../github/repositories.ts';
import { lookForCopies } from './archived.ts';
import { healDuplicates } from './carry-out.ts';
import { checkLinks, knownSources, type LinkScan } from './check-links.ts';
import { withGitHubDoor } from './link-tools.ts';
import { evaluationsIn, isConfigured, readRepositoryPolicy, readWorkspaceAt } from './read-repository.ts';
import { onboard, onboardingKey } from './onboard.ts';
import { reconcile, type Tally } from './reconcile.ts';
import { catchUpTicks } from './run-ticks.ts';
import { adviceFor, scanDashboard } from './scan-dashboard.ts';
import { scanFreshness, staleSources } from './scan-freshness.ts';
import type { Scan } from './scan.ts';
import { todayOf, type Tools } from './tools.ts';
import { watchUpstream, type WatchScan } from './watch-upstream.ts';

/** What a sweep came to: what it did, or why it did nothing. */
export type SweepOutcome =
  /** `watched`: what was looked at upstream, `source:target`; undefined where no configuration could be read. */
  { kind: 'swept'; tally: Tally; watched?: readonly string[] } | { kind: 'idle'; why: string };

/**
 * Looks at everything in a repository and makes its issues say what was found. `hinted`: what a person has ticked on the
 * dashboard, should it not stand there any more.
 */
export async function sweep(
  github: GitHub,
  slug: Slug,
  tools: Tools,
  hinted: Asked = NOTHING_ASKED,
): Promise<SweepOutcome> {
  const head = await readHead(github, slug);
  if (!head) return { kind: 'idle', why: 'the repository is empty' };
  if (head.idle) return { kind: 'idle', why: head.idle };
  if (!isConfigured(head)) {
    const tally = await onboard(github, head, tools);
    return tally ? { kind: 'swept', tally } : { kind: 'idle', why: 'there are no evaluations' };
  }
  const policy = await readRepositoryPolicy(github, head, tools);
  const { own, asked } = await listAfterTicks(github, slug, hinted, tools);
  const configuration = findingKey(head.id, 'configuration', POLICY_PATH);
  if (!policy.value) {
    const { problems } = policy;
    const facts = factsOfProblems(problems);
    const finding = { kind: 'configuration', key: configuration, facts, problems } as const;
    // Only this is said, under the default settings: what the repository asked for is not known.
    const scan: Scan = { findings: [finding], settled: [onboardingKey(head)], complete: [] };
    const { tally } = await reconcile(github, head, [scan], own.issues, defaultPolicy(), asked, tools);
    return { kind: 'swept', tally };
  }
  const found = await lookAtAll(github, head, policy.value, own, asked, tools);
  const settled = [configuration, onboardingKey(head)];
  const scans = [{ findings: [], settled, complete: [] }, ...found.scans];
  const tally = await speak(github, head, { ...found, scans }, policy.value, own, asked, tools);
  await lookForCopies(found.links.dead, tools);
  return { kind: 'swept', tally, watched: found.events.watched };
}

interface Found {
  tree: readonly TreeFile[];
  report: Report;
  events: WatchScan;
  links: LinkScan;
  scans: readonly Scan[];
}

async function lookAtAll(
  github: GitHub,
  head: Head,
  policy: Policy,
  { issues, fixes }: Own,
  { recheck }: Asked,
  tools: Tools,
): Promise<Found> {
  const tree = await listTree(github, head.slug, head.tree);
  const files = evaluationsIn(tree, policy);
  const workspace = await readWorkspaceAt(github, head.slug, files, policy, tools);
  const linkTools = withGitHubDoor(github, head, tools);
  const awake = awakened(issues, todayOf(tools));
  const withAccess = withToken(tools, await tokenOf(github));
  const [events, links] = await Promise.all([
    watchUpstream(policy, workspace.evaluations, head.id, awake, withAccess),
    checkLinks(policy, workspace.evaluations, head.id, { issues: awake, fixes }, recheck, linkTools),
  ]);
  const report = reportOn(workspace, policy, todayOf(tools), { inDoubt: events.inDoubt });
  const known = await knownSources(staleSources(report), policy.links.failures, linkTools);
  const stale = scanFreshness(report, head.id, { known, holding: events.holding, fixes });
  return { tree, report, events, links, scans: [stale, events, links] };
}

async function speak(
  github: GitHub,
  head: Head,
  { tree, report, events, scans }: Found,
  policy: Policy,
  { issues }: Own,
  asked: Asked,
  tools: Tools,
): Promise<Tally> {
  const others = issues.filter(({ memo }) => memo.kind !== 'dashboard');
  const { tally, listed } = await reconcile(github, head, scans, others, policy, asked, tools);
  const dashboards = issues.filter(({ memo }) => memo.kind === 'dashboard');
  const advice = await adviceFor(github, head, tree, policy, tools);
  const shown = { ...events.dashboard, listed, advice };
  const scan = scanDashboard(report, shown, head.id, policy, dashboards, tools);
  const { tally: ofDashboard } = await reconcile(github, head, [scan], dashboards, policy, asked, tools);
  for (const step of Object.keys(tally) as (keyof Tally)[]) tally[step] += ofDashboard[step];
  if (tally.create > 0) tally.close += await healDuplicates(github, head, tools);
  return tally;
}

async function listAfterTicks(
  github: GitHub,
  slug: Slug,
  hinted: Asked,
  tools: Tools,
): Promise<{ own: Own; asked: Asked }> {
  const listed = await listOwn(github, slug, tools.appId);
  const { changed, asked } = await catchUpTicks(github, slug, listed.issues, tools);
  const own = changed ? await listOwn(github, slug, tools.appId) : listed;
  return { own, asked: asked.ticks.length > 0 ? asked : hinted };
}

/** Tools that ask GitHub about other repositories as the installation. */
function withToken(tools: Tools, token: string | undefined): Tools {
  return { ...tools, accessTo: (source, target) => tools.accessTo(source, target, token) };
}
