import type { Day } from './day.ts';
import type { FindingKind } from './finding-kind.ts';

/** Watches that could not be looked at for long enough to say so, for one reason. */
export interface WatchTrouble {
  /** The source, or the host for sources that are given addresses. */
  where: string;
  why: string;
  /** The day since which the longest of them could not be looked at. */
  since: Day;
  /** Their ids, in order. */
  watches: readonly string[];
}

/** A watch that nobody looks at any more, and why. */
export interface EndedWatch {
  id: string;
  why: 'expired' | 'done';
}

/** What became of a finding on GitHub. */
export type IssueState =
  | { state: 'open'; number: number }
  /** The most that may be opened in a day has been opened. */
  | { state: 'waiting' }
  | { state: 'asleep'; number: number; until: Day }
  /** A person has closed it, and nothing is new. */
  | { state: 'dismissed'; number: number };

/** A finding, as the dashboard lists it. */
export interface Listed {
  key: string;
  kind: Exclude<FindingKind, 'dashboard'>;
  title: string;
  is: IssueState;
  /** Who made what the finding is about: many of one maker are one row. */
  maker: string | undefined;
}

/** What becomes stale in a week. */
export interface DueWeek {
  /** Its Monday. */
  week: Day;
  claims: number;
  evaluations: number;
}

/** The state of a repository, for a minute's read. Nothing in it changes from one sweep of a day to the next. */
export interface DashboardView {
  evaluations: number;
  claims: { total: number; fresh: number; due: number; stale: number };
  /** The mean over all evaluations, in whole per cent; undefined where nothing is scored. */
  support: number | undefined;
  /** The day of this scan, the day by which the next one is due, and the last day on which it is no alarm if there was none. */
  scanned: Day;
  nextBy: Day;
  alarmAfter: Day;
  /** Nobody looked between these days, though somebody should have. */
  gap: { from: Day; to: Day } | undefined;
  listed: readonly Listed[];
  due: readonly DueWeek[];
  troubles: readonly WatchTrouble[];
  ended: readonly EndedWatch[];
  /** What the bot cannot do, and what would let it. */
  advice: readonly string[];
}
