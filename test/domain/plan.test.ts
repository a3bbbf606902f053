import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, type Day } from '../../src/domain/day.ts';
import { findingKinds, type FindingKind } from '../../src/domain/finding-kind.ts';
import {
  duplicatesAmong,
  plan,
  type Looked,
  type Memo,
  type Present,
  type Step,
  type Wanted,
} from '../../src/domain/plan.ts';
import { isAwake } from '../../src/domain/snooze.ts';
import { day } from '../helpers/evaluations.ts';

const today = day('2026-07-01');
const nothing: Looked = { settled: new Set(), complete: new Set() };

function want(key: string, over: Partial<Wanted> = {}): Wanted {
  const { facts = ['f1'] } = over;
  const body = (memo: Memo) => `About ${key}: ${facts.join()}. ${JSON.stringify(memo)}`;
  return {
    key,
    kind: 'stale',
    facts,
    verified: undefined,
    answered: undefined,
    more: { labels: [], assignees: [] },
    title: `Title ${key}`,
    body,
    ...over,
  };
}

/** The issue that this finding's would be, as the bot left it. */
function issue(
  number: number,
  wanted: Wanted,
  over: Partial<Present> = {},
  memo: Partial<Memo> = {},
): Present {
  const { key, kind, facts, verified } = wanted;
  const full: Memo = { key, kind, facts, answered: verified, closedByBot: false, ...memo };
  return {
    number,
    open: true,
    createdOn: undefined,
    closedOn: undefined,
    title: wanted.title,
    body: wanted.body(full),
    memo: full,
    ...over,
  };
}

function closed(number: number, wanted: Wanted, by: 'bot' | 'person', closedOn: Day = today): Present {
  return issue(number, wanted, { open: false, closedOn }, { closedByBot: by === 'bot' });
}

/** A model of GitHub: what it shows after the steps were carried out. */
function carryOut(steps: readonly Step[], before: readonly Present[], on: Day = today): Present[] {
  const issues = new Map(before.map((issue) => [issue.number, issue]));
  for (const step of steps) {
    switch (step.step) {
      case 'create':
      case 'update':
      case 'reopen': {
        const { wanted, memo } = step;
        const number = step.step === 'create' ? Math.max(0, ...issues.keys()) + 1 : step.present.number;
        const { title } = wanted;
        const createdOn = step.step === 'create' ? on : step.present.createdOn;
        const body = wanted.body(memo);
        issues.set(number, { number, open: true, createdOn, closedOn: undefined, title, body, memo });
        break;
      }
      case 'wake': {
        const { present, memo } = step;
        const body = 'As it stood';
        issues.set(present.number, { ...present, open: true, closedOn: undefined, body, memo });
        break;
      }
      case 'close': {
        const { present } = step;
        const { snoozed: _, ...memo } = { ...present.memo, closedByBot: true };
        issues.set(present.number, { ...present, open: false, closedOn: on, memo });
        break;
      }
      case 'keep':
      case 'respect':
      case 'wait':
        break;
      default:
        step satisfies never;
    }
  }
  return [...issues.values()];
}

function names(steps: readonly Step[]): string[] {
  return steps.map((step) =>
    step.step === 'close' ? `close #${step.present.number}: ${step.reason}` : step.step,
  );
}

function run(wanted: Wanted[], present: Present[], looked = nothing, on = today, maxNew = 5): Step[] {
  return plan(wanted, present, looked, { maxNew, today: on });
}

test('what is wanted and not there is created, once', () => {
  const wanted = [want('a')];
  const steps = run(wanted, []);
  expect(steps).toStrictEqual([
    {
      step: 'create',
      wanted: wanted[0],
      memo: { key: 'a', kind: 'stale', facts: ['f1'], answered: undefined, closedByBot: false },
    },
  ]);
  expect(names(run(wanted, carryOut(steps, [])))).toStrictEqual(['keep']);
});

test('an issue is updated where its title or body differ, and only there', () => {
  const wanted = want('a');
  expect(names(run([wanted], [issue(1, wanted)]))).toStrictEqual(['keep']);
  expect(names(run([wanted], [issue(1, wanted, { title: 'Other' })]))).toStrictEqual(['update']);
  expect(names(run([wanted], [issue(1, want('a', { facts: ['f0'] }))]))).toStrictEqual(['update']);
  const { body } = issue(1, wanted);
  expect(names(run([wanted], [issue(1, wanted, { body: `\r\n${body}\r\n\n` })]))).toStrictEqual(['keep']);
});

test('at most so many are opened, the first in order, and the others wait their turn', () => {
  const wanted = ['a', 'b', 'c', 'd', 'e'].map((key) => want(key));
  const recent = closed(1, want('b', { facts: ['f0'] }), 'bot');
  const first = run(wanted, [recent], nothing, today, 2);
  expect(names(first)).toStrictEqual(['create', 'reopen', 'wait', 'wait', 'wait']);
  const after = carryOut(first, [recent]);
  expect(names(run(wanted, after, nothing, today, 2))).toStrictEqual([
    'keep',
    'keep',
    'wait',
    'wait',
    'wait',
  ]);
  const tomorrow = run(wanted, after, nothing, addDays(today, 1), 2);
  expect(names(tomorrow)).toStrictEqual(['keep', 'keep', 'create', 'create', 'wait']);
});

test('what a person asks for is opened whatever the limit, and counts for the others', () => {
  const wanted = ['a', 'b', 'c'].map((key) => want(key));
  const forced = new Set(['c']);
  const steps = plan(wanted, [], nothing, { maxNew: 0, today, forced });
  expect(names(steps)).toStrictEqual(['wait', 'wait', 'create']);
  const next = plan(wanted, carryOut(steps, []), nothing, { maxNew: 1, today });
  expect(names(next)).toStrictEqual(['wait', 'wait', 'keep']);
});

test.each(['dashboard', 'onboarding'] as const)(
  'the %s issue is opened whatever the limit, and does not count',
  (kind) => {
    const wanted = [want('a'), want('d', { kind })];
    const steps = run(wanted, [], nothing, today, 0);
    expect(names(steps)).toStrictEqual(['wait', 'create']);
    expect(names(run(wanted, carryOut(steps, []), nothing, today, 1))).toStrictEqual(['create', 'keep']);
  },
);

test('a new issue remembers the one that was about the same, for as long as it stands', () => {
  const old = closed(7, want('a', { facts: ['f0'] }), 'bot', addDays(today, -11));
  const [step] = run([want('a')], [old]);
  expect(step).toMatchObject({ step: 'create', memo: { earlier: 7 } });
  const after = carryOut(step ? [step] : [], [old]);
  expect(names(run([want('a')], after))).toStrictEqual(['keep']);
  const changed = run([want('a', { facts: ['f2'] })], after);
  expect(changed).toMatchObject([{ step: 'update', memo: { earlier: 7 } }]);
});

test('a locked issue is not opened again: another takes its place', () => {
  const locked = { ...closed(7, want('a', { facts: ['f0'] }), 'bot'), locked: true };
  expect(run([want('a')], [locked])).toMatchObject([{ step: 'create', memo: { earlier: 7 } }]);
});

describe('what comes and goes', () => {
  /** An issue that the bot has opened again on these days, and closed since. */
  function flapped(...reopened: Day[]): Present {
    return issue(
      1,
      want('a', { facts: ['f0'] }),
      { open: false, closedOn: today },
      { closedByBot: true, reopened },
    );
  }
  const ago = (days: number) => addDays(today, -days);

  test('is opened again twice within 30 days, the third time it is left to a person', () => {
    expect(run([want('a')], [flapped()])[0]).toMatchObject({ memo: { reopened: [today] } });
    const [second] = run([want('a')], [flapped(ago(29))]);
    expect(second).toMatchObject({ step: 'reopen', memo: { reopened: [ago(29), today] } });
    expect(second).not.toHaveProperty('memo.flapping');
    const [third] = run([want('a')], [flapped(ago(29), ago(10))]);
    expect(third).toMatchObject({ step: 'reopen', memo: { flapping: true } });
    const after = carryOut(third ? [third] : [], []);
    const settled: Looked = { settled: new Set(['a']), complete: new Set(['stale']) };
    expect(names(run([], after, settled))).toStrictEqual(['keep']);
    expect(names(run([want('a', { answered: today })], after))).toStrictEqual(['keep']);
    expect(run([want('a', { facts: ['f2'] })], after)).toMatchObject([
      { step: 'update', memo: { flapping: true } },
    ]);
  });

  test('is no flapping where 30 days lie between', () => {
    const [step] = run([want('a')], [flapped(ago(31), ago(30))]);
    expect(step).toMatchObject({ step: 'reopen', memo: { reopened: [today] } });
    expect(step).not.toHaveProperty('memo.flapping');
  });

  test('stays closed once a person has closed it', () => {
    const gone = issue(1, want('a'), { open: false, closedOn: today }, { flapping: true });
    expect(names(run([want('a')], [gone]))).toStrictEqual(['respect']);
  });
});

test('the cap holds back new issues only, not updates and not what closes', () => {
  const [a, b, c] = [want('a'), want('b'), want('c')];
  const present = [issue(1, a, { title: 'Other' }), issue(2, b), issue(3, b)];
  const looked = { settled: new Set(['c']), complete: new Set<FindingKind>() };
  expect(names(run([a, b], [...present, issue(4, c)], looked, today, 0))).toStrictEqual([
    'close #3: duplicate',
    'update',
    'keep',
    'close #4: settled',
  ]);
});

test.each([
  ['nobody looked', [], [], 'keep'],
  ['it was found in order', ['a'], [], 'close #1: settled'],
  ['all subjects of its kind were seen', [], ['stale'], 'close #1: subject-gone'],
  ['it was found in order, among all', ['a'], ['stale'], 'close #1: settled'],
  ['another was found in order', ['b'], [], 'keep'],
  ['another kind was looked at', [], ['event'], 'keep'],
] as const)('an issue that is not wanted, where %s: %3$s', (_what, settled, complete, expected) => {
  const looked: Looked = { settled: new Set(settled), complete: new Set(complete) };
  expect(names(run([], [issue(1, want('a'))], looked))).toStrictEqual([expected]);
});

test('what is closed and not wanted is left alone', () => {
  const looked = { settled: new Set(['a']), complete: new Set(findingKinds) };
  expect(run([], [closed(1, want('a'), 'bot'), closed(2, want('b'), 'person')], looked)).toStrictEqual([]);
});

test("a person's close is respected, for years, until there is a new fact", () => {
  const seen = want('a', { facts: ['f1', 'f2'] });
  const present = [closed(1, seen, 'person', day('2020-01-01'))];
  expect(names(run([seen], present))).toStrictEqual(['respect']);
  expect(names(run([want('a', { facts: ['f2'] })], present))).toStrictEqual(['respect']);
  expect(names(run([want('a', { facts: [] })], present))).toStrictEqual(['respect']);
  expect(names(run([want('a', { facts: ['f2', 'f3'] })], present))).toStrictEqual(['create']);
});

test.each([
  [0, 'reopen'],
  [10, 'reopen'],
  [11, 'create'],
  [400, 'create'],
])('what the bot closed %d days ago and is wanted again: %s', (days, expected) => {
  const present = [closed(1, want('a'), 'bot', addDays(today, -days))];
  expect(names(run([want('a')], present))).toStrictEqual([expected]);
  expect(names(run([want('a', { facts: ['new'] })], present))).toStrictEqual([expected]);
});

test('a reopened issue no longer says that the bot closed it', () => {
  const [step] = run([want('a')], [closed(1, want('a'), 'bot')]);
  expect(step).toMatchObject({ step: 'reopen', present: { number: 1 }, memo: { closedByBot: false } });
});

test('of several open issues of one key the oldest stays', () => {
  const wanted = want('a');
  const present = [issue(7, wanted), issue(3, wanted), issue(5, wanted), issue(4, want('b'))];
  expect(duplicatesAmong(present, today).map(({ number }) => number)).toStrictEqual([5, 7]);
  expect(names(run([wanted], present))).toStrictEqual([
    'close #5: duplicate',
    'close #7: duplicate',
    'keep',
    'keep',
  ]);
});

test('an open issue speaks before a closed one, whichever is older', () => {
  const wanted = want('a');
  expect(names(run([wanted], [closed(1, wanted, 'person'), issue(2, wanted)]))).toStrictEqual(['keep']);
  expect(names(run([wanted], [issue(1, wanted), closed(2, wanted, 'person')]))).toStrictEqual(['keep']);
});

test("a duplicate that the bot closed does not outlive a person's close of its twin", () => {
  const wanted = want('a');
  const twin = closed(7, wanted, 'bot', day('2026-06-28'));
  for (const closedOn of ['2026-06-28', '2026-06-29'])
    expect(names(run([wanted], [closed(5, wanted, 'person', day(closedOn)), twin]))).toStrictEqual([
      'respect',
    ]);
});

test('of several closed issues the one that was closed last speaks', () => {
  const old = closed(1, want('a', { facts: ['f0'] }), 'person', day('2026-01-01'));
  const latest = closed(2, want('a', { facts: ['f0', 'f1'] }), 'person', day('2026-06-01'));
  expect(names(run([want('a')], [latest, old]))).toStrictEqual(['respect']);
  const [step] = run([want('a', { facts: ['f2'] })], [old, closed(3, want('a'), 'bot', day('2026-06-30'))]);
  expect(step).toMatchObject({ step: 'reopen', present: { number: 3 } });
});

/** An event whose claims in doubt were verified on these days. */
function event(...verified: string[]): Wanted {
  const days = verified.map(day).toSorted();
  return want('e', { kind: 'event', facts: ['happened'], verified: days.at(-1), answered: days[0] });
}

test("an event's issue stays as it was written, though upstream's words change", () => {
  const present = [issue(1, event('2026-01-01'), { title: 'As it was', body: 'As it was' })];
  expect(names(run([event('2026-01-01')], present))).toStrictEqual(['keep']);
});

test("an event's issue is closed when every claim in doubt was verified since, not before", () => {
  let present = carryOut(run([event('2026-01-01', '2026-03-03')], []), []);
  expect(names(run([event('2026-01-01', '2026-03-03')], present))).toStrictEqual(['keep']);
  // The older of the two is verified; the other has not been looked at since.
  expect(names(run([event('2026-06-06', '2026-03-03')], present))).toStrictEqual(['keep']);
  // The older of the two is deleted.
  expect(names(run([event('2026-03-03')], present))).toStrictEqual(['keep']);
  const answered = run([event('2026-06-06', '2026-06-07')], present);
  expect(names(answered)).toStrictEqual(['close #1: answered']);
  present = carryOut(answered, present);
  for (const later of [0, 5, 400])
    expect(
      names(run([event('2026-06-06', '2026-06-07')], present, nothing, addDays(today, later))),
    ).toStrictEqual(['respect']);
});

test("an event's issue is not closed while a claim in doubt has no date", () => {
  const undated = { ...event('2026-01-01'), answered: undefined };
  const present = carryOut(run([undated], []), []);
  expect(names(run([undated], present))).toStrictEqual(['keep']);
  expect(names(run([{ ...event('2026-06-06'), answered: undefined }], present))).toStrictEqual(['keep']);
});

test("an event's issue is not closed because upstream does not show the event any more", () => {
  const looked = { settled: new Set<string>(), complete: new Set<FindingKind>(['stale', 'problems']) };
  expect(names(run([], [issue(1, event('2026-01-01'))], looked))).toStrictEqual(['keep']);
});

test('an event that a person closed does not happen again', () => {
  const present = [closed(1, event('2026-01-01'), 'person', day('2020-01-01'))];
  expect(names(run([event('2026-01-01')], present))).toStrictEqual(['respect']);
  expect(names(run([event('2026-06-06')], present))).toStrictEqual(['respect']);
});

/** An event's issue that a person has put off on the first of June for thirty days, until today. */
function asleep(wanted: Wanted, snoozed: Day = today): Present {
  return issue(1, wanted, { open: false, closedOn: addDays(snoozed, -30) }, { snoozed });
}

test('what sleeps says nothing before its day, whatever happens', () => {
  const event1 = event('2026-01-01');
  const sleeping = [asleep(event1, addDays(today, 1))];
  expect(names(run([event1], sleeping))).toStrictEqual(['respect']);
  expect(names(run([{ ...event1, facts: ['happened', 'more'] }], sleeping))).toStrictEqual(['respect']);
  expect(names(run([event('2026-06-06')], sleeping))).toStrictEqual(['respect']);
  const gone: Looked = { settled: new Set(), complete: new Set(['event']) };
  expect(run([], sleeping, gone)).toStrictEqual([]);
});

test.each([0, 1, 400])('what has slept until %d days ago is opened again as it stood, once', (days) => {
  const event1 = event('2026-01-01');
  const sleeping = asleep(event1, addDays(today, -days));
  const steps = run([event1], [sleeping]);
  expect(steps).toStrictEqual([
    {
      step: 'wake',
      wanted: event1,
      present: sleeping,
      memo: { key: 'e', kind: 'event', facts: ['happened'], answered: '2026-01-01', closedByBot: false },
    },
  ]);
  expect(names(run([event1], carryOut(steps, [sleeping])))).toStrictEqual(['keep']);
});

test('what happened while it slept joins it when it is opened again', () => {
  const more = { ...event('2026-01-01'), facts: ['happened', 'more'] };
  const sleeping = asleep(event('2026-01-01'));
  const steps = run([more], [sleeping]);
  expect(steps).toMatchObject([
    {
      step: 'reopen',
      present: { number: 1 },
      memo: { facts: ['happened', 'more'], answered: '2026-01-01', closedByBot: false },
    },
  ]);
  const after = carryOut(steps, [sleeping]);
  expect(after[0]?.memo.snoozed).toBeUndefined();
  expect(names(run([more], after))).toStrictEqual(['keep']);
});

test('what slept stays closed where every claim in doubt was verified meanwhile', () => {
  const verified = event('2026-06-06', '2026-06-07');
  const sleeping = asleep(event('2026-01-01', '2026-03-03'));
  const steps = run([verified], [sleeping]);
  expect(names(steps)).toStrictEqual(['close #1: answered']);
  const after = carryOut(steps, [sleeping]);
  for (const later of [0, 5, 400])
    expect(names(run([verified], after, nothing, addDays(today, later)))).toStrictEqual(['respect']);
  // One of two is not enough.
  expect(names(run([event('2026-03-03', '2026-06-07')], [sleeping]))).toStrictEqual(['wake']);
});

test('what happened while it slept is told although all claims were verified: nobody knows which came first', () => {
  const more = { ...event('2026-06-06'), facts: ['happened', 'more'] };
  const steps = run([more], [asleep(event('2026-01-01'))]);
  expect(steps).toMatchObject([{ step: 'reopen', memo: { answered: '2026-06-06' } }]);
  expect(names(run([more], carryOut(steps, [asleep(event('2026-01-01'))])))).toStrictEqual(['keep']);
});

test('of two issues that sleep, the one that sleeps longer speaks: nothing wakes or closes before', () => {
  const event1 = event('2026-01-01');
  const [longer, shorter] = [asleep(event1, addDays(today, 1)), { ...asleep(event1, today), number: 9 }];
  expect(names(run([event1], [longer, shorter]))).toStrictEqual(['respect']);
  const complete: Looked = { settled: new Set(), complete: new Set(['event']) };
  expect(names(run([], [longer, shorter], complete))).toStrictEqual([]);
});

test('what has slept wakes on its day whatever the limit: a person has said when', () => {
  const event1 = event('2026-01-01');
  expect(names(run([event1], [asleep(event1)], nothing, today, 0))).toStrictEqual(['wake']);
});

test('what has slept while its subject went away is closed for good', () => {
  const gone: Looked = { settled: new Set(), complete: new Set(['event']) };
  const sleeping = asleep(event('2026-01-01'));
  const steps = run([], [sleeping], gone);
  expect(names(steps)).toStrictEqual(['close #1: subject-gone']);
  expect(run([], carryOut(steps, [sleeping]), gone)).toStrictEqual([]);
  expect(names(run([], [sleeping]))).toStrictEqual(['keep']);
});

test('a person who opens what sleeps before its day ends its sleep', () => {
  const event1 = event('2026-01-01');
  const opened = { ...asleep(event1, addDays(today, 9)), open: true, closedOn: undefined };
  const steps = run([event1], [opened], nothing, today, 0);
  expect(names(steps)).toStrictEqual(['wake']);
  const after = carryOut(steps, [opened]);
  expect(after[0]?.memo).not.toHaveProperty('snoozed');
  expect(names(run([event1], after))).toStrictEqual(['keep']);
});

test.each(findingKinds)('what is put off is silent until its day and then open, once: %s', (kind) => {
  const wanted = want('a', { kind, facts: ['f1', 'f2'] });
  const known = want('a', { kind, facts: ['f1'] });
  for (const present of [wanted, known]) {
    const before = [asleep(present, addDays(today, 1))];
    expect(names(run([wanted], before))).toStrictEqual(['respect']);
    const after = carryOut(run([wanted], [asleep(present)]), [asleep(present)]);
    expect(after).toMatchObject([{ number: 1, open: true }]);
    expect(after[0]?.memo.snoozed).toBeUndefined();
    expect(names(run([wanted], after))).toStrictEqual(['keep']);
  }
});

test('what has slept says what is found now, unless it tells of an event', () => {
  const wanted = want('a', { title: 'Two claims', facts: ['f1'] });
  const sleeping = { ...asleep(want('a')), title: 'One claim' };
  expect(run([wanted], [sleeping])).toMatchObject([{ step: 'reopen', memo: { facts: ['f1'] } }]);
});

interface World {
  wanted: Wanted[];
  present: Present[];
  looked: Looked;
  maxNew: number;
}

const keys = ['k0', 'k1', 'k2', 'k3', 'k4', 'k5'];
// The others open whatever else does.
const counted = findingKinds.filter((kind) => kind !== 'dashboard' && kind !== 'onboarding');
const kindOf = (key: string): FindingKind => counted[keys.indexOf(key) % counted.length] ?? 'stale';
const someFacts = fc.subarray(['f1', 'f2', 'f3']);
const someDay = fc
  .option(fc.nat(60), { nil: undefined })
  .map((days) => (days === undefined ? undefined : addDays(today, -days)));

/** What is wanted for a key. An event has one fact for ever: its key is made of it. */
function someWanted(key: string): fc.Arbitrary<Wanted> {
  return fc.record({ facts: someFacts, one: someDay, other: someDay }).map(({ facts, one, other }) => {
    if (kindOf(key) !== 'event') return want(key, { kind: kindOf(key), facts });
    const days = [one, other].flatMap((day) => day ?? []).toSorted();
    const answered = one && other && days[0];
    return want(key, { kind: 'event', facts: [key], verified: days.at(-1), answered });
  });
}

const somePresent = fc
  .record({
    wanted: fc.constantFrom(...keys).chain(someWanted),
    state: fc.constantFrom('open', 'bot', 'person'),
    closedOn: someDay,
    touched: fc.boolean(),
    snoozed: fc.option(
      fc.integer({ min: -3, max: 3 }).map((days) => addDays(today, days)),
      { nil: undefined },
    ),
  })
  .map(({ wanted, state, closedOn, touched, snoozed }) => (number: number) => {
    if (state === 'person' && snoozed !== undefined) {
      return issue(number, wanted, { open: false, closedOn: closedOn ?? today }, { snoozed });
    }
    const as =
      state === 'open'
        ? issue(number, wanted)
        : closed(number, wanted, state === 'bot' ? 'bot' : 'person', closedOn ?? today);
    return touched ? { ...as, title: 'Touched' } : as;
  });

const world: fc.Arbitrary<World> = fc
  .record({
    wantedKeys: fc.shuffledSubarray(keys),
    wishes: fc.tuple(...keys.map(someWanted)),
    present: fc.array(somePresent, { maxLength: 10 }),
    settled: fc.subarray(keys),
    complete: fc.subarray([...findingKinds]),
    maxNew: fc.nat(4),
  })
  .map(({ wantedKeys, wishes, present, settled, complete, maxNew }) => ({
    wanted: wantedKeys.flatMap((key) => wishes.filter((wish) => wish.key === key)),
    present: present.map((make, index) => make(index + 1)),
    looked: {
      settled: new Set(settled.filter((key) => !wantedKeys.includes(key))),
      complete: new Set(complete),
    },
    maxNew,
  }));

function forAll(check: (world: World, steps: Step[], after: Present[]) => void): void {
  fc.assert(
    fc.property(world, (world) => {
      const steps = run(world.wanted, world.present, world.looked, today, world.maxNew);
      check(world, steps, carryOut(steps, world.present));
    }),
    { numRuns: 400 },
  );
}

test('whatever GitHub shows, the second run has nothing to do but what waits', () => {
  forAll(({ wanted, looked, maxNew }, steps, after) => {
    const idle = new Set(run(wanted, after, looked, today, 0).map(({ step }) => step));
    for (const step of idle) expect(['keep', 'respect', 'wait']).toContain(step);
    const again = run(wanted, after, looked, today, maxNew);
    expect(names(again).filter((step) => step !== 'keep' && step !== 'respect' && step !== 'wait')).toEqual(
      [],
    );
    const waited = steps.filter(({ step }) => step === 'wait').length;
    expect(names(again).filter((step) => step === 'wait')).toHaveLength(waited);
  });
});

test('whatever GitHub shows, at most so many are opened and no key has two open issues', () => {
  forAll(({ maxNew }, steps, after) => {
    const counted = steps.filter(
      (step) =>
        (step.step === 'create' && step.wanted.kind !== 'dashboard') ||
        (step.step === 'reopen' && step.present.memo.closedByBot),
    );
    expect(counted.length).toBeLessThanOrEqual(maxNew);
    const open = after.filter((issue) => issue.open).map(({ memo }) => memo.key);
    expect(new Set(open).size).toBe(open.length);
    expect(duplicatesAmong(after, today)).toStrictEqual([]);
  });
});

test('whatever GitHub shows, nothing is closed without its reason', () => {
  forAll(({ wanted, present, looked }, steps) => {
    for (const step of steps) {
      if (step.step !== 'close') continue;
      const { number, open, memo } = step.present;
      expect(open || isAwake(memo, today)).toBe(true);
      const wish = wanted.find(({ key }) => key === memo.key);
      const twins = present.filter(
        (issue) => issue.open && issue.memo.key === memo.key && issue.number < number,
      );
      const reasons = {
        duplicate: twins.length > 0,
        settled: wish === undefined && looked.settled.has(memo.key),
        'subject-gone': wish === undefined && looked.complete.has(memo.kind),
        answered: wish?.answered !== undefined && wish.answered > (memo.answered ?? ''),
      };
      expect([step.reason, reasons[step.reason]]).toStrictEqual([step.reason, true]);
    }
  });
});

test("whatever GitHub shows, a person's last word stands until there is a new fact", () => {
  forAll(({ wanted, present }, steps) => {
    for (const wish of wanted) {
      const own = present.filter(({ memo }) => memo.key === wish.key);
      const last = own.toSorted((a, b) => (a.closedOn ?? '').localeCompare(b.closedOn ?? '')).at(-1);
      const said = own
        .filter(({ closedOn, memo }) => closedOn === last?.closedOn && !memo.closedByBot)
        .at(-1);
      if (own.some(({ open }) => open) || !said) continue;
      if (!wish.facts.every((fact) => said.memo.facts.includes(fact))) continue;
      if (isAwake(said.memo, today)) continue;
      const step = steps.find((step) =>
        'wanted' in step ? step.wanted === wish : step.present.memo.key === wish.key,
      );
      expect(step?.step).toBe('respect');
    }
  });
});

test('whatever GitHub shows, what is wanted is open, waits, was dismissed, or was dealt with', () => {
  forAll(({ wanted }, steps, after) => {
    for (const wish of wanted) {
      const isOpen = after.some((issue) => issue.open && issue.memo.key === wish.key);
      const waits = steps.some((step) => step.step === 'wait' && step.wanted === wish);
      const own = steps.filter((step) => !('wanted' in step) && step.present.memo.key === wish.key);
      const done = own.some(
        (step) => step.step === 'respect' || (step.step === 'close' && step.reason === 'answered'),
      );
      expect([isOpen, waits, done].filter(Boolean)).toHaveLength(1);
    }
  });
});

test('what the bot closed is reopened within ten days and written anew after them', () => {
  forAll((_world, steps) => {
    for (const step of steps) {
      if (step.step !== 'reopen' || step.present.memo.snoozed !== undefined) continue;
      expect(step.present.memo.closedByBot).toBe(true);
      expect(daysBetween(step.present.closedOn ?? day('1970-01-01'), today)).toBeLessThanOrEqual(10);
    }
  });
});
