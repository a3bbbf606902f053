#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { addDiffCommand } from './cli-diff.ts';
import { addExplainCommand } from './cli-explain.ts';
import { addLinksCommand } from './cli-links.ts';
import { addVerifiedCommand } from './cli-verified.ts';
import { DATE_OPTION } from './cli-options.ts';
import { policyFor } from './cli-policy.ts';
import { addWatchCommand } from './cli-watch.ts';
import { UnreadablePathError } from './disk/files.ts';
import type { Day } from './domain/day.ts';
import { checkFiles } from './jobs/check-files.ts';
import { checkJson, checkLines, checkText } from './render/check-report.ts';
import { githubCommands } from './render/github-commands.ts';
import { saidInCheck } from './render/said.ts';
import { sarifOf } from './render/sarif.ts';
import { failLevels, failsAt, type FailLevel, type Report } from './domain/report.ts';
import { UsageError } from './usage-error.ts';
import { readTerminal } from './wire.ts';

interface CommonOptions {
  config?: string;
  today?: Day;
}

const formats = ['text', 'json', 'sarif', 'github'] as const;

const terminal = readTerminal();
const CONFIG_OPTION = [
  '--config <file>',
  'the configuration (default: .github/reverify.yml below this folder)',
] as const;

function createProgram(): Command {
  const program = new Command('reverify')
    .description('Keeps the evidence in a repository of evaluations fresh.')
    .version(terminal.version)
    .showHelpAfterError('Try --help.')
    .exitOverride();
  program
    .command('check')
    .description('Judge evaluation files: which claims are past their age, and what is wrong in the files.')
    .argument('[paths...]', 'files or folders (default: what the configuration names below this folder)')
    .option(...CONFIG_OPTION)
    .option(...DATE_OPTION)
    .addOption(new Option('--format <format>', 'how to print it').choices(formats).default('text'))
    .addOption(
      new Option('--fail-on <level>', 'what makes the exit code 1').choices(failLevels).default('stale'),
    )
    .addHelpText('after', EXAMPLES_OF_CHECK)
    .action(check);
  addDiffCommand(program, terminal, policyFor);
  addLinksCommand(program, terminal, policyFor);
  addWatchCommand(program, terminal, policyFor);
  addVerifiedCommand(program, terminal, policyFor);
  addExplainCommand(program, terminal);
  return program;
}

const EXAMPLES_OF_CHECK = `
Exit code: 0 nothing to act on, 1 something of the level of --fail-on, 2 it could not be done.

Examples:
  reverify check                                     what the configuration names
  reverify check data/models --fail-on error         errors only fail
  reverify check data --today 2027-01-01             what will be stale by then
  reverify check data --format json | jq .summary    the counts`;

async function check(
  paths: string[],
  options: CommonOptions & { format: (typeof formats)[number]; failOn: FailLevel },
): Promise<void> {
  const policy = await policyFor(options);
  const report = await checkFiles(paths, policy, options.today ?? terminal.today, (done, total) => {
    terminal.progress(`read ${done} of ${total} files`);
  });
  terminal.clearProgress();
  if (report.workspace.files === 0)
    throw new UsageError('No evaluation files were found. Name a folder that has some.');
  process.stdout.write(printed(report, options.format));
  process.exitCode = failsAt(report, options.failOn) ? 1 : 0;
}

function printed(report: Report, format: (typeof formats)[number]): string {
  if (format === 'json') return json(checkJson(report));
  if (format === 'text') return checkText(report, terminal.paint);
  const said = checkLines(report).map(saidInCheck);
  return format === 'sarif' ? json(sarifOf(said, terminal.version)) : githubCommands(said);
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

// Whoever read has gone, as `head` does: that is no fault of anybody's.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  terminal.clearProgress();
  const expected = error instanceof UsageError || error instanceof UnreadablePathError;
  if (expected) process.stderr.write(`${error.message}\n`);
  else if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}
