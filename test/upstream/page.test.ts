import { afterEach, describe, expect, it } from 'vitest';
import type { Memory } from '../../src/domain/memory.ts';
import type { HttpClient } from '../../src/http/http.ts';
import { page } from '../../src/upstream/page.ts';
import type { Outcome } from '../../src/upstream/source.ts';
import { understand } from '../../src/upstream/understand.ts';
import { impatientHttp } from '../helpers/http.ts';
import { mapMemory, roundOf } from './round.ts';
import { itLooksLikeASource } from './source-suite.ts';
import { startStandIn, type Said, type StandIn } from './stand-in.ts';

const HTML = 'text/html; charset=utf-8';
const intro =
  'This page lists the models that are served, and says of each of them until when it will be there. ';

/** As vendors write their pages of deprecations. */
function deprecations(rows: readonly string[], frame = { views: 10, ad: 'Buy now' }): string {
  return `<!doctype html><html><head><title>Model deprecations</title><style>p{}</style></head><body>
<nav><a href="/">Home</a> ${frame.ad}</nav><main><h1>Model deprecations</h1><p>${intro}${intro}</p>
<p>Last updated: today, ${frame.views} seconds ago</p><p class="ad">${frame.ad}</p>
<table><tr><th>Model</th><th>State</th><th>Retires</th></tr>${rows
    .map(
      (row) =>
        `<tr>${row
          .split('|')
          .map((cell) => `<td>${cell}</td>`)
          .join('')}</tr>`,
    )
    .join('')}</table><p>${frame.views} views</p></main><footer>© 2026 ${frame.views}</footer></body></html>`;
}
const ACTIVE = ['claude-x|Active|N/A'];
const RETIRING = ['claude-x|Deprecated|2026-12-01'];

itLooksLikeASource({
  source: page,
  target: (url) => `${url}/deprecations`,
  when: 'text-matches',
  with: { match: '/claude-x \\| active/i' },
  token: 'secret-token',
  start: () =>
    startStandIn(({ pathname }) =>
      pathname === '/deprecations' ? { body: deprecations(ACTIVE), type: HTML } : undefined,
    ),
  notFound: 'absent',
  conditional: true,
  // A document that is no page has a sentence of its own, and the web page of the faults is a bot wall: tested below.
  meaningful: ['malformed', 'wrong-shape', 'html'],
  fact: ['text', true],
});

let upstream: StandIn | undefined;
let http: HttpClient | undefined;

afterEach(async () => {
  await http?.close();
  await upstream?.close();
});

async function serve(body: string, said: Partial<Said> = {}): Promise<StandIn> {
  await http?.close();
  await upstream?.close();
  upstream = await startStandIn(() => ({ body, type: HTML, ...said }));
  http = impatientHttp([upstream.url]);
  return upstream;
}

async function lookAt(
  body: string,
  written: Record<string, unknown> = {},
  when = 'text-changed',
  said: Partial<Said> = {},
): Promise<Outcome> {
  const { url } = await serve(body, said);
  return look(`${url}/p`, written, when);
}

function roundAt(memory?: Memory) {
  if (!http || !upstream) throw new Error('Serve something first.');
  return roundOf(page, { http, endpoint: upstream.url }, { ...(memory && { memory }) });
}

function look(
  target: string,
  written: Record<string, unknown>,
  when: string,
  memory?: Memory,
): Promise<Outcome> {
  return roundAt(memory).look('page', { target, when, options: page.options.parse(written) });
}

function eventOf(outcome: Outcome) {
  if (outcome.kind !== 'ok') throw new Error(`${outcome.kind}: ${outcome.why}`);
  const [event, ...others] = outcome.events;
  expect(others).toEqual([]);
  if (event === undefined) throw new Error('There is no event.');
  return event;
}

/** The id of a text, without the address: its port is another each time. */
async function hashOf(
  body: string,
  written: Record<string, unknown> = {},
  said: Partial<Said> = {},
): Promise<string> {
  const { id } = eventOf(await lookAt(body, written, 'text-changed', said));
  expect(id).toMatch(/^page:[0-9a-f]{16}:[0-9a-f]{16}$/);
  return id.slice(-16);
}

describe('text-changed', () => {
  it('names the event by the text', async () => {
    const first = await hashOf(deprecations(ACTIVE));
    expect(await hashOf(deprecations(RETIRING))).not.toBe(first);
    expect(await hashOf(deprecations([...ACTIVE, ...RETIRING]))).not.toBe(first);
  });

  it('does not see what frames a page', async () => {
    const written = { ignore: ['.ad'] };
    const first = await hashOf(deprecations(ACTIVE), written);
    const later = deprecations(ACTIVE, { views: 99, ad: 'Last chance' });
    expect(await hashOf(later, written)).toBe(first);
    expect(await hashOf(later.replaceAll('<p>', '<p  id="x">').replaceAll('\n', '\r\n  '), written)).toBe(
      first,
    );
  });

  it('does not see ignored lines, and sees of others what is extracted', async () => {
    const later = deprecations(ACTIVE, { views: 10, ad: 'Last chance' });
    expect(await hashOf(later)).not.toBe(await hashOf(deprecations(ACTIVE)));
    const ignoreLines = '/^(buy now|last chance)$/i';
    expect(await hashOf(later, { ignoreLines })).toBe(await hashOf(deprecations(ACTIVE), { ignoreLines }));
    const extract = '/^claude-x.*/';
    expect(await hashOf(later, { extract })).toBe(await hashOf(deprecations(ACTIVE), { extract }));
    expect(eventOf(await lookAt(later, { extract })).now).toBe('claude-x | Active | N/A');
  });

  it('looks at the part that is selected', async () => {
    const event = eventOf(await lookAt(deprecations(RETIRING), { select: 'table' }));
    expect(event.now).toBe('Model | State | Retires · claude-x | Deprecated | 2026-12-01');
  });

  it('tells the size and name of a text that is too long to show', async () => {
    const event = eventOf(await lookAt(deprecations(ACTIVE)));
    expect(event.now).toMatch(/^5 lines, \d{3} characters, sha256 [0-9a-f]{16}$/);
    expect(event.evidence).toContainEqual(expect.objectContaining({ label: 'Page', url: event.target }));
  });

  it('waits for a second look, and knows the last five texts again', () => {
    expect(page.conditions['text-changed']).toEqual({ kind: 'edge', confirm: 2, remembers: 5 });
    expect(Object.keys(page.conditions)[0]).toBe('text-changed');
  });

  it.each([
    ['a short page', {}, /less than 200 characters/],
    ['nothing at select', { select: '#prices' }, /no text at select/],
    ['nothing to extract', { extract: '/\\d/' }, /No line/],
    ['not the text that it must contain', { mustContain: 'Deprecations' }, /mustContain/],
  ])('cannot tell with %s', async (_name, written, why) => {
    expect(await lookAt('<main>Loading</main>', written)).toEqual({
      kind: 'unknown',
      why: expect.stringMatching(why),
    });
  });

  it.each([
    ['the part', { select: 'main' }],
    ['what is extracted', { extract: 'Loading' }],
    ['what it must contain', { mustContain: 'Load' }],
  ])('takes a short page where %s is named', async (_name, written) => {
    expect(eventOf(await lookAt('<main>Loading</main>', written)).now).toBe('Loading');
  });

  it('reads plain text, and charsets', async () => {
    const text = `${intro}\n\n  ${intro}\ngr\u00fcn\n`;
    const first = await hashOf(text, {}, { type: 'text/plain; charset=utf-8' });
    expect(await hashOf(text.trim(), {}, { type: 'text/plain' })).toBe(first);
    expect(await lookAt(text, { select: 'main' }, 'text-changed', { type: 'text/plain' })).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('plain text'),
    });
  });
});

describe('text-matches and text-missing', () => {
  const match = '/claude-x \\| deprecated/i';

  it('fire as the text comes and goes', async () => {
    const here = eventOf(await lookAt(deprecations(RETIRING), { match }, 'text-matches'));
    expect(here.id).toMatch(/^page:[0-9a-f]{16}:text-matches:[0-9a-f]{16}$/);
    expect(here.now).toBe('claude-x | Deprecated');
    expect(await lookAt(deprecations(RETIRING), { match }, 'text-missing')).toEqual({
      kind: 'ok',
      events: [],
    });
    const gone = eventOf(await lookAt(deprecations(ACTIVE), { match }, 'text-missing'));
    expect(gone.id).toMatch(/^page:[0-9a-f]{16}:text-missing:[0-9a-f]{16}$/);
    expect(gone).toMatchObject({ now: 'not there', summary: expect.stringContaining('does not have') });
    expect(await lookAt(deprecations(ACTIVE), { match }, 'text-matches')).toEqual({ kind: 'ok', events: [] });
  });

  it('look over the ends of lines', async () => {
    const over = { match: '/Retires.claude-x/s' };
    expect(eventOf(await lookAt(deprecations(ACTIVE), over, 'text-matches')).now).toBe('Retires claude-x');
  });

  it('do not look at what frames a page, and is ignored', async () => {
    for (const text of ['Buy now', 'views', 'Home']) {
      const written = { match: text, ignore: ['.ad'] };
      expect(await lookAt(deprecations(ACTIVE), written, 'text-matches')).toEqual({ kind: 'ok', events: [] });
    }
  });

  it('cannot tell that a page that says little says something no more', async () => {
    for (const when of ['text-matches', 'text-missing']) {
      expect(await lookAt('<main>Loading</main>', { match }, when)).toMatchObject({ kind: 'unknown' });
    }
    const named = { match, mustContain: 'Loading' };
    expect(eventOf(await lookAt('<main>Loading</main>', named, 'text-missing')).now).toBe('not there');
    expect(eventOf(await lookAt('<main>Loading</main>', { match: 'Load' }, 'text-matches')).now).toBe('Load');
  });

  it('name the event by address and expression, not by the text around', async () => {
    const idOf = async (text: string, match: string) =>
      eventOf(await lookAt(`<main>${text}</main>`, { match }, 'text-matches')).id.slice(-16);
    expect(await idOf('one two', 'one')).toBe(await idOf('one three', 'one'));
    expect(await idOf('one two', 'one')).not.toBe(await idOf('one two', 'two'));
  });

  it('show a long match in short', async () => {
    const event = eventOf(
      await lookAt(`<main>${'x'.repeat(5_000)}</main>`, { match: '/x+/' }, 'text-matches'),
    );
    expect(event.now).toBe(`${'x'.repeat(160)}…`);
  });
});

describe('what is no page', () => {
  it.each([
    ['JSON', '{"a":1}', { type: 'application/json' }, /neither a page nor plain text/],
    ['a document without a type', deprecations(ACTIVE), { type: '' }, /neither a page nor plain text/],
    ['a PDF', deprecations(ACTIVE), { type: 'application/pdf' }, /neither a page nor plain text/],
    [
      'a wall that says so in its title',
      deprecations(ACTIVE).replace('Model deprecations<', 'Just a moment...<'),
      {},
      /lets no programs in/,
    ],
    [
      'a wall that says so in its text',
      '<main>Enable JavaScript and cookies to continue</main>',
      {},
      /lets no programs/,
    ],
    [
      'a wall that says so in its headers',
      deprecations(ACTIVE),
      { headers: { 'cf-mitigated': 'challenge' } },
      /lets no programs in/,
    ],
    ['a page that nests without end', '<b>'.repeat(80_000), {}, /too large or too deeply nested/],
    ['a page larger than 1 MB', `<main>${'x'.repeat(1_000_000)}</main>`, {}, /more than 1 MB/],
    ['more than 200 kB of text', `<main>${'x '.repeat(100_001)}</main>`, {}, /200 kB of text/],
    ['a refusal', deprecations(ACTIVE), { status: 403 }, /403/],
    ['a page of the archive', deprecations(ACTIVE), { status: 203 }, /203/],
    ['an empty body', '<main></main>', {}, /no text/],
  ] as [string, string, Partial<Said>, RegExp][])('is unknown: %s', async (_name, body, said, why) => {
    for (const when of ['text-changed', 'text-missing']) {
      const written = when === 'text-missing' ? { match: 'nothing like it', mustContain: 'e' } : {};
      expect(await lookAt(body, written, when, said)).toEqual({
        kind: 'unknown',
        why: expect.stringMatching(/^[A-Z][^\n]{15,200}\.$/),
      });
    }
    expect(await lookAt(body, {}, 'text-changed', said)).toHaveProperty('why', expect.stringMatching(why));
  });

  it('is gone for good where the site says so', async () => {
    expect(await lookAt('', {}, 'text-changed', { status: 410 })).toMatchObject({
      kind: 'unknown',
      permanent: true,
    });
  });

  it('lives at another host', async () => {
    const { url } = await serve('');
    const other = await startStandIn(() => ({ body: deprecations(ACTIVE), type: HTML }));
    const port = new URL(other.url).port;
    await upstream?.close();
    upstream = await startStandIn(({ pathname }) =>
      pathname === '/near'
        ? { body: deprecations(ACTIVE), type: HTML }
        : {
            status: 302,
            body: '',
            headers: { location: pathname === '/to-near' ? '/near' : `${other.url}/x` },
          },
    );
    http = impatientHttp([upstream.url, other.url]);
    expect(new URL(url).port).not.toBe(port);
    expect(await look(`${upstream.url}/to-near`, {}, 'text-changed')).toMatchObject({ kind: 'ok' });
    expect(await look(`${upstream.url}/to-far`, {}, 'text-changed')).toEqual({
      kind: 'unknown',
      why: `The page has moved to 127.0.0.1:${port}: write its new address in the watch.`,
    });
    await other.close();
  });
});

describe('requests', () => {
  it('are made once in a round for what is read in the same way', async () => {
    const { url, requests } = await serve(deprecations(ACTIVE));
    const round = roundAt();
    const conditions: [string, Record<string, unknown>][] = [
      ['text-changed', {}],
      ['text-matches', { match: 'claude' }],
      ['text-missing', { match: 'claude', mustContain: 'Model' }],
      ['text-changed', { extract: '/claude.*/' }],
    ];
    for (const [when, written] of conditions) {
      const options = page.options.parse(written);
      expect((await round.look('page', { target: `${url}/p`, when, options })).kind).toBe('ok');
    }
    expect(requests).toHaveLength(1);
    expect(requests[0]?.accept).toContain('text/html');
  });

  it('do not take the text of one selector for that of another', async () => {
    const { url, requests } = await serve(deprecations(ACTIVE));
    const memory = mapMemory();
    const written = [{}, { select: 'table' }, { ignore: ['table'] }];
    const first: Outcome[] = [];
    for (const each of written) first.push(await look(`${url}/p`, each, 'text-changed', memory));
    expect(new Set(first.map((outcome) => eventOf(outcome).id)).size).toBe(3);
    expect(requests.some(({ conditional }) => conditional)).toBe(false);
    for (const [at, each] of written.entries()) {
      expect(await look(`${url}/p`, each, 'text-changed', memory)).toEqual(first[at]);
    }
    expect(requests.slice(3).map(({ conditional }) => conditional)).toEqual([true, true, true]);
  });

  it('leave the text alone in memory, not the page', async () => {
    const values = new Map<string, unknown>();
    const { url } = await serve(deprecations(ACTIVE));
    await look(`${url}/p`, {}, 'text-changed', mapMemory(values));
    expect(values.size).toBe(1);
    expect(JSON.stringify([...values.values()])).toContain('claude-x | Active');
    expect(JSON.stringify([...values.values()])).not.toContain('<');
  });
});

describe('the fact', () => {
  async function tell(body: string, written: Record<string, unknown>) {
    const { url } = await serve(body);
    return roundAt().tell('page', { target: `${url}/p`, fact: 'text', options: page.options.parse(written) });
  }

  it('is whether the page has what is looked for', async () => {
    expect(page.facts?.names).toEqual(['text']);
    expect(await tell(deprecations(ACTIVE), { match: '/claude-x/' })).toMatchObject({
      kind: 'ok',
      value: true,
    });
    expect(await tell(deprecations(ACTIVE), { match: 'claude-y' })).toMatchObject({
      kind: 'ok',
      value: false,
    });
  });

  it('cannot be told without it, or of a page that says little', async () => {
    expect(await tell(deprecations(ACTIVE), {})).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('match'),
    });
    expect(await tell('<main>Loading</main>', { match: 'claude' })).toMatchObject({ kind: 'unknown' });
    expect(await tell('<main>claude</main>', { match: 'claude' })).toMatchObject({ kind: 'ok', value: true });
  });
});

describe('a watch', () => {
  function complaintsOf(
    written: Record<string, unknown>,
    when: string[] = [],
    target = 'https://example.com/p',
  ) {
    const result = understand({ source: 'page', target, when, with: written });
    return 'complaints' in result
      ? result.complaints.map(({ message, remedy }) => `${message} ${remedy}`)
      : [];
  }

  it.each([
    [{}, []],
    [
      {
        select: 'main > .prices',
        ignore: ['.ad', '#x'],
        ignoreLines: '/^ad/i',
        extract: 'x',
        mustContain: 'y',
      },
      [],
    ],
    [{ match: '/gone/' }, ['text-matches', 'text-missing']],
  ])('is understood with %j for %j', (written, when) => {
    expect(complaintsOf(written, when)).toEqual([]);
  });

  it.each([
    [{ select: 'main p' }, [], /> between/],
    [{ ignore: ['a:hover'] }, [], /> between/],
    [{ ignoreLines: '/(/' }, [], /RE2/],
    [{ extract: '/(?=a)/' }, [], /RE2/],
    [{ mustContain: '' }, [], /least/],
    [{ match: 'x' }, ['text-changed'], /Leave match out/],
    [{}, ['text-matches'], /Add match/],
    [{}, ['text-missing'], /Add match/],
    [{ selector: 'main' }, [], /select/],
  ] as [Record<string, unknown>, string[], RegExp][])(
    'is complained about with %j for %j',
    (written, when, complaint) => {
      expect(complaintsOf(written, when)).toEqual([expect.stringMatching(complaint)]);
    },
  );

  it('may not name what is no address', () => {
    expect(complaintsOf({}, [], 'file:///etc/passwd')).toEqual([expect.stringMatching(/http or https/)]);
    expect(complaintsOf({}, [], 'https://me:secret@example.com')).toEqual([
      expect.stringMatching(/password/),
    ]);
  });
});
