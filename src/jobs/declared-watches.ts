import type { Day } from '../domain/day.ts';
import type { Claim, Evaluation } from '../domain/evaluation.ts';
import { factOf, findingKey } from '../domain/finding.ts';
import { impactOf, joinImpacts, type DeclaredWatch, type Impact } from '../domain/impact.ts';
import type { Policy } from '../domain/policy.ts';
import type { Looked, Manner } from '../domain/watch-state.ts';
import { severities } from '../domain/event.ts';
import type { Watch } from '../domain/watch.ts';
import type { Round } from '../upstream/look.ts';
import { understand } from '../upstream/understand.ts';

/** One condition that somebody waits for, how to look at it, and what its state is kept under. */
export interface WatchedCondition {
  manner: Manner;
  see(round: Round): Promise<Looked>;
  /** The same for every watch that asks the same in the same manner. */
  stateKey: string;
}

/** All watches that wait for the same: they share one issue. */
export interface WatchedSubject {
  /** Of the issue. */
  key: string;
  /** The one that speaks loudest. */
  watch: Watch;
  ids: readonly string[];
  conditions: readonly WatchedCondition[];
  impact: readonly Impact[];
  /** The claim that lets a source check it, where that is what this is. */
  checks?: Claim;
}

/** What a repository watches. */
export interface Declared {
  subjects: readonly WatchedSubject[];
  /** Ids of watches whose time is over. */
  expired: readonly string[];
  /** Whether all watches were understood: otherwise an issue may belong to one that was not. */
  complete: boolean;
}

/** Gathers the watches of a configuration and of all evaluations. What cannot be understood is told as a problem elsewhere. */
export function declaredWatches(
  policy: Policy,
  evaluations: readonly Evaluation[],
  repositoryId: number,
  today: Day,
): Declared {
  const bySubject = new Map<string, WatchedSubject>();
  const expired: string[] = [];
  let complete = true;
  for (const declared of listDeclared(policy, evaluations)) {
    const { watch } = declared;
    const read = understand(watch);
    if ('complaints' in read) {
      complete = false;
      continue;
    }
    const isOver = watch.expires !== undefined && watch.expires <= today;
    if (isOver) expired.push(watch.id);
    const { conditions, options } = read.understood;
    const names = conditions.map(({ name }) => name).sort();
    const key = findingKey(
      repositoryId,
      'event',
      JSON.stringify([watch.source, watch.target, names, watch.with]),
    );
    const known = bySubject.get(key);
    const looksAt = conditions.map((condition) => watched(watch, condition, options));
    bySubject.set(key, {
      key,
      watch: known === undefined ? watch : louder(known.watch, watch),
      ids: [...new Set([...(known?.ids ?? []), watch.id])].sort(),
      conditions: isOver || !watch.enabled ? (known?.conditions ?? []) : join(known?.conditions, looksAt),
      impact: joinImpacts([...(known?.impact ?? []), ...impactOf(declared, evaluations)]),
    });
  }
  return { subjects: [...bySubject.values()], expired: expired.sort(), complete };
}

function listDeclared(policy: Policy, evaluations: readonly Evaluation[]): DeclaredWatch[] {
  return [
    ...policy.watch.map((watch) => ({ watch, declaredIn: undefined })),
    ...evaluations.flatMap((evaluation) =>
      evaluation.watches.map((watch) => ({ watch, declaredIn: evaluation })),
    ),
  ];
}

type Understood = Extract<ReturnType<typeof understand>, { understood: unknown }>['understood'];

function watched(
  watch: Watch,
  { name, kind, confirm, remembers }: Understood['conditions'][number],
  options: Understood['options'],
): WatchedCondition {
  const { source, target, settle, cooldown, fire = kind === 'edge' ? 'every' : 'once' } = watch;
  const manner: Manner = {
    source,
    target,
    when: name,
    kind,
    settle,
    cooldown,
    once: fire === 'once',
    confirm: watch.confirm ?? confirm ?? (kind === 'gone' ? 3 : 1),
    remembers: remembers ?? Number.POSITIVE_INFINITY,
  };
  return {
    manner,
    see: (round) => round.look(source, { target, when: name, options }),
    stateKey: factOf(JSON.stringify([manner, watch.with])),
  };
}

function join(
  known: readonly WatchedCondition[] = [],
  more: readonly WatchedCondition[],
): WatchedCondition[] {
  return [...new Map([...known, ...more].map((one) => [one.stateKey, one])).values()];
}

function louder(one: Watch, other: Watch): Watch {
  return severities.indexOf(other.severity) > severities.indexOf(one.severity) ? other : one;
}
