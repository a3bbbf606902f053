import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { evaluationText } from '../helpers/evaluations.ts';
import { startWeb, type Web } from '../helpers/web.ts';
import { rehearse, type Rehearsal } from './rehearsal.ts';

const FILE = 'data/a.json';
const OLD = 'https://old.example/known';

let web: Web;
let rehearsal: Rehearsal;
beforeAll(async () => (web = await startWeb()));
beforeEach(() => (web.requests.length = 0));
afterEach(() => rehearsal.close());
afterAll(() => web.close());

function textOf(urls: readonly string[]): string {
  return evaluationText({ id: 'a', criteria: { 'security.audit': { urls: [OLD, ...urls] } } });
}

interface Proposal {
  config?: string;
  from?: 'fork' | 'same';
  /** Where pages on loopback may be asked. */
  trusted?: string;
}

/** A repository with one evaluation, and a pull request in which it cites more. */
async function propose(
  cited: readonly string[] | ((github: string) => string[]),
  { config = '', from = 'same', trusted = web.url }: Proposal = {},
): Promise<number> {
  const files = { [FILE]: textOf([]), '.github/reverify.yml': `mode: issues-only\n${config}` };
  rehearsal = await rehearse(files, { HF_ENDPOINT: trusted });
  const urls = typeof cited === 'function' ? cited(new URL(rehearsal.sandbox.url).origin) : cited;
  const pull = await rehearsal.repo.openPull({
    title: 'Cite',
    head: 'cite',
    from,
    files: { [FILE]: textOf(urls) },
  });
  rehearsal.sandbox.resetLog();
  return pull;
}

async function bodyOf(pull: number): Promise<string> {
  return (await rehearsal.repo.comments(pull))[0]?.body ?? '';
}

/** The writes that GitHub was sent since they were last counted. */
function writes(): string[] {
  const sent = rehearsal.sandbox.requests.map(({ method, path }) => `${method} ${path}`);
  rehearsal.sandbox.resetLog();
  return sent.filter((line) => !line.startsWith('GET') && !/access_tokens|graphql/.test(line));
}

const sectionOf = (body: string): string[] =>
  /#### New sources\n\n((?:.+\n)+)/.exec(body)?.[1]?.trim().split('\n') ?? [];

describe('new sources of a pull request', () => {
  it('are asked while the comment stands already, which is then completed', async () => {
    for (const [path, status] of [
      ['/gone', 404],
      ['/walled', 403],
    ] as const)
      web.answer(path, status);
    const pull = await propose([`${web.url}/there`, `${web.url}/walled`, `${web.url}/gone`]);
    let first = '';
    rehearsal.justBefore(/^PATCH .*\/issues\/comments\//, async () => (first = await bodyOf(pull)));
    await rehearsal.review(pull);
    expect(sectionOf(first)).toEqual(['3 new sources are being asked.']);
    const rows = sectionOf(await bodyOf(pull));
    expect(rows.map((row) => /\): (.*?)\./.exec(row)?.[1])).toEqual([
      'The site has no such page',
      'Could not tell: the site does not let programs in (status 403)',
      'The page answers',
    ]);
    const runs = await rehearsal.repo.checkRuns();
    expect(runs.length).toBe(1);
    expect(runs[0]).toMatchObject({
      conclusion: 'success',
      summary: expect.stringContaining('no such page'),
    });
    const line = textOf([`${web.url}/there`, `${web.url}/walled`, `${web.url}/gone`])
      .split('\n')
      .findIndex((text) => text.includes('/gone'));
    const said = runs[0]?.annotations.filter(({ title }) => title === 'new-source');
    expect(said).toMatchObject([{ path: FILE, annotation_level: 'warning', start_line: line + 1 }]);
  });

  it('cost GitHub three requests more, and an identical push none', async () => {
    const pull = await propose([`${web.url}/there`]);
    await rehearsal.review(pull);
    const sent = rehearsal.sandbox.requests.map(
      ({ method, path }) => `${method} ${path.replace(/.*\/evaluations/, '')}`,
    );
    const spoken = sent.findIndex((line) => /^POST .*\/comments$/.test(line));
    expect(sent.slice(spoken + 1).map((line) => line.replaceAll(/\d+/g, 'N'))).toEqual([
      'GET /pulls/N',
      'PATCH /check-runs/N',
      'PATCH /issues/comments/N',
    ]);
    rehearsal.sandbox.resetLog();
    web.requests.length = 0;
    await rehearsal.review(pull);
    expect(writes()).toEqual([]);
    await rehearsal.repo.commit({ branch: 'cite', message: 'Words', files: { 'NOTES.md': 'x' } });
    await rehearsal.review(pull);
    expect(writes().map((line) => line.replace(/ .*\//, ' '))).toEqual(['POST check-runs']);
    expect(web.requests).toEqual([]);
  });

  it('are at most ten of one host, and the rest is counted', async () => {
    const urls = Array.from({ length: 200 }, (_, index) => `${web.url}/${index}`);
    const pull = await propose(urls);
    await rehearsal.review(pull);
    expect(web.requests.length).toBe(10);
    expect(await bodyOf(pull)).toContain('190 more new sources are not asked here');
  });

  it('that send us round lead to at most thirty requests at a host', async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      const [, page = '', hop = '0'] = (request.url ?? '').split('/');
      asked += 1;
      response.writeHead(302, { location: `/${page}/${Number(hop) + 1}` }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const pull = await propose(
      Array.from({ length: 12 }, (_, index) => `${url}/${index}/0`),
      { trusted: url },
    );
    await rehearsal.review(pull);
    server.close();
    server.closeAllConnections();
    expect(asked).toBeGreaterThan(10);
    expect(asked).toBeLessThanOrEqual(30);
    expect(await bodyOf(pull)).toContain('Not checked this time (');
    const runs = await rehearsal.repo.checkRuns();
    expect(runs[0]?.annotations.filter(({ title }) => title === 'new-source')).toEqual([]);
  });

  it('on GitHub itself are looked at as the App sees them only for who may push', async () => {
    const words = async (from: 'fork' | 'same') => {
      const pull = await propose((github) => [`${github}/registry/evaluations`], { from });
      await rehearsal.review(pull);
      return sectionOf(await bodyOf(pull)).join();
    };
    expect(await words('same')).toContain('The page answers.');
    await rehearsal.close();
    expect(await words('fork')).toContain('Not asked: only ports 80 and 443 are.');
  });

  it('are left alone where links are not checked', async () => {
    const pull = await propose([`${web.url}/there`], { config: 'links: { check: false }\n' });
    await rehearsal.review(pull);
    expect(web.requests).toEqual([]);
    expect(await bodyOf(pull)).not.toContain('New sources');
  });

  it('that are not public are not asked, from a fork or not', async () => {
    const pull = await propose(['http://127.0.0.1/', 'http://169.254.169.254/latest/'], { from: 'fork' });
    await rehearsal.review(pull);
    expect(sectionOf(await bodyOf(pull)).join()).toMatch(/(Not asked: the address is not public.*){2}/);
  });

  it('are not told of where something else was pushed meanwhile', async () => {
    const pull = await propose([`${web.url}/there`]);
    rehearsal.justBefore(/^POST .*\/comments$/, () =>
      rehearsal.repo.commit({ branch: 'cite', message: 'More', files: { 'NOTES.md': 'x' } }),
    );
    await rehearsal.review(pull);
    expect(await bodyOf(pull)).toContain('1 new source is being asked.');
    await rehearsal.review(pull);
    expect(await bodyOf(pull)).toContain('The page answers.');
  });

  it('are left to a newer review, and so is all that is not said yet', async () => {
    const pull = await propose([`${web.url}/there`]);
    const early = new AbortController();
    rehearsal.justBefore(/^GET .*\/files/, () => early.abort());
    await rehearsal.review(pull, early.signal);
    expect(writes()).toEqual([]);
    const late = new AbortController();
    rehearsal.justBefore(/^POST .*\/comments$/, () => late.abort());
    await rehearsal.review(pull, late.signal);
    expect(writes().map((line) => line.replace(/ .*\//, ' '))).toEqual(['POST check-runs', 'POST comments']);
    expect(web.requests).toEqual([]);
    await rehearsal.review(pull);
    expect(await bodyOf(pull)).toContain('The page answers.');
  });
});
