import type { Rule } from './rule.ts';

/** New dates with nothing else. */
export const restamp: Rule = {
  name: 'restamp',
  setting: 'note',
  about: 'Verification dates moved and nothing else did, so nobody can tell what was checked.',
  // One remark for a file: a refresh stamps thousands of claims, and a remark for each would hide all others.
  judge({ claims }, { fields }) {
    const restamps = claims.filter(({ restamp }) => restamp);
    const [first] = restamps;
    if (first?.after === undefined) return [];
    const stamped = claims.filter(({ stamped }) => stamped).length;
    const what = restamps.length === 1 ? '1 claim gets' : `${restamps.length} claims get`;
    const share = Math.round((100 * restamps.length) / stamped);
    const all = restamps.length === stamped ? 'those' : `the ${stamped}`;
    return [
      {
        path: [...first.after.path, fields.verified],
        message: `${what} a new verification date and nothing else: ${share} % of ${all} with a new date.`,
        remedy: 'Say in the pull request what was checked, or stamp only what was.',
      },
    ];
  },
};
