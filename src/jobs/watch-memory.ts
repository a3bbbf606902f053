import { WatchState } from '../domain/watch-state.ts';
import type { Tools } from './tools.ts';

/** Conditions that nobody has looked at for so long are forgotten, in milliseconds. */
const FORGOTTEN_AFTER = 180 * 86_400_000;

/** What is remembered of a condition in one repository; nothing where it cannot be read. */
export async function recallWatch(
  repositoryId: number,
  stateKey: string,
  { memory, log }: Pick<Tools, 'memory' | 'log'>,
): Promise<WatchState | undefined> {
  try {
    const stored = await memory.get(keyOf(repositoryId, stateKey));
    if (stored === undefined) return undefined;
    const state = WatchState.safeParse(stored);
    if (state.success) return state.data;
    log.warn({ stateKey, problem: state.error.issues[0]?.message }, 'Dropped a watch that cannot be read');
  } catch (error) {
    log.warn({ stateKey, error }, 'Could not read what is known of a watch');
  }
  return undefined;
}

/** Remembers a condition. */
export async function keepWatch(
  repositoryId: number,
  stateKey: string,
  state: WatchState,
  { memory, log }: Pick<Tools, 'memory' | 'log'>,
): Promise<void> {
  try {
    await memory.set(keyOf(repositoryId, stateKey), state);
  } catch (error) {
    log.warn({ stateKey, error }, 'Could not keep what is known of a watch');
  }
}

/** Forgets the conditions of a repository that nobody declares any more. */
export async function forgetWatches(
  repositoryId: number,
  declared: ReadonlySet<string>,
  { memory, now, log }: Pick<Tools, 'memory' | 'now' | 'log'>,
): Promise<void> {
  const prefix = keyOf(repositoryId, '');
  for (const key of (await memory.keys?.(prefix)) ?? []) {
    if (declared.has(key.slice(prefix.length))) continue;
    const state = WatchState.safeParse(await memory.get(key));
    if (state.success && now() - state.data.lookedAt < FORGOTTEN_AFTER) continue;
    log.debug({ key }, 'Forgot a watch');
    await memory.set(key, undefined);
  }
}

function keyOf(repositoryId: number, stateKey: string): string {
  return `watch:${repositoryId}:${stateKey}`;
}
