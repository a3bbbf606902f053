import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '../../src/domain/event.ts';
import type { HttpClient } from '../../src/http/http.ts';
import { openrouter } from '../../src/upstream/openrouter.ts';
import type { Outcome, Told } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { roundOf } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';
import { startStandIn, type Said, type StandIn } from './stand-in.ts';

type Row = Record<string, unknown>;

const M3 = 'minimax/minimax-m3';
const SLUG = 'minimax/minimax-m3-20260601';

function model(changes: Row = {}): Row {
  return {
    id: M3,
    canonical_slug: SLUG,
    hugging_face_id: 'MiniMaxAI/MiniMax-M3',
    name: 'MiniMax: MiniMax M3',
    created: 1_780_300_800,
    description: 'x'.repeat(300),
    context_length: 1_000_000,
    architecture: {
      input_modalities: ['text', 'image', 'video'],
      output_modalities: ['text'],
      tokenizer: 'Other',
    },
    pricing: { prompt: '0.0000006', completion: '0.0000024', input_cache_read: '0.00000012', request: '0' },
    top_provider: { context_length: 1_000_000, max_completion_tokens: 131_072, is_moderated: false },
    supported_parameters: ['tools', 'reasoning'],
    expiration_date: null,
    ...changes,
  };
}

/** Other models, as many as are wished. */
function others(count: number): Row[] {
  return Array.from({ length: count }, (_, at) =>
    model({ id: `author-${at}/slug`, canonical_slug: `author-${at}/slug-1` }),
  );
}

/** What a stand-in for OpenRouter holds; a test changes it. */
interface World {
  rows: Row[];
  total?: number;
  next?: string | null;
  /** Names under which a model is found that is called otherwise today. */
  aliases: Map<string, Row>;
  /** The pages of single models are not served. */
  closed?: Said;
}

function answerOf(world: World, url: URL): Said | undefined {
  if (url.pathname === '/api/v1/models') {
    const { rows, total = rows.length, next = null } = world;
    return { body: { data: rows, total_count: total, links: { next } } };
  }
  const [, id] = /^\/api\/v1\/model\/(.+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
  if (id === undefined) return undefined;
  if (world.closed) return world.closed;
  const row = world.aliases.get(id) ?? world.rows.find((row) => row['id'] === id);
  return row
    ? { body: { data: row } }
    : { status: 404, body: { error: { message: 'Not found', code: 404 } } };
}

itLooksLikeASource({
  source: openrouter,
  target: M3,
  when: 'price-changed',
  token: 'sk-or-operator',
  // The whole list is not there then, so nothing is said about a model.
  notFound: 'unknown',
  conditional: true,
  fact: ['prompt', '0.0000006'],
  async start() {
    const rows = [model(), ...others(60)];
    const standIn = await startStandIn((url) =>
      url.pathname === '/models' ? { body: { data: rows, total_count: 61 } } : undefined,
    );
    return standIn;
  },
});

let world: World;
let upstream: StandIn;
let http: HttpClient;

beforeEach(async () => {
  world = { rows: [model(), ...others(60)], aliases: new Map() };
  upstream = await startStandIn((url) => answerOf(world, url));
  http = impatientHttp([upstream.url], 10_000);
});

afterEach(async () => {
  await http.close();
  await upstream.close();
});

function round() {
  return roundOf(openrouter, { http, endpoint: `${upstream.url}/api/v1/` });
}

function look(when: string, target = M3): Promise<Outcome> {
  return round().look('openrouter', { target, when, options: {} });
}

function tell(fact: string, target = M3): Promise<Told> {
  return round().tell('openrouter', { target, fact, options: {} });
}

async function eventOf(when: string, target = M3): Promise<UpstreamEvent> {
  const outcome = await look(when, target);
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  const [event] = outcome.events;
  if (!event || outcome.events.length > 1) throw new Error(`${outcome.events.length} events`);
  return event;
}

function setModel(changes: Row): void {
  world.rows[0] = model(changes);
}

const nothing = { kind: 'ok', events: [] };

describe('prices', () => {
  async function priceOf(pricing: Row): Promise<{ id: string; now: string | undefined }> {
    setModel({ pricing });
    const { id, now } = await eventOf('price-changed');
    return { id, now };
  }

  it('are told per million tokens, and named by what they are', async () => {
    const event = await eventOf('price-changed');
    expect(event).toEqual({
      id: expect.stringMatching(/^openrouter:minimax\/minimax-m3:price:[0-9a-f]{16}$/),
      source: 'openrouter',
      target: M3,
      when: 'price-changed',
      summary: 'The price of minimax/minimax-m3 on OpenRouter has changed.',
      now: '$0.60 in, $2.40 out per million tokens, cache read $0.12',
      evidence: [
        { label: 'Model page', text: M3, url: `${upstream.url}/${M3}` },
        { label: 'Upstream data', text: M3, url: `${upstream.url}/api/v1/model/${M3}` },
        { label: 'Price', text: '$0.60 in, $2.40 out per million tokens, cache read $0.12' },
      ],
    });
    expect(openrouter.conditions['price-changed']).toEqual({ kind: 'edge', confirm: 2, remembers: 5 });
  });

  it.each([
    ['another notation', { prompt: '6e-7', completion: '0.00000240', input_cache_read: '1.2E-7' }],
    ['another order', { input_cache_read: '0.00000012', completion: '0.0000024', prompt: '0.0000006' }],
    [
      'the tail of a float',
      { prompt: '0.00000059999999999999997', completion: '0.0000024', input_cache_read: '0.00000012' },
    ],
    [
      'nothing where it said 0',
      { prompt: '.0000006', completion: '0.0000024', input_cache_read: '0.00000012', image: '0' },
    ],
    ['a kind of price that nobody knows', { ...(model()['pricing'] as Row), smell: '0.1', discount: 0 }],
  ])('are the same in %s', async (_name, pricing) => {
    const { id } = await eventOf('price-changed');
    expect((await priceOf(pricing)).id).toBe(id);
  });

  it('differ in the last digit that counts', async () => {
    const ids = [];
    for (const prompt of ['0.0000006', '0.000000600001', '0.000000000001', '0']) {
      ids.push((await priceOf({ prompt, completion: '0' })).id);
    }
    expect(new Set(ids).size).toBe(4);
  });

  it('are told for things that are no tokens, too', async () => {
    const pricing = { prompt: '0', completion: '0.00001', request: '0.005', internal_reasoning: '0.000003' };
    expect((await priceOf(pricing)).now).toBe(
      '$0.00 in, $10.00 out per million tokens, internal reasoning $3.00, request $0.005 each',
    );
  });

  it.each([
    { prompt: '-1', completion: '-1' },
    { prompt: 'NaN', completion: '1' },
    { prompt: 'Infinity', completion: '1' },
    { prompt: '', completion: '1' },
    { prompt: '0x10', completion: '1' },
    { prompt: '1e999', completion: '1' },
    { prompt: '9'.repeat(90), completion: '1' },
    { prompt: 0.0000006, completion: '1' },
    { prompt: null, completion: '1' },
    { prompt: '1', completion: '1', overrides: [{ min_prompt_tokens: 1, prompt: '-1' }] },
    { prompt: '1', completion: '1', overrides: [{ when: { deep: true } }] },
    {},
    undefined,
    'free',
  ])('are not guessed from %j', async (pricing) => {
    setModel({ pricing });
    expect(await look('price-changed')).toEqual({
      kind: 'unknown',
      why: 'OpenRouter does not say of minimax/minimax-m3 what price-changed asks, or not readably.',
    });
    expect(await tell('prompt')).toMatchObject({ kind: 'unknown' });
    expect(await look('exists')).toMatchObject({ kind: 'ok' });
  });

  const long = { min_prompt_tokens: 200_000, prompt: '0.0000012', completion: '0.0000048' };
  const base = { prompt: '0.0000006', completion: '0.0000024' };

  it('have overrides, in whatever order', async () => {
    const longer = { ...long, min_prompt_tokens: 500_000, prompt: '0.000002' };
    const one = await priceOf({ ...base, overrides: [long, longer] });
    expect(one.now).toBe(
      '$0.60 in, $2.40 out per million tokens; from 200000 tokens $1.20 in, $4.80 out; from 500000 tokens $2.00 in, $4.80 out',
    );
    expect(await priceOf({ ...base, overrides: [longer, long] })).toEqual(one);
    expect((await priceOf({ ...base, overrides: [long] })).id).not.toBe(one.id);
    expect((await priceOf({ ...base, overrides: [] })).id).toBe((await priceOf(base)).id);
  });

  it('tell an override that costs nothing from one that says nothing', async () => {
    const [free, silent] = [
      await priceOf({ ...base, overrides: [{ min_prompt_tokens: 9, prompt: '0' }] }),
      await priceOf({ ...base, overrides: [{ min_prompt_tokens: 9 }] }),
    ];
    expect(free.id).not.toBe(silent.id);
  });

  it('that change with the hour are the same at each hour', async () => {
    const day = { utc_start: '00:30', utc_end: '16:30', prompt: '0.00000027', completion: '0.0000011' };
    const night = { utc_start: '16:30', utc_end: '00:30', prompt: '0.000000135', completion: '0.00000055' };
    const [atNoon, atNight] = [
      await priceOf({ prompt: day.prompt, completion: day.completion, overrides: [day, night] }),
      await priceOf({ prompt: night.prompt, completion: night.completion, overrides: [night, day] }),
    ];
    expect(atNight).toEqual(atNoon);
    expect(atNoon.now).toBe(
      'By the hour, per million tokens; 16:30 to 00:30 UTC $0.135 in, $0.55 out; 00:30 to 16:30 UTC $0.27 in, $1.10 out',
    );
    const dearer = { ...night, prompt: '0.00000014' };
    expect((await priceOf({ ...base, overrides: [day, dearer] })).id).not.toBe(atNoon.id);
    expect(await tell('prompt')).toMatchObject({ kind: 'unknown' });
  });

  it('are told in few words', async () => {
    const overrides = Array.from({ length: 40 }, (_, at) => ({
      ...long,
      min_prompt_tokens: at,
      label: 'y'.repeat(90),
    }));
    const { id, now } = await priceOf({ ...base, overrides });
    expect(now?.length).toBe(200);
    expect(id).toMatch(/^[!-~]+$/);
  });
});

describe('what is or is not', () => {
  it('exists under its own name', async () => {
    expect(await eventOf('exists')).toMatchObject({
      id: `openrouter:${SLUG}:exists`,
      summary: 'OpenRouter lists minimax/minimax-m3.',
    });
  });

  it.each([undefined, 'two words', 7])(
    'exists under its name where the permanent one is %j',
    async (slug) => {
      setModel({ canonical_slug: slug });
      expect((await eventOf('exists')).id).toBe(`openrouter:${M3}:exists`);
    },
  );

  it.each(['minimax/minimax-m3:free', '~minimax/minimax-latest'])(
    'knows variants and aliases (%s)',
    async (id) => {
      world.rows.push(model({ id, canonical_slug: `minimax/x` }));
      expect((await eventOf('exists', id)).evidence[1]?.url).toBe(
        `${upstream.url}/api/v1/model/${id.replace(':', '%3A')}`,
      );
    },
  );

  it('expires on a day, and the day names the event', async () => {
    expect(await look('deprecated')).toEqual(nothing);
    setModel({ expiration_date: '2026-08-01' });
    expect(await eventOf('deprecated')).toMatchObject({
      id: `openrouter:${M3}:expires:2026-08-01`,
      now: '2026-08-01',
      summary: 'OpenRouter may remove minimax/minimax-m3 after 2026-08-01.',
    });
    setModel({ expiration_date: undefined });
    expect(await look('deprecated')).toEqual(nothing);
  });

  it.each(['soon', '2026-02-30', 20260801, { day: 1 }, 'x'.repeat(90)])(
    'does not guess the day of %j',
    async (date) => {
      setModel({ expiration_date: date });
      expect(await look('deprecated')).toMatchObject({ kind: 'unknown' });
      expect(await tell('expires')).toMatchObject({ kind: 'unknown' });
    },
  );

  it('is linked to weights', async () => {
    expect(await eventOf('weights-linked')).toMatchObject({
      id: `openrouter:${M3}:hf:MiniMaxAI/MiniMax-M3`,
      now: 'MiniMaxAI/MiniMax-M3',
    });
    for (const none of [null, '', undefined]) {
      setModel({ hugging_face_id: none });
      expect(await look('weights-linked')).toEqual(nothing);
    }
    setModel({ hugging_face_id: '](https://evil.example)\n/x' });
    expect(await look('weights-linked')).toMatchObject({ kind: 'unknown' });
  });
});

describe('what changes', () => {
  it('is the context length', async () => {
    expect(await eventOf('context-changed')).toMatchObject({
      id: `openrouter:${M3}:ctx:1000000`,
      now: '1000000 tokens',
    });
    setModel({ context_length: null });
    expect(await look('context-changed')).toMatchObject({ kind: 'unknown' });
  });

  it('is the set of parameters, whatever its order', async () => {
    const { id, now } = await eventOf('parameters-changed');
    expect(now).toBe('reasoning, tools');
    setModel({ supported_parameters: ['reasoning', 'tools', 'tools'] });
    expect((await eventOf('parameters-changed')).id).toBe(id);
    setModel({ supported_parameters: ['reasoning'] });
    expect((await eventOf('parameters-changed')).id).not.toBe(id);
    setModel({ supported_parameters: [] });
    expect((await eventOf('parameters-changed')).now).toBe('none');
    setModel({ supported_parameters: 'tools' });
    expect(await look('parameters-changed')).toMatchObject({ kind: 'unknown' });
  });
});

describe('a model that is gone', () => {
  beforeEach(() => {
    world.rows.shift();
  });

  const conditions = Object.keys(openrouter.conditions);

  it.each(conditions)('is absent where list and page say so (%s)', async (when) => {
    expect(await look(when)).toEqual({
      kind: 'absent',
      why: 'OpenRouter has no model minimax/minimax-m3.',
      evidence: [{ label: 'Status 404', url: `${upstream.url}/api/v1/model/${M3}` }],
    });
  });

  it('has an identity while it is there', async () => {
    world.rows.unshift(model());
    expect(await look('gone')).toEqual({ kind: 'ok', events: [], identity: SLUG });
  });

  it('is still there where its page is', async () => {
    world.aliases.set(M3, model());
    expect(await look('gone')).toEqual({ kind: 'ok', events: [], identity: SLUG });
  });

  it('is known by another name, and the evidence says so', async () => {
    world.aliases.set(M3, model({ id: 'minimax/m3', canonical_slug: SLUG }));
    const event = await eventOf('price-changed');
    expect(event).toMatchObject({ id: expect.stringContaining('openrouter:minimax/m3:price:'), target: M3 });
    expect(event.evidence).toContainEqual({
      label: 'Renamed',
      text: 'minimax/minimax-m3 is now minimax/m3: name it so in the watch',
    });
  });

  it.each([
    ['a list that lost 40 % of its models', () => (world = { ...world, rows: others(36), total: 60 })],
    ['a list that does not say how long it is', () => (world.total = -1)],
    ['a short list', () => (world.rows = others(49))],
    ['an empty list', () => (world.rows = [])],
  ])('is not concluded from %s', async (_name, change) => {
    change();
    const outcome = await look('gone');
    expect(outcome).toEqual({
      kind: 'unknown',
      why: expect.stringMatching(/its list is not whole \(\d+ models\)\.$/),
    });
    expect(upstream.requests).toHaveLength(1);
  });

  it.each([
    ['an error', { status: 503, body: {} }, /503/],
    ['a closed door', { status: 401, body: {} }, /401/],
    ['a web page', { status: 404, body: '<!doctype html>', type: 'text/html' }, /web page/],
    ['a door that is shut for all', { status: 404, body: {} }, /do not answer either/],
  ])('is not concluded from %s', async (_name, closed, why) => {
    world.closed = closed;
    expect(await look('gone')).toEqual({ kind: 'unknown', why: expect.stringMatching(why) });
  });
});

describe('facts', () => {
  it.each([
    ['context', 1_000_000],
    ['prompt', '0.0000006'],
    ['completion', '0.0000024'],
    ['expires', null],
    ['hf', 'MiniMaxAI/MiniMax-M3'],
  ])('%s', async (fact, value) => {
    expect(openrouter.facts?.names).toContain(fact);
    expect(await tell(fact)).toMatchObject({ kind: 'ok', value, evidence: [{ label: 'Model page' }, {}] });
  });

  it('are other ones of another model', async () => {
    setModel({
      expiration_date: '2026-08-01',
      hugging_face_id: '',
      pricing: { prompt: '1e-7', completion: '0' },
    });
    const values = await Promise.all(['expires', 'hf', 'prompt', 'completion'].map((fact) => tell(fact)));
    expect(values.map((told) => told.kind === 'ok' && told.value)).toEqual([
      '2026-08-01',
      null,
      '0.0000001',
      '0',
    ]);
  });

  it('are absent with the model', async () => {
    world.rows.shift();
    expect(await tell('context')).toMatchObject({ kind: 'absent' });
  });
});

describe('the list', () => {
  it('is asked for once in a round, and holds 2,000 models', async () => {
    world.rows = [...others(2_000), model()];
    const one = round();
    const targets = [M3, 'author-7/slug', 'author-1999/slug'];
    const asks = targets.flatMap((target) =>
      Object.keys(openrouter.conditions).map((when) => ({ target, when, options: {} })),
    );
    const outcomes = await Promise.all(asks.map((ask) => one.look('openrouter', ask)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['ok']));
    expect(upstream.requests.map(({ url }) => url)).toEqual(['/api/v1/models?output_modalities=all']);
  });

  it('asks for the page of a missing model once', async () => {
    world.rows.shift();
    const one = round();
    await Promise.all(
      ['exists', 'gone', 'deprecated'].map((when) =>
        one.look('openrouter', { target: M3, when, options: {} }),
      ),
    );
    expect(upstream.requests).toHaveLength(3);
  });

  it('is read through every page, and counted as a whole', async () => {
    const pages = [others(40), [model()]];
    await upstream.close();
    upstream = await startStandIn((url) => {
      const page = Number(url.searchParams.get('offset') ?? 0);
      const next = page === 0 ? '/api/v1/models?offset=1' : null;
      return { body: { data: pages[page], total_count: 41, links: { next } } };
    });
    http = impatientHttp([upstream.url], 10_000);
    expect(await eventOf('exists')).toMatchObject({ target: M3 });
    expect(upstream.requests.map(({ url }) => url)).toEqual([
      '/api/v1/models?output_modalities=all',
      '/api/v1/models?offset=1',
    ]);
  });

  it.each(['https://evil.example/models', '//evil.example/models', 'http://[', 'javascript:1'])(
    'does not follow a next page to %s',
    async (next) => {
      world.next = next;
      expect(await look('exists')).toEqual({
        kind: 'unknown',
        why: 'OpenRouter sends the next page of models to another host.',
      });
      expect(upstream.requests).toHaveLength(1);
    },
  );

  it('gives up on pages without end', async () => {
    world.next = '/api/v1/models?again';
    expect(await look('exists')).toEqual({
      kind: 'unknown',
      why: 'OpenRouter lists more than 10 pages of models.',
    });
    expect(upstream.requests).toHaveLength(10);
  });

  it('bears one model that is odd', async () => {
    world.rows.push({ id: '](https://evil.example)', pricing: 7, context_length: 'much', links: null });
    expect(await look('exists')).toMatchObject({ kind: 'ok' });
  });
});

describe('targets', () => {
  it('are names of models', () => {
    for (const target of [M3, `${M3}:free`, '~anthropic/claude-sonnet-latest', '01-ai/yi-1.5', 'a/b']) {
      expect(openrouter.problemWithTarget(target), target).toBeUndefined();
    }
    for (const target of ['minimax', 'a/b/c', 'a/b:', 'a/.b', `a/${'b'.repeat(200)}`, 'a/b:c:d', 'é/b']) {
      expect(openrouter.problemWithTarget(target), target).toMatch(/^This is not the name of a model.*\.$/);
    }
  });

  it('are read out of an address', () => {
    expect(openrouter.problemWithTarget(`https://router.example/${M3}`)).toMatch(
      /Write minimax\/minimax-m3\.$/,
    );
  });

  it('have no options', () => {
    expect(openrouter.options.safeParse({ threshold: '5%' }).success).toBe(false);
  });
});
