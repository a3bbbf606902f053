import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../src', import.meta.url));

/** The house, from the ground up. Folders on one floor do not know each other. */
const FLOORS = [
  ['domain'],
  ['render', 'http'],
  ['upstream', 'links', 'disk', 'memory', 'queue', 'github'],
  ['jobs', 'web'],
];

/** The pure rooms, and the packages that they may use. */
const PURE = ['domain', 'render'];
const PURE_PACKAGES = ['zod', 'yaml', 'jsonc-parser', 'node:crypto', 'node:util', 'node:module'];

/** What only one file may touch, and where. */
const KEPT: { what: string; pattern: RegExp; home: string[] }[] = [
  { what: 'process.env', pattern: /\bprocess\.env\b/, home: ['wire.ts'] },
  { what: 'the clock', pattern: /\bDate\.now\b|new Date\(\)|performance\.now/, home: ['wire.ts'] },
  { what: 'probot', pattern: /from 'probot'/, home: ['app.ts'] },
  { what: '@actions/*', pattern: /from '@actions\//, home: ['action.ts'] },
];

interface Source {
  /** From `src` on, with slashes. */
  path: string;
  folder: string;
  text: string;
  imports: string[];
}

const sources = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readSource(path));

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const imports = [...text.matchAll(/(?:from|import|require)\s*\(?'([^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  const folder = path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
  return { path, folder, text, imports };
}

function floorOf(folder: string): number {
  const floor = FLOORS.findIndex((folders) => folders.includes(folder));
  return folder === '' ? FLOORS.length : floor;
}

function target(source: Source, specifier: string): string {
  return relative(ROOT, resolve(join(ROOT, dirname(source.path)), specifier));
}

function houseImports(source: Source): string[] {
  return source.imports
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => target(source, specifier));
}

describe('the house', () => {
  it('has a floor for every folder', () => {
    const homeless = new Set(
      sources.filter(({ folder }) => floorOf(folder) === -1).map(({ folder }) => folder),
    );
    expect([...homeless], 'Give the folder a place in FLOORS and in CONTRIBUTING.md.').toEqual([]);
  });

  it('is only climbed down', () => {
    const wrong = sources.flatMap((source) =>
      houseImports(source)
        .map((path) => ({ path, folder: path.includes('/') ? path.slice(0, path.indexOf('/')) : '' }))
        .filter(({ folder }) => folder !== source.folder && floorOf(folder) >= floorOf(source.folder))
        .map(({ path }) => `${source.path} imports ${path}`),
    );
    const help =
      'A file imports from its own folder or a lower floor. Move the shared part down, or pass it in from above.';
    expect(wrong, help).toEqual([]);
  });

  it('has no import cycle, types included', () => {
    const graph = new Map(sources.map((source) => [source.path, houseImports(source)]));
    expect(cycleIn(graph), 'Move what both need to a file that neither imports back.').toBeUndefined();
  });

  it('keeps its lowest rooms pure', () => {
    const wrong = sources
      .filter(({ folder }) => PURE.includes(folder))
      .flatMap(({ path, imports }) =>
        imports
          .filter((specifier) => !specifier.startsWith('.') && !PURE_PACKAGES.includes(specifier))
          .map((specifier) => `${path} imports ${specifier}`),
      );
    expect(wrong, 'domain/ and render/ know no world: hand the value in from jobs/.').toEqual([]);
  });

  it.each(KEPT)('touches $what in one place', ({ pattern, home }) => {
    const wrong = sources.filter(
      ({ path, text }) => pattern.test(withoutComments(text)) && !home.includes(path),
    );
    expect(
      wrong.map(({ path }) => path),
      `Only ${home.join()} does this; take it as a parameter.`,
    ).toEqual([]);
  });

  it('has thin entries', () => {
    const entries = sources.filter(({ folder, path }) => folder === '' && path !== 'prepare.ts');
    const thick = entries.filter(({ text }) => text.split('\n').length > 130).map(({ path }) => path);
    expect(
      thick,
      'An entry reads its input, calls one job and says the outcome. Move the rest down.',
    ).toEqual([]);
  });

  it('has one line in the register for each upstream', () => {
    const register = sources.find(({ path }) => path === 'upstream/index.ts');
    const homes = sources.filter(
      ({ folder, text }) => folder === 'upstream' && /: Source(?:<\w+>)? = \{/.test(text),
    );
    const missing = homes.filter(
      ({ path }) => !register?.imports.includes(`./${path.slice('upstream/'.length)}`),
    );
    expect(homes.length).toBeGreaterThan(0);
    expect(
      missing.map(({ path }) => path),
      'Add the source to upstream/index.ts.',
    ).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

function cycleIn(graph: ReadonlyMap<string, string[]>): string[] | undefined {
  const done = new Set<string>();
  function visit(path: string, trail: string[]): string[] | undefined {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle) return cycle;
    }
    done.add(path);
    return undefined;
  }
  for (const path of graph.keys()) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return undefined;
}
