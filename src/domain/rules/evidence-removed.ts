import type { Claim } from '../evaluation.ts';
import type { Rule } from './rule.ts';

/** Evidence that is taken away, with nothing in its place. */
export const evidenceRemoved: Rule = {
  name: 'evidence-removed',
  setting: 'warn',
  about: 'A claim loses evidence, and nothing new stands in its place.',
  judge({ claims }, { fields }) {
    return claims.flatMap(({ name, before, after }) => {
      if (!before || !after) return [];
      const [was, is] = [sourcesOf(before), sourcesOf(after)];
      const lost = [...was].filter((source) => !is.has(source));
      if (lost.length === 0 || [...is].some((source) => !was.has(source))) return [];
      const what = lost.length === 1 ? `\`${lost[0]}\`` : `${lost.length} sources`;
      return [
        {
          path: [...after.path, fields.evidence],
          message: `\`${name}\` no longer cites ${what}, and nothing new stands in its place.`,
          remedy: 'Cite another source, or say in the pull request why this one was wrong.',
        },
      ];
    });
  },
};

function sourcesOf({ evidence }: Claim): Set<string> {
  return new Set(evidence.map(({ url, source }) => url ?? source));
}
