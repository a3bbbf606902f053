import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '../../src/domain/event.ts';
import type { HttpAnswer, HttpClient } from '../../src/http/http.ts';
import type { Memory } from '../../src/domain/memory.ts';
import { hfOrg } from '../../src/upstream/hf-org.ts';
import type { Outcome } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { cardFiles, shardedFiles, startHuggingFace, type HuggingFace } from '../helpers/hugging-face.ts';
import { mapMemory, roundOf } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';

const ORG = 'MiniMaxAI';
const nothing = { kind: 'ok', events: [] };
const weights = shardedFiles(3, 5e9);

itLooksLikeASource({
  source: hfOrg,
  target: ORG,
  when: 'new-model',
  with: { withWeights: true, exclude: '*-GGUF' },
  token: 'hf_operator',
  notFound: 'unknown',
  conditional: false,
  async start() {
    const hub = await startHuggingFace();
    hub.setModel(`${ORG}/MiniMax-M3`, { files: weights });
    return hub;
  },
});

let hub: HuggingFace;
let http: HttpClient;

beforeEach(async () => {
  hub = await startHuggingFace();
  http = impatientHttp([hub.url]);
});

afterEach(async () => {
  await http.close();
  await hub.close();
});

interface Look {
  target?: string;
  with?: Record<string, unknown>;
  token?: string;
  through?: HttpClient;
  memory?: Memory;
}

function look({
  target = ORG,
  with: written = {},
  token,
  through = http,
  memory,
}: Look = {}): Promise<Outcome> {
  const access = { http: through, endpoint: hub.url, token };
  const options = hfOrg.options.parse(written);
  return roundOf(hfOrg, access, { ...(memory && { memory }) }).look('hf-org', {
    target,
    when: 'new-model',
    options,
  });
}

async function eventsOf(options: Look = {}): Promise<readonly UpstreamEvent[]> {
  const outcome = await look(options);
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  return outcome.events;
}

async function namesOf(options: Look = {}): Promise<string[]> {
  return (await eventsOf(options)).map((event) => event.evidence[0]?.text ?? '').sort();
}

/** The client, with the lists put differently. */
function rewritten(change: (models: Record<string, unknown>[]) => unknown): HttpClient {
  return tampered((answer) => {
    const json = change(JSON.parse(new TextDecoder().decode(answer.body)));
    return { ...answer, body: new TextEncoder().encode(JSON.stringify(json)) };
  });
}

function tampered(change: (answer: Extract<HttpAnswer, { kind: 'answer' }>) => HttpAnswer): HttpClient {
  return {
    ...http,
    async get(request) {
      const answer = await http.get(request);
      return answer.kind === 'answer' && answer.url.includes('author=') ? change(answer) : answer;
    },
  };
}

describe('the models of an organisation', () => {
  it('are events, known by their identity', async () => {
    hub.setModel(`${ORG}/MiniMax-M3`, {
      files: cardFiles(),
      _id: '6849f0c2a1b2c3d4e5f60718',
      sha: '3f'.repeat(20),
      gated: 'auto',
    });
    hub.setModel('somebody/MiniMax-M3', { files: cardFiles() });
    const events = await eventsOf();
    expect(events).toEqual([
      {
        id: `hf-org:${ORG}:new:6849f0c2a1b2c3d4e5f60718`,
        source: 'hf-org',
        target: ORG,
        when: 'new-model',
        summary: `${ORG}/MiniMax-M3 is a new model on Hugging Face.`,
        evidence: [
          { label: 'Model page', text: `${ORG}/MiniMax-M3`, url: `${hub.url}/${ORG}/MiniMax-M3` },
          {
            label: 'Revision',
            text: '3f'.repeat(20),
            url: `${hub.url}/${ORG}/MiniMax-M3/tree/${'3f'.repeat(20)}`,
          },
          { label: 'Page created', text: '2026-06-05T02:10:33.000Z' },
          { label: 'Gated', text: 'yes (auto)' },
        ],
      },
    ]);
  });

  it('keep their ids through new commits and new names, and lose them when they are made again', async () => {
    const name = `${ORG}/MiniMax-M3`;
    hub.setModel(name, { files: cardFiles() });
    const [before] = await eventsOf();
    hub.setModel(name, { files: weights });
    hub.moveModel(name, `${ORG}/M3`);
    const [moved] = await eventsOf();
    expect(moved?.id).toBe(before?.id);
    hub.removeModel(`${ORG}/M3`);
    hub.setModel(name, { files: cardFiles() });
    const [again] = await eventsOf();
    expect(again?.id).not.toBe(before?.id);
  });

  it('keep their ids however the watch writes the name', async () => {
    hub.setModel(`${ORG}/MiniMax-M3`, { files: cardFiles() });
    const [one] = await eventsOf();
    const [other] = await eventsOf({ target: ORG.toLowerCase() });
    expect(other).toEqual({ ...one, target: ORG.toLowerCase() });
  });

  it('may be none', async () => {
    expect(await look()).toEqual(nothing);
    expect(hub.requests.map(({ url }) => url)).toEqual([
      `/api/models?author=${ORG}&sort=createdAt&direction=-1&limit=100&expand=sha&expand=createdAt&expand=private&expand=gated`,
    ]);
  });

  it('are all there, whatever their age: one that was private keeps its date', async () => {
    hub.setModel(`${ORG}/new`, { files: cardFiles(), createdAt: '2026-06-11T00:00:00.000Z' });
    hub.setModel(`${ORG}/old`, {
      files: cardFiles(),
      createdAt: '2024-01-01T00:00:00.000Z',
      private: true,
      readers: ['hf_reader'],
    });
    expect(await namesOf()).toEqual([`${ORG}/new`]);
    hub.setModel(`${ORG}/old`, { files: cardFiles(), createdAt: '2024-01-01T00:00:00.000Z' });
    expect(await namesOf()).toEqual([`${ORG}/new`, `${ORG}/old`]);
  });

  it('are not told while they are private, to whom the token shows them', async () => {
    hub.setModel(`${ORG}/secret`, { files: weights, private: true, readers: ['hf_reader'] });
    for (const withWeights of [false, true])
      expect(await look({ token: 'hf_reader', with: { withWeights } })).toEqual(nothing);
  });

  it('are late when they were made after `since`', async () => {
    hub.setModel(`${ORG}/a`, { files: cardFiles(), createdAt: '2026-06-10T23:59:59.000Z' });
    hub.setModel(`${ORG}/b`, { files: cardFiles(), createdAt: '2026-06-11T00:00:00.000Z' });
    hub.setModel(`${ORG}/c`, { files: weights, createdAt: 'soon' });
    const late = async (written: Record<string, unknown>) =>
      (await eventsOf({ with: written }))
        .filter((event) => event.late)
        .map((event) => event.evidence[0]?.text);
    expect(await late({ since: '2026-06-10' })).toEqual([`${ORG}/b`]);
    expect(await late({ since: '2026-06-09' })).toEqual([`${ORG}/b`, `${ORG}/a`]);
    expect(await late({})).toEqual([]);
  });
});

describe('the patterns', () => {
  beforeEach(() => {
    for (const name of ['MiniMax-M3', 'MiniMax-M3-GGUF', 'MiniMax-M3-AWQ', 'MiniMax-VL'])
      hub.setModel(`${ORG}/${name}`, { files: cardFiles() });
  });

  it.each([
    [{ include: 'MiniMax-M3*' }, ['MiniMax-M3', 'MiniMax-M3-AWQ', 'MiniMax-M3-GGUF']],
    [{ exclude: '*-{GGUF,AWQ}' }, ['MiniMax-M3', 'MiniMax-VL']],
    [{ include: ['*-M3', '*-VL'] }, ['MiniMax-M3', 'MiniMax-VL']],
    [{ include: '*M3*', exclude: ['*-GGUF', '*-AWQ'] }, ['MiniMax-M3']],
    [{ include: `${ORG}/*` }, []],
  ])('%j', async (written, names) => {
    expect(await namesOf({ with: written })).toEqual(names.map((name) => `${ORG}/${name}`));
  });

  it.each([{ include: '' }, { include: [] }, { exclude: 7 }, { since: 'May' }, { with_weights: true }])(
    'are refused: %j',
    (written) => {
      expect(hfOrg.options.safeParse(written).success).toBe(false);
    },
  );
});

describe('with weights', () => {
  const written = { withWeights: true };

  it('a model counts once they are complete', async () => {
    hub.setModel(`${ORG}/MiniMax-M3`, { files: cardFiles() });
    hub.setModel(`${ORG}/MiniMax-M2`, { files: weights.filter(({ path }) => !path.includes('00002-of')) });
    hub.setModel(`${ORG}/tiny-random`, { files: [{ path: 'model.safetensors', size: 51_700_000 }] });
    expect(await look({ with: written })).toEqual(nothing);
    hub.setModel(`${ORG}/MiniMax-M3`, { files: weights });
    const events = await eventsOf({ with: written });
    expect(events.map(({ summary }) => summary)).toEqual([
      `${ORG}/MiniMax-M3 is a new model with weights on Hugging Face: 3 files, 15.0 GB.`,
    ]);
    expect(events[0]?.evidence).toContainEqual({ label: 'Weights', text: '3 files, 15.0 GB' });
  });

  it('the 20 newest of those that fit are looked at, and no more', async () => {
    for (let day = 1; day <= 25; day += 1) {
      const createdAt = `2026-05-${String(day).padStart(2, '0')}T00:00:00.000Z`;
      hub.setModel(`${ORG}/m${day}`, { files: weights, createdAt, sha: String(day).padStart(40, 'a') });
    }
    const names = await namesOf({ with: { ...written, exclude: 'm25' } });
    expect(names).toHaveLength(20);
    expect(names).not.toContain(`${ORG}/m25`);
    expect(names).not.toContain(`${ORG}/m4`);
    expect(names).toContain(`${ORG}/m5`);
    expect(hub.requests.filter(({ url }) => url.includes('/tree/'))).toHaveLength(20);
  });

  it('a commit that is known is not listed again', async () => {
    hub.setModel(`${ORG}/MiniMax-M3`, { files: weights });
    const memory = mapMemory();
    const before = await eventsOf({ with: written, memory });
    const asked = hub.requests.length;
    expect(await eventsOf({ with: written, memory })).toEqual(before);
    expect(hub.requests).toHaveLength(asked + 1);
  });

  it('a model that is closed does not blind the watch on the others', async () => {
    hub.setModel(`${ORG}/gated`, { files: weights, gated: 'manual', gateCloses: 'tree' });
    hub.setModel(`${ORG}/disabled`, { files: weights, disabled: true });
    hub.setModel(`${ORG}/open`, { files: weights });
    for (const token of [undefined, 'hf_operator'])
      expect(await namesOf({ with: written, ...(token && { token }) })).toEqual([`${ORG}/open`]);
  });

  it.each([401, 403, 404, 429, 500, 'cut', 'html', 'wrong-shape'] as const)(
    'one that cannot be told makes all unknown (%s)',
    async (fault) => {
      hub.setModel(`${ORG}/open`, { files: weights });
      hub.fail(fault, 'tree');
      expect(await look({ with: written })).toMatchObject({ kind: 'unknown' });
    },
  );
});

describe('the list', () => {
  function fill(count: number): void {
    for (let at = 0; at < count; at += 1) hub.setModel(`${ORG}/m${at}`, { files: [] });
  }

  it('is read through every page', async () => {
    fill(205);
    expect(new Set(await namesOf())).toHaveProperty('size', 205);
    expect(hub.requests).toHaveLength(3);
  });

  it('counts a model once that slips to the next page', async () => {
    fill(3);
    expect(await namesOf({ through: rewritten((models) => [...models, models[0]]) })).toHaveLength(3);
  });

  it('is nothing where a page is missing', async () => {
    fill(205);
    let pages = 0;
    const through = tampered((answer) => ((pages += 1) === 2 ? { ...answer, status: 503 } : answer));
    expect(await look({ through })).toMatchObject({ kind: 'unknown' });
  });

  it('does not follow a next page to another host', async () => {
    fill(1);
    const link = '<http://127.0.0.2:1/api/models?cursor=x>; rel="next"';
    const through = tampered((answer) => ({ ...answer, headers: { ...answer.headers, link } }));
    expect(await look({ through })).toEqual({
      kind: 'unknown',
      why: 'Hugging Face sends the next page of models to another host.',
    });
  });

  it('gives up on pages without end', async () => {
    fill(1);
    const through = tampered((answer) => ({
      ...answer,
      headers: { ...answer.headers, link: `<${answer.url}>; rel="next"` },
    }));
    expect(await look({ through })).toEqual({
      kind: 'unknown',
      why: 'Hugging Face lists more than 50 pages of models.',
    });
    expect(hub.requests).toHaveLength(50);
  });

  it('is not that of somebody else', async () => {
    fill(1);
    const through = rewritten((models) => models.map((model) => ({ ...model, id: 'MiniMax/m0' })));
    expect(await look({ through })).toEqual({
      kind: 'unknown',
      why: `Hugging Face lists MiniMax/m0 among the models of ${ORG}.`,
    });
  });

  it.each([
    ['id', '../../etc/passwd'],
    ['id', '<!-- -->/@all'],
    ['_id', 'x\n- [x]'],
    ['sha', '../../other'],
    ['private', undefined],
    ['gated', {}],
  ])('an unexpected %s (%j) is not believed', async (field, value) => {
    fill(2);
    const through = rewritten((models) => models.map((model) => ({ ...model, [field]: value })));
    expect(await look({ through })).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining(`.${field}"`),
    });
  });

  it('is read without a token that the Hub calls invalid, page after page', async () => {
    fill(101);
    const events = await eventsOf({ token: 'hf_expired' });
    expect(events).toHaveLength(101);
    expect(events[0]?.evidence.at(-1)).toMatchObject({ label: 'Token' });
    expect(hub.requests.map((request) => request.authorization)).toEqual([
      'Bearer hf_expired',
      undefined,
      undefined,
    ]);
    hub.fail(503);
    expect(await look({ token: 'hf_expired' })).toMatchObject({ kind: 'unknown' });
  });

  it('is asked for once a round', async () => {
    fill(2);
    const round = roundOf(hfOrg, { http, endpoint: hub.url });
    const looks = [{}, { include: 'm1' }].map((options) =>
      round.look('hf-org', { target: ORG, when: 'new-model', options: hfOrg.options.parse(options) }),
    );
    const counts = (await Promise.all(looks)).map((one) => (one.kind === 'ok' ? one.events.length : 0));
    expect(counts).toEqual([2, 1]);
    expect(hub.requests).toHaveLength(1);
  });
});

describe('the target', () => {
  it.each([ORG, 'google-bert', '_x', 'a.b'])('may be %s', (target) => {
    expect(hfOrg.problemWithTarget(target)).toBeUndefined();
  });

  it.each([
    ['https://hub.example/MiniMaxAI', ORG],
    ['MiniMaxAI/MiniMax-M3', ORG],
    ['MiniMax AI', 'the name as in'],
    ['a--b', 'the name as in'],
    ['x'.repeat(97), 'the name as in'],
  ])('may not be %s, and the remedy says %s', (target, remedy) => {
    const problem = hfOrg.problemWithTarget(target);
    expect(problem).toMatch(
      /^This is not the name of an organisation or a user on Hugging Face\. Write .*\.$/,
    );
    expect(problem).toContain(`Write ${remedy}`);
  });
});
