import { Option, type Command } from 'commander';
import { ranges, rate, seconds, someSeconds, wholeNumber } from './cli-options.ts';
import { countLink, linkJson, linksJson, linksProgress, linksText, noLinks } from './render/links.ts';
import type { Policy } from './domain/policy.ts';
import { UsageError } from './usage-error.ts';
import type { Terminal } from './wire.ts';

interface LinksOptions {
  list?: string;
  config?: string;
  format: 'text' | 'json' | 'ndjson';
  state: string;
  vantage?: string;
  offline?: true;
  perHost: number;
  rate: number;
  total: number;
  timeout: number;
  confirmAfter: number;
  allowHosts: readonly string[];
}

/** Adds `reverify links`. What it does is loaded when it is asked for: other commands start without it. */
export function addLinksCommand(
  program: Command,
  terminal: Terminal,
  policyFor: (options: { config?: string }) => Promise<Policy>,
): void {
  program
    .command('links')
    .description(
      'Check the addresses that claims cite: which answer, which are broken, and what could not be told.',
    )
    .argument('[paths...]', 'files or folders (default: what the configuration names below this folder)')
    .option('--list <file>', 'check the addresses of a list instead, one a line (- for standard input)')
    .option('--config <file>', 'the configuration (default: .github/reverify.yml below this folder)')
    .addOption(
      new Option('--format <format>', 'how to print it').choices(['text', 'json', 'ndjson']).default('text'),
    )
    .option('--state <folder>', 'where to remember what was seen, from run to run', '.reverify')
    .option(
      '--vantage <file>',
      'the memory file of another runner: what it has seen alive is not called dead',
    )
    .option('--offline', 'ask nobody: tell what is remembered')
    .option('--per-host <n>', 'requests at once at one host', wholeNumber, 6)
    .option('--total <n>', 'requests at once in all', wholeNumber, 64)
    .option('--rate <n>', 'requests a second at one host, or off', rate, 10)
    .addOption(
      new Option('--timeout <s>', 'seconds until an answer must have begun')
        .argParser(someSeconds)
        .default(10_000, '10'),
    )
    .addOption(
      new Option('--confirm-after <s>', 'seconds after which a missing page is looked for again')
        .argParser(seconds)
        .default(30_000, '30'),
    )
    .addOption(
      new Option('--allow-hosts <ranges>', 'private addresses that may be asked: 10.1.0.0/16,…')
        .argParser(ranges)
        .default([], 'none'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], options: LinksOptions) =>
      run(paths, options, terminal, await policyFor(options)),
    );
}

const EXAMPLES = `
Exit code: 0 nothing broken, 1 something broken, 2 it could not be done, 130 interrupted.

Examples:
  reverify links                                  what the configuration names
  reverify links data/models --format ndjson      one line an address, as it is known
  reverify links --list urls.txt --rate 2         gently
  reverify links --offline                        what is remembered`;

async function run(
  paths: string[],
  options: LinksOptions,
  terminal: Terminal,
  policy: Policy,
): Promise<void> {
  if (options.list !== undefined && paths.length > 0) throw new UsageError('Name either paths or --list.');
  const { keepHeapSmall } = await import('./small-heap.ts');
  keepHeapSmall();
  const jobs = await import('./jobs/check-cited.ts');
  const { list } = options;
  const cited = list ? jobs.addressesOfList(list) : await jobs.addressesOfClaims(paths, policy);
  if (cited.size === 0) {
    throw new UsageError('No addresses were found. Name a folder with evaluations, or a list with --list.');
  }
  const { prepareLinks } = await import('./prepare-links.ts');
  const { now, version } = terminal;
  const { tools, close } = await prepareLinks({ ...options, now, version, warn: terminal.warn });
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort());
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // What was seen until whoever read had gone is remembered.
    if (error.code === 'EPIPE') interrupt.abort();
  });
  const began = now();
  const summary = noLinks();
  const found = await jobs.checkCited(cited, policy, tools, {
    signal: interrupt.signal,
    offline: options.offline === true,
    onAddress(address) {
      if (options.format === 'ndjson') process.stdout.write(`${JSON.stringify(linkJson(address))}\n`);
    },
    tellOnly: options.format === 'ndjson',
    onPage(report, done, total) {
      countLink(summary, report);
      terminal.progress(linksProgress(done, total, now() - began));
    },
  });
  // What was found is told also where it cannot be remembered.
  const [closed] = await Promise.allSettled([close()]);
  terminal.clearProgress();
  if (options.format === 'json') process.stdout.write(linksJson(found.cited(), summary));
  if (options.format === 'text')
    process.stdout.write(linksText(found.cited(), found.reports, summary, terminal.paint));
  if (closed.status === 'rejected') throw closed.reason;
  process.exitCode = interrupt.signal.aborted ? 130 : summary.broken > 0 ? 1 : 0;
}
