import { expect, it } from 'vitest';
import type { Evaluation } from '../../src/domain/evaluation.ts';
import type { Memory } from '../../src/domain/memory.ts';
import type { Policy } from '../../src/domain/policy.ts';
import type { WatchState } from '../../src/domain/watch-state.ts';
import { declaredWatches } from '../../src/jobs/declared-watches.ts';
import { knownWorld } from '../../src/jobs/known-world.ts';
import { keepWatch } from '../../src/jobs/watch-memory.ts';
import { keep } from '../../src/links/recall.ts';
import { day, evaluationFrom, policyFrom } from '../helpers/evaluations.ts';

const NOW = Date.parse('2026-03-01');
const page = 'https://gone.example/';
const cited = evaluationFrom({ criteria: { 'security.a': { urls: [page, 'https://unseen.example/'] } } });
const other = evaluationFrom({ id: 'other' }, 'data/other.json');
const policy = policyFrom(`
watch:
  - source: hf-model
    target: a/b
    affects: [{ evaluations: sample, criteria: security.* }]
  - source: hf-model
    target: c/d
    affects: [{ evaluations: other }]
`);

function tools() {
  const stored = new Map<string, unknown>();
  const memory: Memory = {
    get: async (key) => stored.get(key),
    set: async (key, value) => void stored.set(key, value),
    flush: async () => undefined,
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  return { memory, log, now: () => NOW };
}

async function tell(target: string, state: Partial<WatchState>, { memory, log }: ReturnType<typeof tools>) {
  const event = {
    id: 'e',
    source: 'hf-model',
    target,
    when: 'has-weights',
    summary: 'It is there',
    evidence: [],
  };
  const told = [{ ...event, seenOn: day('2026-02-01') }];
  const whole: WatchState = { known: ['e'], waiting: [], queued: [], told, lookedAt: NOW, ...state };
  for (const { watch, conditions } of subjectsIn([cited, other], policy))
    if (watch.target === target)
      for (const { stateKey } of conditions) await keepWatch(1, stateKey, whole, { memory, log });
}

function subjectsIn(evaluations: readonly Evaluation[], policy: Policy) {
  return declaredWatches(policy, evaluations, 1, day('2026-03-01')).subjects;
}

it('knows which sources are dead, and nothing of those that nobody has looked at', async () => {
  const remembering = tools();
  const record = { verdict: 'not-found', reason: 'status 404', checkedAt: NOW, strikes: 3 } as const;
  await keep(remembering.memory, page, record, remembering.log);
  const { sources } = await knownWorld([cited], [], policy, 1, remembering);
  expect([...sources].map(([url, { isDead }]) => [url, isDead])).toEqual([[page, true]]);
});

it('knows what watched events have told of the changed evaluations, and of what in them', async () => {
  const remembering = tools();
  await tell('a/b', {}, remembering);
  await tell('c/d', {}, remembering);
  const { happened } = await knownWorld([cited], [other], policy, 1, remembering);
  expect(happened(cited)).toMatchObject([
    { summary: 'It is there', seenOn: '2026-02-01', claims: new Set(['security.a']) },
  ]);
  expect(happened(other)).toEqual([]);
});

it('forgets what was the case and is so no more', async () => {
  const remembering = tools();
  await tell('a/b', { known: [] }, remembering);
  expect((await knownWorld([cited], [], policy, 1, remembering)).happened(cited)).toEqual([]);
});
