import { daysBetween, type Day } from './day.ts';
import type { FindingKind } from './finding-kind.ts';
import { isAwake, withoutSnooze } from './snooze.ts';

/** What the bot leaves for itself in an issue, in a hidden marker. */
export interface Memo {
  key: string;
  kind: FindingKind;
  facts: readonly string[];
  /** The bot closed this issue; without it, a closed issue was closed by a person. */
  closedByBot: boolean;
  /** The latest day on which a claim in doubt had been verified when the issue was opened. */
  answered: Day | undefined;
  /** A person has closed this issue until this day. */
  snoozed?: Day | undefined;
  /** The days on which the bot has opened it again, as far as they still tell that it flaps. */
  reopened?: readonly Day[];
  /** The day of the last full scan, in a dashboard. */
  scanned?: Day | undefined;
  /** The day of the last scan before that one, where there should have been others between them. */
  gap?: Day | undefined;
  /** The number of the issue that told the same before. */
  earlier?: number | undefined;
  /** It has come and gone so often that only a person closes it. */
  flapping?: boolean;
}

/** An issue that should be open. Its body is written once it is known what it must remember. */
export interface Wanted {
  key: string;
  kind: FindingKind;
  facts: readonly string[];
  /** The latest day on which any of the claims in doubt was verified: whatever answers the issue comes after it. */
  verified: Day | undefined;
  /** The day since which all of them have been verified. */
  answered: Day | undefined;
  /** Labels and assignees beside those of all issues. */
  more: { labels: readonly string[]; assignees: readonly string[] };
  title: string;
  body(memo: Memo): string;
}

/** An issue of the bot's own that GitHub shows, open or closed. */
export interface Present {
  number: number;
  open: boolean;
  /** Nobody but those who may write can comment: it is not opened again. */
  locked?: boolean;
  createdOn: Day | undefined;
  closedOn: Day | undefined;
  title: string;
  body: string;
  memo: Memo;
}

/** What the scans of a run looked at to the end. Nothing else may be closed. */
export interface Looked {
  /** Keys of subjects that were looked at and found in order. */
  settled: ReadonlySet<string>;
  /** Kinds whose subjects were all seen: a key that is neither wanted nor settled has no subject any more. */
  complete: ReadonlySet<FindingKind>;
}

export type CloseReason = 'settled' | 'subject-gone' | 'answered' | 'duplicate';

/** One thing to do on GitHub, or the reason to do nothing. */
export type Step =
  | { step: 'create'; wanted: Wanted; memo: Memo }
  | { step: 'reopen' | 'update'; wanted: Wanted; present: Present; memo: Memo }
  /** Open again, in the words in which it went to sleep. */
  | { step: 'wake'; wanted: Wanted; present: Present; memo: Memo }
  | { step: 'close'; present: Present; reason: CloseReason }
  | { step: 'keep' | 'respect'; present: Present }
  | { step: 'wait'; wanted: Wanted };

/** A subject that is wanted again so soon after the bot closed its issue gets the same issue, not a new one. */
const REOPEN_WITHIN_DAYS = 10;

/** What comes and goes: opened again for the third time within so many days, it is left to a person. */
const FLAPPING = { times: 3, withinDays: 30 };

/** How many issues may speak. */
export interface Limits {
  /** In a run, and in a day. */
  maxNew: number;
  today: Day;
  /** Keys of findings that a person wants opened now, whatever the limit. */
  forced?: ReadonlySet<string>;
}

/**
 * Compares what should be with what is. Wanted issues come in the order in which they may speak; at most `maxNew` of
 * them are opened in a day, the rest waits. Carrying the steps out and planning again gives only `keep`.
 */
export function plan(
  wanted: readonly Wanted[],
  present: readonly Present[],
  looked: Looked,
  { maxNew, today, forced }: Limits,
): Step[] {
  const { byKey, duplicates } = heal(present, today);
  const steps: Step[] = duplicates.map((issue) => ({ step: 'close', present: issue, reason: 'duplicate' }));
  let places = maxNew - present.filter((issue) => spokeOn(issue, today)).length;
  for (const one of wanted) {
    const step = stepFor(one, byKey.get(one.key), today);
    const counts = speaks(step) && isCounted(one.kind);
    const mayNot = counts && places <= 0 && !forced?.has(one.key);
    steps.push(mayNot ? { step: 'wait', wanted: one } : step);
    if (counts) places--;
    byKey.delete(one.key);
  }
  for (const issue of byKey.values()) {
    if (issue.open || isAwake(issue.memo, today)) steps.push(stepForUnwanted(issue, looked));
  }
  return steps;
}

function spokeOn({ createdOn, memo }: Present, today: Day): boolean {
  return isCounted(memo.kind) && (createdOn === today || memo.reopened?.includes(today) === true);
}

// There is one of each, and neither is about anything that is to be done.
function isCounted(kind: FindingKind): boolean {
  return kind !== 'dashboard' && kind !== 'onboarding';
}

function speaks(step: Step): boolean {
  // What wakes does so because a person has said when.
  return step.step === 'create' || (step.step === 'reopen' && step.present.memo.closedByBot);
}

function stepFor(wanted: Wanted, present: Present | undefined, today: Day): Step {
  const { key, kind, facts, verified } = wanted;
  const memo: Memo = { key, kind, facts, answered: verified, closedByBot: false };
  if (!present) return { step: 'create', wanted, memo };
  if (present.open) {
    return stepForOpen(wanted, present, {
      ...memo,
      ...pastOf(present.memo),
      answered: present.memo.answered,
    });
  }
  if (present.memo.snoozed !== undefined) return stepForAsleep(wanted, present, memo, today);
  const nothingNew = isKnown(wanted, present);
  // Whoever closed it, an event that was dealt with does not happen again; neither does what a person dismissed.
  if (nothingNew && (kind === 'event' || !present.memo.closedByBot)) return { step: 'respect', present };
  const recent = present.closedOn !== undefined && daysBetween(present.closedOn, today) <= REOPEN_WITHIN_DAYS;
  if (present.memo.closedByBot && recent && !present.locked)
    return {
      step: 'reopen',
      wanted,
      present,
      memo: { ...memo, ...pastOf(present.memo), ...flapped(present.memo, today) },
    };
  return { step: 'create', wanted, memo: { ...memo, earlier: present.number } };
}

// What an issue has been through; its facts and its title are of today.
function pastOf({ reopened, flapping, earlier }: Memo): Partial<Memo> {
  return {
    ...(reopened && { reopened }),
    ...(flapping && { flapping }),
    ...(earlier !== undefined && { earlier }),
  };
}

function flapped({ reopened = [] }: Memo, today: Day): Pick<Memo, 'reopened' | 'flapping'> {
  const recent = reopened.filter((day) => daysBetween(day, today) < FLAPPING.withinDays);
  const days = [...recent, today].slice(-FLAPPING.times);
  return { reopened: days, ...(days.length >= FLAPPING.times && { flapping: true }) };
}

// Asleep it says nothing, whatever happens. From its day on it is as if it had stayed open.
function stepForAsleep(wanted: Wanted, present: Present, memo: Memo, today: Day): Step {
  if (!isAwake(present.memo, today)) return { step: 'respect', present };
  // Only an event's issue keeps the words of its day.
  if (wanted.kind !== 'event') return { step: 'reopen', wanted, present, memo };
  const answered = isAnswered(wanted, present);
  if (!isKnown(wanted, present)) {
    const since = answered ? memo.answered : present.memo.answered;
    return { step: 'reopen', wanted, present, memo: { ...memo, ...pastOf(present.memo), answered: since } };
  }
  if (answered) return { step: 'close', present, reason: 'answered' };
  return { step: 'wake', wanted, present, memo: withoutSnooze(present.memo) };
}

function isKnown({ facts }: Wanted, { memo }: Present): boolean {
  return facts.every((fact) => memo.facts.includes(fact));
}

function isAnswered({ answered }: Wanted, { memo }: Present): boolean {
  return answered !== undefined && (memo.answered === undefined || answered > memo.answered);
}

function stepForOpen(wanted: Wanted, present: Present, memo: Memo): Step {
  if (isAnswered(wanted, present) && !present.memo.flapping)
    return { step: 'close', present, reason: 'answered' };
  // An event's issue shows what was seen on the day; upstream's next README edit is no reason to touch it.
  if (wanted.kind === 'event' && isKnown(wanted, present)) {
    // A person has opened it before its day.
    if (present.memo.snoozed !== undefined)
      return { step: 'wake', wanted, present, memo: withoutSnooze(present.memo) };
    return { step: 'keep', present };
  }
  const same = sameText(present.title, wanted.title) && sameText(present.body, wanted.body(memo));
  return same ? { step: 'keep', present } : { step: 'update', wanted, present, memo };
}

function stepForUnwanted(present: Present, looked: Looked): Step {
  if (present.memo.flapping) return { step: 'keep', present };
  if (looked.settled.has(present.memo.key)) return { step: 'close', present, reason: 'settled' };
  if (looked.complete.has(present.memo.kind)) return { step: 'close', present, reason: 'subject-gone' };
  return { step: 'keep', present };
}

/** Open issues that repeat an older open one of the same key. */
export function duplicatesAmong(present: readonly Present[], today: Day): Present[] {
  return heal(present, today).duplicates;
}

// One issue a key: the oldest open one, else the one closed last. Further open ones are duplicates.
function heal(
  present: readonly Present[],
  today: Day,
): { byKey: Map<string, Present>; duplicates: Present[] } {
  const byKey = new Map<string, Present>();
  const duplicates: Present[] = [];
  for (const issue of present.toSorted((a, b) => a.number - b.number)) {
    const known = byKey.get(issue.memo.key);
    if (known?.open && issue.open) duplicates.push(issue);
    else if (!known || (!known.open && (issue.open || speaksAfter(issue, known, today))))
      byKey.set(issue.memo.key, issue);
  }
  return { byKey, duplicates };
}

// A duplicate that the bot closed has the higher number, but says nothing about what a person did to its twin since.
function speaksAfter(issue: Present, known: Present, today: Day): boolean {
  const [one, other] = [issue.closedOn ?? '', known.closedOn ?? ''];
  if (one !== other) return one > other;
  // Of two that were closed on one day: what a person has put off stays so whatever the bot has closed; else the one that
  // does not sleep was dealt with last.
  const [sleeps, knownSleeps] = [issue.memo.snoozed !== undefined, known.memo.snoozed !== undefined];
  if (sleeps && knownSleeps) return (issue.memo.snoozed ?? '') >= (known.memo.snoozed ?? '');
  if (sleeps === knownSleeps) return known.memo.closedByBot || !issue.memo.closedByBot;
  const [sleeper, waking] = sleeps ? [issue, known] : [known, issue];
  const stands = waking.memo.closedByBot && !isAwake(sleeper.memo, today);
  return sleeps === stands;
}

// GitHub's own editor writes CRLF and may drop the last newline.
function sameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n').trim() === other.replaceAll('\r\n', '\n').trim();
}
