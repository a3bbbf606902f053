import { advance, isDone, type Looked, type WatchState } from '../domain/watch-state.ts';
import type { Round } from '../upstream/look.ts';
import type { WatchedCondition, WatchedSubject } from './declared-watches.ts';
import type { Tools } from './tools.ts';
import { keepWatch, recallWatch } from './watch-memory.ts';

/** What it takes to look at upstreams. */
export type WatchTools = Pick<Tools, 'accessTo' | 'memory' | 'log' | 'now'>;

/** Where and how a run looks. */
export interface Watching {
  repositoryId: number;
  /** Whether an issue with this key is open, which what is new joins at once. */
  isOpen(key: string): boolean;
  round: Round;
  tools: WatchTools;
}

/** One condition after a look. */
export interface SeenCondition {
  condition: WatchedCondition;
  /** Undefined where it was done before, and nobody looked. */
  looked: Looked | undefined;
  before: WatchState | undefined;
  state: WatchState;
}

/** All conditions of a subject after a look. */
export interface SeenSubject {
  subject: WatchedSubject;
  conditions: readonly SeenCondition[];
}

/** Looks at each condition of a subject, and remembers what was seen. */
export async function lookAt(subject: WatchedSubject, watching: Watching): Promise<SeenSubject> {
  const isOpen = watching.isOpen(subject.key);
  return {
    subject,
    conditions: await Promise.all(
      subject.conditions.map((condition) => lookOnce(condition, isOpen, watching)),
    ),
  };
}

async function lookOnce(
  condition: WatchedCondition,
  isOpen: boolean,
  { repositoryId, round, tools }: Omit<Watching, 'isOpen'>,
): Promise<SeenCondition> {
  const { manner, see, stateKey } = condition;
  const before = await recallWatch(repositoryId, stateKey, tools);
  if (before !== undefined && isDone(before, manner)) {
    return { condition, looked: undefined, before, state: before };
  }
  const looked = await see(round);
  if (looked.kind !== 'ok') {
    const { source, target, when } = manner;
    tools.log.debug({ source, target, when, looked }, 'a watched condition could not be seen');
  }
  const state = advance(before, looked, manner, { now: tools.now(), isOpen });
  await keepWatch(repositoryId, stateKey, state, tools);
  return { condition, looked, before, state };
}

/** Whether each condition of a subject has spoken, and speaks no more. */
export function isOver({ conditions }: SeenSubject): boolean {
  return conditions.length > 0 && conditions.every(({ state, condition }) => isDone(state, condition.manner));
}

/** Whether nothing was the matter when a subject was last seen. */
export function isQuiet({ conditions }: SeenSubject): boolean {
  return conditions.every(({ state: { known, waiting } }) => known?.length === 0 && waiting.length === 0);
}
