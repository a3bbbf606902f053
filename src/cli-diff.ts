import { Option, type Command } from 'commander';
import { DATE_OPTION } from './cli-options.ts';
import type { Day } from './domain/day.ts';
import type { Policy } from './domain/policy.ts';
import type { Review } from './domain/review.ts';
import { githubCommands } from './render/github-commands.ts';
import { saidInReview } from './render/said.ts';
import { sarifOf } from './render/sarif.ts';
import type { Terminal } from './wire.ts';

const formats = ['text', 'markdown', 'json', 'sarif', 'github'] as const;

interface DiffOptions {
  config?: string;
  today?: Day;
  format: (typeof formats)[number];
}

/** Adds `reverify diff`. What it does is loaded when it is asked for: other commands start without it. */
export function addDiffCommand(
  program: Command,
  terminal: Terminal,
  policyFor: (options: DiffOptions) => Promise<Policy>,
): void {
  program
    .command('diff')
    .description('Review the difference between two folders or git revisions, as on a pull request.')
    .argument('<base>', 'as it was: a folder, or a git revision')
    .argument('<head>', 'as it is to be: a folder, or a git revision')
    .option('--config <file>', 'the configuration (default: .github/reverify.yml below this folder)')
    .option(...DATE_OPTION)
    .addOption(new Option('--format <format>', 'how to print it').choices(formats).default('text'))
    .addHelpText('after', '\nExit code: 0 nothing fails, 1 the policy fails it, 2 it could not be done.')
    .action(async (base: string, head: string, options: DiffOptions) => {
      const [policy, { diffFolders }] = await Promise.all([
        policyFor(options),
        import('./jobs/diff-folders.ts'),
      ]);
      const review = await diffFolders(base, head, policy, options.today ?? terminal.today);
      process.stdout.write(await printed(review, options.format, terminal));
      process.exitCode = review.conclusion === 'failure' ? 1 : 0;
    });
}

async function printed(
  review: Review,
  format: DiffOptions['format'],
  { paint, version }: Terminal,
): Promise<string> {
  const [{ diffJson, diffText }, { reviewSummary }] = await Promise.all([
    import('./render/diff-report.ts'),
    import('./render/comment.ts'),
  ]);
  const said = () => review.problems.map(saidInReview);
  switch (format) {
    case 'text':
      return diffText(review, paint);
    case 'markdown':
      return `${reviewSummary(review)}\n`;
    case 'json':
      return `${JSON.stringify(diffJson(review), null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(sarifOf(said(), version), null, 2)}\n`;
    case 'github':
      return githubCommands(said());
  }
}
