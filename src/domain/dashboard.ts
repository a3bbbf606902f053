import { addDays, daysBetween, mondayOf, type Day } from './day.ts';
import type { DashboardView, DueWeek, Listed } from './dashboard-view.ts';
import { factOf, type Finding } from './finding.ts';
import { countStates, type Report } from './report.ts';

/** Days ahead that the dashboard looks. */
const HORIZON_DAYS = 30;

/** What becomes stale in the coming weeks, by week. */
export function dueByWeek({ judged, today }: Report): DueWeek[] {
  const weeks = new Map<Day, { claims: number; evaluations: Set<string> }>();
  for (const { evaluation, freshness } of judged) {
    for (const { staleOn } of freshness) {
      if (staleOn === undefined || staleOn <= today || daysBetween(today, staleOn) > HORIZON_DAYS) continue;
      const week = mondayOf(staleOn);
      const known = weeks.get(week) ?? { claims: 0, evaluations: new Set() };
      known.claims++;
      known.evaluations.add(evaluation.id);
      weeks.set(week, known);
    }
  }
  return [...weeks]
    .map(([week, { claims, evaluations }]) => ({ week, claims, evaluations: evaluations.size }))
    .toSorted((one, other) => (one.week < other.week ? -1 : 1));
}

/** The counts of a report. What is in doubt counts as stale. */
export function countsOf({ judged }: Report): DashboardView['claims'] {
  const all = judged.flatMap(({ freshness }) => freshness);
  const { total, fresh, due, stale, undated } = countStates(all);
  return { total, fresh, due, stale: stale + undated };
}

/** The mean support of a report's evaluations, in whole per cent. */
export function meanSupport({ judged }: Report): number | undefined {
  const known = judged.flatMap(({ support }) => support ?? []);
  if (known.length === 0) return undefined;
  return Math.round(known.reduce((sum, support) => sum + support, 0) / known.length);
}

/** When a repository that is scanned every so many milliseconds should be scanned next. `last`: what the scan before said. */
export function scheduleFrom(
  scanned: Day,
  everyMs: number,
  last: { scanned?: Day | undefined; gap?: Day | undefined } = {},
): Pick<DashboardView, 'scanned' | 'nextBy' | 'alarmAfter' | 'gap'> {
  // Whole days: a time of the day would make each scan an edit.
  const days = Math.max(1, Math.ceil(everyMs / 86_400_000));
  // What the first scan of a day has said stays for that day.
  const before = last.scanned === scanned ? last.gap : last.scanned;
  const isLate = before !== undefined && daysBetween(before, scanned) > 2 * days;
  return {
    scanned,
    nextBy: addDays(scanned, days),
    alarmAfter: addDays(scanned, 2 * days),
    gap: isLate ? { from: before, to: scanned } : undefined,
  };
}

/** Who made what a finding is about, where it says so. */
export function makerOf(finding: Finding): string | undefined {
  if (finding.kind !== 'stale') return undefined;
  const { provider } = finding.evaluation.raw;
  return typeof provider === 'string' && provider.trim() !== '' ? provider.trim() : undefined;
}

/** So many findings of one kind, in one state and of one maker are one row. */
const MANY = 10;

/** Findings that are one row of the dashboard: one, or many of one maker. */
export interface Row {
  /** The key of the one, or the fact of the group. */
  of: string;
  maker: string | undefined;
  findings: readonly Listed[];
}

/** Gathers findings of one state into rows, in their order. */
export function rowsOf(listed: readonly Listed[]): Row[] {
  const groups = new Map<string, Listed[]>();
  for (const one of listed) {
    const group = groupOf(one);
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  const told = new Set<string>();
  return listed.flatMap((one): Row[] => {
    const group = groupOf(one);
    const all = group === undefined ? undefined : groups.get(group);
    if (group === undefined || all === undefined || all.length < MANY)
      return [{ of: one.key, maker: undefined, findings: [one] }];
    if (told.has(group)) return [];
    told.add(group);
    return [{ of: group, maker: one.maker, findings: all }];
  });
}

/** The group that a finding belongs to, in a few characters. */
export function groupOf({ kind, maker }: Pick<Listed, 'kind' | 'maker'>): string | undefined {
  return maker === undefined ? undefined : factOf(`maker\n${kind}\n${maker.toLowerCase()}`);
}
