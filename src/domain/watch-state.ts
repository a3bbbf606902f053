import * as z from 'zod';
import { dayOf } from './day.ts';
import type { EventEvidence, UpstreamEvent } from './event.ts';
import { day } from './fields.ts';
import { factOf } from './finding.ts';

const DAY_MS = 86_400_000;

const Text = z.string().max(2_000);
const Instant = z.int().nonnegative();

const Evidence = z.object({ label: Text, text: Text.optional(), url: Text.optional() });

const Event = z.object({
  id: Text,
  aliases: z.array(Text).max(100).readonly().optional(),
  source: Text,
  target: Text,
  when: Text,
  summary: Text,
  now: Text.optional(),
  evidence: z.array(Evidence).max(100).readonly(),
});

const Told = Event.extend({ seenOn: day, before: Text.optional() });

/** What is remembered of one condition that is watched. Read back from memory it is only believed where it fits this. */
export const WatchState = z.object({
  /** Facts of the events that are no news, the oldest first; undefined until the first look that told something. */
  known: z.array(z.string().max(10)).optional(),
  /** Seen, and still to be confirmed. Instants are milliseconds since 1970. */
  waiting: z.array(z.object({ event: Event, firstAt: Instant, looks: z.int() })),
  /** Confirmed, and waiting for the cooldown to end. */
  queued: z.array(Told),
  /** The latest that were told, the oldest first. */
  told: z.array(Told),
  toldAt: Instant.optional(),
  /** What was the case at the last look, in words. */
  now: Text.optional(),
  /** Upstream's own name for the target when it was last there. */
  identity: Text.optional(),
  absent: z.object({ since: Instant, looks: z.int() }).optional(),
  /** The looks in a row that told nothing. `missing`: upstream says that the target is not there. */
  failing: z
    .object({ since: Instant, looks: z.int(), why: Text, permanent: z.boolean(), missing: z.boolean() })
    .optional(),
  lookedAt: Instant,
});
export type WatchState = z.infer<typeof WatchState>;

/** What a look came to, as far as the state is concerned. */
export type Looked =
  | { kind: 'ok'; events: readonly UpstreamEvent[]; identity?: string }
  | { kind: 'absent'; why: string; evidence?: readonly EventEvidence[] }
  | { kind: 'unknown'; why: string; permanent?: true };

/** How a condition fires, and what the watch asks of it. Durations are days. */
export interface Manner {
  source: string;
  target: string;
  when: string;
  kind: 'level' | 'edge' | 'gone';
  confirm: number;
  settle: number;
  cooldown: number;
  once: boolean;
  /** How many events of an edge are no news when they come back. */
  remembers: number;
}

const MOST_TOLD = 20;
const MOST_KNOWN = 1_000;

const nothing: WatchState = { waiting: [], queued: [], told: [], lookedAt: 0 };

/** Whether a watch that speaks once has spoken. */
export function isDone(state: WatchState | undefined, { once }: Pick<Manner, 'once'>): boolean {
  return once && state !== undefined && state.told.length > 0;
}

/**
 * The state after one more look, at a time in milliseconds since 1970. `isOpen`: an issue for it is open, which what is
 * new may join at once. An unknown outcome leaves all but its own record as it was.
 */
export function advance(
  previous: WatchState | undefined,
  looked: Looked,
  manner: Manner,
  { now, isOpen }: { now: number; isOpen: boolean },
): WatchState {
  const state = { ...(previous ?? nothing), lookedAt: now };
  if (looked.kind === 'unknown') return { ...state, failing: failed(state, looked, now) };
  const { failing: _, ...well } = state;
  const next = looked.kind === 'ok' ? seen(well, looked, manner, now) : missed(state, looked, manner, now);
  return release(next, manner, now, isOpen);
}

function failed(
  { failing }: WatchState,
  { kind, why, ...rest }: Exclude<Looked, { kind: 'ok' }>,
  now: number,
): WatchState['failing'] {
  const permanent = 'permanent' in rest && rest.permanent === true;
  const missing = kind === 'absent';
  const looks = (failing?.looks ?? 0) + 1;
  // A host that is down fails in many ways, and each other reason would be an edit of what people read.
  const isSame = failing?.permanent === permanent && failing.missing === missing;
  return { since: failing?.since ?? now, looks, why: isSame ? failing.why : why, permanent, missing };
}

function seen(
  state: WatchState,
  { events, identity }: Extract<Looked, { kind: 'ok' }>,
  manner: Manner,
  now: number,
): WatchState {
  const { absent: _, ...there } = state;
  const next = { ...there, ...(identity === undefined ? {} : { identity }) };
  if (manner.kind === 'gone') return { ...next, known: [], waiting: [] };
  if (manner.kind === 'level') return weigh(ended(next, events), events, manner, now);
  if (state.known !== undefined) return weigh(next, events, manner, now);
  const late = events.filter((event) => event.late === true);
  const known = events.filter((event) => event.late !== true).flatMap(factsOf);
  return weigh({ ...next, known }, late, manner, now, events);
}

// A level that is not the case any more may come again, and that is news again.
function ended(state: WatchState, events: readonly UpstreamEvent[]): WatchState {
  return events.length > 0 && state.known !== undefined ? state : { ...state, known: [] };
}

/** Sorts what is seen into what is known, what must be confirmed, and what is news. */
function weigh(
  state: WatchState,
  candidates: readonly UpstreamEvent[],
  manner: Manner,
  now: number,
  present: readonly UpstreamEvent[] = candidates,
): WatchState {
  const known = new Set(state.known);
  const queued = new Set(state.queued.flatMap(factsOf));
  const unknown = candidates.filter(
    (event) => !factsOf(event).some((fact) => known.has(fact) || queued.has(fact)),
  );
  const waiting = unknown.map((event) => {
    const before = state.waiting.find((one) => one.event.id === event.id);
    return {
      event: { ...event, late: undefined },
      firstAt: before?.firstAt ?? now,
      looks: (before?.looks ?? 0) + 1,
    };
  });
  const isRipe = ({ firstAt, looks }: (typeof waiting)[number]) =>
    looks >= manner.confirm && now - firstAt >= manner.settle * DAY_MS;
  const ripe = waiting.filter(isRipe);
  const told = ripe.map(({ event, firstAt }) => ({
    ...another(event, [...state.told, ...state.queued]),
    seenOn: dayOf(firstAt),
    ...(present.length === 1 && state.now !== undefined ? { before: state.now } : {}),
  }));
  const still = waiting.filter((one) => !isRipe(one));
  const stillFacts = new Set(still.flatMap(({ event }) => factsOf(event)));
  const learnt = present.filter((event) => !factsOf(event).some((fact) => stillFacts.has(fact)));
  const [only] = present;
  return {
    ...state,
    known: remembered(state.known ?? [], learnt.flatMap(factsOf), manner),
    waiting: still,
    queued: [...state.queued, ...told],
    // What was the case before is told with the news, so it stands until the news is confirmed.
    ...(present.length === 1 && still.length === 0 && only?.now !== undefined ? { now: only.now } : {}),
  };
}

// What comes back after it was forgotten is another event, of which nobody has been told.
function another(event: UpstreamEvent, told: readonly UpstreamEvent[]): UpstreamEvent {
  const times = told.filter(({ id }) => id === event.id || id.startsWith(`${event.id}:again-`)).length;
  return times === 0 ? event : { ...event, id: `${event.id}:again-${times + 1}`, aliases: undefined };
}

// What is there now is never forgotten: it would be news at the next look.
function remembered(known: readonly string[], present: readonly string[], manner: Manner): string[] {
  const fresh = [...new Set(present)];
  const isPresent = new Set(fresh);
  const older = known.filter((fact) => !isPresent.has(fact));
  const room = Math.max(0, Math.min(manner.remembers, MOST_KNOWN) - fresh.length);
  return [...(room === 0 ? [] : older.slice(-room)), ...fresh];
}

function missed(
  state: WatchState,
  looked: Extract<Looked, { kind: 'absent' }>,
  manner: Manner,
  now: number,
): WatchState {
  const { failing: _, ...well } = state;
  if (manner.kind === 'level') return { ...ended(well, []), waiting: [] };
  // What changes must be there; what was never seen cannot be gone. Most likely the target is misspelt.
  if (manner.kind === 'edge' || state.identity === undefined) {
    return { ...state, failing: failed(state, looked, now) };
  }
  const absent = { since: state.absent?.since ?? now, looks: (state.absent?.looks ?? 0) + 1 };
  if (absent.looks < manner.confirm || now - absent.since < DAY_MS) return { ...well, absent };
  const { source, target, when } = manner;
  const event = {
    id: `${source}:${target}:${when}:${state.identity}`,
    source,
    target,
    when,
    summary: looked.why,
    evidence: looked.evidence ?? [],
  };
  return weigh({ ...well, absent }, [event], { ...manner, confirm: 1, settle: 0 }, now);
}

// A cooldown puts off, and drops nothing.
function release(state: WatchState, { cooldown }: Manner, now: number, isOpen: boolean): WatchState {
  if (state.queued.length === 0) return state;
  const isCool = state.toldAt === undefined || now - state.toldAt >= cooldown * DAY_MS;
  if (!isOpen && !isCool) return state;
  return { ...state, queued: [], told: [...state.told, ...state.queued].slice(-MOST_TOLD), toldAt: now };
}

/** What tells an event from others, under each of its names. */
export function factsOf({ id, aliases = [] }: Pick<UpstreamEvent, 'id' | 'aliases'>): string[] {
  return [id, ...aliases].map(factOf);
}
