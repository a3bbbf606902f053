import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../src/domain/memory.ts';
import type { HttpClient } from '../../src/http/http.ts';
import { advisory } from '../../src/upstream/advisory.ts';
import type { Ask, Outcome } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { startOsv, type Osv, type OsvEntry } from './osv.ts';
import { mapMemory, roundOf } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';

const nothing = { kind: 'ok', events: [] };

/** One vulnerability as two publishers write about it. */
const ghsa: OsvEntry = {
  id: 'GHSA-2qmj-7962-cjq8',
  aliases: ['CVE-2023-36258', 'PYSEC-2023-98'],
  modified: '2026-05-04T05:47:39.989396Z',
  published: '2023-07-03T21:30:57Z',
  summary: 'langchain *arbitrary* code execution vulnerability',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  database_specific: { severity: 'CRITICAL', cwe_ids: ['CWE-94'] },
  affected: [
    {
      package: { ecosystem: 'PyPI', name: 'langchain', purl: 'pkg:pypi/langchain' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '0.0.247' }] }],
      versions: ['0.0.1', '0.0.2'],
    },
  ],
  references: [
    { type: 'WEB', url: 'https://example.org/issue' },
    { type: 'ADVISORY', url: 'https://example.org/CVE-2023-36258' },
  ],
};
const pysec: OsvEntry = {
  id: 'PYSEC-2023-98',
  aliases: ['CVE-2023-36258', 'GHSA-2qmj-7962-cjq8'],
  modified: '2023-08-18T15:49:49.212164Z',
  published: '2023-07-03T21:15:00Z',
  affected: [
    {
      package: { ecosystem: 'PyPI', name: 'langchain', purl: 'pkg:pypi/langchain' },
      ranges: [
        { type: 'GIT', events: [{ introduced: '0' }, { fixed: 'a'.repeat(40) }] },
        { type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '0.0.247' }] },
      ],
    },
  ],
};

/** Advisories without twins, about one package. */
function entries(amount: number, name = 'langchain'): OsvEntry[] {
  return Array.from({ length: amount }, (_, at) => ({
    id: `PYSEC-2024-${at + 1}`,
    modified: '2024-01-01T00:00:00Z',
    published: '2024-01-01T00:00:00Z',
    affected: [{ package: { ecosystem: 'PyPI', name } }],
  }));
}

itLooksLikeASource({
  source: advisory,
  target: 'pypi/langchain',
  when: 'new-advisory',
  token: undefined,
  notFound: 'unknown',
  conditional: false,
  fact: ['advisories', 1],
  async start() {
    const osv = await startOsv();
    osv.entries = [ghsa, pysec];
    return osv;
  },
});

let osv: Osv;
let http: HttpClient;

beforeEach(async () => {
  osv = await startOsv();
  http = impatientHttp([osv.url], 10_000);
  osv.entries = [ghsa, pysec];
});

afterEach(async () => {
  await http.close();
  await osv.close();
});

interface Look {
  target?: string;
  with?: Record<string, unknown>;
  memory?: Memory;
}

function askFor({ target = 'pypi/langchain', with: written = {} }: Look = {}): Ask {
  return { target, when: 'new-advisory', options: advisory.options.parse(written) };
}

function round(memory = mapMemory()) {
  return roundOf(advisory, { http, endpoint: osv.url }, { memory });
}

function look(asked: Look = {}): Promise<Outcome> {
  return round(asked.memory).look('advisory', askFor(asked));
}

async function eventsOf(asked?: Look) {
  const outcome = await look(asked);
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  return outcome.events;
}

async function idsOf(asked?: Look): Promise<string[]> {
  return (await eventsOf(asked)).map(({ id }) => id);
}

async function factsOf(asked?: Look): Promise<Record<string, string | undefined>> {
  const [event] = await eventsOf(asked);
  return Object.fromEntries((event?.evidence ?? []).map(({ label, text }) => [label, text]));
}

function recordsAsked(): string[] {
  return osv.requests.filter(({ method }) => method === 'GET').map(({ url }) => url);
}

describe('new-advisory', () => {
  it('is one event for the same vulnerability by several publishers', async () => {
    expect(await eventsOf()).toEqual([
      {
        id: 'advisory:pypi/langchain:CVE-2023-36258',
        aliases: ['advisory:pypi/langchain:GHSA-2qmj-7962-cjq8', 'advisory:pypi/langchain:PYSEC-2023-98'],
        source: 'advisory',
        target: 'pypi/langchain',
        when: 'new-advisory',
        summary: 'CVE-2023-36258 affects versions of langchain (PyPI): severity critical.',
        evidence: [
          { label: 'Advisory', text: 'CVE-2023-36258', url: 'https://example.org/CVE-2023-36258' },
          { label: 'Also', text: 'PYSEC-2023-98', url: `${osv.url}/v1/vulns/PYSEC-2023-98` },
          { label: 'Also known as', text: 'GHSA-2qmj-7962-cjq8, PYSEC-2023-98' },
          { label: 'Severity', text: 'critical' },
          { label: 'Affected versions', text: 'before 0.0.247' },
          { label: 'Fixed in', text: '0.0.247' },
          { label: 'Published', text: '2023-07-03' },
          { label: 'It says', text: 'langchain *arbitrary* code execution vulnerability' },
        ],
      },
    ]);
  });

  it.each([
    ['GHSA first, then its twin', [ghsa], [ghsa, pysec]],
    ['the twin first, then GHSA', [pysec], [ghsa, pysec]],
    ['one after the other', [pysec], [ghsa]],
  ])('keeps its names when publishers come in two looks: %s', async (_order, before, after) => {
    osv.entries = before;
    const [first] = await eventsOf();
    osv.entries = after;
    const [second] = await eventsOf();
    expect(second?.id).toBe(first?.id);
    expect(second?.aliases).toEqual(first?.aliases);
  });

  it('joins what only a third advisory connects', async () => {
    osv.entries = [
      { ...ghsa, aliases: [] },
      { ...pysec, aliases: ['CVE-2023-36258'] },
      { ...pysec, id: 'CVE-2023-36258', aliases: [ghsa.id] },
    ];
    expect(await idsOf()).toEqual(['advisory:pypi/langchain:CVE-2023-36258']);
  });

  it('knows an advisory by its old name when it gets a CVE', async () => {
    osv.entries = [{ ...ghsa, aliases: [] }];
    const [before] = await eventsOf();
    osv.entries = [ghsa];
    const [after] = await eventsOf();
    expect(before?.id).toBe('advisory:pypi/langchain:GHSA-2qmj-7962-cjq8');
    expect(after?.id).toBe('advisory:pypi/langchain:CVE-2023-36258');
    expect(after?.aliases).toContain(before?.id);
  });

  it('takes the lowest CVE by number', async () => {
    osv.entries = [{ ...ghsa, aliases: ['CVE-2023-10000', 'CVE-2023-9999', 'CVE-2024-1'] }];
    expect(await idsOf()).toEqual(['advisory:pypi/langchain:CVE-2023-9999']);
  });

  it.each([
    [['BIT-langchain-1', 'CVE-2023-1'], 'CVE-2023-1'],
    [['BIT-langchain-1', 'GHSA-2qmj-7962-cjq8'], 'GHSA-2qmj-7962-cjq8'],
  ])('of %j takes %s', async (aliases, name) => {
    osv.entries = [{ ...ghsa, id: 'ALSA-1', aliases }];
    expect(await idsOf()).toEqual([`advisory:pypi/langchain:${name}`]);
  });

  it('leaves out what was withdrawn', async () => {
    osv.entries = [{ ...ghsa, withdrawn: '2026-01-01T00:00:00Z' }];
    osv.showWithdrawn = true;
    expect(await look()).toEqual(nothing);
    expect(recordsAsked()).toHaveLength(1);
  });

  it('is nothing where OSV knows nothing', async () => {
    expect(await look({ target: 'pypi/unheard-of' })).toEqual(nothing);
  });

  it('asks for the evaluated version', async () => {
    const [event] = await eventsOf({ with: { version: '0.0.246' } });
    expect(event?.summary).toBe(
      'CVE-2023-36258 affects version 0.0.246 of langchain (PyPI): severity critical.',
    );
    expect(JSON.parse(osv.requests[0]?.body ?? '')).toEqual({
      queries: [{ package: { ecosystem: 'PyPI', name: 'langchain' }, version: '0.0.246' }],
    });
  });
});

describe('late', () => {
  it.each([
    ['2023-07-02', true],
    ['2023-07-03', false],
    ['2026-01-01', false],
  ])('after %s: %s', async (since, late) => {
    expect(await eventsOf({ with: { since } })).toMatchObject([{ late }]);
  });

  it('goes by the publisher that was first', async () => {
    osv.entries = [{ ...ghsa, published: '2023-07-20T00:00:00Z' }, pysec];
    expect(await eventsOf({ with: { since: '2023-07-10' } })).toMatchObject([{ late: false }]);
  });
});

describe('severity', () => {
  it.each([
    ['critical', 1],
    ['low', 1],
  ])('critical passes %s', async (minSeverity, amount) => {
    expect(await idsOf({ with: { minSeverity } })).toHaveLength(amount);
  });

  it('is the word of whoever has one', async () => {
    osv.entries = [{ ...ghsa, database_specific: { severity: 'MODERATE' } }];
    expect(await factsOf()).toMatchObject({ Severity: 'medium' });
    expect(await idsOf({ with: { minSeverity: 'medium' } })).toHaveLength(1);
    expect(await look({ with: { minSeverity: 'high' } })).toEqual(nothing);
  });

  it('is computed from a vector where there is no word', async () => {
    const score = 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N';
    osv.entries = [{ ...pysec, severity: [{ type: 'CVSS_V3', score }] }];
    expect(await factsOf()).toMatchObject({ Severity: 'low' });
    expect(await look({ with: { minSeverity: 'medium' } })).toEqual(nothing);
  });

  it('passes where nobody rates, and is shown as unknown', async () => {
    osv.entries = [
      { ...pysec, severity: [{ type: 'CVSS_V4', score: 'CVSS:4.0/AV:N' }], database_specific: {} },
    ];
    const [event] = await eventsOf({ with: { minSeverity: 'critical' } });
    expect(event?.summary).toMatch(/severity unknown\.$/);
  });
});

describe('affected versions', () => {
  it.each([
    [[{ introduced: '0' }], 'all', undefined],
    [[{ introduced: '1.0' }], 'from 1.0', undefined],
    [[{ introduced: '1.0' }, { fixed: '1.2' }], 'from 1.0 before 1.2', '1.2'],
    [[{ introduced: '0' }, { last_affected: '2.3' }], 'up to 2.3', undefined],
    [
      [{ introduced: '0' }, { fixed: '1.1' }, { introduced: '2.0' }, { fixed: '2.4' }],
      'before 1.1, from 2.0 before 2.4',
      '1.1, 2.4',
    ],
  ])('%j is %s', async (events, affected, fixed) => {
    const of = { package: { ecosystem: 'PyPI', name: 'LangChain' }, ranges: [{ type: 'ECOSYSTEM', events }] };
    const other = {
      package: { ecosystem: 'npm', name: 'langchain' },
      ranges: [{ type: 'SEMVER', events: [] }],
    };
    osv.entries = [{ ...ghsa, affected: [other, of] }];
    const facts = await factsOf();
    expect(facts['Affected versions']).toBe(affected);
    expect(facts['Fixed in']).toBe(fixed);
  });
});

describe('many packages', () => {
  it('are asked for in one batch, and their advisories once', async () => {
    const shared = round();
    const targets = ['pypi/langchain', 'pkg:pypi/langchain', 'pypi/unheard-of', 'npm/@scope/x'];
    const outcomes = await Promise.all(targets.map((target) => shared.look('advisory', askFor({ target }))));
    const amounts = outcomes.map((outcome) => outcome.kind === 'ok' && outcome.events.length);
    expect(amounts).toEqual([1, 1, 0, 0]);
    const asked = osv.requests.map(({ method, url }) => `${method} ${url}`);
    expect(asked.sort()).toEqual([
      'GET /v1/vulns/GHSA-2qmj-7962-cjq8',
      'GET /v1/vulns/PYSEC-2023-98',
      'POST /v1/querybatch',
    ]);
  });

  it('are at most a thousand in a batch', async () => {
    const shared = round();
    const looks = Array.from({ length: 1_001 }, (_, at) =>
      shared.look('advisory', askFor({ target: `pypi/package-${at}` })),
    );
    expect((await Promise.all(looks)).every(({ kind }) => kind === 'ok')).toBe(true);
    const sizes = osv.requests.map(({ body }) => (JSON.parse(body) as { queries: unknown[] }).queries.length);
    expect(sizes.sort((a, b) => a - b)).toEqual([1, 1_000]);
  });

  it('are not told when their lists come in another order', async () => {
    osv.entries = [ghsa, ...entries(1, 'other')];
    osv.reverse = true;
    const shared = round();
    const outcomes = await Promise.all(
      ['pypi/langchain', 'pypi/other'].map((target) => shared.look('advisory', askFor({ target }))),
    );
    expect(outcomes).toMatchObject([
      { kind: 'unknown', why: expect.stringMatching(/for langchain, and it does not name it\.$/) },
      { kind: 'unknown' },
    ]);
  });

  it('are not told when a list is missing', async () => {
    osv.drop = true;
    expect(await look()).toMatchObject({ kind: 'unknown', why: 'OSV answered 1 questions with 0 lists.' });
  });
});

describe('pages', () => {
  it('are followed to the last, for those that have more', async () => {
    osv.entries = [...entries(7), ...entries(2, 'other').map((one) => ({ ...one, id: `X-${one.id}` }))];
    osv.pageSize = 3;
    const shared = round();
    const outcomes = await Promise.all(
      ['pypi/langchain', 'pypi/other'].map((target) => shared.look('advisory', askFor({ target }))),
    );
    expect(outcomes.map((outcome) => outcome.kind === 'ok' && outcome.events.length)).toEqual([7, 2]);
    const batches = osv.requests
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => JSON.parse(body));
    expect(batches.map(({ queries }) => queries.length)).toEqual([2, 1, 1]);
  });

  it('without end are given up', async () => {
    osv.endless = true;
    expect(await look()).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/without end\.$/) });
    expect(osv.requests.length).toBeLessThan(50);
  });
});

describe('very many advisories', () => {
  it('are complete after two looks, and never told by half', async () => {
    osv.entries = entries(155);
    const memory = mapMemory();
    expect(await look({ memory })).toMatchObject({
      kind: 'unknown',
      why: expect.stringMatching(/has 155 advisories for langchain, of which 100 are read so far: .+\.$/),
    });
    expect(recordsAsked()).toHaveLength(100);
    expect(await eventsOf({ memory })).toHaveLength(155);
    expect(recordsAsked()).toHaveLength(155);
  });

  it('are read again where they changed, and only there', async () => {
    const memory = mapMemory();
    const first = await eventsOf({ memory });
    expect(recordsAsked()).toHaveLength(2);
    expect(await eventsOf({ memory })).toEqual(first);
    expect(recordsAsked()).toHaveLength(2);
    osv.entries = [
      { ...ghsa, modified: '2026-06-01T00:00:00Z', database_specific: { severity: 'LOW' } },
      pysec,
    ];
    expect(await eventsOf({ memory })).toMatchObject([{ summary: expect.stringMatching(/severity low\.$/) }]);
    expect(recordsAsked().slice(2)).toEqual(['/v1/vulns/GHSA-2qmj-7962-cjq8']);
  });

  it('that are older than the list says are not kept', async () => {
    const memory = mapMemory();
    osv.listedAs = '2026-06-11T00:00:00Z';
    await eventsOf({ memory });
    await eventsOf({ memory });
    expect(recordsAsked()).toHaveLength(4);
  });
});

describe('one advisory that cannot be read', () => {
  it.each([
    ['is missing', { status: 404, body: { error: 'x' } }, /404/],
    ['fails', { status: 503, body: 'x' }, /503/],
    ['is no JSON', { body: '{' }, /not JSON/],
    ['is another one', { body: pysec }, /another advisory/],
    ['is of another shape', { body: { ...ghsa, aliases: 7 } }, /unexpected "aliases"/],
  ])('makes all unknown: it %s', async (_how, said, why) => {
    osv.instead.set(ghsa.id, said);
    expect(await look()).toMatchObject({ kind: 'unknown', why: expect.stringMatching(why) });
  });

  it('is asked for again in the next round', async () => {
    const memory = mapMemory();
    osv.instead.set(ghsa.id, { status: 503, body: 'x' });
    await look({ memory });
    osv.instead.clear();
    expect(await eventsOf({ memory })).toHaveLength(1);
  });
});

describe('a hostile answer', () => {
  it('has no say in addresses', async () => {
    osv.entries = [{ ...ghsa, id: '../../admin?x=' }];
    expect(await look()).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/unexpected/) });
    expect(recordsAsked()).toEqual([]);
  });

  it('is clipped, and gives no names and links that are none', async () => {
    osv.entries = [
      {
        ...ghsa,
        aliases: ['CVE-1 [x](https://evil.example)', 'x'.repeat(100)],
        summary: 'x'.repeat(10_000),
        references: [{ type: 'ADVISORY', url: 'javascript:alert(1)' }],
        affected: [
          {
            package: { ecosystem: 'PyPI', name: 'langchain' },
            ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '9'.repeat(10_000) }] }],
          },
        ],
      },
    ];
    const [event] = await eventsOf();
    expect(event?.id).toBe('advisory:pypi/langchain:GHSA-2qmj-7962-cjq8');
    expect(event).not.toHaveProperty('aliases');
    expect(event?.evidence[0]?.url).toBe(`${osv.url}/v1/vulns/GHSA-2qmj-7962-cjq8`);
    for (const { text } of event?.evidence ?? []) expect(text?.length).toBeLessThanOrEqual(200);
    expect(JSON.stringify(event)).not.toContain('javascript');
  });

  it('with hundreds of names is one event of few', async () => {
    osv.entries = [{ ...ghsa, aliases: Array.from({ length: 500 }, (_, at) => `CVE-2020-${at + 1}`) }];
    const [event] = await eventsOf();
    expect(event?.aliases?.length).toBeLessThanOrEqual(30);
    expect(JSON.stringify(event).length).toBeLessThan(4_000);
  });
});

describe('the fact', () => {
  async function tell(written: Record<string, unknown> = {}, fact = 'advisories') {
    return round().tell('advisory', { ...askFor({ with: written }), fact });
  }

  it('counts vulnerabilities, not their twins', async () => {
    osv.entries = [ghsa, pysec, ...entries(2)];
    expect(await tell()).toMatchObject({
      kind: 'ok',
      value: 3,
      evidence: [{ label: 'Advisory', text: 'CVE-2023-36258', url: expect.any(String) }, {}, {}],
    });
  });

  it('is zero where there is none', async () => {
    osv.entries = [];
    expect(await tell({ version: '1.0' })).toEqual({ kind: 'ok', value: 0, evidence: [] });
  });

  it('heeds the severity', async () => {
    osv.entries = [{ ...ghsa, database_specific: { severity: 'LOW' } }];
    expect(await tell({ minSeverity: 'high' })).toMatchObject({ value: 0 });
  });

  it('is the only one', async () => {
    expect(await tell({}, 'stars')).toMatchObject({ kind: 'unknown' });
  });
});

it('a version that OSV would silently not find is told at once', async () => {
  const asked = { target: 'npm/@scope/x', with: { version: '1.2' } };
  expect(await look(asked)).toMatchObject({
    kind: 'unknown',
    permanent: true,
    why: '"1.2" is no version of npm. Write it in full, such as 1.2.0.',
  });
  expect(osv.requests).toEqual([]);
  expect(await look({ ...asked, with: { version: 'v1.2.0' } })).toEqual(nothing);
  expect(osv.requests[0]?.body).toContain('"version":"1.2.0"');
});

it('an address that is gone is told at once', async () => {
  osv.fail(410);
  expect(await look()).toMatchObject({ kind: 'unknown', permanent: true });
});
