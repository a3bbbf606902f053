import type { Level } from '../domain/problem.ts';
import { rules } from '../domain/rules/index.ts';
import type { Said } from './said.ts';

const sarifLevels = { fail: 'error', warn: 'warning', note: 'note' } as const satisfies Record<Level, string>;

/** What is said of files as a SARIF 2.1.0 log, as code scanning takes it. */
export function sarifOf(said: readonly Said[], version: string): object {
  const names = [...new Set(said.map(({ rule }) => rule))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Reverify', version, rules: names.map(descriptorOf) } },
        columnKind: 'utf16CodeUnits',
        results: said.map((one) => resultOf(one, names)),
      },
    ],
  };
}

function descriptorOf(name: string): object {
  const about = rules.find((rule) => rule.name === name)?.about;
  return { id: name, ...(about === undefined ? {} : { shortDescription: { text: about } }) };
}

function resultOf({ rule, level, file, line, column, text }: Said, names: readonly string[]): object {
  return {
    ruleId: rule,
    ruleIndex: names.indexOf(rule),
    level: sarifLevels[level],
    // SARIF 2.1.0, section 3.11.6: brackets with an address behind them would be a link.
    message: { text: text.replaceAll('](', '] (') },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}
