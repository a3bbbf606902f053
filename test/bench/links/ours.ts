import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mention } from './addresses.ts';
import type { Call, Client, Told } from './client.ts';
import { runProcess } from './run-process.ts';

const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

/** The product, through its command line. `again`: it remembers the run before, eight days ago. */
export function ours(name: string, folder: string, args: readonly string[], again = false): Client {
  const state = join(folder, 'state');
  return {
    name,
    async run(mentions) {
      mkdirSync(folder, { recursive: true });
      if (again) makeOlder(join(state, 'memory.json'));
      const what = mentions.length > mostInFiles ? listOf(mentions, folder) : evaluationsOf(mentions, folder);
      const command = [CLI, 'links', ...what, '--format', 'ndjson'];
      const settings = ['--state', state, '--timeout', '5', '--allow-hosts', '127.0.0.0/8', ...args];
      return runProcess(process.execPath, [...command, ...settings], folder, [0, 1]);
    },
    read: ({ out }) => new Map(out.trim().split('\n').map(told)),
  };
}

/** More than a repository holds: a list. */
const mostInFiles = 20_000;

function listOf(mentions: readonly Mention[], folder: string): string[] {
  const file = join(folder, 'list.txt');
  writeFileSync(file, mentions.map(({ url }) => url).join('\n'));
  return ['--list', file];
}

function evaluationsOf(mentions: readonly Mention[], folder: string): string[] {
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  const files: Mention[][] = [];
  for (const mention of mentions) (files[mention.file] ??= []).push(mention);
  files.forEach((cited, file) => {
    const evidence = cited.map(({ url, value }) => ({ source: 'A page', url, value }));
    const claims = [{ last_verified: '2026-01-01', evidence }];
    writeFileSync(join(data, `${file}.json`), JSON.stringify({ id: `e${file}`, claims }));
  });
  return [data];
}

interface Line {
  url: string;
  verdict: string;
  tier: string;
  broken: boolean;
}

/** What is broken fails a check. A soft 404 is only suspect when first seen; it counts as found when it is called one. */
function told(text: string): [string, Told] {
  const line = JSON.parse(text) as Line;
  const { url, verdict, tier, broken } = line;
  return [url, { verdict, call: callOf(broken || tier === 'broken' || verdict === 'soft-404', tier) }];
}

function callOf(broken: boolean, tier: string): Call {
  if (broken) return 'broken';
  return tier === 'ok' ? 'ok' : 'unknown';
}

const eightDays = 8 * 86_400_000;

/** Moves all that is remembered eight days back: by then everything is looked at again. */
function makeOlder(path: string): void {
  const memory: unknown = JSON.parse(readFileSync(path, 'utf8'), (_key, value: unknown) =>
    // Nothing else in it is so large a number.
    typeof value === 'number' && value > 1e12 ? value - eightDays : value,
  );
  writeFileSync(path, JSON.stringify(memory));
}
