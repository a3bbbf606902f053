import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '../../src/domain/event.ts';
import type { Memory } from '../../src/domain/memory.ts';
import type { HttpAnswer, HttpClient } from '../../src/http/http.ts';
import { pathOf } from '../../src/upstream/hf-hub.ts';
import { hfModel } from '../../src/upstream/hf-model.ts';
import type { Round } from '../../src/upstream/look.ts';
import type { Outcome, Told } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { cardFiles, shardedFiles, startHuggingFace, type HuggingFace } from '../helpers/hugging-face.ts';
import { mapMemory, roundOf } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';

const M3 = 'MiniMaxAI/MiniMax-M3';
const SHARDS = 59;
const SHARD_SIZE = 14_474_576_271;
const nothing = { kind: 'ok', events: [] };

itLooksLikeASource({
  source: hfModel,
  target: M3,
  when: 'has-weights',
  token: 'hf_operator',
  notFound: 'absent',
  conditional: true,
  fact: ['license', 'minimax-community'],
  async start() {
    const hub = await startHuggingFace();
    hub.setModel(M3, { files: shardedFiles(SHARDS, SHARD_SIZE) });
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
  when?: string;
  with?: Record<string, unknown>;
  token?: string;
  through?: HttpClient;
  memory?: Memory;
}

function roundFor({ token, through = http, memory }: Look): Round {
  const access = { http: through, endpoint: `${hub.url}/`, token };
  return roundOf(hfModel, access, { ...(memory && { memory }) });
}

function lookIn(round: Round, { target = M3, when = 'has-weights', with: written = {} }: Look = {}) {
  return round.look('hf-model', { target, when, options: hfModel.options.parse(written) });
}

function look(options: Look = {}): Promise<Outcome> {
  return lookIn(roundFor(options), options);
}

function tell(fact: string, options: Look = {}): Promise<Told> {
  const { target = M3, with: written = {} } = options;
  return roundFor(options).tell('hf-model', { target, fact, options: hfModel.options.parse(written) });
}

async function eventOf(options: Look = {}): Promise<UpstreamEvent> {
  const outcome = await look(options);
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  const [event] = outcome.events;
  if (!event || outcome.events.length > 1) throw new Error(`${outcome.events.length} events`);
  return event;
}

function factsOf(event: UpstreamEvent): Record<string, string | undefined> {
  return Object.fromEntries(event.evidence.map((fact) => [fact.label, fact.text]));
}

/** The client, with one answer put differently. */
function tampered(change: (answer: Extract<HttpAnswer, { kind: 'answer' }>) => HttpAnswer): HttpClient {
  return {
    ...http,
    async get(request) {
      const answer = await http.get(request);
      return answer.kind === 'answer' ? change(answer) : answer;
    },
  };
}

/** The client, with the document at a path put differently. */
function rewritten(path: RegExp, change: (json: Record<string, unknown>) => unknown): HttpClient {
  return tampered((answer) => {
    if (!path.test(answer.url)) return answer;
    const json = change(JSON.parse(new TextDecoder().decode(answer.body)));
    return { ...answer, body: new TextEncoder().encode(JSON.stringify(json)) };
  });
}

const PAGE = /\/api\/models\/[^/]+\/[^/]+\?/;

describe('the days before the weights of MiniMax-M3', () => {
  it('is absent before there is a page', async () => {
    expect(await look()).toEqual({
      kind: 'absent',
      why: `Hugging Face shows no model ${M3} to visitors: it is missing, private or gated.`,
    });
  });

  it('stays silent on a card, after one request', async () => {
    hub.setModel(M3, { files: cardFiles() });
    expect(await look()).toEqual(nothing);
    expect(hub.requests).toHaveLength(1);
  });

  it('asks for no field that changes by the minute', async () => {
    hub.setModel(M3, { files: cardFiles() });
    await look();
    expect(hub.requests[0]?.url).toBe(
      `/api/models/${M3}?expand=sha&expand=lastModified&expand=createdAt&expand=private&expand=gated&expand=disabled&expand=siblings&expand=cardData`,
    );
  });

  it('stays silent on everything but the weights', async () => {
    hub.setModel(M3, { files: shardedFiles(SHARDS, SHARD_SIZE).filter((file) => !/-of-/.test(file.path)) });
    expect(await look()).toEqual(nothing);
  });

  it('is not fooled by a look-alike of 51.7 MB, under another name or its own', async () => {
    const files = [...cardFiles(), { path: 'model.safetensors', size: 51_700_000 }];
    hub.setModel('hf-tiny-v2/tiny-random-MiniMaxM3', { files });
    expect(await look()).toMatchObject({ kind: 'absent' });
    hub.setModel(M3, { files });
    expect(await look()).toEqual(nothing);
  });

  it('waits for the last shard', async () => {
    const files = shardedFiles(SHARDS, SHARD_SIZE);
    hub.setModel(M3, { files: files.filter((file) => !file.path.includes('00037-of')) });
    expect(await look()).toEqual(nothing);
  });

  it('waits for the shards that only the index names', async () => {
    const weight_map = { 'layers.0': 'first.safetensors', 'layers.1': 'second.safetensors' };
    const index = { path: 'model.safetensors.index.json', size: 90, content: JSON.stringify({ weight_map }) };
    const first = { path: 'first.safetensors', size: 5e9 };
    hub.setModel(M3, { files: [index, first] });
    expect(await look()).toEqual(nothing);
    hub.setModel(M3, { files: [index, first, { path: 'second.safetensors', size: 5e9 }] });
    expect((await eventOf()).summary).toBe(`Model weights for ${M3} are on Hugging Face: 2 files, 10.0 GB.`);
  });

  it('fires when they are complete', async () => {
    hub.setModel(M3, {
      files: shardedFiles(SHARDS, SHARD_SIZE),
      _id: '6849f0c2a1b2c3d4e5f60718',
      sha: '3f'.repeat(20),
    });
    const event = await eventOf();
    const { evidence, ...rest } = event;
    expect(rest).toEqual({
      id: `hf-model:${M3}:has-weights:6849f0c2a1b2c3d4e5f60718`,
      source: 'hf-model',
      target: M3,
      when: 'has-weights',
      summary: `Model weights for ${M3} are on Hugging Face: 59 files, 854 GB.`,
    });
    const facts = evidence.map(({ label, text, url = '' }) =>
      `${label}: ${text} ${url.replace(hub.url, '')}`.trim(),
    );
    expect(facts).toMatchInlineSnapshot(`
      [
        "Model page: MiniMaxAI/MiniMax-M3 /MiniMaxAI/MiniMax-M3",
        "Revision: 3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f /MiniMaxAI/MiniMax-M3/tree/3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f",
        "Last commit: 2026-06-12T06:41:09.000Z",
        "Weights: 59 files, 854 GB",
        "Weight file: model-00001-of-00059.safetensors (14.5 GB)",
        "Weight file: model-00002-of-00059.safetensors (14.5 GB)",
        "Weight file: model-00003-of-00059.safetensors (14.5 GB)",
        "Weight file: model-00004-of-00059.safetensors (14.5 GB)",
        "Weight file: model-00005-of-00059.safetensors (14.5 GB)",
        "Gated: no",
      ]
    `);
  });
});

describe('the identity of the event', () => {
  const complete = { files: shardedFiles(3, 5e9) };

  it('outlives a new commit', async () => {
    hub.setModel(M3, complete);
    const before = await eventOf();
    hub.setModel(M3, { ...complete, sha: 'ab'.repeat(20) });
    expect((await eventOf()).id).toBe(before.id);
  });

  it('is new when the repository is made again', async () => {
    hub.setModel(M3, complete);
    const before = await eventOf();
    hub.removeModel(M3);
    hub.setModel(M3, complete);
    expect((await eventOf()).id).not.toBe(before.id);
  });

  it('follows a new name, keeps the watch, and says so', async () => {
    hub.setModel('MiniMax/M3', complete);
    hub.moveModel('MiniMax/M3', M3);
    const event = await eventOf({ target: 'MiniMax/M3' });
    expect(event.id).toMatch(new RegExp(`^hf-model:${M3}:has-weights:[0-9a-f]{24}$`));
    expect(event.target).toBe('MiniMax/M3');
    expect(factsOf(event)['Renamed']).toBe(`MiniMax/M3 is now ${M3}: name it so in the watch`);
    expect((await eventOf()).id).toBe(event.id);
  });
});

describe('a model that is not open to all', () => {
  const files = shardedFiles(3, 5e9);

  it('fires behind a gate that closes the files alone, and shows the gate', async () => {
    hub.setModel(M3, { files, gated: 'manual' });
    expect(factsOf(await eventOf())['Gated']).toBe('yes (manual)');
    expect(hub.requests.at(-1)?.url).toContain('/resolve/');
  });

  it.each([undefined, 'hf_operator'])(
    'cannot tell where the gate closes the list (token %s)',
    async (token) => {
      hub.setModel(M3, { files, gated: 'auto', gateCloses: 'tree' });
      const options = token === undefined ? {} : { token };
      expect(await look(options)).toMatchObject({ kind: 'unknown' });
      expect(factsOf(await eventOf({ ...options, when: 'exists' }))['Gated']).toBe('yes (auto)');
    },
  );

  it.each([undefined, 'hf_operator'])(
    'knows of a page that is gated as a whole (token %s)',
    async (token) => {
      hub.setModel(M3, { files, gated: 'manual', gateCloses: 'page' });
      const options = token === undefined ? {} : { token };
      expect(await look(options)).toEqual({
        kind: 'unknown',
        why: `${M3} is on Hugging Face behind a gate, and its files cannot be listed.`,
      });
      expect(await eventOf({ ...options, when: 'exists' })).toMatchObject({
        id: `hf-model:${M3}:exists:gated`,
      });
    },
  );

  it('hears a definite no with a token', async () => {
    const missing = { kind: 'absent', why: `Hugging Face has no public model ${M3}.` };
    expect(await look({ token: 'hf_operator' })).toEqual(missing);
  });

  it.each(['has-weights', 'exists'])(
    'tells nobody of a private model that the token can see (%s)',
    async (when) => {
      hub.setModel(M3, { files, private: true, readers: ['hf_reader'] });
      const [seen, unseen] = [
        await look({ when, token: 'hf_reader' }),
        await look({ when, token: 'hf_operator' }),
      ];
      expect(seen).toEqual({ kind: 'absent', why: `Hugging Face has no public model ${M3}.` });
      expect(seen).toEqual(unseen);
      expect(await look({ when })).toMatchObject({
        kind: 'absent',
        why: expect.stringContaining('missing, private or gated'),
      });
    },
  );

  it('cannot tell of a disabled one, whose page is still there', async () => {
    hub.setModel(M3, { files, disabled: true });
    expect(await look()).toMatchObject({ kind: 'unknown' });
    expect(factsOf(await eventOf({ when: 'exists' }))['Disabled']).toBe('yes, by Hugging Face');
  });

  it('names the disabling where the page is closed too', async () => {
    const body = new TextEncoder().encode('{"error":"Access to this resource is disabled."}');
    const through = tampered((answer) => ({ ...answer, status: 403, body }));
    expect(await look({ through })).toEqual({
      kind: 'unknown',
      why: `Hugging Face has disabled ${M3}: it is there, and its contents cannot be read.`,
    });
  });
});

describe("a proxy's page", () => {
  it.each([
    ['text/html; charset=utf-8', 'Not found'],
    ['text/plain', '\n <!doctype html>'],
  ])('is not the word of the Hub (%s)', async (type, text) => {
    const body = new TextEncoder().encode(text);
    const through = tampered((answer) => ({
      ...answer,
      status: 404,
      headers: { 'content-type': type },
      body,
    }));
    expect(await look({ through })).toEqual({
      kind: 'unknown',
      why: "Hugging Face answered the request for the model's page with a web page (status 404).",
    });
  });
});

describe('a token that the Hub calls invalid', () => {
  it('is left out once, and the evidence says so', async () => {
    hub.setModel(M3, { files: shardedFiles(3, 5e9) });
    const event = await eventOf({ token: 'hf_expired' });
    expect(factsOf(event)['Token']).toMatch(/invalid.*renew/);
    expect(hub.requests.map((request) => request.authorization)).toEqual([
      'Bearer hf_expired',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is named where nothing was found', async () => {
    expect(await look({ token: 'hf_expired' })).toEqual({
      kind: 'absent',
      why: expect.stringMatching(/missing, private or gated\. \(The token was called invalid.*renew it\.\)$/),
    });
    expect(hub.requests).toHaveLength(2);
  });

  it('is not blamed for another 401', async () => {
    hub.fail(401);
    expect(await look({ token: 'hf_operator' })).toEqual({
      kind: 'unknown',
      why: "Hugging Face answered the request for the model's page with status 401.",
    });
  });
});

describe('the list of files', () => {
  it('is read through every page', async () => {
    const samples = Array.from({ length: 2100 }, (_, at) => ({ path: `figures/${at}.png`, size: 10 }));
    hub.setModel(M3, { files: [...samples, { path: 'model.safetensors', size: 2e9 }] });
    expect((await eventOf()).summary).toContain('1 file, 2.0 GB');
    expect(hub.requests).toHaveLength(4);
  });

  it.each([500, 404, 'cut', 'html', 'wrong-shape'] as const)(
    'names on the page do not stand in for it (%s)',
    async (fault) => {
      hub.setModel(M3, { files: shardedFiles(3, 5e9) });
      hub.fail(fault, 'tree');
      expect(await look()).toMatchObject({ kind: 'unknown' });
    },
  );

  it('does not follow a next page to another host', async () => {
    hub.setModel(M3, { files: shardedFiles(3, 5e9) });
    const link = '<http://127.0.0.2:1/api/models/x>; rel="next"';
    const through = tampered((answer) => ({ ...answer, headers: { ...answer.headers, link } }));
    expect(await look({ through })).toEqual({
      kind: 'unknown',
      why: 'Hugging Face sends the next page of files to another host.',
    });
    expect(hub.requests).toHaveLength(2);
  });

  it('gives up on pages without end', async () => {
    hub.setModel(M3, { files: shardedFiles(3, 5e9) });
    const through = tampered((answer) => ({
      ...answer,
      headers: { ...answer.headers, link: `<${answer.url}>; rel="next"` },
    }));
    expect(await look({ through })).toEqual({
      kind: 'unknown',
      why: 'Hugging Face lists more than 50 pages of files.',
    });
    expect(hub.requests).toHaveLength(51);
  });
});

describe('the index of shards', () => {
  beforeEach(() => hub.setModel(M3, { files: shardedFiles(3, 5e9) }));

  it.each([401, 403, 404, 'html', 'malformed', 'wrong-shape', 'empty', 'huge'] as const)(
    'is done without where it cannot be read (%s)',
    async (fault) => {
      hub.fail(fault, 'resolve');
      expect(await eventOf()).toMatchObject({ when: 'has-weights' });
    },
  );

  it.each([408, 429, 503, 'reset', 'cut'] as const)(
    'is waited for where it does not answer (%s)',
    async (fault) => {
      hub.fail(fault, 'resolve');
      expect(await look()).toMatchObject({ kind: 'unknown' });
    },
  );

  it('is not asked for when it is too long to read', async () => {
    const files = shardedFiles(3, 5e9).map((file) =>
      file.path.endsWith('.index.json') ? { ...file, size: 9e6 } : file,
    );
    hub.setModel(M3, { files });
    expect(await eventOf()).toMatchObject({ when: 'has-weights' });
    expect(hub.requests).toHaveLength(2);
  });
});

describe('what a stranger may have written', () => {
  beforeEach(() => hub.setModel(M3, { files: shardedFiles(3, 5e9) }));

  it.each([
    ['id', '../../etc/passwd'],
    ['id', 'a/b--c'],
    ['id', '<!-- reverify -->/@everyone'],
    ['sha', '../../../../other/repo'],
    ['sha', 'main'],
    ['_id', '6849f0c2a1b2c3d4e5f60718\n- [x]'],
    ['_id', 7],
    ['siblings', 'none'],
    ['siblings', [{ rfilename: 3 }]],
    ['private', 'no'],
  ])('an unexpected %s (%j) is not believed', async (field, value) => {
    const through = rewritten(PAGE, (json) => ({ ...json, [field]: value }));
    expect(await look({ through })).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining(`"${field}`),
    });
    expect(hub.requests).toHaveLength(1);
  });

  it.each([-1, 1.5, '5', null])('a size of %j is not added up', async (size) => {
    const through = rewritten(/\/tree\//, () => [{ type: 'file', path: 'model.safetensors', size }]);
    expect(await look({ through })).toMatchObject({ kind: 'unknown' });
  });

  it('hostile file names stay text, and short', async () => {
    const names = [
      '../../../x.safetensors',
      '<!-- @all -->\n#1.gguf',
      `${'😀'.repeat(9000)}.pt`,
      '__proto__.onnx',
    ];
    hub.setModel(M3, { files: names.map((path) => ({ path, size: 1e9 })) });
    const event = await eventOf();
    expect(event.summary).toBe(`Model weights for ${M3} are on Hugging Face: 4 files, 4.0 GB.`);
    const shown = event.evidence
      .filter((fact) => fact.label === 'Weight file')
      .map((fact) => fact.text ?? '');
    expect(shown.slice(0, 2)).toEqual(['../../../x.safetensors (1.0 GB)', '<!-- @all -->\n#1.gguf (1.0 GB)']);
    expect(Math.max(...shown.map((text) => [...text].length))).toBeLessThan(220);
    expect(event.evidence.every((fact) => !fact.url || fact.url.startsWith(`${hub.url}/${M3}`))).toBe(true);
  });

  it('a folder is no file, whatever it is called', async () => {
    const folder = { type: 'directory', path: 'model.safetensors', size: 5e9 };
    expect(await look({ through: rewritten(/\/tree\//, () => [folder]) })).toEqual(nothing);
  });

  it('no name leaves its folder in an address', () => {
    expect(pathOf('a b/c?d#e%2f')).toBe('a%20b/c%3Fd%23e%252f');
  });

  it('a file listed twice counts once', async () => {
    const through = rewritten(/\/tree\//, () =>
      [1, 2, 3].map(() => ({ type: 'file', path: 'model.safetensors', size: 4e7 })),
    );
    expect(await look({ through })).toEqual(nothing);
  });

  it('a kind of gate that is new to us does not silence the watch', async () => {
    const through = rewritten(PAGE, (json) => ({ ...json, gated: 'by-invitation' }));
    expect(factsOf(await eventOf({ through }))['Gated']).toBe('yes (by-invitation)');
  });

  it('a page that lists no files leads to the list', async () => {
    const through = rewritten(PAGE, ({ siblings: _siblings, ...json }) => json);
    expect(await eventOf({ through })).toMatchObject({ when: 'has-weights' });
  });
});

describe('exists', () => {
  it('is a page and nothing more', async () => {
    hub.setModel(M3, { files: cardFiles(), _id: '6849f0c2a1b2c3d4e5f60718' });
    expect(await eventOf({ when: 'exists' })).toMatchObject({
      id: `hf-model:${M3}:exists:6849f0c2a1b2c3d4e5f60718`,
      summary: `${M3} has a page on Hugging Face.`,
    });
    expect(hub.requests).toHaveLength(1);
  });
});

describe('weights-changed', () => {
  const when = 'weights-changed';
  const files = shardedFiles(3, 5e9);
  const first = files.find((file) => file.path.includes('00001-of')) ?? { path: '', size: 0 };

  it('is told by what the files hold, whatever their order', async () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)];
    const tree = [
      { type: 'file', path: 'z.safetensors', size: 2e9, oid: 'pointer', lfs: { oid: b, size: 2e9 } },
      { type: 'file', path: 'README.md', size: 10, oid: 'c'.repeat(40) },
      { type: 'file', path: 'a.safetensors', size: 1e9, oid: a },
    ];
    hub.setModel(M3, { files, _id: '6849f0c2a1b2c3d4e5f60718' });
    const event = await eventOf({ when, through: rewritten(/\/tree\//, () => tree) });
    const lines = `a.safetensors\0${a}\x001000000000\nz.safetensors\0${b}\x002000000000`;
    const fingerprint = createHash('sha256').update(lines).digest('hex');
    expect(event).toMatchObject({
      id: `hf-model:${M3}:weights:${fingerprint}`,
      aliases: [`hf-model:6849f0c2a1b2c3d4e5f60718:weights:${fingerprint}`],
      now: '2 files, 3.0 GB',
      summary: `The model weights of ${M3} on Hugging Face have changed.`,
    });
    expect(factsOf(event)['Fingerprint of the weights']).toBe(fingerprint);
    const turned = rewritten(/\/tree\//, () => tree.toReversed());
    expect((await eventOf({ when, through: turned })).id).toBe(event.id);
  });

  it('is not told by a commit without weights, nor by the same files in a repository made again', async () => {
    hub.setModel(M3, { files });
    const before = await eventOf({ when });
    hub.setModel(M3, { files: [...files, { path: 'NEWS.md', size: 5 }] });
    expect((await eventOf({ when })).id).toBe(before.id);
    hub.removeModel(M3);
    hub.setModel(M3, { files });
    expect((await eventOf({ when })).id).toBe(before.id);
  });

  it.each([
    ['other contents of the same size', { ...first, oid: 'd'.repeat(40) }],
    ['another size', { ...first, size: 6e9 }],
    ['another name', { ...first, path: 'x.safetensors' }],
  ])('is told by %s', async (_name, other) => {
    const plain = [first];
    hub.setModel(M3, { files: plain.map((file) => ({ ...file, path: 'model.safetensors' })) });
    const before = await eventOf({ when });
    hub.setModel(M3, {
      files: [{ ...other, path: other.path === first.path ? 'model.safetensors' : other.path }],
    });
    expect((await eventOf({ when })).id).not.toBe(before.id);
  });

  it('says nothing of weights that are not all there', async () => {
    hub.setModel(M3, { files: files.filter((file) => file !== first) });
    expect(await look({ when })).toEqual(nothing);
    hub.setModel(M3, { files: cardFiles() });
    expect(await look({ when })).toEqual(nothing);
  });

  it('cannot tell where the Hub does not say what a file holds', async () => {
    hub.setModel(M3, { files });
    const bare = [{ type: 'file', path: 'model.safetensors', size: 5e9 }];
    expect(await look({ when, through: rewritten(/\/tree\//, () => bare) })).toEqual({
      kind: 'unknown',
      why: `Hugging Face does not say what the weights of ${M3} hold.`,
    });
  });

  it.each(['weights-changed', 'gated-changed', 'license-changed'])(
    'a new name is no change: %s has one id that outlives it',
    async (when) => {
      hub.setModel('MiniMax/M3', { files });
      const before = await eventOf({ when, target: 'MiniMax/M3' });
      hub.moveModel('MiniMax/M3', M3);
      const after = await eventOf({ when, target: 'MiniMax/M3' });
      expect(after.id).not.toBe(before.id);
      expect(after.aliases).toEqual(before.aliases);
      expect(after.aliases).toHaveLength(1);
    },
  );

  it('forgets what was long ago, and a gate or a license at once', () => {
    const { conditions } = hfModel;
    expect(conditions[when]).toEqual({ kind: 'edge', remembers: 5 });
    expect(conditions['gated-changed']).toEqual({ kind: 'edge', remembers: 1 });
    expect(conditions['license-changed']).toEqual({ kind: 'edge', remembers: 1 });
  });
});

describe('gated-changed', () => {
  const when = 'gated-changed';

  it.each([
    [false, 'false', 'no', 'open to all'],
    ['manual', 'manual', 'yes (manual)', 'gated'],
    ['auto', 'auto', 'yes (auto)', 'gated'],
  ] as const)('tells a gate that is %s', async (gated, key, now, word) => {
    hub.setModel(M3, { files: cardFiles(), gated });
    expect(await eventOf({ when })).toMatchObject({
      id: `hf-model:${M3}:gated:${key}`,
      now,
      summary: `${M3} is ${word} on Hugging Face.`,
    });
    expect(hub.requests).toHaveLength(1);
  });

  it("a stranger's word for a gate is no part of an id", async () => {
    hub.setModel(M3, { files: cardFiles() });
    const through = rewritten(PAGE, (json) => ({ ...json, gated: `<b>\n${'é'.repeat(400)}` }));
    const event = await eventOf({ when, through });
    expect(event.id).toMatch(new RegExp(`^hf-model:${M3}:gated:[0-9a-f]{32}$`));
    expect(event.now?.length).toBeLessThanOrEqual(200);
  });

  it('cannot tell where a gate closes the page', async () => {
    hub.setModel(M3, { files: cardFiles(), gated: 'manual', gateCloses: 'page' });
    expect(await look({ when })).toMatchObject({ kind: 'unknown' });
  });
});

describe('license-changed', () => {
  const when = 'license-changed';

  it.each([
    [{ license: 'mit' }, 'mit', 'mit', 'mit'],
    [
      { license: 'other', license_name: 'minimax-community' },
      undefined,
      'other (minimax-community)',
      'minimax-community',
    ],
    [{ license: 'other' }, 'other', 'other', 'other'],
    [{ license_name: 'own' }, undefined, 'other (own)', 'own'],
    [{ license: ['mit', 'apache-2.0'] }, undefined, 'mit, apache-2.0', 'mit, apache-2.0'],
    [{ license: [] }, 'none', 'none', null],
    [{ language: 'en' }, 'none', 'none', null],
    [null, 'none', 'none', null],
    [undefined, 'none', 'none', null],
  ])('reads %j', async (cardData, key, now, fact) => {
    hub.setModel(M3, { files: cardFiles() });
    const through = rewritten(PAGE, (json) => ({ ...json, cardData }));
    const event = await eventOf({ when, through });
    expect(event.id).toMatch(new RegExp(`^hf-model:${M3}:license:${key ?? '[0-9a-f]{32}'}$`));
    expect(event).toMatchObject({ now, summary: `The license of ${M3} on Hugging Face has changed.` });
    expect(await tell('license', { through })).toMatchObject({ kind: 'ok', value: fact });
  });

  it.each(['mit', 7, [1], { license: 7 }, { license: { id: 'mit' } }, { license: 'x'.repeat(501) }])(
    'cannot read a card such as %j, which hides nothing else',
    async (cardData) => {
      hub.setModel(M3, { files: shardedFiles(3, 5e9), cardData });
      expect(await look({ when })).toEqual({
        kind: 'unknown',
        why: 'Hugging Face shows a model card with an unexpected license.',
      });
      expect(await tell('license')).toMatchObject({ kind: 'unknown' });
      expect(await eventOf()).toMatchObject({ when: 'has-weights' });
    },
  );

  it('clips what a stranger wrote', async () => {
    hub.setModel(M3, { files: cardFiles(), cardData: { license: `@all #1\n${'x'.repeat(400)}` } });
    const event = await eventOf({ when });
    expect(event.now).toHaveLength(200);
    expect(event.summary).not.toContain('@');
  });
});

describe('disabled', () => {
  it('fires where the page says so', async () => {
    hub.setModel(M3, { files: cardFiles(), disabled: true, _id: '6849f0c2a1b2c3d4e5f60718' });
    expect(await eventOf({ when: 'disabled' })).toMatchObject({
      id: `hf-model:${M3}:disabled:6849f0c2a1b2c3d4e5f60718`,
      aliases: [`hf-model:${M3}:disabled:closed`],
      summary: `${M3} is disabled by Hugging Face.`,
    });
  });

  it('fires where the page itself is closed, under the same name', async () => {
    const body = new TextEncoder().encode('{"error":"Access to this resource is disabled."}');
    const through = tampered((answer) => ({ ...answer, status: 403, body }));
    const event = await eventOf({ when: 'disabled', through });
    expect(event.id).toBe(`hf-model:${M3}:disabled:closed`);
    expect(factsOf(event)).toEqual({ 'Model page': M3, Disabled: 'yes, by Hugging Face' });
  });

  it('does not fire for a model that is open, nor for another 403', async () => {
    hub.setModel(M3, { files: cardFiles() });
    expect(await look({ when: 'disabled' })).toEqual(nothing);
    hub.fail(403);
    expect(await look({ when: 'disabled' })).toMatchObject({ kind: 'unknown' });
  });
});

describe('moved', () => {
  it('fires where the Hub answers with another name', async () => {
    hub.setModel('MiniMax/M3', { files: cardFiles() });
    expect(await look({ when: 'moved', target: 'MiniMax/M3' })).toEqual(nothing);
    hub.moveModel('MiniMax/M3', M3);
    expect(await eventOf({ when: 'moved', target: 'MiniMax/M3' })).toMatchObject({
      id: `hf-model:MiniMax/M3:moved:${M3}`,
      now: M3,
      summary: `MiniMax/M3 is now ${M3} on Hugging Face.`,
    });
  });

  it('does not fire for capitals', async () => {
    hub.setModel(M3.toLowerCase(), { files: cardFiles() });
    hub.moveModel(M3.toLowerCase(), M3);
    expect(await look({ when: 'moved', target: M3.toLowerCase() })).toEqual(nothing);
  });
});

describe('gone', () => {
  const when = 'gone';

  it('knows a model that is there by its identity', async () => {
    hub.setModel(M3, { files: cardFiles(), _id: '6849f0c2a1b2c3d4e5f60718' });
    expect(await look({ when })).toEqual({ ...nothing, identity: '6849f0c2a1b2c3d4e5f60718' });
  });

  it("is the Hub's own word to one with a token", async () => {
    const gone = { kind: 'absent', why: `Hugging Face has no public model ${M3}.` };
    expect(await look({ when, token: 'hf_operator' })).toEqual(gone);
  });

  it('says of a private model what it says of one that is gone', async () => {
    hub.setModel(M3, { files: cardFiles(), private: true, readers: ['hf_reader'] });
    const seen = await look({ when, token: 'hf_reader' });
    expect(seen).toMatchObject({ kind: 'absent' });
    expect(seen).toEqual(await look({ when, token: 'hf_operator' }));
  });

  it.each([undefined, 'hf_expired'])('cannot be told without a token (%s)', async (token) => {
    expect(await look({ when, ...(token && { token }) })).toMatchObject({
      kind: 'unknown',
      why: expect.stringMatching(/^Without a token, .* missing model from a private one\./),
    });
    hub.fail(404);
    expect(await look({ when })).toMatchObject({ kind: 'unknown' });
  });

  it('is no word to a visitor, whatever its code', async () => {
    const headers = { 'content-type': 'application/json', 'x-error-code': 'RepoNotFound' };
    const through = tampered((answer) => ({ ...answer, status: 404, headers }));
    expect(await look({ when, through })).toMatchObject({ kind: 'unknown' });
    expect(await look({ when, through, token: 'hf_operator' })).toMatchObject({ kind: 'absent' });
  });

  it('is not the word of another', async () => {
    hub.fail(404);
    expect(await look({ when, token: 'hf_operator' })).toEqual({
      kind: 'unknown',
      why: "Hugging Face answered the request for the model's page with status 404.",
    });
  });

  it('is not what a gate says', async () => {
    hub.setModel(M3, { files: cardFiles(), gated: 'manual', gateCloses: 'page' });
    expect(await look({ when, token: 'hf_operator' })).toMatchObject({ kind: 'unknown' });
  });
});

describe('the options', () => {
  it.each([
    [{}, { minSize: 1e8, complete: true, adapters: false }],
    [{ minSize: '50GB' }, { minSize: 5e10 }],
    [{ minSize: '1.5 TB' }, { minSize: 1.5e12 }],
    [{ minSize: '100mb' }, { minSize: 1e8 }],
    [{ minSize: '0kB' }, { minSize: 0 }],
    [
      { complete: false, adapters: true },
      { complete: false, adapters: true },
    ],
  ])('are understood: %j', (written, read) => {
    expect(hfModel.options.parse(written)).toMatchObject(read);
  });

  it.each([
    { minSize: '50' },
    { minSize: 5 },
    { minSize: '5 GiB' },
    { minSize: '-5GB' },
    { min_size: '5GB' },
  ])('are refused: %j', (written) => {
    expect(hfModel.options.safeParse(written).success).toBe(false);
  });

  it('a remedy says how to write a size', () => {
    expect(hfModel.options.safeParse({ minSize: 'big' }).error?.issues[0]?.message).toBe(
      'Write a size with its unit, such as 100MB or 50GB.',
    );
  });

  it.each(['has-weights', 'weights-changed'])('minSize is a floor (%s)', async (when) => {
    hub.setModel(M3, { files: [{ path: 'model.safetensors', size: 2e9 }] });
    expect(await look({ when, with: { minSize: '3GB' } })).toEqual(nothing);
    expect(await eventOf({ when, with: { minSize: '2GB' } })).toMatchObject({ when });
    hub.setModel(M3, { files: [{ path: 'model.safetensors', size: 2e6 }] });
    expect(await eventOf({ when, with: { minSize: '1MB' } })).toMatchObject({ when });
  });

  it('without complete, a shard is enough', async () => {
    const files = shardedFiles(3, 5e9).filter((file) => !file.path.includes('00003-of'));
    hub.setModel(M3, { files });
    expect((await eventOf({ with: { complete: false } })).summary).toContain('2 files, 10.0 GB');
  });

  it('with adapters, an adapter is weights', async () => {
    hub.setModel(M3, { files: [...cardFiles(), { path: 'adapter_model.safetensors', size: 3e8 }] });
    expect(await look()).toEqual(nothing);
    expect((await eventOf({ with: { adapters: true } })).summary).toContain('1 file, 300 MB');
  });
});

describe('what is asked', () => {
  const everything = Object.keys(hfModel.conditions);

  function asked(since = 0): string[] {
    return hub.requests
      .slice(since)
      .map(
        ({ url, conditional }) =>
          (conditional ? 'known ' : '') + (/\/(tree|resolve)\//.exec(url)?.[1] ?? 'page'),
      );
  }

  it('is asked once a round, whatever is looked for', async () => {
    hub.setModel(M3, { files: shardedFiles(3, 5e9) });
    const round = roundFor({});
    const options = hfModel.options.parse({ minSize: '20GB' });
    const outcomes = await Promise.all([
      ...everything.map((when) => lookIn(round, { when })),
      lookIn(round, { with: { adapters: true, complete: false } }),
      round.tell('hf-model', { target: M3, fact: 'weights', options }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'ok'));
    expect(asked()).toEqual(['page', 'tree', 'resolve']);
  });

  it('is not asked again of a commit that is known', async () => {
    hub.setModel(M3, { files: shardedFiles(3, 5e9) });
    const memory = mapMemory();
    const when = 'weights-changed';
    const before = await eventOf({ when, memory });
    expect(await eventOf({ when, memory })).toEqual(before);
    expect(asked()).toEqual(['page', 'tree', 'resolve', 'known page']);
    hub.setModel(M3, { files: shardedFiles(4, 5e9) });
    expect((await eventOf({ when, memory })).id).not.toBe(before.id);
    expect(asked(4)).toEqual(['known page', 'tree', 'resolve']);
  });

  it('keeps the weights of a model alone, and of one commit', async () => {
    const values = new Map<string, unknown>();
    hub.setModel(M3, { files: [...shardedFiles(3, 5e9), { path: 'figures/secret-plan.png', size: 9 }] });
    await look({ memory: mapMemory(values) });
    hub.setModel(M3, { files: [...shardedFiles(4, 5e9), { path: 'figures/secret-plan.png', size: 9 }] });
    await look({ memory: mapMemory(values) });
    const kept = [...values].filter(([key]) => key.includes('weights'));
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).toContain('00004-of-00004');
    expect(JSON.stringify(kept)).not.toContain('figures');
  });

  it('is asked again after an index that could not be read', async () => {
    hub.setModel(M3, { files: shardedFiles(3, 5e9) });
    const memory = mapMemory();
    hub.fail('html', 'resolve');
    await look({ memory });
    hub.fail(undefined, 'resolve');
    await look({ memory });
    await look({ memory });
    expect(asked()).toEqual(['page', 'tree', 'resolve', 'known page', 'tree', 'resolve', 'known page']);
  });

  it('remembers a shard that only the index names', async () => {
    const index = {
      path: 'model.safetensors.index.json',
      size: 90,
      content: '{"weight_map":{"a":"a.pt","b":"b.pt"}}',
    };
    hub.setModel(M3, { files: [index, { path: 'a.pt', size: 5e9 }] });
    const memory = mapMemory();
    expect([await look({ memory }), await look({ memory })]).toEqual([nothing, nothing]);
    expect(asked()).toEqual(['page', 'tree', 'resolve', 'known page']);
  });

  it('a model that is disabled later is not judged by what is kept', async () => {
    const model = { files: shardedFiles(3, 5e9) };
    hub.setModel(M3, model);
    const memory = mapMemory();
    await eventOf({ memory });
    hub.setModel(M3, { ...model, disabled: true });
    expect(await look({ memory })).toEqual({
      kind: 'unknown',
      why: `Hugging Face has disabled ${M3}: it is there, and its contents cannot be read.`,
    });
  });
});

describe('the facts', () => {
  it('are those of a model that is there', async () => {
    hub.setModel(M3, { files: shardedFiles(3, 5e9), gated: 'manual', cardData: { license: 'mit' } });
    const told = await Promise.all(hfModel.facts?.names.map((fact) => tell(fact)) ?? []);
    expect(told.map((one) => 'value' in one && one.value)).toEqual(['mit', 'manual', true, true]);
    expect(told[0]).toMatchObject({
      evidence: [{ text: M3, url: `${hub.url}/${M3}` }, { label: 'Revision' }],
    });
  });

  it('are false where there is neither gate nor weights', async () => {
    hub.setModel(M3, { files: cardFiles() });
    expect(await tell('gated')).toMatchObject({ kind: 'ok', value: false });
    expect(await tell('weights')).toMatchObject({ kind: 'ok', value: false });
  });

  it('go by the options', async () => {
    hub.setModel(M3, { files: shardedFiles(3, 5e9) });
    expect(await tell('weights', { with: { minSize: '16GB' } })).toMatchObject({ kind: 'ok', value: false });
  });

  it.each(['license', 'gated', 'exists', 'weights'])('are absent with the model (%s)', async (fact) => {
    expect(await tell(fact, { token: 'hf_operator' })).toMatchObject({ kind: 'absent' });
  });

  it('are known of a closed page in part', async () => {
    hub.setModel(M3, { files: cardFiles(), gated: 'manual', gateCloses: 'page' });
    expect(await tell('exists')).toMatchObject({ kind: 'ok', value: true });
    expect(await tell('gated')).toMatchObject({ kind: 'unknown' });
    hub.setModel(M3, { files: shardedFiles(3, 5e9), gated: 'manual', gateCloses: 'tree' });
    expect(await tell('weights')).toMatchObject({ kind: 'unknown' });
  });
});

describe('the target', () => {
  it.each([M3, 'a/b', 'google-bert/bert-base-uncased', 'CohereForAI/c4ai_command-r.v01', '_x/7'])(
    'may be %s',
    (target) => {
      expect(hfModel.problemWithTarget(target)).toBeUndefined();
    },
  );

  it.each([
    ['https://hub.example/MiniMaxAI/MiniMax-M3/tree/main?x=1', M3],
    ['MiniMaxAI/MiniMax-M3/', M3],
    ['/MiniMaxAI/MiniMax-M3', M3],
    ['gpt2', 'owner/name as in'],
    ['MiniMax M3/x', 'owner/name as in'],
    ['-a/b', 'owner/name as in'],
    ['a/b.', 'owner/name as in'],
    ['a/b.git', 'owner/name as in'],
    ['a/b--c', 'owner/name as in'],
    ['a/b..c', 'owner/name as in'],
    ['MiniMaxAI/café', 'owner/name as in'],
    [`a/${'b'.repeat(95)}`, 'owner/name as in'],
  ])('may not be %s, and the remedy says %s', (target, remedy) => {
    const problem = hfModel.problemWithTarget(target);
    expect(problem).toMatch(/^This is not the name of a model on Hugging Face\. Write .*\.$/);
    expect(problem).toContain(`Write ${remedy}`);
  });
});
