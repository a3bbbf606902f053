import { factsOfProblems, findingKey } from '../domain/finding.ts';
import { POLICY_PATH, defaultPolicy } from '../domain/policy.ts';
import type { Present } from '../domain/plan.ts';
import { reportOn } from '../domain/report.ts';
import { awakened } from '../domain/snooze.ts';
import { tokenOf, type GitHub, type Slug } from '../github/client.ts';
import { listOwnIssues } from '../github/issues.ts';
import { readHead } from '../github/repositories.ts';
import { lookForCopies } from './archived.ts';
import { checkLinks, knownSources } from './check-links.ts';
import { withGitHubDoor } from './link-tools.ts';
import { listEvaluations, readRepositoryPolicy, readWorkspaceAt } from './read-repository.ts';
import { scanDashboard } from './scan-dashboard.ts';
import { reconcile, type Tally } from './reconcile.ts';
import { catchUpTicks } from './run-ticks.ts';
import type { Scan } from './scan.ts';
import { scanFreshness, staleSources } from './scan-freshness.ts';
import { todayOf, type Tools } from './tools.ts';
import { watchUpstream } from './watch-upstream.ts';

/** What a sweep came to: what it did, or why it did nothing. */
export type SweepOutcome =
  /** `watched`: what was looked at upstream, `source:target`; undefined where the configuration could not be read. */
  { kind: 'swept'; tally: Tally; watched?: readonly string[] } | { kind: 'idle'; why: string };

/** Looks at everything in a repository and makes its issues say what was found. */
export async function sweep(github: GitHub, slug: Slug, tools: Tools): Promise<SweepOutcome> {
  const head = await readHead(github, slug);
  if (!head) return { kind: 'idle', why: 'the repository is empty' };
  if (head.idle) return { kind: 'idle', why: head.idle };
  const policy = await readRepositoryPolicy(github, head, tools);
  const present = await listAfterTicks(github, slug, tools);
  const configuration = findingKey(head.id, 'configuration', POLICY_PATH);
  if (!policy.value) {
    const { problems } = policy;
    const facts = factsOfProblems(problems);
    const finding = { kind: 'configuration', key: configuration, facts, problems } as const;
    // Only this is said, under the default settings: what the repository asked for is not known.
    const scan: Scan = { findings: [finding], settled: [], complete: [] };
    return {
      kind: 'swept',
      tally: await reconcile(github, head, [scan], present, defaultPolicy().issues, tools),
    };
  }
  const files = await listEvaluations(github, slug, head.tree, policy.value);
  const workspace = await readWorkspaceAt(github, slug, files, policy.value, tools);
  const linkTools = withGitHubDoor(github, head, tools);
  const [events, links] = await Promise.all([
    watchUpstream(
      policy.value,
      workspace.evaluations,
      head.id,
      awakened(present, todayOf(tools)),
      withToken(tools, await tokenOf(github)),
    ),
    checkLinks(policy.value, workspace.evaluations, head.id, present, linkTools),
  ]);
  const { inDoubt } = events;
  const report = reportOn(workspace, policy.value, todayOf(tools), { inDoubt });
  const scans: Scan[] = [
    { findings: [], settled: [configuration], complete: [] },
    scanFreshness(report, head.id, await knownSources(staleSources(report), linkTools), events.holding),
    events,
    links,
    scanDashboard(events.dashboard, head.id),
  ];
  const tally = await reconcile(github, head, scans, present, policy.value.issues, tools);
  await lookForCopies(links.dead, tools);
  return { kind: 'swept', tally, watched: events.watched };
}

async function listAfterTicks(github: GitHub, slug: Slug, tools: Tools): Promise<Present[]> {
  const listed = await listOwnIssues(github, slug, tools.appId);
  const changed = await catchUpTicks(github, slug, listed, tools);
  return changed ? listOwnIssues(github, slug, tools.appId) : listed;
}

/** Tools that ask GitHub about other repositories as the installation. */
function withToken(tools: Tools, token: string | undefined): Tools {
  return { ...tools, accessTo: (source, target) => tools.accessTo(source, target, token) };
}
