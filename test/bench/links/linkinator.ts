import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uniquePages, type Call, type Client, type Told } from './client.ts';
import { runProcess } from './run-process.ts';

const patient =
  '--concurrency 32 --retry --retry-errors --retry-errors-count 2 --retry-errors-jitter 500'.split(' ');

/** linkinator as it comes, and told to retry; both majors. Installs them into the folder; `say` is told what cannot be. */
export async function linkinators(folder: string, say: (line: string) => void): Promise<Client[]> {
  const clients: Client[] = [];
  for (const major of [7, 8]) {
    try {
      const start = await install(major, join(folder, `linkinator-${major}`));
      const name = `linkinator${major}`;
      clients.push(linkinator(name, start, join(folder, name), []));
      clients.push(linkinator(`${name}-retry`, start, join(folder, `${name}-retry`), patient));
    } catch (error) {
      say(`linkinator ${major} is left out: it could not be installed. ${messageOf(error)}`);
    }
  }
  return clients;
}

interface Start {
  node: string;
  script: string;
}

async function install(major: number, folder: string): Promise<Start> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const old = major === 8 && Number(process.versions.node.split('.')[0]) < 22;
  // It asks for Node 22, which there is as a package.
  const nodePackage = `node-${process.platform}-${process.arch}`;
  const packages = [`linkinator@${major}`, ...(old ? [`${nodePackage}@22`] : [])];
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'];
  await runProcess('npm', ['install', ...quiet, ...packages], folder, [0]);
  const script = join(folder, 'node_modules', 'linkinator', 'build', 'src', 'cli.js');
  if (!readdirSync(join(script, '..')).includes('cli.js')) throw new Error('It has no build/src/cli.js.');
  const node = old ? join(folder, 'node_modules', nodePackage, 'bin', 'node') : process.execPath;
  return { node, script };
}

function linkinator(name: string, { node, script }: Start, folder: string, args: readonly string[]): Client {
  return {
    name,
    run(mentions) {
      mkdirSync(folder, { recursive: true });
      const links = uniquePages(mentions).map((url) => `<li><a href="${url}">${url}</a></li>`);
      writeFileSync(
        join(folder, 'links.html'),
        `<!doctype html><title>Links</title><ul>${links.join('\n')}</ul>`,
      );
      const command = [script, 'links.html', '--format', 'json', '--timeout', '5000', ...args];
      return runProcess(node, command, folder, [0, 1]);
    },
    read({ out }) {
      const { links } = JSON.parse(out.slice(out.indexOf('{'))) as {
        links: { url: string; state: string; status?: number }[];
      };
      return new Map(
        links.map(({ url, state, status }): [string, Told] => [
          url,
          { call: calls[state] ?? 'unknown', verdict: `${state} ${status}` },
        ]),
      );
    },
  };
}

const calls: Readonly<Record<string, Call>> = { OK: 'ok', BROKEN: 'broken', SKIPPED: 'unknown' };

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error);
}
