import { Option, type Command } from 'commander';
import { effectivePolicyFor } from './cli-policy.ts';
import { nearest } from './domain/nearest.ts';
import { settingsJson, settingsOf, settingsText } from './render/settings.ts';
import { UsageError } from './usage-error.ts';
import type { Terminal } from './wire.ts';

interface ExplainOptions {
  config?: true | string;
  file?: string;
  format: 'text' | 'json';
}

/** Adds `reverify explain`. */
export function addExplainCommand(program: Command, terminal: Terminal): void {
  program
    .command('explain')
    .description('Say which settings are in effect, and where each comes from.')
    .option('--config [field]', 'the configuration, or one field of it: freshness, issues.maxNew')
    .option('--file <file>', 'where it stands (default: .github/reverify.yml below this folder)')
    .addOption(new Option('--format <format>', 'how to print it').choices(['text', 'json']).default('text'))
    .addHelpText('after', EXAMPLES)
    .action((options: ExplainOptions) => explain(options, terminal));
}

const EXAMPLES = `
Exit code: 0 said, 2 it could not be done.

Examples:
  reverify explain --config                      every setting, and where it comes from
  reverify explain --config freshness            the settings below one key
  reverify explain --config --format json        for other programs`;

async function explain({ config, file, format }: ExplainOptions, terminal: Terminal): Promise<void> {
  if (config === undefined)
    throw new UsageError('Say what to explain: `reverify explain --config` explains the configuration.');
  const effective = await effectivePolicyFor(file);
  const field = config === true ? undefined : config;
  const settings = settingsOf(effective, field);
  if (settings.length === 0) throw new UsageError(unknownField(field ?? '', [...effective.origins.keys()]));
  process.stdout.write(
    format === 'json' ? settingsJson(settings) : settingsText(settings, terminal.paint, field),
  );
}

function unknownField(field: string, known: readonly string[]): string {
  const sections = known.map((path) => path.split('.')[0] ?? '');
  const near = nearest(field, [...new Set([...sections, ...known])]);
  const remedy = near ? `Did you mean ${near}?` : '`reverify explain --config` lists them all.';
  return `There is no setting ${field}. ${remedy}`;
}
