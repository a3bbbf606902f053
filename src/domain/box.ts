import { addDays, type Day } from './day.ts';
import type { Person } from './person.ts';
import type { Memo } from './plan.ts';
import { asleepUntil, SNOOZE_DAYS, withoutSnooze } from './snooze.ts';

/** What closes an issue when a person ticks it. Of several that are ticked the first counts. */
export const boxes = ['claims-updated', 'not-relevant', 'snooze'] as const;
export type Box = (typeof boxes)[number];

/** All that a person can ask for by ticking a box, in the order in which it is done. */
export const deeds = [
  ...boxes,
  /** The claim, or the claims of the dimension, that the box names were looked at today. */
  'verified',
  /** Sets the dates of claims whose sources are dead or have changed, too. */
  'despite',
  /** Opens the pull request that replaces an address. */
  'replace',
  /** Opens an issue that waits. */
  'open',
  /** Closes an issue for a while. */
  'sleep',
  /** Opens an issue that sleeps. */
  'wake',
  /** Looks at everything again. */
  'rescan',
  /** Asks every link again, whenever it was asked last. */
  'recheck',
] as const;
export type Deed = (typeof deeds)[number];

/** A box that is ticked: what is asked for, and of what, where that is not the issue itself. */
export interface Tick {
  deed: Deed;
  /** A fact (10 hexadecimal digits) of a claim, a dimension or an address, or the key (16) of an issue. */
  of: string | undefined;
}

/** A box that a webhook says was ticked. The issue may have been written over since, by the bot itself. */
export interface TickHint {
  tick: Tick;
  by: Person;
  /** Milliseconds since 1970, by GitHub's clock. */
  at: number;
}

/** Whether two boxes ask for the same. */
export function isSameTick(one: Tick, other: Tick): boolean {
  return one.deed === other.deed && one.of === other.of;
}

/** Whether a box closes the issue that it stands in. */
export function isClosing(deed: Deed): deed is Box {
  return boxes.some((box) => box === deed);
}

/**
 * What an issue remembers once it was closed for somebody who ticked a box: a person's close, which stands until there
 * is a new fact, or until the day on which the issue has slept enough.
 */
export function memoAfter(memo: Memo, box: Box, today: Day): Memo {
  if (box === 'snooze') return asleepUntil(memo, addDays(today, SNOOZE_DAYS));
  return { ...withoutSnooze(memo), closedByBot: false };
}
