import type { Evaluation } from '../domain/evaluation.ts';
import type { Policy } from '../domain/policy.ts';
import type { KnownWorld } from '../domain/rules/judge.ts';
import type { Happened } from '../domain/rules/rule.ts';
import { knownSources } from './check-links.ts';
import { declaredWatches, type WatchedSubject } from './declared-watches.ts';
import { todayOf, type Tools } from './tools.ts';
import { recallWatch } from './watch-memory.ts';

type KnowingTools = Pick<Tools, 'memory' | 'log' | 'now'>;

/** What is remembered of the sources and the watched events of changed evaluations. Asks nobody. */
export async function knownWorld(
  changed: readonly Evaluation[],
  rest: readonly Evaluation[],
  policy: Policy,
  repositoryId: number,
  tools: KnowingTools,
): Promise<KnownWorld> {
  const cited = changed.flatMap(({ claims }) =>
    claims.flatMap(({ evidence }) => evidence.flatMap(({ url }) => url ?? [])),
  );
  const sources = await knownSources(cited, policy.links.failures, tools);
  const events = await happenedTo(changed, rest, policy, repositoryId, tools);
  return { sources, happened: (evaluation) => events.get(evaluation) ?? [] };
}

async function happenedTo(
  changed: readonly Evaluation[],
  rest: readonly Evaluation[],
  policy: Policy,
  repositoryId: number,
  tools: KnowingTools,
): Promise<Map<Evaluation, Happened[]>> {
  const events = new Map<Evaluation, Happened[]>();
  const isChanged = new Set(changed);
  const { subjects } = declaredWatches(policy, [...changed, ...rest], repositoryId, todayOf(tools));
  for (const subject of subjects) {
    const impact = subject.impact.filter(({ evaluation }) => isChanged.has(evaluation));
    if (impact.length === 0) continue;
    const told = await toldOf(subject, repositoryId, tools);
    if (told === undefined) continue;
    for (const { evaluation, claims, fields } of impact) {
      const names = new Set(claims.map(({ name }) => name));
      const known = events.get(evaluation) ?? [];
      events.set(evaluation, [...known, { ...told, claims: names, fields }]);
    }
  }
  return events;
}

// The latest is enough: a text that waits for any of them is out of date.
async function toldOf(
  { conditions }: WatchedSubject,
  repositoryId: number,
  tools: KnowingTools,
): Promise<Pick<Happened, 'summary' | 'seenOn'> | undefined> {
  const states = await Promise.all(
    conditions.map(async ({ manner, stateKey }) => {
      const state = await recallWatch(repositoryId, stateKey, tools);
      const isOver = manner.kind === 'level' && state?.known?.length === 0;
      return isOver ? [] : (state?.told ?? []);
    }),
  );
  const told = states.flat();
  return told.sort((one, other) => (one.seenOn < other.seenOn ? -1 : 1)).at(-1);
}
