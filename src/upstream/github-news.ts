import { daysBetween, parseDay, type Day } from '../domain/day.ts';
import type { Candidate, Choice } from './github-choice.ts';
import { isNewer } from './github-versions.ts';

/** One that a watch waits for, and whether it lies after what the watch calls known. */
export interface News<T extends Candidate> {
  item: T;
  late: boolean;
}

// Longer than any pause of the bot: GitHub itself stops schedules after 60 days without a commit.
const RECENT = 180;

/**
 * What can be news of those chosen, the newest first. Older ones come into sight only when others are deleted, and would
 * then be taken for new; the newest stays, as what was the case before.
 */
export function newsAmong<T extends Candidate>(
  chosen: readonly T[],
  all: readonly Candidate[],
  choice: Choice,
  today: Day,
): News<T>[] {
  return chosen
    .map((item) => ({ item, late: isLate(item, all, choice) }))
    .filter(({ item, late }, place) => late || place === 0 || isRecent(item, today));
}

/** Whether it lies after what the watch calls known: after both, where it names two. */
export function isLate(item: Candidate, all: readonly Candidate[], { since, evaluated }: Choice): boolean {
  const answers = [since, evaluated].flatMap((known) =>
    known === undefined ? [] : (isAfter(item, known, all) ?? []),
  );
  return answers.length > 0 && answers.every(Boolean);
}

function isRecent({ at }: Candidate, today: Day): boolean {
  const day = parseDay(at?.slice(0, 10));
  return day !== undefined && daysBetween(day, today) <= RECENT;
}

function isAfter({ tag, at }: Candidate, known: string, all: readonly Candidate[]): boolean | undefined {
  const day = parseDay(known);
  if (day !== undefined) return at === undefined ? undefined : at.slice(0, 10) > day;
  const byVersion = isNewer(tag, known);
  if (byVersion !== undefined) return byVersion;
  const other = all.find((each) => each.tag === known || each.tag === `v${known}`);
  return at === undefined || other?.at === undefined ? undefined : at > other.at;
}
