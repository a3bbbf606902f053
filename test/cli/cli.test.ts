import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedData } from '../helpers/app.ts';
import { reverify } from './run.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverify-cli-'));
  await write('repo', await shippedData());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, files: Record<string, string | Uint8Array>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, name, path, '..'), { recursive: true });
    await writeFile(join(folder, name, path), content);
  }
  return join(folder, name);
}

const SUMMARY_ON_A_FRESH_DAY = ['check', 'data', '--today', '2026-06-12', '--format', 'json'];

describe('reverify check', () => {
  it('is clean where nothing is past its age', async () => {
    const { code, out, err } = await reverify(['check', 'data/models', '--today', '2026-06-12'], {
      cwd: join(folder, 'repo'),
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.trim().split('\n').at(-1)).toBe(
      '2 evaluations in 2 files, 68 claims, none stale, 0 due, no errors on 2026-06-12.',
    );
  });

  it('exits 1 where claims are stale, and names file, line and claim', async () => {
    const { code, out } = await reverify(['check', 'data/models/minimax-m2.json', '--today', '2026-12-08'], {
      cwd: join(folder, 'repo'),
    });
    expect(code).toBe(1);
    const lines = (await readFile(join(folder, 'repo/data/models/minimax-m2.json'), 'utf8')).split('\n');
    const line = lines.findIndex((text) => text.includes('"versioning_policy"')) + 1;
    expect(out).toMatch(
      new RegExp(
        `${line}:\\d+ +stale +operational_excellence.versioning_policy: last verified 2026-06-10, 181 days ago`,
      ),
    );
    expect(out).toContain('minimax-m2');
  });

  it.each([
    ['stale', 1],
    ['error', 0],
    ['never', 0],
  ])('with --fail-on %s exits %i for stale claims', async (level, expected) => {
    const args = ['check', 'data', '--today', '2027-06-01', '--fail-on', level];
    expect((await reverify(args, { cwd: join(folder, 'repo') })).code).toBe(expected);
  });

  it.each([
    ['stale', 1],
    ['error', 1],
    ['never', 0],
  ])('with --fail-on %s exits %i for a broken file, and reads the others', async (level, expected) => {
    const cwd = await write(`broken-${level}`, {
      ...(await shippedData()),
      'data/broken.json': '{\n  "id": "x",\n  oops\n}',
    });
    const { code, out } = await reverify(['check', 'data', '--today', '2026-06-12', '--fail-on', level], {
      cwd,
    });
    expect(code).toBe(expected);
    expect(out).toContain('data/broken.json');
    expect(out).toMatch(/3:3 +error +This is not valid JSON/);
    expect(out).toContain('3 evaluations in 4 files');
  });

  it('takes what the configuration names, and its policy', async () => {
    const cwd = await write('configured', {
      ...(await shippedData()),
      '.github/reverify.yml': 'evaluations: ["data/models/*.json"]\nfreshness: { maxAge: 1 week }\n',
    });
    const { code, out } = await reverify(['check', '--today', '2026-06-20'], { cwd });
    expect(code).toBe(1);
    expect(out).toContain('1 evaluation in 1 file, 34 claims, 34 stale');
  });

  it('tells the summary as JSON', async () => {
    const { out } = await reverify(SUMMARY_ON_A_FRESH_DAY, { cwd: join(folder, 'repo') });
    const { summary, evaluations } = JSON.parse(out) as {
      summary: Record<string, unknown>;
      evaluations: { id: string }[];
    };
    expect(summary).toMatchObject({
      files: 3,
      evaluations: 3,
      evidence: 116,
      criteria: { total: 94, fresh: 94 },
      blocks: { 'metadata.pricing': { total: 3 } },
      dimensionScores: { declared: 15, differing: 0 },
      errors: 0,
    });
    expect(evaluations.map(({ id }) => id).sort()).toEqual(['glm-5', 'minimax-m2', 'server-filesystem']);
  });

  it.each([
    [['check', 'nowhere'], /Cannot read nowhere: there is no such file or folder/],
    [['check', '--today', '2026-02-30', 'data'], /Write a day of the calendar as YYYY-MM-DD/],
    [['check', '--format', 'xml', 'data'], /Allowed choices are text, json, sarif, github/],
    [['check', '--colour', 'data'], /unknown option '--colour'/],
    [['chek'], /unknown command 'chek'/],
    [['check', '--config', 'nowhere.yml', 'data'], /Cannot read nowhere.yml/],
  ])('exits 2 for %j, with the remedy', async (args, words) => {
    const { code, out, err } = await reverify(args, { cwd: join(folder, 'repo') });
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(words);
  });

  it('exits 2 for a configuration with an error, and names the line', async () => {
    const cwd = await write('misconfigured', {
      ...(await shippedData()),
      'c.yml': 'freshness:\n  maxage: 3d\n',
    });
    const { code, err } = await reverify(['check', '--config', 'c.yml', 'data'], { cwd });
    expect(code).toBe(2);
    expect(err).toContain('c.yml:2:');
    expect(err).toContain('Did you mean `maxAge`?');
  });

  it('exits 2 where there is nothing to check', async () => {
    const cwd = await write('nothing', { 'README.md': 'Hello' });
    const { code, err } = await reverify(['check'], { cwd });
    expect({ code, err }).toEqual({
      code: 2,
      err: 'No evaluation files were found. Name a folder that has some.\n',
    });
  });

  it('has colours only where they are asked for', async () => {
    const args = ['check', 'data', '--today', '2027-01-01'];
    const cwd = join(folder, 'repo');
    expect((await reverify(args, { cwd })).out).not.toContain('\u001B[');
    expect((await reverify(args, { cwd, env: { FORCE_COLOR: '1' } })).out).toContain('\u001B[');
    expect((await reverify(args, { cwd, env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).out).not.toContain(
      '\u001B[',
    );
  });

  it('gives the same in every time zone', async () => {
    const cwd = join(folder, 'repo');
    const zones = ['America/Los_Angeles', 'Pacific/Kiritimati', 'UTC'];
    const outs = await Promise.all(zones.map((TZ) => reverify(SUMMARY_ON_A_FRESH_DAY, { cwd, env: { TZ } })));
    expect(new Set(outs.map(({ out }) => out)).size).toBe(1);
  });
});

it('is no fault of anybody where the reader goes away early, as head does', async () => {
  const criteria = Object.fromEntries(
    Array.from({ length: 4_000 }, (_, at) => [`c${at}`, { score: 80, last_verified: '2020-01-01' }]),
  );
  const text = JSON.stringify({ id: 'a', name: 'A', trust_vector: { security: { criteria } } });
  const cwd = await mkdtemp(join(tmpdir(), 'reverify-pipe-'));
  await writeFile(join(cwd, 'a.json'), text);
  const { code, err } = await reverify(['check', 'a.json', '--format', 'json'], { cwd, hangUp: true });
  await rm(cwd, { recursive: true });
  expect(err).toBe('');
  expect(code).toBe(1);
});

describe('reverify diff', () => {
  it('tells what a refresh really changed', async () => {
    const data = await shippedData();
    const m2 = (data['data/models/minimax-m2.json'] ?? '')
      .replaceAll('"last_verified": "2026-06-10"', '"last_verified": "2026-07-09"')
      .replace('"score": 88', '"score": 89');
    const head = await write('head', { ...data, 'data/models/minimax-m2.json': m2 });
    const { code, out } = await reverify([
      'diff',
      join(folder, 'repo'),
      head,
      '--format',
      'json',
      '--today',
      '2026-07-10',
    ]);
    const { totals } = JSON.parse(out) as { totals: object };
    expect(totals).toMatchObject({
      stamped: 33,
      restamped: 32,
      scores: 1,
      evidence: 0,
      added: 0,
      removed: 0,
    });
    expect(code).toBe(0);
    const text = await reverify(['diff', join(folder, 'repo'), head, '--today', '2026-07-10']);
    expect(text.out).toContain('33 criteria stamped, 32 of them with nothing else changed');
    const markdown = await reverify([
      'diff',
      join(folder, 'repo'),
      head,
      '--format',
      'markdown',
      '--today',
      '2026-07-10',
    ]);
    expect(markdown.out).toContain('| MiniMax-M2 |');
    const args = ['diff', join(folder, 'repo'), head, '--today', '2026-07-10', '--format'];
    const github = await reverify([...args, 'github']);
    expect(github.out).toMatch(
      /^::warning file=data\/models\/minimax-m2\.json,line=\d+,col=\d+,title=score-without-evidence::The score/m,
    );
    const sarif = await reverify([...args, 'sarif']);
    const log = JSON.parse(sarif.out) as { runs: { results: { ruleId: string }[] }[] };
    expect(log.runs[0]?.results.map(({ ruleId }) => ruleId)).toContain('score-without-evidence');
  });
});

describe('the README', () => {
  it.each([['check'], ['diff'], ['links'], ['watch'], ['verified'], ['explain']])(
    'shows the help of %s as it is',
    async (command) => {
      const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
      const { out } = await reverify([command, '--help']);
      expect(readme.replaceAll('\r\n', '\n')).toContain(`\n${out.trim()}\n`);
    },
  );

  it('lists every setting of the environment', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const wire = await readFile(new URL('../../src/settings.ts', import.meta.url), 'utf8');
    const names = [...wire.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});
