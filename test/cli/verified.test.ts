import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { evaluationText } from '../helpers/evaluations.ts';
import { reverify, type Ran } from './run.ts';

const MODEL = evaluationText({
  criteria: { 'security.old': {}, 'security.later': { verified: '2026-09-09' }, 'privacy.old': {} },
  more: { last_evaluated: '2026-01-01' },
});
const YAML = 'id: tool\r\nprice: {last_verified: 2026-01-01} # soon\r\n';

/** A folder of its own with these files, gone at the end of the test. */
async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'reverify-verified-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

function verified(cwd: string, ...args: string[]): Promise<Ran> {
  return reverify(['verified', ...args, '--today', '2026-06-15'], { cwd });
}

describe('reverify verified', () => {
  it('changes the dates of the claims named, and nothing else', async () => {
    const cwd = await folderWith({
      'data/a.json': MODEL,
      'data/b.yaml': YAML,
      'data/d.json': '{"a": 1}',
      'other/c.json': MODEL,
    });
    const ran = await verified(cwd, '*.{old,later}');
    expect(ran).toEqual({
      code: 0,
      err: '',
      out: 'data/a.json: 2 claims\n2 claims in 1 file stamped 2026-06-15, 1 verified later and left alone.\n',
    });
    expect(await readFile(join(cwd, 'data/a.json'), 'utf8')).toBe(
      MODEL.replaceAll(/(last_\w+": )"2026-01-01"/g, '$1"2026-06-15"'),
    );
    expect(await readFile(join(cwd, 'data/b.yaml'), 'utf8')).toBe(YAML);
    expect(await readFile(join(cwd, 'other/c.json'), 'utf8')).toBe(MODEL);
    const again = await verified(cwd, '*.old');
    expect(again.out).toBe('0 claims in 0 files stamped 2026-06-15, 2 had this day already.\n');
    expect(again.code).toBe(0);
  });

  it('shows the lines with --dry-run, and writes nothing', async () => {
    const cwd = await folderWith({ 'data/a.json': MODEL, 'data/b.yaml': YAML });
    const { code, out } = await verified(cwd, '**', '--dry-run');
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'data/a.json:19  trust_vector.security.criteria.old.last_verified: "2026-01-01" → "2026-06-15"',
      'data/a.json:49  trust_vector.privacy.criteria.old.last_verified: "2026-01-01" → "2026-06-15"',
      'data/a.json:54  last_evaluated: "2026-01-01" → "2026-06-15"',
      'data/b.yaml:2  price.last_verified: 2026-01-01 → 2026-06-15',
      '3 claims in 2 files would be stamped 2026-06-15, 1 verified later and left alone. Nothing was written.',
      '',
    ]);
    expect(await readFile(join(cwd, 'data/a.json'), 'utf8')).toBe(MODEL);
    expect(await readFile(join(cwd, 'data/b.yaml'), 'utf8')).toBe(YAML);
  });

  it('names what it could not stamp, stamps the rest, and exits 1', async () => {
    const cwd = await folderWith({
      'a.yaml': 'a: {last_verified: 2026-01-01}\nb: &b\n  last_verified: 2026-01-01\nc: *b\n',
      'b.json': '{"a": {"last_verified": "2026-01-01"}',
    });
    const { code, out } = await verified(cwd, '**', '.');
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'a.yaml: 1 claim',
      'a.yaml:3  not stamped  `b.last_verified` is an alias or lies under an anchor, so a change would reach other places. Edit it by hand.',
      'a.yaml:4  not stamped  `c.last_verified` is an alias or lies under an anchor, so a change would reach other places. Edit it by hand.',
      'b.json:1  not stamped  This is not valid JSON: the reader stopped here. Look for a missing quote, comma or bracket, a comment, or a trailing comma.',
      '1 claim in 1 file stamped 2026-06-15.',
      '',
    ]);
    expect(await readFile(join(cwd, 'a.yaml'), 'utf8')).toBe(
      'a: {last_verified: 2026-06-15}\nb: &b\n  last_verified: 2026-01-01\nc: *b\n',
    );
  });

  it('leaves the day of an evaluation of which no claim could be stamped', async () => {
    const text = evaluationText({
      criteria: { 'security.x': { verified: undefined } },
      more: { last_evaluated: '2026-01-01' },
    });
    const cwd = await folderWith({ 'data/a.json': text });
    const { code, out } = await verified(cwd, '**');
    expect(code).toBe(1);
    expect(out).toContain('Nothing stands at `trust_vector.security.criteria.x.last_verified`');
    expect(await readFile(join(cwd, 'data/a.json'), 'utf8')).toBe(text);
  });

  it.each([
    [['security.nothing'], 'No claim has a name that fits.'],
    [['**', 'empty'], 'No evaluation files were found.'],
    [['**', 'nowhere'], 'Cannot read nowhere: there is no such file or folder.'],
    [['x'.repeat(201)], 'A pattern has at most 200 characters.'],
    [[], "missing required argument 'claims'"],
  ])('exits 2 for %j, with the remedy', async (args, words) => {
    const cwd = await folderWith({ 'data/a.json': MODEL, 'empty/README.md': '' });
    const { code, out, err } = await verified(cwd, ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
  });

  it('writes nothing where a path is not there, whatever stands before it', async () => {
    const cwd = await folderWith({ 'data/a.json': MODEL });
    expect((await verified(cwd, '**', 'data', 'nowhere')).code).toBe(2);
    expect(await readFile(join(cwd, 'data/a.json'), 'utf8')).toBe(MODEL);
  });

  it('keeps the mode and leaves nothing beside the file', async () => {
    const cwd = await folderWith({ 'data/a.json': MODEL });
    await chmod(join(cwd, 'data/a.json'), 0o666);
    await verified(cwd, '**');
    expect((await stat(join(cwd, 'data/a.json'))).mode & 0o777).toBe(0o666);
    expect(await readdir(join(cwd, 'data'))).toEqual(['a.json']);
  });

  it('names a file that cannot be written, and writes the others', async () => {
    const cwd = await folderWith({ 'data/a.json': MODEL, 'data/b.yaml': YAML });
    // So long that the file beside it has no name.
    const long = `${'x'.repeat(230)}.json`;
    await writeFile(join(cwd, 'data', long), MODEL);
    const { code, out } = await verified(cwd, '**', 'data');
    expect(code).toBe(1);
    expect(out).toContain(`data/${long}:1  not stamped  This file could not be written: `);
    expect(out).toContain('3 claims in 2 files stamped');
    expect(await readFile(join(cwd, 'data', long), 'utf8')).toBe(MODEL);
  });

  it('writes through a link that stays inside, and leaves one that leads out', async () => {
    const outside = await folderWith({ 'a.json': MODEL });
    const cwd = await folderWith({ 'data/a.json': MODEL });
    await mkdir(join(cwd, 'links'));
    await symlink('../data/a.json', join(cwd, 'links/in.json'));
    await symlink(join(outside, 'a.json'), join(cwd, 'links/out.json'));
    const { code, out } = await verified(cwd, '*.old', 'links/in.json', 'links/out.json');
    expect(code).toBe(1);
    expect(out).toContain('links/in.json: 2 claims\n');
    expect(out).toContain('links/out.json:1  not stamped  This is a link to a file elsewhere');
    expect(await readFile(join(outside, 'a.json'), 'utf8')).toBe(MODEL);
    expect(await readFile(join(cwd, 'data/a.json'), 'utf8')).toContain('2026-06-15');
    expect((await lstat(join(cwd, 'links/in.json'))).isSymbolicLink()).toBe(true);
  });
});
