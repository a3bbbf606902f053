import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { peakOf } from '../links/run-process.ts';
import { document, endoflife, feed, github, hub, npm, openrouter, osv, page, pypi } from './says.ts';
import { startUpstream, type Asked, type Upstream } from './upstream.ts';

const LATENCY_MS = 200;
const CLI = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

type Started = Record<keyof typeof counts, Upstream> & Record<string, Upstream>;

/** How many watches each upstream has. */
const counts = { hub: 84, github: 84, npm: 84, pypi: 84, osv: 83, openrouter: 83, endoflife: 83 };

/** What each says. */
const says = { hub, github, npm, pypi, osv, openrouter, endoflife };

/** The upstreams that are given addresses, and how many watches each has. */
const addressed = [
  { source: 'json', say: document, type: 'application/json', watches: 83 },
  { source: 'json', say: document, type: 'application/json', watches: 83 },
  { source: 'page', say: page, type: 'text/html; charset=utf-8', watches: 83 },
  { source: 'page', say: page, type: 'text/html; charset=utf-8', watches: 83 },
  { source: 'feed', say: feed, type: 'application/rss+xml', watches: 83 },
];

/** Measures two rounds of `reverify watch --once` over 1,000 watches. */
export async function benchWatch(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'reverify-bench-'));
  const upstreams = await startAll();
  try {
    const watches = watchesOf(upstreams);
    writeFileSync(join(folder, 'watch.yml'), JSON.stringify({ watch: watches }));
    writeFileSync(
      join(folder, 'a.json'),
      JSON.stringify({ id: 'a', claim: { last_verified: '2026-01-01' } }),
    );
    process.stdout.write(
      `${watches.length} watches, ${Object.keys(upstreams).length} hosts, ${LATENCY_MS} ms each\n`,
    );
    for (const round of ['first', 'second']) {
      const ran = await look(folder, upstreams);
      const asked = Object.values(upstreams).map((upstream) => upstream.asked());
      report(round, ran, asked);
    }
  } finally {
    for (const upstream of Object.values(upstreams)) upstream.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startAll(): Promise<Started> {
  const named = Object.entries(says).map(async ([name, say]) => {
    return [name, await startUpstream(say, LATENCY_MS)] as const;
  });
  const others = addressed.map(async ({ say, type }, at) => {
    return [`any${at}`, await startUpstream(say, LATENCY_MS, type)] as const;
  });
  return Object.fromEntries(await Promise.all([...named, ...others])) as Started;
}

function watchesOf(upstreams: Started): object[] {
  function times(count: number, one: (at: number) => object): object[] {
    return Array.from({ length: count }, (_, at) => one(at));
  }
  return [
    ...times(counts.hub, (at) => ({
      source: 'hf-model',
      target: `owner/model-${at}`,
      when: 'weights-changed',
    })),
    ...times(counts.github / 2, (at) => ({
      source: 'github-repo',
      target: `owner/repo-${at}`,
      when: 'archived',
    })),
    ...times(counts.github / 2, (at) => ({ source: 'github-release', target: `owner/repo-${at}` })),
    ...times(counts.npm, (at) => ({ source: 'npm', target: `package-${at}` })),
    ...times(counts.pypi, (at) => ({ source: 'pypi', target: `package-${at}` })),
    ...times(counts.osv, (at) => ({ source: 'advisory', target: `pypi/package-${at}` })),
    ...times(counts.openrouter, (at) => ({ source: 'openrouter', target: `author/model-${at}` })),
    ...times(counts.endoflife, (at) => ({ source: 'endoflife', target: `product-${at}`, when: 'new-cycle' })),
    ...addressed.flatMap(({ source, watches }, at) =>
      times(watches, (one) => ({
        source,
        target: `${upstreams[`any${at}`]?.url}/${one}`,
        ...(source === 'json' && { when: 'changed', with: { select: '$.price' } }),
      })),
    ),
  ];
}

interface Ran {
  ms: number;
  peakMiB: number;
  unknown: number;
}

async function look(folder: string, upstreams: Started): Promise<Ran> {
  const config = ['--config', join(folder, 'watch.yml'), '--state', join(folder, 'state')];
  const args = [
    CLI,
    'watch',
    folder,
    '--once',
    '--format',
    'json',
    '--allow-hosts',
    '127.0.0.0/8',
    ...config,
  ];
  const environment = {
    PATH: process.env['PATH'],
    HF_ENDPOINT: upstreams.hub.url,
    GITHUB_API_URL: upstreams.github.url,
    GITHUB_TOKEN: 'bench',
    npm_config_registry: upstreams.npm.url,
    PIP_INDEX_URL: `${upstreams.pypi.url}/simple`,
    REVERIFY_OSV: upstreams.osv.url,
    OPENROUTER_BASE_URL: upstreams.openrouter.url,
    REVERIFY_ENDOFLIFE: upstreams.endoflife.url,
  };
  const began = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let peakMiB = 0;
  const watching = setInterval(() => (peakMiB = Math.max(peakMiB, peakOf(child.pid))), 20);
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watching);
  const { summary } = JSON.parse(out) as { summary: { unknown: number } };
  return { ms: performance.now() - began, peakMiB, unknown: summary.unknown };
}

function report(round: string, { ms, peakMiB, unknown }: Ran, asked: readonly Asked[]): void {
  const sum = (field: keyof Asked) => asked.reduce((total, one) => total + one[field], 0);
  const most = Math.max(...asked.map(({ mostAtOnce }) => mostAtOnce));
  const busiest = Math.max(...asked.map(({ requests }) => requests));
  // Six at a time at the busiest host, or ten a second: no run can be faster.
  const bound = Math.max((busiest / 6) * LATENCY_MS, (busiest / 10) * 1_000);
  process.stdout.write(
    [
      `${round} round: ${(ms / 1_000).toFixed(1)} s (${(ms / bound).toFixed(2)} x of what the pace allows)`,
      `${peakMiB.toFixed(0)} MiB at most`,
      `${sum('requests')} requests, at most ${most} at once at one host`,
      `${sum('conditional')} conditional, ${sum('notModified')} not modified`,
      `${unknown} watches that could not be told`,
    ].join(', ') + '\n',
  );
}
