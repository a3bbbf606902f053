import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '../../src/domain/event.ts';
import type { Memory } from '../../src/domain/memory.ts';
import type { HttpClient } from '../../src/http/http.ts';
import type { Round } from '../../src/upstream/look.ts';
import { npm } from '../../src/upstream/npm.ts';
import type { Outcome, Told } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { mapMemory, roundOf } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';
import { startStandIn, type StandIn } from './stand-in.ts';

const SERVER = '@modelcontextprotocol/server-filesystem';
const nothing = { kind: 'ok', events: [] };

type Versions = Record<string, { deprecated?: unknown }>;

/** A document as the registry shortens it. */
function packument(tags: Record<string, string>, versions: string[] | Versions, name = SERVER): object {
  const entries = Array.isArray(versions)
    ? versions.map((text) => [text, {}] as const)
    : Object.entries(versions);
  const full = entries.map(([version, more]) => [
    version,
    { name, version, dist: { tarball: `https://registry.example/${version}.tgz`, shasum: 'bbf1' }, ...more },
  ]);
  return {
    name,
    modified: '2026-08-10T09:12:44.101Z',
    'dist-tags': tags,
    versions: Object.fromEntries(full),
  };
}

const usual = packument(
  { latest: '2026.7.10', next: '2026.8.0-rc.1' },
  { '0.6.2': { deprecated: 'use 2025.x' }, '2026.7.10': {}, '2026.8.0-rc.1': {} },
);

itLooksLikeASource({
  source: npm,
  target: SERVER,
  when: 'new-version',
  token: 'npm_operator',
  notFound: 'absent',
  conditional: true,
  // 25 MB take longer than the suite's patience: see below.
  meaningful: ['huge'],
  fact: ['latest', '2026.7.10'],
  start: () => startStandIn(() => ({ body: usual })),
});

let registry: StandIn;
let http: HttpClient;
let document: unknown;

beforeEach(async () => {
  document = usual;
  registry = await startStandIn(() => (document === undefined ? undefined : { body: document }));
  // Patient: some documents here are large, and the machine may be slow.
  http = impatientHttp([registry.url], 30_000);
});

afterEach(async () => {
  await http.close();
  await registry.close();
});

type With = Record<string, unknown>;

function begin(memory: Memory = mapMemory()): Round {
  return roundOf(npm, { http, endpoint: `${registry.url}/` }, { memory });
}

function look(when: string, options: With = {}, round = begin(), target = SERVER): Promise<Outcome> {
  return round.look('npm', { target, when, options: npm.options.parse(options) });
}

function tell(fact: string, options: With = {}): Promise<Told> {
  return begin().tell('npm', { target: SERVER, fact, options: npm.options.parse(options) });
}

async function eventsOf(when: string, options: With = {}): Promise<readonly UpstreamEvent[]> {
  const outcome = await look(when, options);
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  return outcome.events;
}

async function eventOf(when: string, options: With = {}): Promise<UpstreamEvent> {
  const [event, ...others] = await eventsOf(when, options);
  if (event === undefined || others.length > 0) throw new Error(`${others.length} other events`);
  return event;
}

async function versionsOf(options: With): Promise<(string | undefined)[]> {
  return (await eventsOf('new-version', options)).map(({ now }) => now);
}

describe('the request', () => {
  it('is for the short document, and takes a scope for a part of the name', async () => {
    await look('new-version');
    expect(registry.requests).toMatchObject([
      {
        url: '/@modelcontextprotocol%2Fserver-filesystem',
        accept: 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8',
      },
    ]);
  });

  it('is made once for all conditions, options and facts of a round', async () => {
    const round = begin();
    const looks = ['new-version', 'deprecated', 'dist-tag-changed', 'gone'].map((when) =>
      look(when, {}, round),
    );
    const fact = round.tell('npm', { target: SERVER, fact: 'latest', options: {} });
    const outcomes = [
      ...(await Promise.all(looks)),
      await fact,
      await look('new-version', { range: '*' }, round),
    ];
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'ok'));
    expect(registry.requests).toHaveLength(1);
  });

  it('is made for each package', async () => {
    document = packument({ latest: '1.0.0' }, ['1.0.0'], 'left-pad');
    const round = begin();
    expect(await look('new-version', {}, round)).toEqual({
      kind: 'unknown',
      why: 'The npm registry answered the request for the package with another one.',
    });
    expect(await look('new-version', {}, round, 'left-pad')).toMatchObject({ kind: 'ok' });
    expect(registry.requests).toHaveLength(2);
  });
});

describe('a new version', () => {
  it('is what the tag latest points to', async () => {
    expect(await eventOf('new-version')).toEqual({
      id: `npm:${SERVER}:2026.7.10`,
      source: 'npm',
      target: SERVER,
      when: 'new-version',
      summary: `${SERVER} 2026.7.10 is in the npm registry under the tag latest.`,
      now: '2026.7.10',
      evidence: [
        { label: 'Package', text: SERVER, url: `${registry.url}/@modelcontextprotocol%2Fserver-filesystem` },
        { label: 'Tag', text: 'latest' },
      ],
    });
  });

  it('is what another tag points to, previews included', async () => {
    expect(await versionsOf({ track: 'next' })).toEqual(['2026.8.0-rc.1']);
    expect(await versionsOf({ track: 'next', prereleases: false })).toEqual([]);
  });

  it('is not there where there is no such tag', async () => {
    expect(await look('new-version', { track: 'beta' })).toEqual(nothing);
    expect(await look('new-version', { track: 'constructor' })).toEqual(nothing);
    expect(await look('new-version', { track: '__proto__' })).toEqual(nothing);
  });

  it('is no preview under latest, unless the watch says so', async () => {
    document = packument({ latest: '1.0.0-rc.1' }, ['1.0.0-rc.1']);
    expect(await versionsOf({})).toEqual([]);
    expect(await versionsOf({ prereleases: true })).toEqual(['1.0.0-rc.1']);
  });

  it('is each one in a range, the highest last, and no preview', async () => {
    document = packument({ latest: '2.0.0' }, ['2.0.0', '1.10.0', '1.2.0', '1.9.0', '1.11.0-rc.1', '0.9.0']);
    expect(await versionsOf({ range: '^1.2.0' })).toEqual(['1.2.0', '1.9.0', '1.10.0']);
    expect(await versionsOf({ range: '^1.9.0', prereleases: true })).toEqual([
      '1.9.0',
      '1.10.0',
      '1.11.0-rc.1',
    ]);
    expect(await versionsOf({ range: '^3.0.0' })).toEqual([]);
    const [event] = await eventsOf('new-version', { range: '1.2.0' });
    expect(event).toMatchObject({
      id: `npm:${SERVER}:1.2.0`,
      summary: `${SERVER} 1.2.0 is in the npm registry.`,
      evidence: [{}, { label: 'Range', text: '1.2.0' }],
    });
  });

  it('fits the names that the watch wants', async () => {
    document = packument({ latest: '2.0.0' }, ['1.0.0', '1.0.1', '1.1.0', '2.0.0']);
    expect(await versionsOf({ range: '*', include: ['1.*'] })).toEqual(['1.0.0', '1.0.1', '1.1.0']);
    expect(await versionsOf({ range: '*', exclude: ['1.0.*', '2.0.0'] })).toEqual(['1.1.0']);
    expect(await versionsOf({ exclude: ['2.*'] })).toEqual([]);
  });

  it('lies after what was evaluated, or after what the watch calls known', async () => {
    expect((await eventOf('new-version')).late).toBeUndefined();
    expect(await eventOf('new-version', { evaluated: '2026.7.9' })).toMatchObject({
      late: true,
      evidence: [{}, { label: 'Evaluated', text: '2026.7.9' }, {}],
    });
    expect((await eventOf('new-version', { evaluated: '2026.7.10' })).late).toBeUndefined();
    expect((await eventOf('new-version', { evaluated: '2026.10.0' })).late).toBeUndefined();
    expect((await eventOf('new-version', { since: '2026.6.30' })).late).toBe(true);
    expect((await eventOf('new-version', { evaluated: '1.0.0', since: '2026.7.10' })).late).toBeUndefined();
  });
});

describe('a tag that goes back', () => {
  it('says so where the watch names what was evaluated', async () => {
    document = packument({ latest: '2.0.0' }, ['2.0.0', '2.1.0']);
    const event = await eventOf('new-version', { evaluated: '2.1.0' });
    expect(event).toMatchObject({ id: `npm:${SERVER}:2.0.0`, now: '2.0.0' });
    expect(event.summary).toBe(`The tag latest of ${SERVER} went back to 2.0.0, before 2.1.0.`);
    expect(event.late).toBeUndefined();
  });

  it('says that it may have, where a higher release is there', async () => {
    document = packument({ latest: '2.0.0', next: '3.0.0-rc.1' }, ['2.0.0', '2.1.0', '3.0.0-rc.1']);
    const { summary } = await eventOf('new-version');
    expect(summary).toBe(`The tag latest of ${SERVER} is at 2.0.0, behind 2.1.0: it may have gone back.`);
  });

  it('is not suspected behind previews, nor where another tag keeps an old line', async () => {
    document = packument({ latest: '2.0.0', lts: '1.9.0' }, ['1.9.0', '2.0.0', '3.0.0-rc.1']);
    expect((await eventOf('new-version')).summary).toContain('under the tag latest');
    expect((await eventOf('new-version', { track: 'lts' })).summary).toContain('under the tag lts');
  });

  it('is news by a bump, too', async () => {
    document = packument({ latest: '1.9.0' }, ['1.9.0', '2.1.0']);
    const options = { evaluated: '2.1.0', minBump: 'major' };
    expect((await eventOf('new-version', options)).summary).toContain('went back to 1.9.0');
  });
});

describe('the least bump', () => {
  const versions = ['1.0.0', '1.0.1', '1.1.0', '1.1.1', '1.2.0', '2.0.0', '2.0.1', '2.1.0'];

  beforeEach(() => {
    document = packument({ latest: '1.1.1' }, versions);
  });

  it.each([
    ['1.1.0', 'minor', []],
    ['1.0.9', 'minor', ['1.1.1']],
    ['1.0.9', 'major', []],
    ['0.9.0', 'major', ['1.1.1']],
    ['1.1.0', 'patch', ['1.1.1']],
    ['1.1.1', 'patch', []],
    ['1.1.1-rc.1', 'patch', ['1.1.1']],
  ])('counts from the evaluated %s by %s', async (evaluated, minBump, expected) => {
    expect(await versionsOf({ evaluated, minBump })).toEqual(expected);
    expect(await versionsOf({ since: evaluated, minBump })).toEqual(expected);
  });

  it('takes the first of each line, and no back-port', async () => {
    expect(await versionsOf({ range: '*', minBump: 'minor' })).toEqual([
      '1.0.0',
      '1.1.0',
      '1.2.0',
      '2.0.0',
      '2.1.0',
    ]);
    expect(await versionsOf({ range: '*', minBump: 'minor', evaluated: '1.1.0' })).toEqual([
      '1.2.0',
      '2.0.0',
      '2.1.0',
    ]);
    expect(await versionsOf({ range: '*', minBump: 'major' })).toEqual(['1.0.0', '2.0.0']);
  });

  it('gives all versions of a line one more name, so that the next is no news', async () => {
    const first = await eventOf('new-version', { minBump: 'minor' });
    document = packument({ latest: '1.1.2' }, [...versions, '1.1.2']);
    const next = await eventOf('new-version', { minBump: 'minor' });
    expect([first.id, next.id]).toEqual([`npm:${SERVER}:1.1.1`, `npm:${SERVER}:1.1.2`]);
    expect(first.aliases).toEqual([`npm:${SERVER}:line:1.1`]);
    expect(next.aliases).toEqual(first.aliases);
    expect((await eventOf('new-version')).aliases).toBeUndefined();
  });

  it('keeps previews apart from the release after them', async () => {
    document = packument({ latest: '1.0.0' }, ['1.0.0', '2.0.0-rc.1', '2.0.0-rc.2', '2.0.0']);
    const options = { range: '*', prereleases: true, minBump: 'major', evaluated: '1.0.0' };
    const events = await eventsOf('new-version', options);
    expect(events.map(({ now, aliases }) => [now, ...(aliases ?? [])])).toEqual([
      ['2.0.0-rc.1', `npm:${SERVER}:line:2-pre`],
      ['2.0.0', `npm:${SERVER}:line:2`],
    ]);
  });
});

describe('a deprecation', () => {
  it('is of the evaluated version', async () => {
    const event = await eventOf('deprecated', { evaluated: '0.6.2' });
    expect(event).toEqual({
      id: expect.stringMatching(new RegExp(`^npm:${SERVER}:deprecated:0\\.6\\.2:[0-9a-f]{16}$`)),
      source: 'npm',
      target: SERVER,
      when: 'deprecated',
      summary: `${SERVER} 0.6.2 is deprecated in the npm registry.`,
      evidence: [
        { label: 'Package', text: SERVER, url: `${registry.url}/@modelcontextprotocol%2Fserver-filesystem` },
        { label: 'Message', text: 'use 2025.x' },
      ],
    });
    expect(await look('deprecated', { evaluated: '2026.7.10' })).toEqual(nothing);
  });

  it('is of what the tag points to where nothing was evaluated', async () => {
    expect(await look('deprecated')).toEqual(nothing);
    document = packument({ latest: '1.0.0', old: '0.9.0' }, { '1.0.0': { deprecated: 'gone' }, '0.9.0': {} });
    expect((await eventOf('deprecated')).id).toContain(':deprecated:1.0.0:');
    expect(await look('deprecated', { track: 'old' })).toEqual(nothing);
    expect((await eventOf('deprecated', { range: '*' })).id).toContain(':deprecated:1.0.0:');
  });

  it('is another one with another message', async () => {
    const before = await eventOf('deprecated', { evaluated: '0.6.2' });
    document = packument({ latest: '1.0.0' }, { '1.0.0': {}, '0.6.2': { deprecated: 'CVE, do not use' } });
    expect((await eventOf('deprecated', { evaluated: '0.6.2' })).id).not.toBe(before.id);
  });

  it.each([false, '', 0, 7, null, ['x'], { a: 1 }])(
    'is none where the registry says %j',
    async (deprecated) => {
      document = packument({ latest: '1.0.0' }, { '1.0.0': { deprecated } });
      expect(await look('deprecated')).toEqual(nothing);
      expect(await tell('deprecated')).toMatchObject({ kind: 'ok', value: null });
    },
  );

  it('may come without a message', async () => {
    document = packument({ latest: '1.0.0' }, { '1.0.0': { deprecated: true } });
    expect((await eventOf('deprecated')).evidence.map(({ label }) => label)).toEqual(['Package']);
    expect(await tell('deprecated')).toMatchObject({ kind: 'ok', value: true });
  });

  it('cannot be of a version that is not there', async () => {
    expect(await look('deprecated', { evaluated: '9.9.9' })).toEqual({
      kind: 'absent',
      why: `The npm registry shows no version 9.9.9 of ${SERVER}.`,
    });
    expect(await look('deprecated', { track: 'beta' })).toMatchObject({ kind: 'absent' });
  });
});

describe('a dist-tag', () => {
  it('is told by name and version', async () => {
    expect(await eventOf('dist-tag-changed', { tag: 'next' })).toEqual({
      id: `npm:${SERVER}:tag:next:2026.8.0-rc.1`,
      source: 'npm',
      target: SERVER,
      when: 'dist-tag-changed',
      summary: `The tag next of ${SERVER} points to 2026.8.0-rc.1.`,
      now: '2026.8.0-rc.1',
      evidence: [{ label: 'Package', text: SERVER, url: expect.stringContaining(registry.url) }],
    });
    expect((await eventOf('dist-tag-changed')).id).toBe(`npm:${SERVER}:tag:latest:2026.7.10`);
  });

  it('is nothing where it is not set', async () => {
    expect(await look('dist-tag-changed', { tag: 'beta' })).toEqual(nothing);
  });

  it.each(['9.9.9', 'not a version', '__proto__', ''])(
    'cannot be told where it points to %j',
    async (text) => {
      document = packument({ latest: text }, ['1.0.0']);
      for (const when of ['dist-tag-changed', 'new-version', 'deprecated']) {
        expect(await look(when)).toEqual({
          kind: 'unknown',
          why: `The tag latest of ${SERVER} points to something that is no version of it.`,
        });
      }
    },
  );
});

describe('a package that is gone', () => {
  it('has its name for an identity while it is there', async () => {
    expect(await look('gone')).toEqual({ ...nothing, identity: SERVER });
  });

  it('is absent', async () => {
    document = undefined;
    expect(await look('gone')).toEqual({
      kind: 'absent',
      why: `The npm registry shows no package ${SERVER}: it is missing or private.`,
      evidence: [{ label: 'Asked', url: `${registry.url}/@modelcontextprotocol%2Fserver-filesystem` }],
    });
  });

  it.each([
    [401, undefined],
    [403, undefined],
    [410, true],
    [451, true],
  ])('is not told by status %i', async (status, permanent) => {
    registry.fail(status);
    const outcome = await look('gone');
    expect(outcome).toMatchObject({ kind: 'unknown', why: expect.stringContaining(String(status)) });
    expect(outcome).toHaveProperty('kind', 'unknown');
    expect('permanent' in outcome ? outcome.permanent : undefined).toBe(permanent);
  });
});

describe('the facts', () => {
  it('are the latest version, by tag or range', async () => {
    expect(await tell('latest')).toMatchObject({
      kind: 'ok',
      value: '2026.7.10',
      evidence: [{ label: 'Package' }, { label: 'Version', text: '2026.7.10' }],
    });
    expect(await tell('latest', { track: 'next' })).toMatchObject({ value: '2026.8.0-rc.1' });
    expect(await tell('latest', { range: '<1' })).toMatchObject({ value: '0.6.2' });
    expect(await tell('latest', { range: '>9999' })).toMatchObject({ kind: 'absent' });
    expect(await tell('latest', { track: 'beta' })).toMatchObject({ kind: 'absent' });
  });

  it('are the message of a deprecation, or null', async () => {
    expect(await tell('deprecated', { evaluated: '0.6.2' })).toMatchObject({
      kind: 'ok',
      value: 'use 2025.x',
    });
    expect(await tell('deprecated')).toMatchObject({ kind: 'ok', value: null });
    expect(await tell('deprecated', { evaluated: '5.0.0' })).toMatchObject({ kind: 'absent' });
  });

  it('are not there without the package', async () => {
    document = undefined;
    expect(await tell('latest')).toMatchObject({ kind: 'absent' });
  });
});

describe('what is written in the watch', () => {
  it.each(['left-pad', 'JSONStream', '@types/node', '@_koii/sdk', '-', 'a..b', 'x'.repeat(214)])(
    'can be the package %s',
    (target) => {
      expect(npm.problemWithTarget(target)).toBeUndefined();
    },
  );

  it.each([
    ['https://registry.example/package/@types/node', 'Write @types/node.'],
    ['https://registry.example/package/left-pad/', 'Write left-pad.'],
    ['left-pad@1.3.0', 'Write left-pad.'],
    ['@types/node@20', 'Write @types/node.'],
    ['_hidden', 'Write it as in package.json'],
    ['@/node', 'Write node.'],
    ['@a/..', 'Write it as'],
    ['é', 'Write it as'],
    ['x'.repeat(215), 'Write it as'],
  ])('cannot be the package %s', (target, remedy) => {
    expect(npm.problemWithTarget(target)).toContain(
      `This is not the name of a package in the npm registry. ${remedy}`,
    );
  });

  it.each([
    [{ track: 'latest', range: '^1.0.0' }, 'follows a tag or a range'],
    [{ range: 'newest' }, 'Write a range'],
    [{ track: 'a b' }, 'Write the name of a dist-tag'],
    [{ evaluated: 'v1' }, 'Write a version'],
    [{ since: '2026-07-01' }, 'Write a version'],
    [{ minBump: 'huge' }, 'Invalid option'],
    [{ tags: 'next' }, 'Unrecognized key'],
  ])('cannot be the options %j', (options, message) => {
    expect(npm.options.safeParse(options).error?.issues[0]?.message).toContain(message);
  });
});

describe('what a stranger may have written', () => {
  it('is passed over where it is no version', async () => {
    const texts = [
      '1.0.0',
      '1.0',
      'latest',
      ' 1.0.1 ',
      'v1.0.2',
      'constructor',
      `1.0.3-${'x'.repeat(200)}`,
      '1.0.4\n',
    ];
    document = packument({ latest: '1.0.0' }, texts);
    expect(await versionsOf({ range: '*', prereleases: true })).toEqual(['1.0.0']);
  });

  it('is no part of any object', async () => {
    const text = JSON.stringify(packument({ latest: '1.0.0' }, ['1.0.0']))
      .replace('"versions":{', '"versions":{"__proto__":{"deprecated":"x"},')
      .replace('"dist-tags":{', '"dist-tags":{"__proto__":"1.0.0",');
    document = text;
    expect(await versionsOf({ range: '*' })).toEqual(['1.0.0']);
    expect(await look('dist-tag-changed', { tag: '__proto__' })).toEqual(nothing);
    expect(await look('deprecated')).toEqual(nothing);
    expect(Object.hasOwn(Object.prototype, 'deprecated')).toBe(false);
  });

  it('is cut short', async () => {
    const deprecated = '😀'.repeat(50_000);
    document = packument({ latest: '1.0.0' }, { '1.0.0': { deprecated } });
    const { evidence, summary } = await eventOf('deprecated');
    expect(Array.from(evidence[1]?.text ?? '')).toHaveLength(200);
    expect(evidence[1]?.text).toMatch(/^😀+…$/u);
    expect(summary.length).toBeLessThan(200);
  });

  it('fits a sentence at its longest', async () => {
    const name = 'x'.repeat(214);
    const text = `1.0.0-${'y'.repeat(120)}`;
    document = packument({ latest: text }, [text], name);
    for (const when of ['new-version', 'dist-tag-changed']) {
      const outcome = await look(
        when,
        { prereleases: true, evaluated: `1.0.0-${'z'.repeat(120)}` },
        begin(),
        name,
      );
      expect(outcome).toMatchObject({
        kind: 'ok',
        events: [{ summary: expect.stringMatching(/^.{10,200}\.$/) }],
      });
    }
  });
});

describe('a package of many versions', { timeout: 60_000 }, () => {
  function many(count: number): object {
    return packument(
      { latest: '1.0.0' },
      Array.from({ length: count }, (_, at) => `1.${at}.0`),
    );
  }

  it('is kept whole up to some ten thousand, and asked for in full beyond', async () => {
    for (const [count, conditional] of [
      [10_000, true],
      [20_000, false],
    ] as const) {
      document = many(count);
      const memory = mapMemory();
      registry.requests.length = 0;
      const outcomes = [
        await look('deprecated', {}, begin(memory)),
        await look('deprecated', {}, begin(memory)),
      ];
      expect(outcomes).toEqual([nothing, nothing]);
      expect(registry.requests.map((request) => request.conditional)).toEqual([false, conditional]);
    }
  });

  it('is not read without end', async () => {
    registry.fail('huge');
    expect(await look('new-version')).toEqual({
      kind: 'unknown',
      why: 'The npm registry answered the request for the package with more than 25 MB.',
    });
  });

  it('shows the highest thousand', async () => {
    document = many(20_000);
    const versions = await versionsOf({ range: '*' });
    expect([versions.length, versions[0], versions.at(-1)]).toEqual([1_000, '1.19000.0', '1.19999.0']);
  });
});
