import type { Command } from 'commander';
import { day } from './cli-options.ts';
import type { Day } from './domain/day.ts';
import { MAX_PATTERN_LENGTH } from './domain/pattern.ts';
import type { Policy } from './domain/policy.ts';
import { UsageError } from './usage-error.ts';
import type { Terminal } from './wire.ts';

interface VerifiedOptions {
  config?: string;
  today?: Day;
  dryRun?: true;
}

/** Adds `reverify verified`. What it does is loaded when it is asked for: other commands start without it. */
export function addVerifiedCommand(
  program: Command,
  terminal: Terminal,
  policyFor: (options: { config?: string }) => Promise<Policy>,
): void {
  program
    .command('verified')
    .description('Say that claims were verified today: only their dates change in the files.')
    .argument('<claims>', "the claims, as a pattern: security.*, '**' for all")
    .argument('[paths...]', 'files or folders (default: what the configuration names below this folder)')
    .option('--dry-run', 'write nothing: show the lines that would change')
    .option('--config <file>', 'the configuration (default: .github/reverify.yml below this folder)')
    .option('--today <day>', 'the day to write, YYYY-MM-DD (default: today in UTC)', day)
    .addHelpText('after', EXAMPLES)
    .action(async (claims: string, paths: string[], options: VerifiedOptions) =>
      run(claims, paths, options, terminal, await policyFor(options)),
    );
}

const EXAMPLES = `
Exit code: 0 done, 1 some claim could not be stamped, 2 nothing matched or it could not be done.

Examples:
  reverify verified metadata.pricing data/models/minimax-m2.json
  reverify verified 'security.*' data --dry-run   what would change
  reverify verified '**'                          all claims of what the configuration names`;

async function run(
  claims: string,
  paths: string[],
  options: VerifiedOptions,
  terminal: Terminal,
  policy: Policy,
): Promise<void> {
  if (claims.length > MAX_PATTERN_LENGTH)
    throw new UsageError(`A pattern has at most ${MAX_PATTERN_LENGTH} characters. Write a shorter one.`);
  const [{ verifyLocal }, { verifiedText }] = await Promise.all([
    import('./jobs/verify-local.ts'),
    import('./render/verified-report.ts'),
  ]);
  const on = options.today ?? terminal.today;
  const dryRun = options.dryRun === true;
  const { files, stamped } = verifyLocal({ claims, paths, on, dryRun }, policy, (done, total) => {
    terminal.progress(`read ${done} of ${total} files`);
  });
  terminal.clearProgress();
  if (files === 0) throw new UsageError('No evaluation files were found. Name a folder that has some.');
  if (stamped.length > 0) process.stdout.write(verifiedText(stamped, on, dryRun, terminal.paint));
  if (stamped.every(({ matched }) => matched === 0))
    throw new UsageError('No claim has a name that fits. Names look like security.api_security.');
  process.exitCode = stamped.some(({ troubles }) => troubles.length > 0) ? 1 : 0;
}
