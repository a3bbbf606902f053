import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sources } from '../../src/upstream/index.ts';
import type { Source } from '../../src/upstream/source.ts';
import { watchKeys } from '../../src/domain/watch.ts';

const overview = read('watch.md');

function read(name: string): string {
  return readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
}

/** The names that begin the rows of the tables under a heading. */
function rowsUnder(page: string, heading: RegExp): string[] {
  const sections = page.split(/\n(?=## )/);
  const section = sections.find((text) => heading.test(text.split('\n')[0] ?? '')) ?? '';
  return [...section.matchAll(/^\| `([^`|]+)`/gm)].map((match) => match[1] ?? '').sort();
}

/** Two sources that differ in whom they ask share a page. */
function pageOf(name: string): string {
  return name === 'advisory-ghsa' ? 'advisory' : name;
}

const pages = [...new Set([...sources.keys()].map(pageOf))].map((name) => ({
  name,
  about: [...sources.values()].filter((source) => pageOf(source.name) === name),
}));

describe.each(pages)('the page about $name', ({ name, about }) => {
  const page = read(`watch/${name}.md`);

  function all(namesOf: (source: Source) => readonly string[]): string[] {
    return [...new Set(about.flatMap(namesOf))].sort();
  }

  it('has its conditions, options and facts, and no others', () => {
    expect(rowsUnder(page, /conditions/i)).toEqual(all(({ conditions }) => Object.keys(conditions)));
    expect(rowsUnder(page, /options/i)).toEqual(
      all(({ options }) => Object.keys((options as unknown as { shape?: object }).shape ?? {})),
    );
    expect(rowsUnder(page, /facts/i)).toEqual(all(({ facts }) => facts?.names ?? []));
  });

  it('is linked from the overview', () => {
    for (const source of about) expect(overview).toContain(`[\`${source.name}\`](watch/${name}.md)`);
  });
});

it('tells every field of a watch', () => {
  for (const key of watchKeys['watch'] ?? [])
    expect(overview).toMatch(new RegExp(`\`${key}\`|^ +(- )?${key}:`, 'm'));
});
