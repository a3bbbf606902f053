import { addDays, type Day } from './day.ts';
import type { Memo } from './plan.ts';
import { SNOOZE_DAYS, withoutSnooze } from './snooze.ts';

/** What a person can ask for by ticking a box. Of several that are ticked the first counts. */
export const boxes = ['claims-updated', 'not-relevant', 'snooze'] as const;
export type Box = (typeof boxes)[number];

/**
 * What an issue remembers once it was closed for somebody who ticked a box: a person's close, which stands until there
 * is a new fact, or until the day on which the issue has slept enough.
 */
export function memoAfter(memo: Memo, box: Box, today: Day): Memo {
  const closed = { ...withoutSnooze(memo), closedByBot: false };
  return box === 'snooze' ? { ...closed, snoozed: addDays(today, SNOOZE_DAYS) } : closed;
}
