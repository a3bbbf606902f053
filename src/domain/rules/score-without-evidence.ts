import { citesOthers } from '../diff.ts';
import type { Rule } from './rule.ts';

/** Scores that move while what they rest on stays. */
export const scoreWithoutEvidence: Rule = {
  name: 'score-without-evidence',
  setting: 'warn',
  about: 'The score of a claim moved, and its evidence stays as it was.',
  judge({ claims }, { fields }) {
    return claims.flatMap((change) => {
      const { name, before, after, fields: changed } = change;
      if (!before || !after || !changed.includes('score')) return [];
      if (changed.includes(fields.evidence) || citesOthers(change)) return [];
      const moves = `from ${before.score ?? 'none'} to ${after.score ?? 'none'}`;
      return [
        {
          path: [...after.path, 'score'],
          message: `The score of \`${name}\` moves ${moves}, its evidence stays as it was.`,
          remedy: 'Cite what the new score rests on.',
        },
      ];
    });
  },
};
