import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serve } from '../http/servers.ts';
import { reverify, type How, type Ran } from './run.ts';

/** A folder of its own with these files, gone at the end of the test. */
async function folderWith(files: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'reverify-links-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

const OPEN = ['--allow-hosts', '127.0.0.0/8'];
const QUICK = ['--confirm-after', '0', '--rate', 'off'];

/** `reverify links` where loopback may be asked, without waits. */
function links(args: readonly string[], how: How): Promise<Ran> {
  return reverify(['links', ...OPEN, ...QUICK, ...args], how);
}

interface Site {
  origin: string;
  /** The paths asked for, in order. */
  asked: string[];
  /** What paths answer from now on. */
  answers: Record<string, number>;
  /** The most requests that were under way at once. */
  most: () => number;
}

/** A site that answers each path with a status, and takes a moment for it. `/hang` never answers. */
async function site(answers: Record<string, number> = {}, takesMs = 0): Promise<Site> {
  const asked: string[] = [];
  let running = 0;
  let most = 0;
  async function answer(path: string, response: ServerResponse): Promise<void> {
    running += 1;
    most = Math.max(most, running);
    await sleep(takesMs);
    running -= 1;
    const status = answers[path] ?? 200;
    const headers = status === 301 ? { location: '/new' } : { 'content-type': 'text/html' };
    response.writeHead(status, headers).end(`<title>${path}</title><p id="there">Some words.</p>`);
  }
  const { origin } = await serve(({ url = '' }: IncomingMessage, response) => {
    asked.push(url);
    if (!url.startsWith('/hang')) void answer(url, response);
  });
  return { origin, asked, answers, most: () => most };
}

interface Link {
  url: string;
  page: string;
  verdict: string;
  tier: string;
  broken: boolean;
  reason: string;
  via: string;
  finalUrl: string | null;
  notices: object[];
  citedAt: string[];
}

interface Told {
  summary: Record<string, number>;
  links: Link[];
}

function told({ out }: Ran): Told {
  return JSON.parse(out) as Told;
}

function lines({ out }: Ran): Link[] {
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Link);
}

/** Checks addresses as a list, and tells each as JSON. */
async function check(
  addresses: readonly string[],
  args: readonly string[] = [],
  how: How = {},
): Promise<Ran> {
  const cwd = how.cwd ?? (await folderWith());
  return links(['--list', '-', '--format', 'json', ...args], { input: addresses.join('\n'), ...how, cwd });
}

describe('what reverify links takes', () => {
  it('takes a list of one address a line, without comments and blank lines', async () => {
    const { origin } = await site();
    const cwd = await folderWith({
      'list.txt': `# the first\r\n${origin}/a\r\n\n   \n  ${origin}/b#x  \n#${origin}/c\n${origin}/a`,
    });
    const ran = await links(['--list', 'list.txt', '--format', 'json'], { cwd });
    expect(told(ran).links.map(({ url }) => url)).toEqual([`${origin}/a`, `${origin}/b#x`]);
    expect(ran).toMatchObject({ code: 0, err: '' });
  });

  it('takes a list from standard input', async () => {
    const { origin, asked } = await site();
    const ran = await links(['--list', '-'], { cwd: await folderWith(), input: `${origin}/a\n` });
    expect(ran).toEqual({
      code: 0,
      err: '',
      out: '1 page: 1 answer, 0 broken, 0 suspect, 0 unknown, 0 not asked.\n',
    });
    expect(asked).toEqual(['/a']);
  });

  it('asks for a page once, whatever fragments cite it', async () => {
    const { origin, asked } = await site();
    const { links: found } = told(
      await check([`${origin}/a#there`, `${origin}/a#lost`, `${origin}/a#größe`]),
    );
    expect(asked).toEqual(['/a']);
    expect(found.map(({ page }) => page)).toEqual(Array(3).fill(`${origin}/a`));
    expect(found.map(({ verdict }) => verdict)).toEqual(['ok', 'fragment-missing', 'fragment-missing']);
  });

  it('takes evaluations, and names the places that cite what is broken', async () => {
    const { origin } = await site({ '/gone': 410 });
    const block = ['pricing:', '  last_verified: 2026-01-01', '  evidence:', '    - source: a price list'];
    const cwd = await folderWith({
      'data/one.yaml': ['id: one', ...block, `      url: ${origin}/gone`].join('\n'),
      'data/two.yaml': ['id: two', ...block, `      url: ${origin}/gone`, '    - source: another'].join('\n'),
      'data/three.yaml': ['id: three', ...block, `      url: ${origin}/there`].join('\n'),
    });
    const { code, out } = await links([], { cwd });
    expect(code).toBe(1);
    expect(out).toContain(
      [
        'Broken',
        `  ${origin}/gone`,
        `    The site says that the page is gone for good. Failing since ${new Date().toISOString().slice(0, 10)}.`,
        '    data/one.yaml:6: pricing',
        '    data/two.yaml:6: pricing',
        '',
        '2 pages: 1 answer, 1 broken,',
      ].join('\n'),
    );
    const one = told(await links(['data/three.yaml', '--format', 'json'], { cwd }));
    expect(one.links).toMatchObject([{ url: `${origin}/there`, citedAt: ['data/three.yaml:6: pricing'] }]);
  });
});

describe('how reverify links prints', () => {
  const addresses = ['/new', '/gone', '/old', '/fault', '/login', '/wall'];
  const answers = { '/gone': 410, '/old': 301, '/fault': 500, '/login': 401, '/wall': 403 };

  it('prints text: broken first, then suspect, not asked, and what could not be told by reason', async () => {
    const { origin } = await site(answers);
    const input = [
      ...addresses.map((path) => origin + path),
      `${origin}/new#lost`,
      'ftp://example.org/',
    ].join('\n');
    const { code, out } = await links(['--list', '-'], { cwd: await folderWith(), input });
    const day = new Date().toISOString().slice(0, 10);
    expect(out).toBe(
      [
        'Broken',
        `  ${origin}/gone`,
        `    The site says that the page is gone for good. Failing since ${day}.`,
        '',
        'Suspect: broken once they have failed for days',
        `  ${origin}/fault`,
        `    The site has a fault (status 500). Failing since ${day}.`,
        '',
        'Not asked',
        '  ftp://example.org/',
        '    Only http and https addresses are checked.',
        '',
        'Could not tell',
        '  1 page: auth-required (status 401)',
        '  1 page: blocked (status 403)',
        '',
        'Worth a look',
        `  ${origin}/new`,
        '    The page has no section #lost any more.',
        `  ${origin}/new#lost`,
        '    The page has no section #lost any more.',
        '',
        '7 pages: 2 answer, 1 broken, 1 suspect, 2 unknown, 1 not asked.',
        '',
      ].join('\n'),
    );
    expect(code).toBe(1);
  });

  it('prints JSON: a summary, and every address with its fields', async () => {
    const { origin } = await site(answers);
    const ran = await check(addresses.map((path) => origin + path));
    const { summary, links: found } = told(ran);
    expect(summary).toEqual({ pages: 6, ok: 2, broken: 1, suspect: 1, unknown: 2, refused: 0 });
    expect(found.map(({ verdict, tier, broken }) => [verdict, tier, broken])).toEqual([
      ['ok', 'ok', false],
      ['gone', 'broken', true],
      ['redirected-permanent', 'ok', false],
      ['server-error', 'suspect', false],
      ['auth-required', 'unknown', false],
      ['blocked', 'unknown', false],
    ]);
    expect(found[1]).toEqual({
      url: `${origin}/gone`,
      page: `${origin}/gone`,
      verdict: 'gone',
      tier: 'broken',
      broken: true,
      reason: 'status 410',
      status: 410,
      finalUrl: `${origin}/gone`,
      failures: 1,
      firstFailedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      checkedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      ms: expect.any(Number),
      via: 'http',
      notices: [],
      change: null,
      changedAt: null,
      sentence: 'The site says that the page is gone for good.',
      citedAt: [],
    });
    expect(found[2]?.finalUrl).toBe(`${origin}/new`);
  });

  it('prints a line of JSON for each address as soon as it is known', async () => {
    const { origin } = await site(answers);
    const ran = await check(
      addresses.map((path) => origin + path),
      ['--format', 'ndjson'],
    );
    const found = lines(ran);
    expect(found.map(({ url }) => url).sort()).toEqual(addresses.map((path) => origin + path).sort());
    // It is tried again, so it is the last to be known.
    expect(found.at(-1)?.url).toBe(`${origin}/fault`);
    const fields = 'url page verdict tier broken reason status finalUrl failures firstFailedAt checkedAt';
    for (const each of found) {
      expect(Object.keys(each).join(' ')).toBe(`${fields} ms via notices change changedAt sentence`);
    }
  });

  it('has colours only where they are asked for', async () => {
    const { origin } = await site(answers);
    const cwd = await folderWith();
    const how = { cwd, input: `${origin}/gone` };
    const plain = await links(['--list', '-'], how);
    expect(plain.out + plain.err).not.toContain('\u001B');
    const painted = await links(['--list', '-', '--offline'], { ...how, env: { FORCE_COLOR: '1' } });
    expect(painted.out).toContain('\u001B[31mBroken');
  });
});

describe('the exit code of reverify links', () => {
  it.each([
    ['an address that answers', '/new', 0],
    ['one that failed once', '/fault', 0],
    ['one that cannot be told', '/wall', 0],
    ['one that is gone', '/gone', 1],
    ['one that is not there', '/missing', 1],
  ])('for %s is as it should be', async (_, path, code) => {
    const { origin } = await site({ '/fault': 500, '/wall': 403, '/gone': 410, '/missing': 404 });
    expect((await check([origin + path])).code).toBe(code);
  });

  it.each([
    [['data', '--list', 'list.txt'], /^Name either paths or --list\.\n$/],
    [['--list', 'nowhere.txt'], /^Cannot read the list nowhere\.txt: .* Check the path\.\n$/],
    [['--list', 'data'], /^Cannot read the list data: /],
    [['nowhere'], /^Cannot read nowhere: /],
    [['--list', 'empty.txt'], /^No addresses were found\. Name a folder with evaluations, or a list/],
    [['data'], /^No addresses were found\. /],
    [['--list', 'list.txt', '--rate', '0'], /Write a number above 0, or off\./],
    [['--list', 'list.txt', '--rate', 'fast'], /Write a number above 0, or off\./],
    [['--list', 'list.txt', '--per-host', '0'], /Write a whole number from 1 to 999\./],
    [['--list', 'list.txt', '--timeout', 'long'], /Write a number of seconds\./],
    [['--list', 'list.txt', '--timeout', '0'], /Write a number of seconds above 0\./],
    [['--list', 'list.txt', '--allow-hosts', '10.0.0.0'], /Write ranges such as 10\.1\.0\.0\/16,fd00::\/8\./],
    [['--list', 'list.txt', '--allow-hosts', '10.0.0.0/33'], /Write ranges such as/],
    [['--list', 'list.txt', '--format', 'xml'], /Allowed choices are text, json, ndjson/],
    [['--list', 'list.txt', '--config', 'nowhere.yml'], /Cannot read nowhere\.yml/],
    [
      ['--list', 'list.txt', '--vantage', 'nowhere.json'],
      /^There is no nowhere\.json\. Name another one\.\n$/,
    ],
    [
      ['--list', 'list.txt', '--vantage', 'list.txt'],
      /^list\.txt is no memory file of Reverify\. Name another/,
    ],
    [['--list', 'list.txt', '--vantage', 'data'], /^Cannot read data: EISDIR.* Name another one\.\n$/],
    [['--list', 'list.txt', '--state', 'list.txt'], /^Cannot read list\.txt\/memory\.json: ENOTDIR/],
  ])('is 2 for %j, with the remedy', async (args, words) => {
    const cwd = await folderWith({
      'list.txt': 'http://127.0.0.1/\n',
      'empty.txt': '# nothing\n\n',
      'data/notes.json': '{ "hello": 1 }',
    });
    const { code, out, err } = await reverify(['links', ...args], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(words);
  });

  it('is 130 when it is interrupted, and what was seen by then is remembered', async () => {
    const { origin, asked } = await site({ '/gone': 410 });
    const cwd = await folderWith();
    const addresses = [`${origin}/a`, `${origin}/gone`, `${origin}/hang`];
    // The page that is gone is asked for twice before it is believed.
    const interrupt = until(
      () => asked.includes('/hang') && asked.filter((path) => path === '/gone').length > 1,
    );
    const ran = await check(addresses, [], { cwd, interrupt: interrupt.then(() => sleep(300)) });
    expect(ran).toMatchObject({ code: 130, err: '' });
    expect(told(ran).links.map(({ verdict, reason }) => `${verdict}: ${reason}`)).toEqual([
      'ok: status 200',
      'gone: status 410',
      'not-checked: aborted',
    ]);
    const again = await check(addresses, ['--offline'], { cwd });
    expect(again).toMatchObject({ code: 1, err: '' });
    expect(told(again).links.map(({ verdict, via }) => `${verdict} ${via}`)).toEqual([
      'ok cache',
      'gone cache',
      'not-checked http',
    ]);
  });
});

it('ends where nobody reads on, and remembers what was seen by then', async () => {
  const { origin, asked } = await site({}, 100);
  const cwd = await folderWith();
  const addresses = Array.from({ length: 200 }, (_, index) => `${origin}/${index}`);
  const ran = await check(addresses, ['--format', 'ndjson', '--per-host', '1'], { cwd, hangUp: true });
  expect(ran).toMatchObject({ code: 130, err: '' });
  expect(asked.length).toBeLessThan(200);
  const { summary } = told(await check(addresses, ['--offline'], { cwd }));
  expect(summary['ok']).toBeGreaterThan(0);
});

async function until(fits: () => boolean): Promise<void> {
  while (!fits()) await sleep(20);
}

describe('what reverify links remembers', () => {
  it('asks nobody for what it knows', async () => {
    const { origin, asked } = await site({ '/gone': 410, '/old': 301 });
    const cwd = await folderWith();
    const addresses = ['/a', '/a#lost', '/old', '/gone'].map((path) => origin + path);
    const first = await check(addresses, ['--state', 'memory of mine'], { cwd });
    const requests = asked.length;
    const second = await check(addresses, ['--state', 'memory of mine'], { cwd });
    expect(asked.length).toBe(requests);
    expect([first.code, second.code]).toEqual([1, 1]);
    expect(told(second).links.map(({ via }) => via)).toEqual(Array(4).fill('cache'));
    for (const field of ['verdict', 'finalUrl', 'notices', 'broken'] as const) {
      // Where a page was asked is not remembered, only where it has moved.
      const [one, other] = [first, second].map((ran) =>
        told(ran).links.map((each) =>
          field === 'finalUrl' && each.verdict !== 'redirected-permanent' ? '' : each[field],
        ),
      );
      expect(other).toEqual(one);
    }
    await check(addresses, ['--state', 'another'], { cwd });
    expect(asked.length).toBe(2 * requests);
  });

  it('with --offline asks nobody, and says what it does not know', async () => {
    const { origin, asked } = await site();
    const ran = await check([`${origin}/a`], ['--offline']);
    expect(asked).toEqual([]);
    expect(ran.code).toBe(0);
    expect(told(ran).links).toMatchObject([{ verdict: 'not-checked', reason: 'offline', tier: 'unknown' }]);
  });

  it('starts anew where the memory cannot be read, and keeps what was there', async () => {
    const { origin } = await site();
    const cwd = await folderWith({ '.reverify/memory.json': 'oops' });
    const ran = await check([`${origin}/a`], [], { cwd });
    expect(ran.code).toBe(0);
    expect(ran.err).toMatch(
      /^The memory file cannot be read: set aside, starting empty: .*memory\.json\.broken\n$/,
    );
    expect(await readFile(join(cwd, '.reverify/memory.json.broken'), 'utf8')).toBe('oops');
  });

  it('tells what it found where the memory cannot be written, and exits 2', async () => {
    const { origin } = await site({ '/gone': 410 });
    const cwd = await folderWith();
    const { origin: other } = await blockingSite(cwd);
    const ran = await check([`${origin}/gone`, `${other}/`], [], { cwd });
    expect(ran.code).toBe(2);
    expect(ran.err).toMatch(/^Cannot write \.reverify\/memory\.json: /);
    expect(told(ran).summary).toMatchObject({ pages: 2, broken: 1 });
  });

  it('calls nothing broken that another runner has seen alive since', async () => {
    const { origin, answers } = await site({ '/a': 404, '/b': 404 });
    const cwd = await folderWith();
    const addresses = [`${origin}/a`, `${origin}/b`];
    expect((await check(addresses, [], { cwd })).code).toBe(1);
    answers['/a'] = 200;
    await check(addresses, ['--state', 'elsewhere'], { cwd });
    const vantage = ['--offline', '--vantage', 'elsewhere/memory.json'];
    const ran = await check(addresses, vantage, { cwd });
    expect(told(ran).links.map(({ verdict, broken }) => [verdict, broken])).toEqual([
      ['not-found', false],
      ['not-found', true],
    ]);
    expect(told(ran).summary).toMatchObject({ broken: 1, suspect: 1 });
    const before = await readFile(join(cwd, 'elsewhere/memory.json'), 'utf8');
    expect((await check([`${origin}/a`], vantage, { cwd })).code).toBe(0);
    expect(await readFile(join(cwd, 'elsewhere/memory.json'), 'utf8')).toBe(before);
  });
});

/** A site that puts a folder where the memory file of a run in this folder is to be written. */
async function blockingSite(cwd: string): Promise<{ origin: string }> {
  return serve((_, response) => {
    void mkdir(join(cwd, '.reverify/memory.json/in the way'), { recursive: true }).then(() => response.end());
  });
}

describe('the policy of reverify links', () => {
  /** Checks addresses under a policy, without the quick settings. */
  async function under(
    policy: string,
    addresses: readonly string[],
    args: readonly string[] = [],
  ): Promise<Ran> {
    const cwd = await folderWith({ '.github/reverify.yml': `links:\n${policy}` });
    const how = { cwd, input: addresses.join('\n') };
    return reverify(
      ['links', ...OPEN, '--confirm-after', '0', '--list', '-', '--format', 'json', ...args],
      how,
    );
  }

  it('leaves out the pages of links.ignore', async () => {
    const { origin, asked } = await site();
    const ran = await under(`  ignore: ['${origin}/private/**']\n`, [
      `${origin}/private/a#x`,
      `${origin}/private/b/c`,
      `${origin}/a`,
    ]);
    expect(asked).toEqual(['/a']);
    expect(told(ran).links.map(({ verdict }) => verdict)).toEqual(['excluded', 'excluded', 'ok']);
    expect(ran.code).toBe(0);
  });

  it('leaves out the hosts that links.hosts skips; the last that fits counts', async () => {
    const { origin, asked } = await site();
    const skip = `  hosts: [{ host: '127.*', skip: true }, { host: '127.0.0.2', skip: false }]\n`;
    const ran = await under(skip, [`${origin}/a`, `${origin.replace('127.0.0.1', '127.0.0.2')}/b`]);
    expect(asked).toEqual([]);
    expect(told(ran).links.map(({ verdict }) => verdict)).toEqual(['excluded', 'refused']);
  });

  it('asks a host no more at once than links.hosts and --per-host say', async () => {
    const paths = Array.from({ length: 12 }, (_, index) => `/${index}`);
    async function mostUnder(policy: string, args: readonly string[]): Promise<number> {
      const { origin, most } = await site({}, 100);
      await under(
        policy,
        paths.map((path) => origin + path),
        ['--rate', 'off', ...args],
      );
      return most();
    }
    expect(await mostUnder('  hosts: []\n', [])).toBe(6);
    expect(await mostUnder('  hosts: []\n', ['--per-host', '3'])).toBe(3);
    expect(await mostUnder("  hosts: [{ host: '127.0.0.1', perHost: 1 }]\n", [])).toBe(1);
    expect(await mostUnder("  hosts: [{ host: '127.0.0.1', perHost: 64 }]\n", [])).toBe(6);
    expect(await mostUnder("  hosts: [{ host: 'example.org', perHost: 1 }]\n", [])).toBe(6);
  });

  it('spaces the requests to a host as links.hosts says', async () => {
    const arrivals: number[] = [];
    const { origin } = await serve((_, response) => {
      arrivals.push(Date.now());
      response.end();
    });
    const addresses = ['/a', '/b', '/c', '/d'].map((path) => origin + path);
    await under("  hosts: [{ host: '127.0.0.1', rate: 2 }]\n", addresses, ['--rate', 'off']);
    // Two in the first second, the others after it; half of that leaves room for a slow start.
    expect((arrivals[3] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(500);
  });

  it('calls a page dead after as many failures as links.failures says', async () => {
    const { origin } = await site({ '/fault': 500 });
    const patient = await under('  failures: 2\n', [`${origin}/fault`]);
    expect(told(patient).links).toMatchObject([{ tier: 'suspect', broken: false, failures: 1 }]);
    expect(patient.code).toBe(0);
    const hasty = await under('  failures: 1\n', [`${origin}/fault`]);
    expect(told(hasty).links).toMatchObject([{ verdict: 'server-error', tier: 'broken', broken: true }]);
    expect(hasty.code).toBe(1);
  });
});

describe('addresses that reverify links does not ask', () => {
  it.each([
    ['http://127.0.0.1/', 'private-address'],
    ['http://2130706433/', 'private-address'],
    ['http://[::ffff:7f00:1]/', 'private-address'],
    ['http://localhost/', 'private-address'],
    ['http://bücher.localhost/', 'private-address'],
    ['http://169.254.169.254/latest/meta-data/', 'private-address'],
    ['http://127.0.0.1:8080/', 'port-refused'],
    ['mailto:somebody@example.org', 'unsupported-scheme'],
  ])('says of %s that it is %s, and not that it is broken', async (address, verdict) => {
    const how = { cwd: await folderWith(), input: address };
    const ran = await reverify(['links', '--list', '-', '--format', 'json'], how);
    expect(told(ran).links).toMatchObject([{ url: address, verdict, tier: 'refused', broken: false }]);
    expect(ran.code).toBe(0);
  });

  it.each([
    ['http://user:secret@example.org/', 'credentials'],
    [`http://example.org/${'a'.repeat(8_000)}`, 'too long'],
    ['http://example.org\\@127.0.0.1/', 'backslash'],
    ['http://exa\tmple.org/', 'control character'],
    ['not an address', 'cannot be read'],
  ])('says of %.40s that it cannot be asked: %s', async (address, reason) => {
    const ran = await check([address]);
    expect(told(ran).links).toMatchObject([{ url: address, verdict: 'invalid-url', reason, broken: true }]);
    expect(ran.code).toBe(1);
  });

  it('asks for an address of 8,000 characters', async () => {
    const { origin, asked } = await site();
    const address = `${origin}/`.padEnd(8_000, 'a');
    expect(told(await check([address])).links).toMatchObject([{ url: address, verdict: 'ok' }]);
    expect(asked.map((path) => origin.length + path.length)).toEqual([8_000]);
  });

  it('knows a page by its usual address, however it is written', async () => {
    const { origin, asked } = await site();
    const { port } = new URL(origin);
    const { links: found } = told(
      await check([`http://2130706433:${port}/a`, `HTTP://127.1:${port}/x/../a`]),
    );
    expect(found.map(({ page }) => page)).toEqual([`${origin}/a`, `${origin}/a`]);
    expect(asked).toEqual(['/a']);
    const [idn] = told(await check(['http://bücher.localhost/'])).links;
    expect(idn?.page).toBe('http://xn--bcher-kva.localhost/');
  });

  it('does not follow a site to an address that is not allowed', async () => {
    const { origin: inside, asked } = await site();
    const { origin } = await serve((_, response) => {
      response.writeHead(302, { location: inside.replace('127.0.0.1', '[::ffff:7f00:1]') }).end();
    });
    const ran = await check([`${origin}/`]);
    expect(told(ran).links).toMatchObject([{ tier: 'refused', broken: false }]);
    expect(asked).toEqual([]);
    expect(ran.code).toBe(0);
  });
});
