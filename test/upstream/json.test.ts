import { afterEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../src/domain/memory.ts';
import type { HttpClient } from '../../src/http/http.ts';
import { json } from '../../src/upstream/json.ts';
import { beginRound } from '../../src/upstream/look.ts';
import type { Outcome, SourceTools } from '../../src/upstream/source.ts';
import { understand } from '../../src/upstream/understand.ts';
import { impatientHttp } from '../helpers/http.ts';
import { mapMemory, roundOf, silent, TODAY } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';
import { startStandIn, type Said, type StandIn } from './stand-in.ts';

/** As models.dev publishes it. */
const catalogue = {
  minimax: {
    id: 'minimax',
    models: {
      'MiniMax-M3': {
        id: 'MiniMax-M3',
        open_weights: true,
        release_date: '2026-06-01',
        cost: { input: '0.60', output: 2.4 },
        modalities: ['text', 'image'],
      },
    },
  },
};
const M3 = "$.minimax.models['MiniMax-M3']";

itLooksLikeASource({
  source: json,
  target: (url) => `${url}/api.json`,
  when: 'holds',
  with: { select: `${M3}.open_weights`, op: 'equals', value: true },
  token: 'secret-token',
  start: () => startStandIn(({ pathname }) => (pathname === '/api.json' ? { body: catalogue } : undefined)),
  notFound: 'absent',
  conditional: true,
  // Any JSON is a document of this source; that the path finds nothing in it is tested below.
  meaningful: ['wrong-shape'],
  fact: ['value', true],
});

let upstream: StandIn | undefined;
let http: HttpClient | undefined;

afterEach(async () => {
  await http?.close();
  await upstream?.close();
});

async function serve(body: unknown, said: Partial<Said> = {}): Promise<StandIn> {
  upstream = await startStandIn(() => ({ body, ...said }));
  http = impatientHttp([upstream.url]);
  return upstream;
}

/** Looks at a document, served anew. */
async function lookAt(
  body: unknown,
  written: Record<string, unknown>,
  when = 'holds',
  said: Partial<Said> = {},
): Promise<Outcome> {
  await http?.close();
  await upstream?.close();
  const { url } = await serve(body, said);
  return look(`${url}/d.json`, written, when);
}

function look(
  target: string,
  written: Record<string, unknown>,
  when: string,
  memory?: Memory,
): Promise<Outcome> {
  if (!http || !upstream) throw new Error('Serve something first.');
  const round = roundOf(json, { http, endpoint: upstream.url }, { ...(memory && { memory }) });
  return round.look('json', { target, when, options: json.options.parse(written) });
}

function eventOf(outcome: Outcome) {
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  const [event, ...others] = outcome.events;
  expect(others).toEqual([]);
  if (event === undefined) throw new Error('There is no event.');
  return event;
}

describe('holds', () => {
  it.each([
    ['exists', undefined, 'is there'],
    ['equals', 0.6, 'is what the watch waits for'],
    ['in', [0.5, 0.6], 'is one of those'],
    ['matches', '/^0\\.6/', 'fits the expression'],
    ['gt', 0.5, 'is above'],
    ['gte', '0.6', 'has reached'],
    ['lt', 0.7, 'is below'],
    ['lte', 0.6, 'is at most'],
    ['contains', '.6', 'contains'],
  ])('fires when %s %j does', async (op, value, words) => {
    const written = { select: `${M3}.cost.input`, op, ...(value !== undefined && { value }) };
    const event = eventOf(await lookAt(catalogue, written));
    expect(event).toMatchObject({ now: '0.60', summary: expect.stringContaining(words) });
    expect(event.evidence).toContainEqual(
      expect.objectContaining({ label: 'JSON document', url: event.target }),
    );
  });

  it('asks whether there is anything where no op is written', async () => {
    expect(eventOf(await lookAt(catalogue, { select: M3 })).id).toMatch(/^json:[0-9a-f]{16}:[0-9a-f]{16}$/);
    expect(await lookAt(catalogue, { select: '$.kimi' })).toEqual({ kind: 'ok', events: [] });
  });

  it('fires on absence, and says what is there: nothing', async () => {
    const event = eventOf(await lookAt(catalogue, { select: '$.kimi', op: 'absent' }));
    expect(event).toMatchObject({ now: 'nothing', summary: expect.stringContaining('is not there') });
    expect(await lookAt(catalogue, { select: M3, op: 'absent' })).toEqual({ kind: 'ok', events: [] });
  });

  it('does not fire while it is not the case', async () => {
    const written = { select: `${M3}.open_weights`, op: 'equals', value: false };
    expect(await lookAt(catalogue, written)).toEqual({ kind: 'ok', events: [] });
  });

  it.each([
    ['equals', true],
    ['in', [true]],
    ['matches', 'x'],
    ['lt', 1],
    ['contains', 'x'],
  ])('cannot tell %s where nothing is selected: the shape has moved', async (op, value) => {
    const outcome = await lookAt({ hello: ['world'] }, { select: M3, op, value });
    expect(outcome).toMatchObject({ kind: 'unknown', why: expect.stringContaining('nothing at the path') });
  });

  it('tells null and false from nothing', async () => {
    const written = { select: '$.a', op: 'equals', value: null };
    expect(eventOf(await lookAt({ a: null }, written)).now).toBe('null');
    expect(await lookAt({ a: false }, written)).toEqual({ kind: 'ok', events: [] });
    expect(await lookAt({}, written)).toMatchObject({ kind: 'unknown' });
  });

  it('cannot tell the order of what is no number', async () => {
    expect(await lookAt({ a: 'free' }, { select: '$.a', op: 'lt', value: 1 })).toEqual({
      kind: 'unknown',
      why: 'What the JSON document has there cannot be compared by lt.',
    });
  });

  it('names the event by address, path, operation and value', async () => {
    const { url } = await serve(catalogue);
    const written = { select: `${M3}.open_weights`, op: 'equals', value: true };
    const first = eventOf(await look(`${url}/a`, written, 'holds')).id;
    expect(eventOf(await look(`${url}/a`, written, 'holds')).id).toBe(first);
    const others = [
      await look(`${url}/b`, written, 'holds'),
      await look(`${url}/a`, { ...written, select: '$..open_weights' }, 'holds'),
      await look(`${url}/a`, { ...written, op: 'in', value: [true] }, 'holds'),
    ].map((outcome) => eventOf(outcome).id);
    expect(new Set([first, ...others]).size).toBe(4);
  });
});

describe('changed', () => {
  async function idOf(body: unknown, written: Record<string, unknown>): Promise<string> {
    // The port is part of the address, and another each time.
    return eventOf(await lookAt(body, written, 'changed')).id.replace(/^json:[0-9a-f]{16}:/, '');
  }

  it('names the event by what is selected', async () => {
    const written = { select: '$.a' };
    const first = await idOf({ a: { x: 1, y: [1, 2] }, b: 1 }, written);
    expect(first).toMatch(/^[0-9a-f]{16}:[0-9a-f]{64}$/);
    expect(await idOf({ b: 2, a: { y: [1, 2], x: 1 } }, written)).toBe(first);
    expect(await idOf({ a: { x: 1, y: [2, 1] } }, written)).not.toBe(first);
    expect(await idOf({ a: { x: 1, y: [1, 2], z: null } }, written)).not.toBe(first);
    expect(await idOf({ a: { x: '1', y: [1, 2] } }, written)).not.toBe(first);
  });

  it('does not see in which order an object has its fields, where a path selects all of them', async () => {
    const written = { select: '$.models[*].id' };
    const [a, b] = [{ id: 'a' }, { id: 'b' }];
    expect(await idOf({ models: { a, b } }, written)).toBe(await idOf({ models: { b, a } }, written));
    expect(await idOf({ models: [a, b] }, written)).not.toBe(await idOf({ models: [b, a] }, written));
  });

  it('does not see the order of lists that are unordered', async () => {
    const written = { select: '$.a', unordered: true };
    const first = await idOf({ a: [{ t: [1, 2] }, { t: [3] }] }, written);
    expect(await idOf({ a: [{ t: [3] }, { t: [2, 1] }] }, written)).toBe(first);
    expect(await idOf({ a: [{ t: [3] }, { t: [2, 1, 1] }] }, written)).not.toBe(first);
    const several = { select: '$.models[*].id', unordered: true };
    expect(await idOf({ models: [{ id: 'a' }, { id: 'b' }] }, several)).toBe(
      await idOf({ models: [{ id: 'b' }, { id: 'a' }] }, several),
    );
  });

  it('shows what is there now, in few words', async () => {
    const nowOf = async (a: unknown) => eventOf(await lookAt({ a }, { select: '$.a' }, 'changed')).now;
    expect(await nowOf('v1.2')).toBe('v1.2');
    expect(await nowOf({ input: '0.6' })).toBe('{"input":"0.6"}');
    expect(await nowOf('two\nlines\u0007\u202e')).toBe('two lines');
    const [one, other] = [await nowOf(`${'x'.repeat(9_000)}a`), await nowOf(`${'x'.repeat(9_000)}b`)];
    expect(one).toMatch(/^x{140}… \(9001 characters, sha256 [0-9a-f]{12}\)$/);
    expect(one).not.toBe(other);
    expect(one?.length).toBeLessThanOrEqual(200);
  });

  it('cannot tell where nothing is selected, or far too much', async () => {
    expect(await lookAt({ b: 1 }, { select: '$.a' }, 'changed')).toMatchObject({ kind: 'unknown' });
    expect(await lookAt({ a: 'x'.repeat(200_001) }, { select: '$.a' }, 'changed')).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('200 kB'),
    });
  });

  it('forgets all but the last five, for values that come back', () => {
    expect(json.conditions['changed']).toEqual({ kind: 'edge', remembers: 5 });
    expect(Object.keys(json.conditions)[0]).toBe('holds');
  });
});

describe('the document', () => {
  it.each([
    ['deep', '['.repeat(101) + ']'.repeat(101), /deeper than 100/],
    ['so deep that recursion ends', '['.repeat(1_000_000) + ']'.repeat(1_000_000), /deeper than 100/],
    ['of very many values', `[${'1,'.repeat(300_000)}1]`, /300,000 values/],
    ['larger than 5 MB', `"${'x'.repeat(5_000_000)}"`, /more than 5 MB/],
  ])('is not read where it is %s', async (_name, body, why) => {
    expect(await lookAt(body, { select: '$' }, 'holds', { type: 'application/json' })).toEqual({
      kind: 'unknown',
      why: expect.stringMatching(why),
    });
  });

  it('may be 100 levels deep, begin with a mark, and be served as text', async () => {
    const deep = await lookAt(`${'['.repeat(100)}1${']'.repeat(100)}`, { select: '$..[?@ == 1]' });
    expect(eventOf(deep).now).toBe('1');
    expect(eventOf(await lookAt('\ufeff{"a":1}', { select: '$.a' })).now).toBe('1');
  });

  it('has no fields that it was not given', async () => {
    const body = '{"__proto__":{"polluted":1},"a":{"constructor":2}}';
    expect(await lookAt(body, { select: '$.a.polluted' })).toEqual({ kind: 'ok', events: [] });
    expect(eventOf(await lookAt(body, { select: '$["__proto__"].polluted' })).now).toBe('1');
    expect(eventOf(await lookAt(body, { select: '$.a.constructor' })).now).toBe('2');
    expect(await lookAt(body, { select: '$.a.toString' })).toEqual({ kind: 'ok', events: [] });
  });

  it('stops where a path takes too many steps', async () => {
    const rows = Array.from({ length: 2_000 }, () => JSON.parse('['.repeat(80) + ']'.repeat(80)) as unknown);
    expect(await lookAt(rows, { select: '$..*..*' })).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('looks at too much'),
    });
  });

  it('shows how many there are where they are too many to show', async () => {
    const rows = Array.from({ length: 3_000 }, (_, at) => [at, 'x'.repeat(100)]);
    expect(eventOf(await lookAt(rows, { select: '$..*' })).now).toBe('9000 values');
    expect(eventOf(await lookAt(rows, { select: '$' })).now).toBe('a large value');
  });

  it('is gone for good where the site says so', async () => {
    expect(await lookAt({}, { select: '$' }, 'holds', { status: 410 })).toMatchObject({
      kind: 'unknown',
      permanent: true,
    });
    expect(await lookAt({}, { select: '$' }, 'holds', { status: 403 })).toEqual({
      kind: 'unknown',
      why: expect.stringContaining('403'),
    });
  });

  it('is asked for once in a round, whatever is selected', async () => {
    const { url, requests } = await serve(catalogue);
    if (!http) throw new Error('There is no client.');
    const round = roundOf(json, { http, endpoint: url });
    for (const select of ['$..id', '$..open_weights', '$..cost']) {
      const options = json.options.parse({ select });
      expect((await round.look('json', { target: `${url}/a`, when: 'holds', options })).kind).toBe('ok');
      await round.tell('json', { target: `${url}/a`, fact: 'value', options });
    }
    expect(requests).toHaveLength(1);
  });

  it('shows each site its own token, and no other', async () => {
    const [one, other] = [await startStandIn(() => ({ body: {} })), await startStandIn(() => ({ body: {} }))];
    const client = impatientHttp([one.url, other.url]);
    http = client;
    const round = beginRound({
      accessTo: (_source, target) => ({
        http: client,
        endpoint: '',
        token: target.startsWith(one.url) ? 'for-one' : undefined,
      }),
      memory: mapMemory(),
      today: TODAY,
      log: silent,
    });
    const options = json.options.parse({ select: '$' });
    for (const { url } of [one, other])
      await round.look('json', { target: `${url}/a`, when: 'holds', options });
    expect(one.requests.map(({ authorization }) => authorization)).toEqual(['Bearer for-one']);
    expect(other.requests.map(({ authorization }) => authorization)).toEqual([undefined]);
    await one.close();
    await other.close();
  });
});

describe('the fact', () => {
  async function tell(body: unknown, select: string) {
    const { url } = await serve(body);
    const tools = {
      http,
      memory: mapMemory(),
      log: silent,
      token: undefined,
      shared: (_: string, create: () => unknown) => create(),
    };
    const options = json.options.parse({ select });
    return json.facts?.tell({ target: `${url}/a`, fact: 'value', options }, tools as unknown as SourceTools);
  }

  it.each([
    [{ a: '0.60' }, '0.60'],
    [{ a: 0.6 }, 0.6],
    [{ a: null }, null],
    [{ a: false }, false],
  ])('is what one value says: %j', async (body, value) => {
    expect(await tell(body, '$.a')).toMatchObject({ kind: 'ok', value });
  });

  it.each([
    [{ a: [1] }, '$.a'],
    [{ a: [1, 2] }, '$.a[*]'],
    [{ a: { b: 1 } }, '$.a'],
    [{}, '$.a'],
  ])('cannot be told of %j by %s', async (body, select) => {
    expect(await tell(body, select)).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/\.$/) });
  });
});

describe('a watch', () => {
  function complaintsOf(
    written: Record<string, unknown>,
    when: string[] = [],
    target = 'https://example.com/a.json',
  ) {
    const result = understand({ source: 'json', target, when, with: written });
    return 'complaints' in result
      ? result.complaints.map(({ message, remedy }) => `${message} ${remedy}`)
      : [];
  }

  it.each([
    [{ select: '$.a' }, []],
    [{ select: '$.a', op: 'gt', value: 1 }, ['holds']],
    [{ select: '$.a', unordered: true }, ['changed']],
  ])('is understood with %j for %j', (written, when) => {
    expect(complaintsOf(written, when)).toEqual([]);
  });

  it.each([
    [{}, [], /select/],
    [{ select: '$.a[' }, [], /JSONPath/],
    [{ select: '$[?match(@.a, "x")]' }, [], /function/],
    [{ select: '$.a', op: 'above', value: 1 }, [], /one of/],
    [{ select: '$.a', op: 'gt' }, [], /Add value/],
    [{ select: '$.a', value: 1 }, [], /takes no value/],
    [{ select: '$.a', op: 'equals', value: { b: 1 } }, [], /Write a text, a number/],
    [{ select: '$.a', op: 'equals', value: 1 }, ['changed'], /Leave op and value out/],
    [{ select: '$.a', pattern: 'x' }, [], /known/],
  ])('is complained about with %j for %j', (written, when, complaint) => {
    expect(complaintsOf(written, when)).toEqual([expect.stringMatching(complaint)]);
  });

  it.each([
    'ftp://example.com/a',
    'https://user:pass@example.com/a',
    ' https://example.com',
    `https://example.com/${'a'.repeat(500)}`,
    'https://',
  ])('may not name %j', (target) => {
    expect(complaintsOf({ select: '$.a' }, [], target)).toEqual([expect.stringMatching(/^[A-Z].+\.$/)]);
  });
});
