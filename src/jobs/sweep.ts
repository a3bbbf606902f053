import { factsOfProblems, findingKey } from '../domain/finding.ts';
import { POLICY_PATH, defaultPolicy } from '../domain/policy.ts';
import { reportOn } from '../domain/report.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { listOwnIssues } from '../github/issues.ts';
import { readHead } from '../github/repositories.ts';
import { lookForCopies } from './archived.ts';
import { checkLinks, knownSources } from './check-links.ts';
import { withGitHubDoor } from './link-tools.ts';
import { listEvaluations, readRepositoryPolicy, readWorkspaceAt } from './read-repository.ts';
import { reconcile, type Tally } from './reconcile.ts';
import type { Scan } from './scan.ts';
import { scanFreshness, staleSources } from './scan-freshness.ts';
import { todayOf, type Tools } from './tools.ts';
import { watchUpstream } from './watch-upstream.ts';

/** What a sweep came to: what it did, or why it did nothing. */
export type SweepOutcome = { kind: 'swept'; tally: Tally } | { kind: 'idle'; why: string };

/** Looks at everything in a repository and makes its issues say what was found. */
export async function sweep(github: GitHub, slug: Slug, tools: Tools): Promise<SweepOutcome> {
  const head = await readHead(github, slug);
  if (!head) return { kind: 'idle', why: 'the repository is empty' };
  if (head.idle) return { kind: 'idle', why: head.idle };
  const policy = await readRepositoryPolicy(github, head, tools);
  const present = await listOwnIssues(github, slug, tools.appId);
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
  const report = reportOn(workspace, policy.value, todayOf(tools));
  const linkTools = withGitHubDoor(github, head, tools);
  const [events, links] = await Promise.all([
    watchUpstream(policy.value, workspace.evaluations, head.id, tools),
    checkLinks(policy.value, workspace.evaluations, head.id, present, linkTools),
  ]);
  const scans: Scan[] = [
    { findings: [], settled: [configuration], complete: [] },
    scanFreshness(report, head.id, await knownSources(staleSources(report), linkTools)),
    events,
    links,
  ];
  const tally = await reconcile(github, head, scans, present, policy.value.issues, tools);
  await lookForCopies(links.dead, tools);
  return { kind: 'swept', tally };
}
