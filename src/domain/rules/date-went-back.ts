import type { Rule } from './rule.ts';

/** Verification dates that are earlier than they were. */
export const dateWentBack: Rule = {
  name: 'date-went-back',
  setting: 'warn',
  about: 'A claim says that it was last verified earlier than it said before.',
  oncePerFile: true,
  judge({ claims }, { fields, today }) {
    return claims.flatMap(({ name, before, after, fields: changed }) => {
      const [from, to] = [before?.lastVerified, after?.lastVerified];
      if (after === undefined || from === undefined || to === undefined || to >= from) return [];
      return [
        {
          path: [...after.path, fields.verified],
          message: `The verification date of \`${name}\` goes back from ${from} to ${to}.`,
          remedy: 'Merge the base branch if the file is an old copy, else say why.',
          // With anything else changed in the claim nobody but its author can know the day.
          ...(changed.length === 0 && from <= today && { mend: from }),
        },
      ];
    });
  },
};
