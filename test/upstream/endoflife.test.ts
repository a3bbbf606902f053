import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDay, type Day } from '../../src/domain/day.ts';
import type { HttpClient } from '../../src/http/http.ts';
import { endoflife } from '../../src/upstream/endoflife.ts';
import type { Outcome, Told } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { mapMemory, roundOf } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';
import { startStandIn, type StandIn } from './stand-in.ts';

const nothing = { kind: 'ok', events: [] };

/** A cycle as upstream sends it, with the fields that we do not read. */
function cycleOf(name: string, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    name,
    codename: null,
    label: name,
    releaseDate: '2021-10-04',
    isLts: false,
    ltsFrom: null,
    isEoas: true,
    eoasFrom: '2023-04-05',
    isEol: false,
    eolFrom: '2026-06-01',
    isMaintained: true,
    latest: { name: `${name}.18`, date: '2025-06-03', link: `https://example.org/notes/${name}` },
    custom: null,
    ...fields,
  };
}

function productOf(...releases: Record<string, unknown>[]): Record<string, unknown> {
  return {
    schema_version: '1.1.0',
    last_modified: '2026-06-01T08:00:00+00:00',
    result: {
      name: 'python',
      aliases: [],
      label: 'Python',
      category: 'lang',
      tags: ['lang'],
      links: { icon: null, html: 'https://example.org/python', releasePolicy: null },
      releases,
    },
  };
}

let product: unknown;

function start(): Promise<StandIn> {
  return startStandIn(({ pathname }) => (pathname === '/products/python/' ? { body: product } : undefined));
}

beforeEach(() => {
  product = productOf(cycleOf('3.10'));
});

itLooksLikeASource({
  source: endoflife,
  target: 'python/3.10',
  when: 'eol',
  token: undefined,
  notFound: 'absent',
  conditional: true,
  fact: ['eol', '2026-06-01'],
  start,
});

let upstream: StandIn;
let http: HttpClient;

beforeEach(async () => {
  upstream = await start();
  http = impatientHttp([upstream.url], 10_000);
});

afterEach(async () => {
  await http.close();
  await upstream.close();
});

interface Look {
  target?: string;
  with?: Record<string, unknown>;
  today?: string;
}

function look(
  when: string,
  { target = 'python/3.10', with: written = {}, today }: Look = {},
): Promise<Outcome> {
  const round = roundOf(endoflife, { http, endpoint: upstream.url }, today ? { today: dayOf(today) } : {});
  return round.look('endoflife', { target, when, options: endoflife.options.parse(written) });
}

async function eventsOf(when: string, asked?: Look) {
  const outcome = await look(when, asked);
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  return outcome.events;
}

function tell(fact: string, target = 'python/3.10'): Promise<Told> {
  const options = endoflife.options.parse({});
  return roundOf(endoflife, { http, endpoint: upstream.url }).tell('endoflife', { target, fact, options });
}

function dayOf(text: string): Day {
  return parseDay(text) as Day;
}

describe('eol', () => {
  it('begins on the day that upstream names, whatever the last build said', async () => {
    product = productOf(cycleOf('3.10', { isEol: false, eolFrom: '2026-10-31' }));
    expect(await look('eol', { today: '2026-10-30' })).toEqual(nothing);
    expect(await eventsOf('eol', { today: '2026-10-31' })).toMatchObject([
      {
        id: 'endoflife:python:3.10:eol:2026-10-31',
        summary: 'python 3.10 is at its end of life since 2026-10-31.',
        now: '2026-10-31',
      },
    ]);
  });

  it('is not the case before that day, although the last build said so', async () => {
    product = productOf(cycleOf('3.10', { isEol: true, eolFrom: '2026-10-31' }));
    expect(await look('eol', { today: '2026-10-30' })).toEqual(nothing);
  });

  it('believes the last build where no day is named', async () => {
    product = productOf(cycleOf('3.10', { isEol: true, eolFrom: null }));
    expect(await eventsOf('eol')).toMatchObject([
      { id: 'endoflife:python:3.10:eol:past', summary: 'python 3.10 is at its end of life.' },
    ]);
    product = productOf(cycleOf('3.10', { isEol: false, eolFrom: null }));
    expect(await look('eol')).toEqual(nothing);
  });

  it('shows the page, the request and the latest version', async () => {
    const [event] = await eventsOf('eol');
    expect(event?.evidence).toEqual([
      { label: 'Product', text: 'python', url: 'https://example.org/python' },
      { label: 'Asked', url: `${upstream.url}/products/python/` },
      { label: 'Latest version', text: '3.10.18', url: 'https://example.org/notes/3.10' },
      { label: 'End', text: '2026-06-01' },
    ]);
  });

  it('shows no address that is none of the web', async () => {
    const script = 'javascript:alert(1)';
    const whole = productOf(cycleOf('3.10', { latest: { name: '1', date: null, link: script } }));
    product = { ...whole, result: { ...(whole['result'] as object), links: { html: script } } };
    const [event] = await eventsOf('eol');
    expect(JSON.stringify(event)).not.toContain('javascript');
    expect(event?.evidence[0]?.url).toBe(`${upstream.url}/products/python/`);
  });

  it('asks once for several cycles of a product', async () => {
    product = productOf(cycleOf('3.10'), cycleOf('3.9'));
    const round = roundOf(endoflife, { http, endpoint: upstream.url });
    const options = endoflife.options.parse({});
    const outcomes = await Promise.all(
      ['python/3.10', 'python/3.9'].map((target) =>
        round.look('endoflife', { target, when: 'eol', options }),
      ),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['ok', 'ok']);
    expect(upstream.requests).toHaveLength(1);
  });
});

describe('eol-soon', () => {
  const moved = { eolFrom: '2026-10-31' };

  it.each([
    ['2026-08-31', {}, false],
    ['2026-09-01', {}, true],
    ['2026-10-30', {}, true],
    ['2026-10-31', {}, false],
    ['2026-10-23', { lead: '1 week' }, false],
    ['2026-10-24', { lead: '1 week' }, true],
  ])('on %s with %j: %s', async (today, written, expected) => {
    product = productOf(cycleOf('3.10', moved));
    const events = await eventsOf('eol-soon', { today, with: written });
    expect(events.map(({ id }) => id)).toEqual(expected ? ['endoflife:python:3.10:eol-soon:2026-10-31'] : []);
  });

  it('is the same event every day, and another one where the day is moved', async () => {
    product = productOf(cycleOf('3.10', moved));
    const [first] = await eventsOf('eol-soon', { today: '2026-10-01' });
    const [second] = await eventsOf('eol-soon', { today: '2026-10-02' });
    product = productOf(cycleOf('3.10', { eolFrom: '2026-11-30' }));
    const [third] = await eventsOf('eol-soon', { today: '2026-10-02' });
    expect(second).toEqual(first);
    expect(third?.id).toBe('endoflife:python:3.10:eol-soon:2026-11-30');
  });

  it('is not told where no day is named', async () => {
    product = productOf(cycleOf('3.10', { eolFrom: null }));
    expect(await look('eol-soon')).toEqual(nothing);
  });
});

describe('eol-date-changed', () => {
  it.each([
    [{ eolFrom: '2026-10-31' }, '2026-10-31', 'The end of life of python 3.10 is set for 2026-10-31.'],
    [{ eolFrom: null }, 'open', 'The end of life of python 3.10 has no day yet.'],
    [
      { eolFrom: null, isEol: true },
      'past',
      'The end of life of python 3.10 has come, on a day that is not named.',
    ],
  ])('tells %j as %s', async (fields, state, summary) => {
    product = productOf(cycleOf('3.10', fields));
    expect(await eventsOf('eol-date-changed')).toMatchObject([
      { id: `endoflife:python:3.10:eol-date-changed:${state}`, summary },
    ]);
  });

  it('remembers one day only, so that a day that is moved back has moved', () => {
    expect(endoflife.conditions['eol-date-changed']).toEqual({ kind: 'edge', remembers: 1 });
  });
});

describe('new-cycle', () => {
  const python = { target: 'python' };

  it('tells every cycle that is released, whatever becomes of its end', async () => {
    product = productOf(cycleOf('3.11'), cycleOf('3.10', { eolFrom: null }));
    const events = await eventsOf('new-cycle', python);
    expect(events.map(({ id }) => id)).toEqual([
      'endoflife:python:3.11:new-cycle',
      'endoflife:python:3.10:new-cycle',
    ]);
    expect(events[0]).not.toHaveProperty('late');
  });

  it('waits for the day of a release that is announced', async () => {
    product = productOf(cycleOf('3.15', { releaseDate: '2026-10-01' }));
    expect(await look('new-cycle', { ...python, today: '2026-09-30' })).toEqual(nothing);
    expect(await eventsOf('new-cycle', { ...python, today: '2026-10-01' })).toHaveLength(1);
  });

  it('is late after the day in since, and not on it', async () => {
    product = productOf(
      cycleOf('3.14', { releaseDate: '2025-10-08' }),
      cycleOf('3.13', { releaseDate: '2025-10-07' }),
      cycleOf('3.12', { releaseDate: null }),
    );
    const events = await eventsOf('new-cycle', { ...python, with: { since: '2025-10-07' } });
    expect(events.map(({ late }) => late)).toEqual([true, false, false]);
  });
});

describe('discontinued', () => {
  it.each([
    [{}, undefined],
    [{ isDiscontinued: false, discontinuedFrom: null }, undefined],
    [{ isDiscontinued: true, discontinuedFrom: null }, 'past'],
    [{ isDiscontinued: false, discontinuedFrom: '2026-06-12' }, '2026-06-12'],
    [{ isDiscontinued: true, discontinuedFrom: '2026-06-13' }, undefined],
  ])('reads %j as %s', async (fields, state) => {
    product = productOf(cycleOf('3.10', fields));
    const events = await eventsOf('discontinued');
    expect(events.map(({ id }) => id)).toEqual(
      state === undefined ? [] : [`endoflife:python:3.10:discontinued:${state}`],
    );
  });
});

describe('what is not there', () => {
  it('is absent as a cycle', async () => {
    expect(await look('eol', { target: 'python/3.99' })).toMatchObject({
      kind: 'absent',
      why: 'Endoflife.date has no cycle 3.99 of python.',
    });
  });

  it('is absent as a product', async () => {
    expect(await look('eol', { target: 'pyhton/3.10' })).toMatchObject({
      kind: 'absent',
      why: 'Endoflife.date has no product pyhton.',
    });
  });

  it('is told at once where the whole address is gone', async () => {
    upstream.fail(410);
    expect(await look('eol')).toMatchObject({ kind: 'unknown', permanent: true });
  });

  it.each(['31 October 2026', '2026-02-30', ''])('is unknown where the day is %j', async (eolFrom) => {
    product = productOf(cycleOf('3.10', { eolFrom }), cycleOf('3.9'));
    expect(await look('eol')).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/calendar/) });
    expect(await eventsOf('eol', { target: 'python/3.9' })).toHaveLength(1);
  });
});

describe('the target', () => {
  it.each(['python', 'python/3.12', 'windows/11-24h2-iot-lts', 'claude/opus-4.1', 'amazon-eks/1.31'])(
    'may be %s',
    (target) => {
      expect(endoflife.problemWithTarget(target)).toBeUndefined();
    },
  );

  it.each([
    '../x',
    'python/..',
    'python/3.12/x',
    '/python',
    'python/',
    'python 3',
    'https://example.org/python',
  ])('may not be %s', (target) => {
    expect(endoflife.problemWithTarget(target)).toMatch(/^This is no product.+ Write product\b.+\.$/);
  });

  it.each([
    ['eol', 'python', /write python\/ and the cycle/],
    ['new-cycle', 'python/3.10', /write python as the target/],
  ])('of %s may not be %s', async (when, target, why) => {
    expect(await look(when, { target })).toMatchObject({
      kind: 'unknown',
      permanent: true,
      why: expect.stringMatching(why),
    });
    expect(upstream.requests).toEqual([]);
  });
});

describe('facts', () => {
  it.each<[string, Record<string, unknown>, string | boolean | null]>([
    ['eol', {}, '2026-06-01'],
    ['eol', { eolFrom: null }, null],
    ['latest', {}, '3.10.18'],
    ['latest', { latest: null }, null],
    ['maintained', {}, true],
    ['maintained', { isMaintained: false }, false],
  ])('%s of %j is %s', async (fact, fields, value) => {
    product = productOf(cycleOf('3.10', fields));
    expect(await tell(fact)).toMatchObject({
      kind: 'ok',
      value,
      evidence: [{ url: 'https://example.org/python' }, {}, ...(fields['latest'] === null ? [] : [{}])],
    });
  });

  it('are not guessed', async () => {
    product = productOf(cycleOf('3.10', { isMaintained: undefined }));
    expect(await tell('maintained')).toMatchObject({ kind: 'absent' });
    expect(await tell('constructor')).toMatchObject({ kind: 'absent' });
    expect(await tell('eol', 'python')).toMatchObject({ kind: 'unknown', permanent: true });
    expect(await tell('eol', 'python/4')).toMatchObject({ kind: 'absent' });
  });
});

describe('a hostile answer', () => {
  it.each([
    ['a cycle', productOf(cycleOf('3.10 [x](https://evil.example)'))],
    ['a product', { result: { name: '../x', label: 'x', releases: [] } }],
  ])('with the name of %s is not read', async (_what, body) => {
    product = body;
    expect(await look('eol')).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/unexpected/) });
  });

  it('is clipped', async () => {
    product = productOf(cycleOf('3.10', { latest: { name: 'x'.repeat(10_000), date: null, link: null } }));
    expect(JSON.stringify(await look('eol')).length).toBeLessThan(1_000);
  });
});

it('is kept, and looked at with the day of today', async () => {
  product = productOf(cycleOf('3.10', { eolFrom: '2026-10-31' }));
  const memory = mapMemory();
  const options = endoflife.options.parse({});
  function lookOn(today: string): Promise<Outcome> {
    const round = roundOf(endoflife, { http, endpoint: upstream.url }, { memory, today: dayOf(today) });
    return round.look('endoflife', { target: 'python/3.10', when: 'eol', options });
  }
  expect(await lookOn('2026-10-30')).toEqual(nothing);
  expect(await lookOn('2026-10-31')).toMatchObject({ kind: 'ok', events: [{ when: 'eol' }] });
  expect(upstream.requests.map(({ conditional }) => conditional)).toEqual([false, true]);
});
