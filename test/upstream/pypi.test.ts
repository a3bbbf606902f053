import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UpstreamEvent } from '../../src/domain/event.ts';
import type { Memory } from '../../src/domain/memory.ts';
import type { HttpClient } from '../../src/http/http.ts';
import type { Round } from '../../src/upstream/look.ts';
import { pypi } from '../../src/upstream/pypi.ts';
import { versionOfFile } from '../../src/upstream/pypi-versions.ts';
import type { Outcome, Told } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { mapMemory, roundOf } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';
import { startStandIn, type StandIn } from './stand-in.ts';

const nothing = { kind: 'ok', events: [] };

type Files = Record<string, boolean | string | undefined>;

/** A page of the Simple API: file names with what they say of being yanked. */
function page(versions: string[] | undefined, files: Files, more: object = {}): object {
  return {
    name: 'langgraph',
    ...(versions && { versions }),
    files: Object.entries(files).map(([filename, yanked]) => ({
      filename,
      url: `https://files.example/${filename}`,
      hashes: { sha256: 'ab'.repeat(32) },
      size: 155_321,
      'upload-time': '2026-02-17T16:53:12.779164Z',
      ...(yanked !== undefined && { yanked }),
    })),
    meta: { '_last-serial': 31_234_567, 'api-version': '1.4' },
    ...more,
  };
}

/** The same with one wheel for each version. */
function wheels(versions: string[], more: object = {}): object {
  return page(versions, Object.fromEntries(versions.map((text) => [wheel(text), false])), more);
}

function wheel(version: string): string {
  return `langgraph-${version}-py3-none-any.whl`;
}

const usual = page(['0.6.10', '1.0.0', '1.0.1rc1'], {
  'langgraph-0.6.10-py3-none-any.whl': 'broken checkpointing',
  'langgraph-0.6.10.tar.gz': 'broken checkpointing',
  'langgraph-1.0.0-py3-none-any.whl': false,
  'langgraph-1.0.1rc1-py3-none-any.whl': false,
});

itLooksLikeASource({
  source: pypi,
  target: 'langgraph',
  when: 'new-version',
  token: 'pypi_operator',
  notFound: 'absent',
  conditional: true,
  // 25 MB take longer than the suite's patience: see below.
  meaningful: ['huge'],
  fact: ['latest', '1.0.0'],
  start: () => startStandIn(() => ({ body: usual })),
});

let index: StandIn;
let http: HttpClient;
let document: unknown;

beforeEach(async () => {
  document = usual;
  index = await startStandIn(() => (document === undefined ? undefined : { body: document }));
  // Patient: some documents here are large, and the machine may be slow.
  http = impatientHttp([index.url], 30_000);
});

afterEach(async () => {
  await http.close();
  await index.close();
});

type With = Record<string, unknown>;

function begin(memory: Memory = mapMemory()): Round {
  return roundOf(pypi, { http, endpoint: `${index.url}/simple/` }, { memory });
}

function look(when: string, options: With = {}, round = begin(), target = 'langgraph'): Promise<Outcome> {
  return round.look('pypi', { target, when, options: pypi.options.parse(options) });
}

function tell(fact: string, options: With = {}): Promise<Told> {
  return begin().tell('pypi', { target: 'langgraph', fact, options: pypi.options.parse(options) });
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

async function versionsOf(options: With = {}): Promise<(string | undefined)[]> {
  return (await eventsOf('new-version', options)).map(({ now }) => now);
}

describe('the request', () => {
  it('is for the JSON of the Simple API, by the normal form of the name', async () => {
    document = wheels(['1.0.0'], { name: 'Lang_Graph' });
    const outcome = await look('new-version', {}, begin(), 'Lang._-Graph');
    expect(outcome).toMatchObject({
      kind: 'ok',
      events: [{ id: 'pypi:lang-graph:1.0.0', target: 'Lang._-Graph' }],
    });
    expect(index.requests).toMatchObject([
      { url: '/simple/lang-graph/', accept: 'application/vnd.pypi.simple.v1+json' },
    ]);
  });

  it('is made once for all conditions, spellings, options and facts of a round', async () => {
    const round = begin();
    const outcomes = await Promise.all([
      look('new-version', {}, round),
      look('new-version', {}, round, 'LangGraph'),
      look('yanked', { evaluated: '1.0.0' }, round),
      look('status', {}, round),
      look('gone', {}, round),
      round.tell('pypi', { target: 'langgraph', fact: 'latest', options: {} }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'ok'));
    expect(index.requests).toHaveLength(1);
  });

  it('is not answered by another project', async () => {
    expect(await look('new-version', {}, begin(), 'langchain')).toEqual({
      kind: 'unknown',
      why: 'The Python package index answered the request for the project with another one.',
    });
  });

  it('is not answered by an index that lists no versions', async () => {
    document = page(undefined, { [wheel('1.0.0')]: false });
    for (const when of ['new-version', 'yanked', 'status', 'gone']) {
      expect(await look(when, { evaluated: '1.0.0' })).toEqual({
        kind: 'unknown',
        why: 'The Python package index answered the request for the project without its versions: it is too old.',
      });
    }
  });
});

describe('a new version', () => {
  it('is told with where to look', async () => {
    expect(await eventOf('new-version')).toEqual({
      id: 'pypi:langgraph:1.0.0',
      source: 'pypi',
      target: 'langgraph',
      when: 'new-version',
      summary: 'langgraph 1.0.0 is in the Python package index.',
      now: '1.0.0',
      evidence: [{ label: 'Package', text: 'langgraph', url: `${index.url}/simple/langgraph/` }],
    });
  });

  it('is no preview, unless the watch says so', async () => {
    document = wheels(['1.0.0', '1.1.0a1', '1.1.0.dev3', '1.1.0rc1', '1.0.0.post1']);
    expect(await versionsOf()).toEqual(['1.0.0', '1.0.0.post1']);
    expect(await versionsOf({ prereleases: true })).toEqual([
      '1.0.0',
      '1.0.0.post1',
      '1.1.0.dev3',
      '1.1.0a1',
      '1.1.0rc1',
    ]);
  });

  it('is not there before its first file', async () => {
    document = page(['1.0.0', '1.1.0'], { [wheel('1.0.0')]: false });
    expect(await versionsOf()).toEqual(['1.0.0']);
    expect(await look('yanked', { evaluated: '1.1.0' })).toMatchObject({ kind: 'absent' });
  });

  it('is one by the list of the index, not by a file alone', async () => {
    document = page(['1.0.0'], { [wheel('1.0.0')]: false, [wheel('1.1.0')]: false });
    expect(await versionsOf()).toEqual(['1.0.0']);
  });

  it('is not there when all of its files are yanked, and is with one that is not', async () => {
    document = page(['1.0.0', '1.1.0', '1.2.0', '1.3.0'], {
      [wheel('1.0.0')]: true,
      'langgraph-1.0.0.tar.gz': 'bad',
      [wheel('1.1.0')]: 'bad',
      'langgraph-1.1.0.tar.gz': false,
      [wheel('1.2.0')]: undefined,
      // Only what is true is yanked, says PEP 691.
      [wheel('1.3.0')]: '',
    });
    expect(await versionsOf()).toEqual(['1.1.0', '1.2.0', '1.3.0']);
  });

  it('is told in its normal form, once, in the order of PEP 440', async () => {
    const files = {
      'langgraph-1.10.0.tar.gz': false,
      'langgraph-1.2.0-beta1.tar.gz': false,
      [wheel('1!0.1')]: false,
    };
    document = page(['1!0.1', '1.10.0', '1.10', 'v1.2.0-Beta.1'], files);
    expect(await versionsOf({ prereleases: true })).toEqual(['1.2.0b1', '1.10', '1!0.1']);
  });

  it('lies after what was evaluated, or after what the watch calls known', async () => {
    document = wheels(['0.9', '1.0.0', '1.0.0.post1', '1.1']);
    async function late(options: With) {
      return (await eventsOf('new-version', options)).filter((event) => event.late).map(({ now }) => now);
    }
    expect(await late({})).toEqual([]);
    expect(await late({ evaluated: '1.0' })).toEqual(['1.0.0.post1', '1.1']);
    expect(await late({ evaluated: '0.9', since: '1.0.0.post1' })).toEqual(['1.1']);
    expect(await late({ since: '2' })).toEqual([]);
  });

  it('fits the names that the watch wants', async () => {
    document = wheels(['0.6.11', '1.0.0', '1.0.1', '1.1.0']);
    expect(await versionsOf({ exclude: ['0.*'] })).toEqual(['1.0.0', '1.0.1', '1.1.0']);
    expect(await versionsOf({ include: ['{0,1.0}.*'] })).toEqual(['0.6.11', '1.0.0', '1.0.1']);
  });

  it('lies at least a bump from the evaluated one, and the first of its line stands for it', async () => {
    document = wheels(['0.6.11', '1.0.0', '1.0.1', '1.1.0', '1.1.1', '2.0', '1!1.0.0']);
    expect(await versionsOf({ evaluated: '1.0.0', minBump: 'patch' })).toEqual([
      '1.0.1',
      '1.1.0',
      '1.1.1',
      '2.0',
      '1!1.0.0',
    ]);
    expect(await versionsOf({ evaluated: '1.0.0', minBump: 'minor' })).toEqual(['1.1.0', '2.0', '1!1.0.0']);
    expect(await versionsOf({ evaluated: '1.0.0', minBump: 'major' })).toEqual(['2.0', '1!1.0.0']);
    const events = await eventsOf('new-version', { minBump: 'minor' });
    expect(events.map(({ id, aliases }) => [id, ...(aliases ?? [])])).toEqual([
      ['pypi:langgraph:0.6.11', 'pypi:langgraph:line:0.6'],
      ['pypi:langgraph:1.0.0', 'pypi:langgraph:line:1.0'],
      ['pypi:langgraph:1.1.0', 'pypi:langgraph:line:1.1'],
      ['pypi:langgraph:2.0', 'pypi:langgraph:line:2.0'],
      ['pypi:langgraph:1!1.0.0', 'pypi:langgraph:line:1!1.0'],
    ]);
  });
});

describe('a yanked version', () => {
  it('is told with the reason', async () => {
    expect(await eventOf('yanked', { evaluated: '0.6.10' })).toEqual({
      id: 'pypi:langgraph:yanked:0.6.10',
      source: 'pypi',
      target: 'langgraph',
      when: 'yanked',
      summary: 'langgraph 0.6.10 is yanked from the Python package index, with all of its files.',
      evidence: [
        { label: 'Package', text: 'langgraph', url: `${index.url}/simple/langgraph/` },
        { label: 'Reason', text: 'broken checkpointing' },
      ],
    });
    expect((await eventOf('yanked', { evaluated: 'v0.6.10.0' })).id).toBe('pypi:langgraph:yanked:0.6.10');
  });

  it('may be yanked without a reason', async () => {
    document = page(['1.0.0'], { [wheel('1.0.0')]: true });
    expect((await eventOf('yanked', { evaluated: '1.0' })).evidence.map(({ label }) => label)).toEqual([
      'Package',
    ]);
  });

  it('is not one with a file that can be had, whichever comes first', async () => {
    document = page(['1.0.0'], { [wheel('1.0.0')]: 'bad', 'langgraph-1.0.0.tar.gz': false });
    expect(await look('yanked', { evaluated: '1.0.0' })).toEqual(nothing);
  });

  it('is not one that is not there', async () => {
    expect(await look('yanked', { evaluated: '9.9' })).toEqual({
      kind: 'absent',
      why: 'The Python package index shows no version 9.9 of langgraph.',
    });
  });

  it('is asked of the evaluated version alone', async () => {
    const sentence =
      'Whether it is yanked can be said of one version only. Name the evaluated one, such as evaluated: "1.4.2".';
    expect(pypi.problemWithOptions?.('yanked', {})).toBe(sentence);
    expect(pypi.problemWithOptions?.('yanked', { evaluated: '1.0.0' })).toBeUndefined();
    expect(pypi.problemWithOptions?.('new-version', {})).toBeUndefined();
    const unsaid = { kind: 'unknown', why: sentence, permanent: true };
    expect(await look('yanked')).toEqual(unsaid);
    expect(await tell('yanked')).toEqual(unsaid);
  });
});

describe('the state of a project', () => {
  it.each([
    {},
    { 'project-status': { status: 'active' } },
    { 'project-status': { status: 'Active', reason: null } },
  ])('is active with %j', async (more) => {
    document = wheels(['1.0.0'], more);
    expect(await look('status')).toEqual(nothing);
    expect(await tell('status')).toMatchObject({ kind: 'ok', value: 'active' });
  });

  it('is told with the reason where it is another', async () => {
    document = wheels(['1.0.0'], { 'project-status': { status: 'archived', reason: 'moved to langgraph2' } });
    expect(await eventOf('status')).toEqual({
      id: 'pypi:langgraph:status:archived',
      source: 'pypi',
      target: 'langgraph',
      when: 'status',
      summary: 'The Python package index calls the project langgraph archived.',
      now: 'archived',
      evidence: [
        { label: 'Package', text: 'langgraph', url: `${index.url}/simple/langgraph/` },
        { label: 'Reason', text: 'moved to langgraph2' },
      ],
    });
    expect(await versionsOf()).toEqual(['1.0.0']);
  });

  it('hides all versions in quarantine, which makes none of them gone or new', async () => {
    document = page([], {}, { 'project-status': { status: 'quarantined' } });
    const hidden = {
      kind: 'unknown',
      why: 'The Python package index holds langgraph in quarantine and hides its files.',
    };
    expect(await look('new-version')).toEqual(hidden);
    expect(await look('yanked', { evaluated: '1.0.0' })).toEqual(hidden);
    expect(await tell('latest')).toEqual(hidden);
    expect((await eventOf('status')).id).toBe('pypi:langgraph:status:quarantined');
    expect(await look('gone')).toEqual({ ...nothing, identity: 'langgraph' });
    expect(await tell('status')).toMatchObject({ kind: 'ok', value: 'quarantined' });
  });
});

describe('a project that is gone', () => {
  it('has its normal name for an identity while it is there', async () => {
    expect(await look('gone', {}, begin(), 'LangGraph')).toEqual({ ...nothing, identity: 'langgraph' });
  });

  it('is absent', async () => {
    document = undefined;
    expect(await look('gone')).toEqual({
      kind: 'absent',
      why: 'The Python package index has no project langgraph.',
      evidence: [{ label: 'Asked', url: `${index.url}/simple/langgraph/` }],
    });
  });

  it.each([
    [401, {}],
    [403, {}],
    [410, { permanent: true }],
    [451, { permanent: true }],
  ])('is not told by status %i', async (status, more) => {
    index.fail(status);
    expect(await look('gone')).toEqual({
      kind: 'unknown',
      why: `The Python package index answered the request for the project with status ${status}.`,
      ...more,
    });
  });
});

describe('the facts', () => {
  it('are the highest version that can be had', async () => {
    document = page(['1.0.0', '1.1.0', '1.2.0rc1'], {
      [wheel('1.0.0')]: false,
      [wheel('1.1.0')]: true,
      [wheel('1.2.0rc1')]: false,
    });
    expect(await tell('latest')).toMatchObject({
      kind: 'ok',
      value: '1.0.0',
      evidence: [{ label: 'Package' }],
    });
    expect(await tell('latest', { prereleases: true })).toMatchObject({ value: '1.2.0rc1' });
    expect(await tell('latest', { include: ['2.*'] })).toEqual({
      kind: 'absent',
      why: 'The Python package index shows no release of langgraph.',
    });
  });

  it('are whether the evaluated version is yanked', async () => {
    expect(await tell('yanked', { evaluated: '0.6.10' })).toMatchObject({
      kind: 'ok',
      value: true,
      evidence: [{ label: 'Package' }, { label: 'Version', text: '0.6.10' }],
    });
    expect(await tell('yanked', { evaluated: '1.0.0' })).toMatchObject({ kind: 'ok', value: false });
    expect(await tell('yanked', { evaluated: '7' })).toMatchObject({ kind: 'absent' });
  });

  it('are not there without the project', async () => {
    document = undefined;
    expect(await tell('latest')).toMatchObject({ kind: 'absent' });
  });
});

describe('the name of a file', () => {
  it.each([
    ['langgraph-1.0.0-py3-none-any.whl', '1.0.0'],
    ['langgraph-1.0.0-1-py3-none-any.whl', '1.0.0'],
    ['langgraph-1.0.0-1abc-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl', '1.0.0'],
    ['LangGraph-1.0_1-py3-none-any.whl', '1.0.post1'],
    ['langgraph-1.0+cu118.a-cp312-cp312-win_amd64.whl', '1.0+cu118.a'],
    ['langgraph-1.0_rc_1-py3-none-any.whl', '1.0rc1'],
    ['langgraph-1.0.0.tar.gz', '1.0.0'],
    ['langgraph-1.0.0.zip', '1.0.0'],
    ['langgraph-1.0.post2.dev3.tar.bz2', '1.0.post2.dev3'],
    ['langgraph-1.0-beta-1.tar.gz', '1.0b1'],
    ['langgraph-1.0.0-py3.11.egg', '1.0.0'],
    ['langgraph-1.0.0.win32-py2.7.exe', '1.0.0'],
    ['langgraph-1.0.0.linux-x86_64.tar.gz', '1.0.0'],
    ['langgraph-1!2.0.tar.gz', '1!2.0'],
  ])('tells the version: %s', (filename, version) => {
    expect(versionOfFile(filename, 'langgraph')?.text).toBe(version);
  });

  it.each([
    ['Zope.Interface-5.0.tar.gz', 'zope-interface', '5.0'],
    ['zope-interface-5.0.tar.gz', 'zope-interface', '5.0'],
    ['foo-2-1.0.tar.gz', 'foo-2', '1.0'],
  ])('takes the name of the project off: %s', (filename, project, version) => {
    expect(versionOfFile(filename, project)?.text).toBe(version);
  });

  it.each([
    '',
    'langgraph',
    'langgraph-',
    'langgraph.tar.gz',
    'langgraph-latest.tar.gz',
    'langgraph-1.0.0.whl',
    'langgraph-1.0.0-py3-none.whl',
    'langgraph-1-2-3-4-5-6-7.whl',
    'langgraph-extras-1.0.0.tar.gz',
    'other-1.0.0.tar.gz',
    'different-1.0.0.tar.gz',
    `langgraph-${'1-'.repeat(100)}.tar.gz`,
    `langgraph-${'1'.repeat(300)}.tar.gz`,
    'langgraph-12345678901234567.tar.gz',
  ])('tells none: %j', (filename) => {
    expect(versionOfFile(filename, 'langgraph')).toBeUndefined();
  });
});

describe('what is written in the watch', () => {
  it.each(['langgraph', 'Zope.Interface', 'a', '7', 'a_-b'])('can be the project %s', (target) => {
    expect(pypi.problemWithTarget(target)).toBeUndefined();
  });

  it.each([
    ['https://index.example/project/langgraph/', 'Write langgraph.'],
    ['langgraph[all]', 'Write langgraph.'],
    ['langgraph==1.0.0', 'Write langgraph.'],
    ['-x', 'Write it as in pip install'],
    ['é', 'Write it as'],
    ['x'.repeat(201), 'Write it as'],
  ])('cannot be the project %s', (target, remedy) => {
    expect(pypi.problemWithTarget(target)).toContain(
      `This is not the name of a project in a Python package index. ${remedy}`,
    );
  });

  it.each([
    [{ evaluated: 'latest' }, 'Write a version'],
    [{ since: '2026-07-01x' }, 'Write a version'],
    [{ minBump: 'huge' }, 'Invalid option'],
    [{ range: '^1' }, 'Unrecognized key'],
  ])('cannot be the options %j', (options, message) => {
    expect(pypi.options.safeParse(options).error?.issues[0]?.message).toContain(message);
  });
});

describe('what a stranger may have written', () => {
  it('is passed over where it is no version', async () => {
    const texts = [
      '1.0.0',
      'latest',
      '__proto__',
      'constructor',
      '1.0.0.x',
      ' 1.1 ',
      '',
      '1.2\n',
      '2'.repeat(20),
      `3.${'0.'.repeat(99)}1`,
    ];
    document = wheels(texts);
    expect(await versionsOf({ prereleases: true })).toEqual(['1.0.0']);
  });

  it('is cut short', async () => {
    const reason = '😀'.repeat(50_000);
    document = page(
      ['1.0.0'],
      { [wheel('1.0.0')]: reason },
      { 'project-status': { status: 'deprecated', reason } },
    );
    for (const when of ['yanked', 'status']) {
      const { evidence } = await eventOf(when, { evaluated: '1.0.0' });
      expect(Array.from(evidence[1]?.text ?? '')).toHaveLength(200);
    }
  });

  it.each([
    ['Deprecated by [us](https://evil.example)', 'deprecated-by-us-https-evil-example-'],
    ['\ud800', '-'],
    ['x'.repeat(500), 'x'.repeat(40)],
  ])('names no state in other words than a slug: %j', async (status, slug) => {
    document = wheels(['1.0.0'], { 'project-status': { status } });
    expect(await eventOf('status')).toMatchObject({ id: `pypi:langgraph:status:${slug}`, now: slug });
  });

  it('fits a sentence at its longest', async () => {
    const name = 'x'.repeat(200);
    const text = `1.0.0+${'y'.repeat(100)}`;
    const filename = `x-${text}-py3-none-any.whl`;
    document = page([text], { [filename]: 'bad' }, { name, 'project-status': { status: 's'.repeat(50) } });
    for (const when of ['yanked', 'status']) {
      const outcome = await look(when, { evaluated: text }, begin(), name);
      expect(outcome).toMatchObject({
        kind: 'ok',
        events: [{ summary: expect.stringMatching(/^.{10,200}\.$/) }],
      });
    }
    const absent = await look('yanked', { evaluated: `2.0+${'z'.repeat(100)}` }, begin(), name);
    expect(absent).toMatchObject({ kind: 'absent', why: expect.stringMatching(/^.{10,200}\.$/) });
  });

  it('is of the shape that we know, or tells nothing', async () => {
    for (const wrong of [
      { versions: [7] },
      { versions: '1.0.0' },
      { files: [{}] },
      { files: [{ filename: 'x', yanked: 7 }] },
      { 'project-status': 'archived' },
      { 'project-status': { status: '' } },
    ]) {
      document = wheels(['1.0.0'], wrong);
      expect(await look('new-version')).toMatchObject({ kind: 'unknown' });
    }
  });
});

describe('a project of many versions', { timeout: 60_000 }, () => {
  function many(count: number): string[] {
    return Array.from({ length: count }, (_, at) => `1.${at}.0`);
  }

  it('is kept without its files, however many these are', async () => {
    const platforms = Array.from(
      { length: 30 },
      (_, at) => `cp3${at}-cp3${at}-manylinux_2_17_x86_64.manylinux2014_x86_64`,
    );
    const versions = many(300);
    const files = versions.flatMap((text) =>
      platforms.map((platform) => [`langgraph-${text}-${platform}.whl`, false]),
    );
    document = page(versions, Object.fromEntries(files) as Files);
    expect(JSON.stringify(document).length).toBeGreaterThan(2_000_000);
    const values = new Map<string, unknown>();
    const memory = mapMemory(values);
    const outcomes = [
      await look('new-version', {}, begin(memory)),
      await look('new-version', {}, begin(memory)),
    ];
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[0]).toMatchObject({ events: { length: 300 } });
    expect(index.requests.map(({ conditional }) => conditional)).toEqual([false, true]);
    expect(JSON.stringify([...values.values()]).length).toBeLessThan(5_000);
  });

  it('tells the same of what is kept as of what comes, yanks and states included', async () => {
    document = page(
      ['1.0.0', '1.1.0', '1.2.0'],
      { [wheel('1.0.0')]: 'bad', [wheel('1.1.0')]: true, [wheel('1.2.0')]: false },
      { 'project-status': { status: 'archived', reason: 'done' } },
    );
    const memory = mapMemory();
    async function all() {
      const round = begin(memory);
      return [
        await look('new-version', {}, round),
        await look('yanked', { evaluated: '1.0' }, round),
        await look('yanked', { evaluated: '1.1' }, round),
        await look('status', {}, round),
      ];
    }
    const fresh = await all();
    expect(await all()).toEqual(fresh);
    expect(index.requests.map(({ conditional }) => conditional)).toEqual([false, true]);
  });

  it('shows the highest thousand, and no old one in the place of a yanked one', async () => {
    const versions = many(20_000);
    document = wheels(versions);
    const before = await versionsOf();
    expect([before.length, before[0], before.at(-1)]).toEqual([1_000, '1.19000.0', '1.19999.0']);
    const files = versions.map((text) => [wheel(text), text === '1.19500.0']);
    document = page(versions, Object.fromEntries(files) as Files);
    const after = await versionsOf();
    expect(after).toEqual(before.filter((text) => text !== '1.19500.0'));
  });

  it('is not read without end', async () => {
    index.fail('huge');
    expect(await look('new-version')).toEqual({
      kind: 'unknown',
      why: 'The Python package index answered the request for the project with more than 25 MB.',
    });
  });
});
