import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addresses, expectHarmless, expectPlain } from '../render/hostile.ts';
import type { Exchange } from '../sandbox/http/log.ts';
import type { Repo } from '../sandbox/repo.ts';
import { startStage, type Stage } from './stage.ts';

const COMMENT_MARKER = '<!-- reverify:v1 kind=review -->';
const SHA = '6849f0c2a1b2c3d4e5f607186849f0c2a1b2c3d4';

const HARM = [
  '@octocat @acme/team acme/evals#1 #1 Fixes #1 GH-7',
  `${SHA} acme/evals@${SHA}`,
  '<!-- reverify:v1 kind=stale key=0123456789abcdef facts= answered= closed=yes -->',
  COMMENT_MARKER,
  '</details></summary><script>alert(1)</script><img src=x onerror=alert(1)>',
  '\u202E\u2066gnp.exe\u2069\u200B\u0000\u001B[31m',
  '`|**_~~\n# heading\n- [ ] box\n',
  'https://github.com/acme/evals/issues/1 www.evil.example',
  '[x](javascript:alert(1)) ![i](http://evil.example/x.png)',
].join(' ');

const MANY = { last_verified: '2026-01-01' };

type Raw = Record<string, unknown>;

let stage: Stage;
let repo: Repo;
let people: unknown;
beforeAll(async () => {
  stage = await startStage();
  repo = await stage.repository(stage.data);
  people = elsewhere();
});
afterAll(() => stage.close());

// All that the review of a pull request must leave as it is.
function elsewhere(): unknown {
  return repo
    .issues()
    .filter(({ title }) => title !== 'Hostile')
    .map((issue) => ({ issue, comments: repo.comments(issue.number) }));
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 1);
}

function generic(id: string, claims: Raw, more: Raw = {}): string {
  return json({ id, type: 'model', name: id, ...more, claims });
}

function claim(more: Raw = {}): Raw {
  return { last_verified: '2026-11-01', score: 50, ...more };
}

/** The shipped evaluation, with one criterion replaced and harm wherever a text may stand. */
function framework(more: Raw): string {
  const raw = JSON.parse(stage.data['data/models/minimax-m2.json'] ?? '') as {
    name: string;
    trust_vector: Record<string, { criteria: Record<string, Raw> }>;
  };
  const [dimension] = Object.values(raw.trust_vector);
  if (!dimension) throw new Error('The shipped evaluation has no dimension.');
  const [name = ''] = Object.keys(dimension.criteria);
  dimension.criteria[name] = { ...dimension.criteria[name], ...more };
  return json(raw);
}

function brokenFiles(): Record<string, string | Uint8Array> {
  const bomb = Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`);
  return {
    'data/broken.json': '{"id": "broken", "claims": [1, 2',
    'data/empty.json': '',
    'data/large.json': `{"id": "${'x'.repeat(6 * 1024 * 1024)}"}`,
    'data/deep.json': `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    'data/deep.yaml': '['.repeat(10_000),
    'data/deep-keys.json': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    'data/bomb.yaml': `last_verified: 2026-01-01\na0: &a0 lol\n${bomb.join('\n')}\n`,
    'data/proto.json': `{"id":"proto","__proto__":{"last_verified":"2026-01-01","polluted":true},"constructor":{"prototype":{"last_verified":"2026-01-01"}},"c":{"last_verified":"2026-01-01"}}`,
    'data/twice.json':
      '{"id":"twice","c":{"last_verified":"2026-01-01","last_verified":"2026-02-01","score":1,"score":2}}',
    'data/bom.json': `\uFEFF${generic('bom', { c: claim() })}`,
    'data/crlf.json': generic('crlf', { c: claim() }).replaceAll('\n', '\r\n'),
    'data/latin1.json': Buffer.from('{"id":"caf\xE9","c":{"last_verified":"2026-01-01"}}', 'latin1'),
    'data/pointer.json': `version https://git-lfs.github.com/spec/v1\noid sha256:${SHA}${SHA.slice(16)}\nsize 12345\n`,
  };
}

function wrongValues(): Record<string, string> {
  return {
    'data/days.json': generic('days', {
      impossible: claim({ last_verified: '2026-02-30' }),
      future: claim({ last_verified: '2099-01-01' }),
      harm: claim({ last_verified: HARM }),
      list: claim({ last_verified: [HARM] }),
    }),
    'data/models/minimax-m2.json': framework({ score: -1, last_verified: HARM, confidence: HARM }),
    'data/scores.json': framework({ score: 101 }),
    'data/scores-nan.yaml': framework({ score: 'NaN' }).replace('"NaN"', '.nan'),
    'data/scores-nan.json': '{"id":"nan","c":{"last_verified":"2026-01-01","score":NaN}}',
    'data/scores-text.json': framework({ score: HARM, evidence: HARM }),
    [`data/${'d'.repeat(100)}/${'long-'.repeat(40)}.json`]: '{',
  };
}

function hostileTexts(): Record<string, string> {
  const evidence = Object.keys(addresses).map((url) => ({ source: HARM, url, date: HARM, value: HARM }));
  const harmed = { ...claim(), evidence, [HARM]: HARM };
  return {
    'data/texts.json': generic(HARM, { [HARM]: harmed, ['x'.repeat(5_000)]: harmed }, { type: HARM }),
    'data/models/glm-5.yaml': `${stage.data['data/models/glm-5.yaml']}\n${json(HARM)}: { last_verified: 2026-12-01, ${json(HARM)}: 1 }\n`,
    [`data/@octocat #1 Fixes #1 ${SHA} <!-- x --> \`|\u202E.json`]: '{"broken',
    'data/</details>.yaml': 'a: [',
    'data/long-text.json': generic('long-text', {
      c: claim({ text: HARM.repeat(4_000_000 / json(HARM).length) }),
    }),
    'data/many.json': JSON.stringify({
      id: 'many',
      claims: Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`c${at}`, MANY])),
    }),
    'data/watch.json': generic(
      'watch',
      { c: claim() },
      { watch: [{ id: HARM, source: HARM, target: HARM }] },
    ),
  };
}

/** What is said of files that could not be read. */
const NAMED: Readonly<Record<string, RegExp>> = {
  'data/broken.json': /^This is not valid JSON/,
  'data/scores-nan.json': /^This is not valid JSON/,
  'data/link.json': /^This is not valid JSON/,
  'data/empty.json': /^This file is empty/,
  'data/large.json': /^This file is larger than 5 MB/,
  'data/deep.json': /^This file nests deeper/,
  'data/deep.yaml': /^This file nests deeper/,
  'data/deep-keys.json': /^This file nests deeper/,
  'data/bomb.yaml': /^The aliases of this file multiply/,
  'data/latin1.json': /^This file holds bytes that are not UTF-8/,
  'data/pointer.json': /^This is only a pointer of Git LFS/,
  'data/module.json': /^GitHub has no file here: a submodule/,
  'data/own.json': /^GitHub has no file here: a submodule/,
};

interface CheckBody {
  status?: string;
  output: { title: string; summary: string; annotations: { title: string; message: string }[] };
}

function expectWithinLimits(writes: readonly Exchange[]): void {
  const checks = writes.filter(({ path }) => path.includes('/check-runs'));
  for (const { output } of checks.map(({ body }) => body as CheckBody)) {
    expect(output.summary.length).toBeLessThanOrEqual(65_535);
    expect(output.annotations.length).toBeLessThanOrEqual(50);
    expectPlain(output.title, 255);
    for (const { message, title } of output.annotations) {
      expectPlain(title, 255);
      expectPlain(message, 64_000);
    }
  }
  const bodies = writes.filter(({ path }) => path.includes('/comments'));
  for (const { body } of bodies) expect((body as { body: string }).body.length).toBeLessThanOrEqual(65_536);
}

describe('a pull request full of harm, from a fork', () => {
  it('ends in one clear check run and one harmless comment, and nothing is touched elsewhere', async () => {
    const wish = { title: 'Hostile', head: 'hostile', author: 'mallory', from: 'fork' as const };
    let number = 0;
    await stage.after('review', async () => {
      number = await repo.openPull({ ...wish, files: { 'README.md': 'Hello' } });
    });
    const own = await repo.sha();
    stage.sandbox.resetLog();
    const line = await stage.after(`review #${number}`, () =>
      repo.pushToPull(number, {
        files: { ...brokenFiles(), ...wrongValues(), ...hostileTexts() },
        links: { 'data/link.json': '../../../../etc/passwd', 'data/link.yaml': '/etc/passwd' },
        submodules: { 'data/module.json': SHA, 'data/own.json': own },
      }),
    );
    expect(line.outcome).toMatchObject({ kind: 'reviewed', conclusion: 'failure' });

    const [run, ...others] = repo.checkRuns(repo.headOf(number));
    expect(others).toEqual([]);
    expect(run).toMatchObject({ status: 'completed', conclusion: 'failure' });
    const [comment, ...more] = repo.comments(number);
    expect(more).toEqual([]);
    expectHarmless(comment?.body ?? '', COMMENT_MARKER);
    expectHarmless(run?.summary ?? '');
    const suggestions = await repo.lineComments(number);
    expect(suggestions.length).toBeGreaterThan(0);
    for (const { body } of suggestions) expectHarmless(body, /<!--.*-->/.exec(body)?.[0]);

    const writes = stage.sandbox.writes();
    expectWithinLimits(writes);
    const mine = new RegExp(
      `^/repos/${repo.fullName}/(check-runs(/${run?.id})?|issues/${number}/comments|issues/comments/${comment?.id}|pulls/${number}/reviews)$`,
    );
    expect(writes.map(({ path }) => path).filter((path) => !mine.test(path))).toEqual([]);
    expect(elsewhere()).toEqual(people);
  });

  it('names each broken file', () => {
    const number = repo.issues().find(({ title }) => title === 'Hostile')?.number ?? 0;
    const annotations = repo.checkRuns(repo.headOf(number))[0]?.annotations ?? [];
    const said = Object.fromEntries(annotations.map(({ path, message }) => [path, message]));
    for (const [path, words] of Object.entries(NAMED)) expect(said[path], path).toMatch(words);
  });
});

describe('a pull request of more files than GitHub lists', () => {
  it('says in its comment and in its check run that the rest was not reviewed, and does not pass', async () => {
    const names = Array.from({ length: 3_001 }, (_, at) => [`notes/${at}.md`, 'x']);
    let number = 0;
    await stage.after('review', async () => {
      const files = Object.fromEntries(names) as Record<string, string>;
      number = await repo.openPull({ title: 'Large', head: 'large', files });
    });
    const words =
      'This pull request changes 3,001 files; GitHub names the first 3,000, and only those were reviewed.';
    expect(repo.comments(number).map(({ body }) => body)).toEqual([expect.stringContaining(words)]);
    expect(repo.checkRuns(repo.headOf(number))).toMatchObject([
      { conclusion: 'failure', summary: expect.stringContaining(words) },
    ]);
  });
});
