import { Option, type Command } from 'commander';
import { ranges } from './cli-options.ts';
import type { Policy } from './domain/policy.ts';
import {
  requestsText,
  watchJson,
  watchText,
  type RequestLine,
  type WatchLine,
} from './render/watch-report.ts';
import { UsageError } from './usage-error.ts';
import { readUpstreamSettings, type Terminal } from './wire.ts';

interface WatchOptions {
  config?: string;
  once?: true;
  id?: string;
  explain?: true;
  suggest?: true;
  format: 'text' | 'json';
  state: string;
  record?: string;
  replay?: string;
  allowHosts: readonly string[];
}

/** Adds `reverify watch`. What it does is loaded when it is asked for: other commands start without it. */
export function addWatchCommand(
  program: Command,
  terminal: Terminal,
  policyFor: (options: { config?: string }) => Promise<Policy>,
): void {
  program
    .command('watch')
    .description('List what is watched upstream, look at it now, or propose what could be watched.')
    .argument('[paths...]', 'files or folders (default: what the configuration names below this folder)')
    .option('--once', 'look now, and remember what was seen')
    .option('--id <id>', 'only the watches with this id')
    .option('--explain', 'show requests, evidence, and the claims that an event puts in doubt')
    .option('--suggest', 'propose watches for what the evaluations cite and say, as YAML to paste')
    .option('--config <file>', 'the configuration (default: .github/reverify.yml below this folder)')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .option('--state <folder>', 'where to remember what was seen, from run to run', '.reverify')
    .option('--record <folder>', 'keep every answer of an upstream there; no secret is kept')
    .option('--replay <folder>', 'ask nobody: answer from what was recorded there')
    .addOption(
      new Option('--allow-hosts <ranges>', 'private addresses that may be asked: 10.1.0.0/16,…')
        .argParser(ranges)
        .default([], 'none'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], options: WatchOptions) => {
      const { keepHeapSmall } = await import('./small-heap.ts');
      keepHeapSmall();
      const policy = await policyFor(options);
      return options.suggest ? suggest(paths, policy) : run(paths, options, terminal, policy);
    });
}

const EXAMPLES = `
Exit code: 0 no news, 1 news, 2 it could not be done, 130 interrupted.

Examples:
  reverify watch                                  what is watched, and what was seen last
  reverify watch --once                           look now
  reverify watch --once --id minimax-m3-weights --explain
  reverify watch --suggest                        what could be watched, to paste under watch:
  reverify watch --once --record tape             what upstreams answered, for a bug report
  reverify watch --once --replay tape             the same again, without a network`;

async function run(
  paths: string[],
  options: WatchOptions,
  terminal: Terminal,
  policy: Policy,
): Promise<void> {
  if (options.record && options.replay) throw new UsageError('Name either --record or --replay.');
  const [{ prepareWatch }, { lookLocal, listLocal, lineOf }] = await Promise.all([
    import('./prepare-watch.ts'),
    import('./jobs/watch-local.ts'),
  ]);
  const { now, version } = terminal;
  const requests: RequestLine[] = [];
  const { tools, close } = await prepareWatch({
    ...options,
    now,
    version,
    upstreams: readUpstreamSettings(),
    warn: terminal.warn,
    onRequest: (request) => requests.push(request),
  });
  process.once('SIGINT', () => {
    terminal.clearProgress();
    process.exitCode = 130;
    // What was seen by then is remembered; what is under way is let go.
    void close().finally(() => process.exit());
  });
  let done = 0;
  const { id, once } = options;
  const seen = once
    ? await lookLocal(paths, policy, tools, {
        id,
        onSeen: (_, total) => terminal.progress(`looked at ${++done} of ${total}`),
      })
    : await listLocal(paths, policy, tools, id);
  if (id !== undefined && seen.length === 0)
    throw new UsageError(`No watch is called ${id}. \`reverify watch\` lists them.`);
  await close();
  terminal.clearProgress();
  const lines: WatchLine[] = seen.map(lineOf);
  if (options.format === 'json') process.stdout.write(watchJson(lines, requests));
  else {
    process.stdout.write(watchText(lines, terminal.paint, options.explain === true));
    if (options.explain) process.stdout.write(requestsText(requests, terminal.paint));
  }
  process.exitCode = lines.some(({ conditions }) => conditions.some(({ state }) => state === 'news')) ? 1 : 0;
}

async function suggest(paths: string[], policy: Policy): Promise<void> {
  const [{ suggestLocal }, { pagesOf, PUBLIC_GITHUB }] = await Promise.all([
    import('./jobs/suggest-local.ts'),
    import('./upstream-access.ts'),
  ]);
  const settings = readUpstreamSettings();
  const pages = pagesOf(settings, settings.GITHUB_API_URL ?? PUBLIC_GITHUB);
  process.stdout.write(await suggestLocal(paths, policy, pages));
}
