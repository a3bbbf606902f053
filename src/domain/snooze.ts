import type { Day } from './day.ts';

/** How long the box puts an issue off. */
export const SNOOZE_DAYS = 30;

/** What may sleep, and until which day. */
interface Sleeper {
  snoozed?: Day | undefined;
}

/** Whether it was put off until a day that has come. */
export function isAwake({ snoozed }: Sleeper, today: Day): boolean {
  return snoozed !== undefined && snoozed <= today;
}

/** Issues as those who look for news should see them: one that has slept long enough counts as open. */
export function awakened<T extends { open: boolean; memo: Sleeper }>(issues: readonly T[], today: Day): T[] {
  return issues.map((issue) => (isAwake(issue.memo, today) ? { ...issue, open: true } : issue));
}

/** The same, put off until a day by a person. */
export function asleepUntil<T extends Sleeper & { closedByBot: boolean }>(memo: T, snoozed: Day): T {
  return { ...memo, closedByBot: false, snoozed };
}

/** The same, and no longer asleep. */
export function withoutSnooze<T extends Sleeper>(memo: T): Omit<T, 'snoozed'> {
  const { snoozed: _, ...awake } = memo;
  return awake;
}
