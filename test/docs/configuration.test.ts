import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultPolicy, policyKeys, readPolicies } from '../../src/domain/policy.ts';
import { presets } from '../../src/domain/presets.ts';
import { settingsOf } from '../../src/render/settings.ts';
import { policyFrom } from '../helpers/evaluations.ts';

const page = read('docs/configuration.md');

function read(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8').replaceAll('\r\n', '\n');
}

/** The cells of the rows whose first cell is code, by that cell. */
const rows = new Map(
  [...page.matchAll(/^\| `([^`]+)` +\| (.*) \|$/gm)].map(([, name = '', rest = '']) => [
    name,
    rest.split(' | ').map((cell) => cell.trim()),
  ]),
);

describe('docs/configuration.md', () => {
  it('names every setting, and no other', () => {
    const keys = Object.entries(policyKeys).flatMap(([section, names]) =>
      section.startsWith('watch') ? [] : names.map((name) => (section === '' ? name : `${section}.${name}`)),
    );
    // A key that has keys of its own is told by them.
    const isSection = (key: string) => keys.some((other) => other.startsWith(`${key}.`)) && !isList(key);
    const told = [...rows.keys()].filter((name) => !Object.hasOwn(presets, name));
    expect(told.toSorted()).toEqual(keys.filter((key) => !isSection(key)).toSorted());
  });

  const { value } = readPolicies([]);
  const settings = value ? settingsOf(value) : [];

  it.each(settings)('tells the default of $field', ({ field, value }) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    expect(rows.get(field)?.[0]).toBe(`\`${text}\``);
  });

  it('shows every preset as it is', () => {
    for (const [name, preset] of Object.entries(presets))
      expect(rows.get(name)).toEqual([`\`${JSON.stringify(preset)}\``]);
  });

  it('is linked from the README, whose sample holds the defaults', () => {
    const readme = read('README.md');
    expect(readme).toContain('(docs/configuration.md)');
    const [, sample = ''] = /## Configuration[\s\S]*?```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(policyFrom(sample)).toEqual(defaultPolicy());
  });
});

function isList(key: string): boolean {
  return key === 'freshness.rules' || key === 'links.hosts';
}
