import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLI = new URL('../../dist/cli.js', import.meta.url).pathname;

// Told by the process itself as it ends: what `ru_maxrss` says is its peak, in KiB.
const TELL_MEMORY = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;

// The bound: nothing can check files without reading and parsing them.
const MERELY_READ = `
  import { readdirSync, readFileSync } from 'node:fs';
  const folder = process.argv[1];
  for (const name of readdirSync(folder, { recursive: true })) {
    if (/\\.json$/.test(name)) JSON.parse(readFileSync(folder + '/' + name, 'utf8'));
  }`;

interface Run {
  ms: number;
  peakMiB: number;
  out: string;
}

/** Prints how long a check of a folder takes, as a multiple of merely reading and parsing it. */
export async function benchCheck(folder: string, rounds: number): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'reverify-bench-'));
  const lenient = join(scratch, 'lenient.yml');
  await writeFile(lenient, 'freshness: { maxAge: 9999d }\n');
  const check = [CLI, 'check', folder, '--fail-on', 'never'];
  const commands = {
    'read and parse': ['--input-type=module', '-e', MERELY_READ, folder],
    check,
    'check --format json': [...check, '--format', 'json'],
    // Nothing is stale, so no place is worked out: the way of a healthy repository.
    'check, nothing to report': [...check, '--format', 'json', '--config', lenient],
  };
  const runs = new Map<string, Run[]>();
  for (let round = 0; round <= rounds; round++) {
    for (const [name, args] of Object.entries(commands)) {
      const run = await runNode(args);
      // The first round fills the file cache.
      if (round > 0) runs.set(name, [...(runs.get(name) ?? []), run]);
    }
  }
  await rm(scratch, { recursive: true });
  const { summary } = JSON.parse(runs.get('check --format json')?.[0]?.out ?? '{}') as {
    summary: { files: number; evidence: number; claims: { total: number } };
  };
  const megabytes = (await bytesIn(folder)) / 1e6;
  process.stdout.write(
    `${summary.files} files, ${megabytes.toFixed(1)} MB, ${summary.claims.total} claims, ${summary.evidence} evidence entries\n\n`,
  );
  const bound = median((runs.get('read and parse') ?? []).map(({ ms }) => ms));
  for (const [name, list] of runs) {
    const ms = median(list.map((run) => run.ms));
    const peak = Math.max(...list.map((run) => run.peakMiB));
    process.stdout.write(
      `${name.padEnd(26)} ${ms.toFixed(0).padStart(5)} ms   ${(ms / bound).toFixed(2).padStart(5)} x   peak ${peak.toFixed(0)} MiB\n`,
    );
  }
}

function runNode(args: readonly string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, ['--import', TELL_MEMORY, ...args], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    let out = '';
    let peak = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stdio[3]?.on('data', (text: Buffer) => (peak += text.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve({ ms: performance.now() - started, peakMiB: Number(peak) / 1024, out });
      else reject(new Error(`node ${args.join(' ')} ended with ${code}`));
    });
  });
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(names.map((name) => stat(join(folder, name))));
  return sizes.reduce(
    (sum, { size }, index) => sum + (/\.(json|ya?ml)$/.test(names[index] ?? '') ? size : 0),
    0,
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
