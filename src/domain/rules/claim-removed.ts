import type { Rule } from './rule.ts';

/** Claims that are taken away. */
export const claimRemoved: Rule = {
  name: 'claim-removed',
  setting: 'warn',
  about: 'A claim is gone from an evaluation that stays.',
  oncePerFile: true,
  judge({ before: evaluation, after: stays, claims }) {
    if (!evaluation || !stays) return [];
    return claims.flatMap(({ name, before, after }) => {
      if (!before || after) return [];
      const message = `The claim \`${name}\` is gone.`;
      return [{ path: before.path, message, remedy: 'Put it back, or say in the pull request why it goes.' }];
    });
  },
};
