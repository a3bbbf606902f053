import type { Policy } from '../domain/policy.ts';
import { isDone, type WatchState } from '../domain/watch-state.ts';
import type { ConditionLine, WatchLine } from '../render/watch-report.ts';
import { beginRound } from '../upstream/look.ts';
import { readLocalWorkspace } from './check-files.ts';
import { claimChecks } from './claim-checks.ts';
import { declaredWatches, type WatchedSubject } from './declared-watches.ts';
import { lookAt, type SeenCondition, type SeenSubject, type WatchTools } from './look-at-subject.ts';
import { todayOf } from './tools.ts';
import { recallWatch } from './watch-memory.ts';

/** The files of a folder are no repository of GitHub's. */
const LOCAL = 0;

/** Lists what a configuration and local evaluations watch, and what is remembered of it. It asks nobody. */
export async function listLocal(
  paths: readonly string[],
  policy: Policy,
  tools: WatchTools,
  id: string | undefined,
): Promise<SeenSubject[]> {
  const subjects = await subjectsIn(paths, policy, tools, id);
  return Promise.all(
    subjects.map(async (subject) => {
      const conditions = await Promise.all(
        subject.conditions.map(async (condition) => {
          const state = await recallWatch(LOCAL, condition.stateKey, tools);
          return { condition, looked: undefined, before: state, state: state ?? unseen };
        }),
      );
      return { subject, conditions };
    }),
  );
}

/** Looks once at all that is watched, or at the watches with one id. `onSeen` is told of each as it is known. */
export async function lookLocal(
  paths: readonly string[],
  policy: Policy,
  tools: WatchTools,
  { id, onSeen }: { id: string | undefined; onSeen: (seen: SeenSubject, total: number) => void },
): Promise<SeenSubject[]> {
  const meant = await subjectsIn(paths, policy, tools, id);
  const { accessTo, memory, log } = tools;
  const round = beginRound({ accessTo, memory, today: todayOf(tools), log });
  return Promise.all(
    meant.map(async (subject) => {
      const seen = await lookAt(subject, { repositoryId: LOCAL, isOpen: () => true, round, tools });
      onSeen(seen, meant.length);
      return seen;
    }),
  );
}

/** A subject in words for the command line. */
export function lineOf({ subject, conditions }: SeenSubject): WatchLine {
  const { ids, watch, impact } = subject;
  const { source, target, severity } = watch;
  return { ids, source, target, severity, impact, conditions: conditions.map(conditionLine) };
}

function conditionLine({ condition, looked, before, state }: SeenCondition): ConditionLine {
  const known = new Set(before?.told.map(({ id }) => id));
  const news = state.told.filter(({ id }) => !known.has(id));
  const { failing, now } = state;
  return {
    when: condition.manner.when,
    state: stateOf({ condition, looked, before, state }, news.length > 0),
    why: looked?.kind === 'absent' ? looked.why : failing?.why,
    news,
    now,
  };
}

function stateOf(
  { condition, looked, before, state }: SeenCondition,
  isNews: boolean,
): ConditionLine['state'] {
  if (isNews) return 'news';
  if (isDone(state, condition.manner)) return 'done';
  if (looked === undefined && before === undefined) return 'unseen';
  if (looked?.kind === 'absent') return 'absent';
  return state.failing === undefined ? 'quiet' : 'unknown';
}

const unseen: WatchState = { waiting: [], queued: [], told: [], lookedAt: 0 };

async function subjectsIn(
  paths: readonly string[],
  policy: Policy,
  tools: WatchTools,
  id: string | undefined,
): Promise<WatchedSubject[]> {
  const { evaluations } = await readLocalWorkspace(paths, policy);
  const declared = declaredWatches(policy, evaluations, LOCAL, todayOf(tools));
  const all = [...declared.subjects, ...claimChecks(evaluations, LOCAL)];
  return all.filter(({ ids }) => id === undefined || ids.includes(id));
}
