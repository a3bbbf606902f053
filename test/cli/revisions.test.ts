import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { evaluationText } from '../helpers/evaluations.ts';
import { reverify } from './run.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reverify-git-'));
  git('init', '-q', '-b', 'main');
  await write('data/a.json', evaluationText());
  await write('data/with a\nname.json', evaluationText().replace('"id": "', '"id": "odd-'));
  await write('elsewhere/b.json', evaluationText());
  await symlink('/etc/passwd', join(folder, 'data/link.json'));
  commit('first');
  await write('data/a.json', evaluationText().replace(/"score": \d+/, '"score": 12'));
  await write('data/large.json', `"${'x'.repeat(5 * 1024 * 1024)}"`);
  await write('data/pointer.json', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 7\n');
  commit('second');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

function git(...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { cwd: folder });
}

function commit(message: string): void {
  git('add', '-A');
  git('commit', '-q', '-m', message);
}

interface Printed {
  evaluations: { id: string }[];
  problems: { message: string; file: string }[];
}

it('compares two revisions, by the patterns of the configuration', async () => {
  const { out: stdout } = await reverify(['diff', 'HEAD~1', 'main', '--format', 'json'], { cwd: folder });
  const { problems, ...printed } = JSON.parse(stdout) as Printed;
  expect(JSON.stringify(printed)).toContain('sample');
  expect(JSON.stringify(printed)).not.toContain('odd-');
  const told = problems.map(({ message, file }) => `${file}: ${message}`);
  expect(told).toContain('data/large.json: This file is larger than 5 MB and was not read.');
  expect(told.join('\n')).toContain('data/pointer.json: This is only a pointer of Git LFS');
  expect(told.join('\n')).not.toContain('link.json');
  expect(told.join('\n')).not.toContain('elsewhere');
});

it('finds nothing between a revision and itself, and between it and the folder that it is checked out in', async () => {
  const same = await reverify(['diff', 'HEAD', 'HEAD'], { cwd: folder });
  expect(same.out).not.toContain('12');
  const mixed = await reverify(['diff', 'HEAD', '.', '--format', 'json'], { cwd: folder });
  expect(mixed.err).toBe('');
});

it.each(['nowhere', '--help-me', 'HEAD~99', ':/', 'HEAD:data'])('says that %s is no side', async (side) => {
  const { code, err: stderr } = await reverify(['diff', '--', side, 'HEAD'], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toBe(`${side} is neither a folder nor a commit that git knows here.\n`);
});
