import { countsOf, dueByWeek, meanSupport, scheduleFrom } from '../domain/dashboard.ts';
import type { DashboardView, Listed } from '../domain/dashboard-view.ts';
import { factOf, findingKey } from '../domain/finding.ts';
import type { Present } from '../domain/plan.ts';
import type { Policy } from '../domain/policy.ts';
import type { Report } from '../domain/report.ts';
import { permissionsOf, type GitHub } from '../github/client.ts';
import type { TreeFile } from '../github/files.ts';
import type { Head } from '../github/repositories.ts';
import { findStaleBots } from './find-stale-bots.ts';
import type { Scan } from './scan.ts';
import { todayOf, type Tools } from './tools.ts';

/** What the dashboard shows beside what is counted. */
interface Shown extends Pick<DashboardView, 'troubles' | 'ended' | 'advice'> {
  listed: readonly Listed[];
}

/** The dashboard, where the repository wants one. */
export function scanDashboard(
  report: Report,
  shown: Shown,
  repositoryId: number,
  { mode }: Pick<Policy, 'mode'>,
  present: readonly Present[],
  tools: Pick<Tools, 'now' | 'everyMs'>,
): Scan {
  const key = findingKey(repositoryId, 'dashboard', 'all');
  if (mode === 'issues-only') return { findings: [], settled: [key], complete: [] };
  const last = present.find(({ memo }) => memo.key === key)?.memo;
  const view: DashboardView = {
    evaluations: report.judged.length,
    claims: countsOf(report),
    support: meanSupport(report),
    due: dueByWeek(report),
    ...scheduleFrom(todayOf(tools), tools.everyMs, last),
    ...shown,
  };
  // Whoever closes it wants none, whatever happens.
  const finding = { kind: 'dashboard', key, facts: [factOf('dashboard')], view } as const;
  return { findings: [finding], settled: [], complete: [] };
}

/** What stands in the bot's way here, among the files of the head's tree and in what it may do. */
export async function adviceFor(
  github: GitHub,
  { slug }: Head,
  tree: readonly TreeFile[],
  { issues }: Pick<Policy, 'issues'>,
  tools: Pick<Tools, 'blobs'>,
): Promise<string[]> {
  const bots = await findStaleBots(github, slug, tree, issues.labels, tools);
  return [
    ...(await missingPermissions(github)),
    ...bots.map(({ file, line, message, remedy }) => `\`${file}:${line}\`: ${message} ${remedy}`),
  ];
}

async function missingPermissions(github: GitHub): Promise<string[]> {
  const permissions = await permissionsOf(github);
  if (permissions === undefined || permissions['contents'] === 'write') return [];
  return [
    'It may not open pull requests that stamp ticked claims: grant the App the permission `contents: write`. Until then it says what to change.',
  ];
}
