import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpClient } from '../../src/http/http.ts';
import { advisoryGhsa } from '../../src/upstream/advisory-ghsa.ts';
import type { Ask, Outcome } from '../../src/upstream/source.ts';
import { impatientHttp } from '../helpers/http.ts';
import { roundOf } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';
import { startStandIn, type Said, type StandIn } from './stand-in.ts';

const nothing = { kind: 'ok', events: [] };

interface Entry {
  ghsa_id: string;
  type: string;
  withdrawn_at: string | null;
  [field: string]: unknown;
}

const remote: Entry = {
  ghsa_id: 'GHSA-2qmj-7962-cjq8',
  cve_id: 'CVE-2023-36258',
  url: 'https://api.example.org/advisories/GHSA-2qmj-7962-cjq8',
  html_url: 'https://example.org/advisories/GHSA-2qmj-7962-cjq8',
  summary: 'langchain arbitrary code execution vulnerability',
  type: 'reviewed',
  severity: 'critical',
  identifiers: [
    { type: 'GHSA', value: 'GHSA-2qmj-7962-cjq8' },
    { type: 'CVE', value: 'CVE-2023-36258' },
  ],
  published_at: '2023-07-03T21:30:57Z',
  updated_at: '2026-05-04T05:47:39Z',
  withdrawn_at: null,
  vulnerabilities: [
    {
      package: { ecosystem: 'pip', name: 'langchain' },
      vulnerable_version_range: '< 0.0.247',
      first_patched_version: '0.0.247',
    },
    {
      package: { ecosystem: 'pip', name: 'another' },
      vulnerable_version_range: '< 9',
      first_patched_version: null,
    },
  ],
};
const malware: Entry = {
  ...remote,
  ghsa_id: 'GHSA-aaaa-bbbb-cccc',
  cve_id: null,
  identifiers: null,
  type: 'malware',
};
const takenBack: Entry = {
  ...remote,
  ghsa_id: 'GHSA-dddd-eeee-ffff',
  cve_id: null,
  identifiers: null,
  withdrawn_at: '2026-02-03T04:05:06Z',
};

let entries: readonly Entry[];
let page: ((url: URL) => Said | undefined) | undefined;

/** GitHub's list of advisories: two on a page, by a cursor. */
function start(): Promise<StandIn> {
  return startStandIn((url) => {
    if (url.pathname !== '/advisories') return undefined;
    if (page) return page(url);
    const { searchParams: asked } = url;
    const found = entries.filter(
      (one) =>
        one.type === asked.get('type') &&
        (asked.get('is_withdrawn') !== 'true' || one.withdrawn_at !== null) &&
        asked.get('ecosystem') === 'pip',
    );
    const from = Number(asked.get('after') ?? 0);
    const next = new URL(url);
    next.searchParams.set('after', `${from + 2}`);
    const link = from + 2 < found.length ? { link: `<${next.href}>; rel="next"` } : {};
    return { body: found.slice(from, from + 2), headers: link };
  });
}

beforeEach(() => {
  entries = [remote];
  page = undefined;
});

itLooksLikeASource({
  source: advisoryGhsa,
  target: 'pypi/langchain',
  when: 'new-advisory',
  token: 'ghs_operator',
  notFound: 'unknown',
  conditional: false,
  fact: ['advisories', 1],
  start,
});

let github: StandIn;
let http: HttpClient;

beforeEach(async () => {
  github = await start();
  http = impatientHttp([github.url], 10_000);
});

afterEach(async () => {
  await http.close();
  await github.close();
});

interface Look {
  when?: string;
  target?: string;
  with?: Record<string, unknown>;
}

function askFor({ when = 'new-advisory', target = 'pypi/langchain', with: written = {} }: Look = {}): Ask {
  return { target, when, options: advisoryGhsa.options.parse(written) };
}

function look(asked?: Look): Promise<Outcome> {
  return roundOf(advisoryGhsa, { http, endpoint: github.url }).look('advisory-ghsa', askFor(asked));
}

async function eventsOf(asked?: Look) {
  const outcome = await look(asked);
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  return outcome.events;
}

describe('new-advisory', () => {
  it('is an event that the other source knows, too', async () => {
    expect(await eventsOf()).toEqual([
      {
        id: 'advisory-ghsa:pypi/langchain:CVE-2023-36258',
        aliases: [
          'advisory-ghsa:pypi/langchain:GHSA-2qmj-7962-cjq8',
          'advisory:pypi/langchain:CVE-2023-36258',
          'advisory:pypi/langchain:GHSA-2qmj-7962-cjq8',
        ],
        source: 'advisory-ghsa',
        target: 'pypi/langchain',
        when: 'new-advisory',
        summary: 'CVE-2023-36258 affects versions of langchain (PyPI): severity critical.',
        evidence: [
          {
            label: 'Advisory',
            text: 'CVE-2023-36258',
            url: 'https://example.org/advisories/GHSA-2qmj-7962-cjq8',
          },
          { label: 'Also known as', text: 'GHSA-2qmj-7962-cjq8' },
          { label: 'Severity', text: 'critical' },
          { label: 'Affected versions', text: '< 0.0.247' },
          { label: 'Fixed in', text: '0.0.247' },
          { label: 'Published', text: '2023-07-03' },
          { label: 'It says', text: 'langchain arbitrary code execution vulnerability' },
        ],
      },
    ]);
  });

  it('is also malware, and none that was withdrawn', async () => {
    entries = [remote, malware, takenBack];
    expect((await eventsOf()).map(({ id }) => id)).toEqual([
      'advisory-ghsa:pypi/langchain:CVE-2023-36258',
      'advisory-ghsa:pypi/langchain:GHSA-aaaa-bbbb-cccc',
    ]);
  });

  it('asks for the version by the name that GitHub gives the ecosystem', async () => {
    await look({ with: { version: '0.0.246' } });
    await look({ target: 'npm/@scope/x', with: { version: '1.0.0' } });
    const asked = github.requests.map(({ url }) => new URL(url, github.url).searchParams);
    expect(asked.map((one) => [one.get('ecosystem'), one.get('affects'), one.get('type')])).toEqual([
      ['pip', 'langchain@0.0.246', 'reviewed'],
      ['pip', 'langchain@0.0.246', 'malware'],
      ['npm', '@scope/x@1.0.0', 'reviewed'],
      ['npm', '@scope/x@1.0.0', 'malware'],
    ]);
  });

  it('is not about a package that the advisory does not name', async () => {
    const vulnerabilities = [
      { package: { ecosystem: 'npm', name: 'langchain' } },
      { package: { ecosystem: 'pip', name: 'langchain-core' } },
      { package: { ecosystem: 'pip', name: null } },
      { package: null },
    ];
    entries = [
      { ...remote, vulnerabilities },
      { ...malware, vulnerabilities: null },
    ];
    expect(await look()).toEqual(nothing);
  });

  it('heeds severity and day', async () => {
    entries = [{ ...remote, severity: 'medium' }];
    expect(await look({ with: { minSeverity: 'high' } })).toEqual(nothing);
    expect(await eventsOf({ with: { since: '2023-07-02' } })).toMatchObject([{ late: true }]);
    expect(await eventsOf({ with: { since: '2023-07-03' } })).toMatchObject([{ late: false }]);
    entries = [{ ...remote, severity: 'unknown' }];
    expect(await eventsOf({ with: { minSeverity: 'high' } })).toHaveLength(1);
  });
});

describe('withdrawn', () => {
  it('is every advisory that was taken back, and none that stands', async () => {
    entries = [remote, takenBack];
    expect(await eventsOf({ when: 'withdrawn', with: { since: '2026-02-02' } })).toMatchObject([
      {
        id: 'advisory-ghsa:pypi/langchain:GHSA-dddd-eeee-ffff:withdrawn',
        aliases: ['advisory:pypi/langchain:GHSA-dddd-eeee-ffff:withdrawn'],
        summary: 'The advisory GHSA-dddd-eeee-ffff about langchain (PyPI) was withdrawn.',
        late: true,
      },
    ]);
    expect(github.requests.every(({ url }) => url.includes('is_withdrawn=true'))).toBe(true);
  });

  it('goes by the day on which it was withdrawn', async () => {
    entries = [takenBack];
    const asked = { when: 'withdrawn', with: { since: '2026-02-03' } };
    expect(await eventsOf(asked)).toMatchObject([{ late: false }]);
  });
});

describe('pages', () => {
  it('are followed to the last', async () => {
    entries = Array.from({ length: 5 }, (_, at) => ({ ...malware, ghsa_id: `GHSA-${at}`, type: 'reviewed' }));
    expect(await eventsOf()).toHaveLength(5);
  });

  it('without end are given up', async () => {
    page = ({ href }) => ({ body: [remote], headers: { link: `<${href}&after=x>; rel="next"` } });
    expect(await look()).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/without end\.$/) });
    expect(github.requests.length).toBeLessThan(30);
  });

  it.each(['https://evil.example/advisories?x', '/user/repos?x', '//evil.example/advisories?x'])(
    'are not followed to %s',
    async (next) => {
      page = () => ({ body: [remote], headers: { link: `<${next}>; rel="next"` } });
      expect(await look()).toMatchObject({
        kind: 'unknown',
        why: expect.stringMatching(/somewhere else\.$/),
      });
      expect(github.requests).toHaveLength(1);
    },
  );

  it('are not told by half', async () => {
    entries = [remote, malware];
    page = ({ searchParams }) =>
      searchParams.get('type') === 'malware' ? { status: 502, body: {} } : { body: [remote] };
    expect(await look()).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/502/) });
  });

  it('are asked for once in a round', async () => {
    const round = roundOf(advisoryGhsa, { http, endpoint: github.url });
    const asked = [{}, { with: { minSeverity: 'high' } }].map((one) =>
      round.look('advisory-ghsa', askFor(one)),
    );
    expect((await Promise.all(asked)).map(({ kind }) => kind)).toEqual(['ok', 'ok']);
    expect(await round.tell('advisory-ghsa', { ...askFor(), fact: 'advisories' })).toMatchObject({
      value: 1,
    });
    expect(github.requests).toHaveLength(2);
  });
});

describe('what GitHub refuses', () => {
  it.each([401, 403, 422])('by %d is unknown', async (status) => {
    github.fail(status);
    const outcome = await look();
    expect(outcome).toMatchObject({ kind: 'unknown', why: expect.stringContaining(`${status}`) });
    expect(outcome).not.toHaveProperty('permanent');
  });

  it('for good is told at once', async () => {
    github.fail(410);
    expect(await look()).toMatchObject({ kind: 'unknown', permanent: true });
  });
});

it('shows no address that is none of the web', async () => {
  entries = [{ ...remote, html_url: 'javascript:alert(1)' }];
  const [event] = await eventsOf();
  expect(event?.evidence[0]?.url).toBe(`${github.url}/advisories/GHSA-2qmj-7962-cjq8`);
});
