import * as z from 'zod';
import { parseDay, type Day } from '../domain/day.ts';
import type { Severity } from '../domain/event.ts';
import { compareText } from '../domain/order.ts';
import { highest } from './advisory-severity.ts';

/** A name of an advisory at any of those who give names. */
export const advisoryName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,59}$/);

/** What one publisher says of one vulnerability of one package. */
export interface Advisory {
  id: string;
  aliases: readonly string[];
  severity: Severity | undefined;
  summary: string;
  published: Day | undefined;
  withdrawn: Day | undefined;
  /** The versions that it affects, and those that are right again, in words. */
  affected: readonly string[];
  fixed: readonly string[];
  /** Where a person can read it. */
  url: string;
}

/** One vulnerability, whoever writes about it. */
export interface Vulnerability {
  /** All its names: the lowest CVE first, then the lowest GHSA. */
  names: readonly [string, ...string[]];
  advisories: readonly [Advisory, ...Advisory[]];
  /** The highest that anybody gives it. */
  severity: Severity | undefined;
}

/** The vulnerabilities behind the advisories: those that share a name are one. */
export function vulnerabilitiesOf(advisories: readonly Advisory[]): Vulnerability[] {
  let found: { names: Set<string>; advisories: [Advisory, ...Advisory[]] }[] = [];
  for (const advisory of advisories) {
    const names = [advisory.id, ...advisory.aliases.filter((alias) => advisoryName.safeParse(alias).success)];
    const same = found.filter((other) => names.some((name) => other.names.has(name)));
    found = found.filter((other) => !same.includes(other));
    found.push({
      names: new Set([...same.flatMap((other) => [...other.names]), ...names]),
      advisories: [advisory, ...same.flatMap((other) => other.advisories)],
    });
  }
  return found.map(({ names, advisories }) => ({
    names: inOrder(names),
    advisories: advisories.sort((a, b) => compareText(a.id, b.id)),
    severity: highest(advisories.map(({ severity }) => severity)),
  }));
}

/** The day of a moment as upstream writes it: `2023-07-03T21:15:00Z`. */
export function dayIn(moment: string | null | undefined): Day | undefined {
  return parseDay(moment?.slice(0, 10));
}

// Whatever the number of names, few enough to be remembered.
const MOST_NAMES = 30;

function inOrder(names: ReadonlySet<string>): [string, ...string[]] {
  const [first = '', ...rest] = [...names].sort(byRank);
  return [first, ...rest.slice(0, MOST_NAMES)];
}

// By number, so that CVE-2023-9999 comes before CVE-2023-10000.
function byRank(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || a.localeCompare(b, 'en', { numeric: true }) || compareText(a, b);
}

function rankOf(name: string): number {
  if (/^CVE-\d/.test(name)) return 0;
  return name.startsWith('GHSA-') ? 1 : 2;
}
