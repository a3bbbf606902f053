import { groupBy } from '../domain/group-by.ts';
import { compareText } from '../domain/order.ts';
import { dayOf } from '../domain/day.ts';
import type { WatchTrouble } from '../domain/dashboard-view.ts';
import { readUrl } from '../domain/url.ts';
import type { Watch } from '../domain/watch.ts';
import type { WatchState } from '../domain/watch-state.ts';

const DAY_MS = 86_400_000;

/** A condition whose last look told nothing, and whose it is. */
export interface Failing extends NonNullable<WatchState['failing']> {
  ids: readonly string[];
  source: string;
  target: string;
  errorAfter: Watch['errorAfter'];
}

/**
 * The failures that have gone on for long enough to be told: as many looks and days as the watch says, or at once where
 * they will not pass. All that one upstream does not answer is one trouble; a target that is not there is its own.
 */
export function troublesOf(failing: readonly Failing[], now: number): WatchTrouble[] {
  const worthTelling = failing.filter(
    ({ permanent, looks, errorAfter, since }) =>
      permanent || (looks >= errorAfter.runs && now - since >= errorAfter.for * DAY_MS),
  );
  const groups = groupBy(worthTelling, (one) => (one.missing ? one.why : whereOf(one)));
  return [...groups.values()].map(troubleOf).toSorted(bySize);
}

function troubleOf(group: readonly Failing[]): WatchTrouble {
  const [first] = group.toSorted((one, other) => one.since - other.since || compareText(one.why, other.why));
  const watches = [...new Set(group.flatMap(({ ids }) => ids))].sort();
  return {
    where: first === undefined ? '' : whereOf(first),
    why: first?.why ?? '',
    since: dayOf(first?.since ?? 0),
    watches,
  };
}

function whereOf({ source, target }: Failing): string {
  return readUrl(target)?.host || source;
}

function bySize(one: WatchTrouble, other: WatchTrouble): number {
  return other.watches.length - one.watches.length || compareText(one.why, other.why);
}
