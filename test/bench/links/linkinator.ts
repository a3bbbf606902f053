import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uniquePages, type Call, type Client, type Told } from './client.ts';
import { runProcess } from './run-process.ts';

/** linkinator as it comes, in the newest major that runs here. Installed into the folder; `say` is told where it cannot be. */
export async function linkinators(folder: string, say: (line: string) => void): Promise<Client[]> {
  const major = Number(process.versions.node.split('.')[0]) < 22 ? 7 : 8;
  const name = `linkinator ${major}`;
  try {
    return [
      linkinator(name, await install(major, join(folder, 'linkinator')), join(folder, 'linkinator-run')),
    ];
  } catch (error) {
    say(`${name} is left out: it could not be installed. ${messageOf(error)}`);
    return [];
  }
}

async function install(major: number, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'];
  await runProcess('npm', ['install', ...quiet, `linkinator@${major}`], folder, [0]);
  const script = join(folder, 'node_modules', 'linkinator', 'build', 'src', 'cli.js');
  if (!readdirSync(join(script, '..')).includes('cli.js')) throw new Error('It has no build/src/cli.js.');
  return script;
}

function linkinator(name: string, script: string, folder: string): Client {
  return {
    name,
    run(mentions) {
      mkdirSync(folder, { recursive: true });
      const links = uniquePages(mentions).map((url) => `<li><a href="${url}">${url}</a></li>`);
      writeFileSync(
        join(folder, 'links.html'),
        `<!doctype html><title>Links</title><ul>${links.join('\n')}</ul>`,
      );
      const command = [script, 'links.html', '--format', 'json', '--timeout', '5000'];
      return runProcess(process.execPath, command, folder, [0, 1]);
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
