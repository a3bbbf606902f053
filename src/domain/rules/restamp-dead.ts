import type { ClaimChange } from '../diff.ts';
import type { Claim } from '../evaluation.ts';
import { objectionsTo } from '../unchanged.ts';
import type { Context, Remark, Rule } from './rule.ts';

/** Claims that are stamped although what they rest on is gone or says something else. */
export const restampDead: Rule = {
  name: 'restamp-dead',
  setting: 'warn',
  about:
    'A claim gets a new date although a source is dead, or has changed since and nothing else in the claim did.',
  oncePerFile: true,
  judge({ claims }, context) {
    return claims.flatMap((change) => remarksOn(change, context));
  },
};

function remarksOn({ before, after, stamped, restamp }: ClaimChange, { fields, sources }: Context): Remark[] {
  if (!before || !after || !stamped) return [];
  // What changed since the last verification may have been read for this one, where the claim says something else, too.
  const asked: Claim = { ...after, lastVerified: before.lastVerified };
  const objection = objectionsTo(asked, sources).find(({ why }) => why === 'dead' || restamp);
  if (objection === undefined) return [];
  const { url, why } = objection;
  const what = why === 'dead' ? 'is dead' : 'has changed since it was last verified';
  return [
    {
      path: [...after.path, fields.verified],
      message: `\`${after.name}\` gets a new verification date, but its source \`${url}\` ${what}.`,
      remedy:
        why === 'dead'
          ? 'Cite a source that answers.'
          : 'Read the source, and say in the claim what it says now.',
    },
  ];
}
