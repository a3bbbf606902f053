import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ObjectReader, type GitObject } from './objects.ts';

/** A real bare git repository in a folder, untouched by the machine's own git configuration. */
export class GitRepository {
  readonly directory: string;
  readonly #objects: ObjectReader;

  constructor(directory: string) {
    this.directory = directory;
    this.#objects = new ObjectReader(directory, gitEnvironment(directory));
  }

  /** An empty repository in a new folder; `alternates` lends it another one's objects, as a fork has them. */
  static async create(directory: string, alternates?: GitRepository): Promise<GitRepository> {
    // What `git init --bare` and `git clone --shared` leave, without a process for it.
    await mkdir(join(directory, 'objects', 'info'), { recursive: true });
    await mkdir(join(directory, 'refs', 'heads'), { recursive: true });
    await writeFile(join(directory, 'HEAD'), 'ref: refs/heads/main\n');
    await writeFile(join(directory, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n');
    const repository = new GitRepository(directory);
    if (!alternates) return repository;
    const objects = join(alternates.directory, 'objects');
    await writeFile(join(directory, 'objects', 'info', 'alternates'), `${objects}\n`);
    const main = await alternates.commitSha('refs/heads/main');
    if (main !== undefined) await repository.setRef('refs/heads/main', main);
    return repository;
  }

  /** Runs one git command; a failure throws with what git said. */
  run(args: readonly string[], input?: string | Uint8Array): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const child = spawn('git', ['-c', 'core.fsync=none', ...args], {
        cwd: this.directory,
        env: gitEnvironment(this.directory),
      });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
      child.on('error', reject);
      child.on('close', (code) => {
        if (code === 0) resolve(Buffer.concat(out));
        else reject(new Error(`git ${args[0] ?? ''} ended with ${code}: ${Buffer.concat(err).toString()}`));
      });
      // git may end before it has read everything; its exit code tells the story then.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input ?? '');
    });
  }

  /** Any object by any git expression (`main`, `<sha>`, `HEAD:path`), or undefined. */
  read(expression: string): Promise<GitObject | undefined> {
    return this.#objects.read(expression);
  }

  /** The commit that a branch, tag, ref or sha stands for, or undefined. */
  async commitSha(reference: string): Promise<string | undefined> {
    const found = await this.read(`${reference}^{commit}`);
    return found?.sha;
  }

  /** Points a full ref name at an object, creating the ref if need be. */
  async setRef(ref: string, sha: string): Promise<void> {
    await this.run(['update-ref', ref, sha]);
  }

  /** Removes a full ref name. */
  async deleteRef(ref: string): Promise<void> {
    await this.run(['update-ref', '-d', ref]);
  }

  /** Copies a commit and all that it needs out of another repository, under a ref of this one. */
  async take(from: GitRepository, sha: string, ref: string): Promise<void> {
    await from.setRef('refs/sandbox/offer', sha);
    await this.run(['fetch', '--quiet', '--no-tags', from.directory, `+refs/sandbox/offer:${ref}`]);
  }

  /** Ends the reading process. */
  close(): Promise<void> {
    return this.#objects.close();
  }
}

function gitEnvironment(directory: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: directory,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}
