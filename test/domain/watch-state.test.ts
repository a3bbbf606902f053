import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '../../src/domain/event.ts';
import {
  advance,
  factsOf,
  isDone,
  WatchState,
  type Looked,
  type Manner,
} from '../../src/domain/watch-state.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.parse('2026-06-01T09:00:00Z');

const edge: Manner = {
  source: 'npm',
  target: 'x',
  when: 'new-version',
  kind: 'edge',
  confirm: 1,
  settle: 0,
  cooldown: 0,
  once: false,
  remembers: Number.POSITIVE_INFINITY,
};
const level: Manner = { ...edge, when: 'exists', kind: 'level', once: true };
const gone: Manner = { ...edge, when: 'gone', kind: 'gone', confirm: 3, once: true };

function event(id: string, fields: Partial<UpstreamEvent> = {}): UpstreamEvent {
  return { id, source: 'npm', target: 'x', when: 'new-version', summary: `${id}.`, evidence: [], ...fields };
}

function there(...ids: (string | UpstreamEvent)[]): Looked {
  const events = ids.map((id) => (typeof id === 'string' ? event(id) : id));
  return { kind: 'ok', events, identity: 'i-1' };
}

const absent: Looked = { kind: 'absent', why: 'It is not there.' };
const unknown: Looked = { kind: 'unknown', why: 'No answer.' };

interface Step {
  looked: Looked;
  /** Since the look before. */
  after?: number;
  isOpen?: boolean;
}

/** Looks at each step, an hour apart unless it says otherwise; gives the state after each. */
function walk(manner: Manner, steps: (Looked | Step)[], from?: WatchState): WatchState[] {
  let state = from;
  let now = from?.lookedAt ?? START;
  return steps.map((given) => {
    const { looked, after = HOUR, isOpen = false }: Step = 'looked' in given ? given : { looked: given };
    now += after;
    // Memory holds JSON: what does not survive it is lost.
    state = WatchState.parse(JSON.parse(JSON.stringify(advance(state, looked, manner, { now, isOpen }))));
    return state;
  });
}

function told(manner: Manner, ...steps: (Looked | Step)[]): string[] {
  return (
    walk(manner, steps)
      .at(-1)
      ?.told.map(({ id }) => id) ?? []
  );
}

describe('an edge', () => {
  it('takes what is there at first sight for known, and tells what comes', () => {
    expect(told(edge, there('1', '2'))).toEqual([]);
    expect(told(edge, there('1', '2'), there('1', '2', '3'))).toEqual(['3']);
  });

  it('tells at first sight what lies after what the watch knows already', () => {
    expect(told(edge, there('1', event('2', { late: true })))).toEqual(['2']);
    expect(told(edge, there('1', event('2', { late: true })), there('1', '2'))).toEqual(['2']);
  });

  it('is no news when it comes back, nor under another of its names', () => {
    expect(told(edge, there('1', '2'), there('1'), there('1', '2'))).toEqual([]);
    const ghsa = event('ghsa', { aliases: ['cve'] });
    expect(
      told(edge, there('1'), there('1', ghsa), there('1', event('pysec', { aliases: ['cve'] }))),
    ).toEqual(['ghsa']);
  });

  it('remembers what is there, however much that is, and else as many as it is told to', () => {
    const ids = Array.from({ length: 1_500 }, (_, index) => `m${index}`);
    expect(told(edge, there(...ids), there(...ids))).toEqual([]);
    const few = { ...edge, remembers: 2 };
    expect(told(few, there('a'), there('b'), there('a'))).toEqual(['b']);
    expect(told(few, there('a'), there('b'), there('c'), there('a'))).toEqual(['b', 'c', 'a']);
    const one = { ...edge, remembers: 1 };
    expect(told(one, there('a'), there('b'), there('a'), there('b'))).toEqual(['b', 'a', 'b:again-2']);
  });

  it('says what was the case before', () => {
    const state = walk(edge, [
      there(event('p1', { now: '$1' })),
      unknown,
      there(event('p2', { now: '$2' })),
    ]).at(-1);
    expect(state?.told).toMatchObject([{ id: 'p2', before: '$1', now: '$2', seenOn: '2026-06-01' }]);
  });

  it('says what was the case before it was to be confirmed', () => {
    const twice = { ...edge, confirm: 2 };
    const two = there(event('p2', { now: '$2' }));
    const state = walk(twice, [there(event('p1', { now: '$1' })), two, two]).at(-1);
    expect(state?.told).toMatchObject([{ id: 'p2', before: '$1' }]);
  });

  it('counts a target that is not there as a look that told nothing', () => {
    const states = walk(edge, [there('1'), absent, absent, there('1', '2')]);
    expect(states[2]?.failing).toMatchObject({ looks: 2, missing: true, since: START + 2 * HOUR });
    expect(states[3]?.failing).toBeUndefined();
    expect(states[3]?.told.map(({ id }) => id)).toEqual(['2']);
  });
});

describe('a level', () => {
  it('is told at first sight, and once', () => {
    expect(told(level, there('w'))).toEqual(['w']);
    expect(told(level, there('w'), there('w'))).toEqual(['w']);
    expect(isDone(walk(level, [there('w')]).at(-1), level)).toBe(true);
    expect(isDone(walk(level, [there()]).at(-1), level)).toBe(false);
    expect(isDone(undefined, level)).toBe(false);
  });

  it('is told again after it was not the case, where every time counts', () => {
    const every = { ...level, once: false };
    expect(told(every, there('w'), there(), there('w'))).toEqual(['w', 'w:again-2']);
    expect(told(every, there('w'), absent, there('w'), there('w'))).toEqual(['w', 'w:again-2']);
    expect(told(every, there('w'), unknown, there('w'))).toEqual(['w']);
  });
});

describe('what is gone', () => {
  it('was there, and is missed in three looks over a day', () => {
    const missed = { looked: absent, after: 13 * HOUR };
    expect(told(gone, there(), absent, absent, absent)).toEqual([]);
    expect(told(gone, there(), missed, missed)).toEqual([]);
    expect(told(gone, there(), missed, missed, missed)).toEqual(['npm:x:gone:i-1']);
    expect(told(gone, there(), missed, missed, there(), missed)).toEqual([]);
    expect(told(gone, there(), missed, unknown, missed, unknown, missed)).toEqual(['npm:x:gone:i-1']);
    const again = [missed, missed, missed, there(), missed, missed, missed];
    expect(told({ ...gone, once: false }, there(), ...again)).toEqual([
      'npm:x:gone:i-1',
      'npm:x:gone:i-1:again-2',
    ]);
  });

  it('is no news of what was never there', () => {
    const missed = { looked: absent, after: DAY };
    const state = walk(gone, [missed, missed, missed, missed]).at(-1);
    expect(state?.told).toEqual([]);
    expect(state?.failing).toMatchObject({ looks: 4, missing: true });
  });
});

describe('what is seen', () => {
  it('must be seen as often in a row as the watch says', () => {
    const twice = { ...edge, confirm: 2 };
    expect(told(twice, there('1'), there('1', '2'))).toEqual([]);
    expect(told(twice, there('1'), there('1', '2'), there('1', '2'))).toEqual(['2']);
    expect(told(twice, there('1'), there('1', '2'), there('1'), there('1', '2'))).toEqual([]);
    expect(told(twice, there('1'), there('1', '2'), unknown, there('1', '2'))).toEqual(['2']);
  });

  it('must go on for as long as the watch says', () => {
    const settled = { ...edge, settle: 2 };
    const again = { looked: there('1', '2'), after: DAY };
    expect(told(settled, there('1'), again, again)).toEqual([]);
    expect(told(settled, there('1'), again, again, again)).toEqual(['2']);
  });

  it('waits for the cooldown, but is not dropped', () => {
    const cool = { ...edge, cooldown: 3 };
    const first = [there('1'), there('1', '2')];
    expect(told(cool, ...first, there('1', '3'))).toEqual(['2']);
    expect(told(cool, ...first, there('1', '3'), there('1'), { looked: there('1'), after: 3 * DAY })).toEqual(
      ['2', '3'],
    );
    expect(told(cool, ...first, { looked: there('1', '3'), isOpen: true })).toEqual(['2', '3']);
  });
});

describe('a look that told nothing', () => {
  it('changes nothing but its own record', () => {
    const [before, after] = walk(edge, [there('1'), unknown]);
    const { failing, ...rest } = after ?? { failing: undefined };
    expect({ ...rest, lookedAt: before?.lookedAt }).toEqual(before);
    expect(failing).toEqual({
      since: START + 2 * HOUR,
      looks: 1,
      why: 'No answer.',
      permanent: false,
      missing: false,
    });
    expect(
      walk(edge, [unknown, { kind: 'unknown', why: 'Gone.', permanent: true }]).at(-1)?.failing,
    ).toMatchObject({
      looks: 2,
      permanent: true,
    });
  });

  it('never keeps news from being told later, nor makes any', () => {
    const looks = fc.array(fc.oneof(fc.constant('?'), fc.subarray(['a', 'b', 'c', 'd'])), { maxLength: 12 });
    fc.assert(
      fc.property(looks, fc.constantFrom(edge, { ...edge, cooldown: 1 }), (sights, manner) => {
        const steps = sights.map((seen) => (typeof seen === 'string' ? unknown : there(...seen)));
        const without = steps.filter(({ kind }) => kind === 'ok');
        const end = { looked: there(), after: 2 * DAY };
        expect(told(manner, ...steps, end)).toEqual(told(manner, ...without, end));
      }),
    );
  });
});

describe('news', () => {
  it('is told once each, and all of it', () => {
    const looks = fc.array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 }), {
      minLength: 1,
      maxLength: 10,
    });
    fc.assert(
      fc.property(looks, (sights) => {
        const [first = [], ...later] = sights;
        const news = [...new Set(later.flat())].filter((id) => !first.includes(id));
        const all = told(edge, ...sights.map((seen) => there(...seen)));
        expect(all.toSorted()).toEqual(news.toSorted());
      }),
    );
  });

  it('has a fact for each of its names', () => {
    expect(factsOf(event('1', { aliases: ['2'] }))).toHaveLength(2);
    expect(new Set(factsOf(event('1', { aliases: ['2'] }))).size).toBe(2);
  });
});
