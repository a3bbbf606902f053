import { factOf, findingKey, type Finding } from '../domain/finding.ts';
import type { Scan } from './scan.ts';

type Dashboard = Extract<Finding, { kind: 'dashboard' }>;

/** The dashboard is there while an upstream cannot be looked at; what else it says opens no issue. */
export function scanDashboard(
  { troubles, ended }: Pick<Dashboard, 'troubles' | 'ended'>,
  repositoryId: number,
): Scan {
  const key = findingKey(repositoryId, 'dashboard', 'all');
  if (troubles.length === 0) return { findings: [], settled: [key], complete: [] };
  // What a person who closes it has seen: which upstreams, not how they fail.
  const facts = [...new Set(troubles.map(({ where }) => factOf(where)))];
  return { findings: [{ kind: 'dashboard', key, facts, troubles, ended }], settled: [], complete: [] };
}
