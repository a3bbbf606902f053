import type { Passage } from './suggest-passages.ts';
import type { Proposal } from './suggestion.ts';
import { quoted } from './suggest-text.ts';
import { isNpmName, isPypiName } from './upstream-address.ts';

const COMMAND =
  /(?<![\w-])(?:(?<npm>npm (?:install|i)|npx|bunx|pnpm (?:add|dlx)|yarn add)|pip3? install|pipx (?:install|run)|uvx|uv add)(?: (?:-y|--yes|-g|--global|-D|--save-dev|-U|--upgrade))* (?<name>@?[a-z0-9][\w./-]*)/g;

// What follows the command where a sentence speaks of it.
const PROSE =
  /^(?:an?|and|are|as|at|by|command|commands|for|from|in|is|it|of|on|or|script|the|then|this|to|via|with|works)$/;

/** A command that installs a package names one: `npx -y @scope/package@1.2.0`, `pip install package`. */
export function proposeInstalled(passages: readonly Passage[]): Proposal[] {
  return passages.flatMap((passage) =>
    Array.from(passage.text.matchAll(COMMAND)).flatMap(({ groups, index }): Proposal[] => {
      const name = (groups?.['name'] ?? '').replace(/[./-]+$/, '');
      const isNpm = groups?.['npm'] !== undefined;
      if (PROSE.test(name) || !(isNpm ? isNpmName(name) : isPypiName(name))) return [];
      return [
        {
          rule: 'package',
          confidence: 'medium',
          source: isNpm ? 'npm' : 'pypi',
          target: name,
          when: isNpm ? ['new-version', 'deprecated'] : ['new-version', 'yanked'],
          severity: 'medium',
          why: 'The evaluation says how the package is installed, and what is said of it holds for one version.',
          quote: quoted(passage.text, index),
          passage,
        },
      ];
    }),
  );
}
