import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { policyFrom } from '../helpers/evaluations.ts';
import { rules } from '../../src/domain/rules/index.ts';

const overview = read('rules.md');

function read(name: string): string {
  return readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

describe('docs/rules.md', () => {
  it('has each rule with its default and what it finds, in the order of the register, and no other', () => {
    const rows = overview.split('\n').filter((line) => line.startsWith('| [`'));
    expect(rows.map((row) => cellsOf(row).slice(0, 3))).toEqual(
      rules.map(({ name, setting, about }) => [`[\`${name}\`](rules/${name}.md)`, `\`${setting}\``, about]),
    );
  });

  it('has a page for each rule, and no other', () => {
    const pages = readdirSync(new URL('../../docs/rules', import.meta.url)).sort();
    expect(pages).toEqual(rules.map(({ name }) => `${name}.md`).sort());
  });

  it('shows a configuration that can be read', () => {
    const [, sample = ''] = /```yaml\n([\s\S]*?)```/.exec(overview) ?? [];
    expect(policyFrom(sample).pullRequests.rules).toMatchObject({ restamp: 'warn', 'evidence-aged': 'off' });
  });

  it('is linked from the configuration', () => {
    expect(read('configuration.md')).toContain('(rules.md)');
  });
});

describe.each(rules)('the page about $name', ({ name, setting, about }) => {
  const page = read(`rules/${name}.md`);

  it('has its name, what it finds, its default, and its four parts', () => {
    expect(page.startsWith(`# \`${name}\`\n\n${about} Default: \`${setting}\`.\n`)).toBe(true);
    const headings = [...page.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(['What counts', 'Why', 'Example', 'What to do']);
  });
});

it('tells what each setting finds in docs/configuration.md, too', () => {
  const page = read('configuration.md');
  const rows = page.split('\n').filter((line) => line.startsWith('| `pullRequests.rules.'));
  expect(rows.map((row) => cellsOf(row)[2])).toEqual(rules.map(({ about }) => about));
});
