import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commandWords } from '../../src/domain/command.ts';
import { wordsAt } from '../../src/jobs/command-deeds.ts';
import { commandTable } from '../../src/render/reply.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The cells of a table of Markdown, however wide it is set. */
function cells(table: string): string[][] {
  const rows = table.split('\n').filter((line) => line.startsWith('| `/reverify '));
  return rows.map((row) => row.split('|').map((cell) => cell.trim()));
}

it('lists in the README the commands that the App has, as its help does', () => {
  const [, section = ''] = /\n## Commands\r?\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const words = wordsAt({ conversation: { kind: 'issue' } });
  expect(words.length).toBeGreaterThan(0);
  expect(cells(section)).toEqual(cells(commandTable(words)));
  for (const word of commandWords.filter((one) => !words.includes(one))) {
    expect(section).not.toContain(`/reverify ${word}`);
  }
});
