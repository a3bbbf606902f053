#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { addExplainCommand } from './cli-explain.ts';
import { addLinksCommand } from './cli-links.ts';
import { addVerifiedCommand } from './cli-verified.ts';
import { policyFor } from './cli-policy.ts';
import { addWatchCommand } from './cli-watch.ts';
import { day } from './cli-options.ts';
import { UnreadablePathError } from './disk/files.ts';
import type { Day } from './domain/day.ts';
import { checkFiles } from './jobs/check-files.ts';
import { diffFolders } from './jobs/diff-folders.ts';
import { checkJson, checkText } from './render/check-report.ts';
import { reviewSummary } from './render/comment.ts';
import { diffJson, diffText } from './render/diff-report.ts';
import { failLevels, failsAt, type FailLevel } from './domain/report.ts';
import { UsageError } from './usage-error.ts';
import { readTerminal } from './wire.ts';

interface CommonOptions {
  config?: string;
  today?: Day;
}

const terminal = readTerminal();
const DATE_OPTION = [
  '--today <day>',
  'judge as on this day, YYYY-MM-DD (default: today in UTC)',
  day,
] as const;
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
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addOption(
      new Option('--fail-on <level>', 'what makes the exit code 1').choices(failLevels).default('stale'),
    )
    .addHelpText('after', EXAMPLES_OF_CHECK)
    .action(check);
  program
    .command('diff')
    .description('Review the difference between two folders or git revisions, as on a pull request.')
    .argument('<base>', 'as it was: a folder, or a git revision')
    .argument('<head>', 'as it is to be: a folder, or a git revision')
    .option(...CONFIG_OPTION)
    .option(...DATE_OPTION)
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(['text', 'markdown', 'json'])
        .default('text'),
    )
    .addHelpText('after', '\nExit code: 0 nothing fails, 1 the policy fails it, 2 it could not be done.')
    .action(diff);
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
  options: CommonOptions & { format: 'text' | 'json'; failOn: FailLevel },
): Promise<void> {
  const policy = await policyFor(options);
  const report = await checkFiles(paths, policy, options.today ?? terminal.today, (done, total) => {
    terminal.progress(`read ${done} of ${total} files`);
  });
  terminal.clearProgress();
  if (report.workspace.files === 0)
    throw new UsageError('No evaluation files were found. Name a folder that has some.');
  process.stdout.write(
    options.format === 'json' ? json(checkJson(report)) : checkText(report, terminal.paint),
  );
  process.exitCode = failsAt(report, options.failOn) ? 1 : 0;
}

async function diff(base: string, head: string, options: CommonOptions & { format: string }): Promise<void> {
  const review = await diffFolders(base, head, await policyFor(options), options.today ?? terminal.today);
  if (options.format === 'json') process.stdout.write(json(diffJson(review)));
  else if (options.format === 'markdown') process.stdout.write(`${reviewSummary(review)}\n`);
  else process.stdout.write(diffText(review, terminal.paint));
  process.exitCode = review.conclusion === 'failure' ? 1 : 0;
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

try {
  await createProgram().parseAsync();
} catch (error) {
  terminal.clearProgress();
  const expected = error instanceof UsageError || error instanceof UnreadablePathError;
  if (expected) process.stderr.write(`${error.message}\n`);
  else if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}
