import type { Day } from '../day.ts';
import type { Evaluation } from '../evaluation.ts';
import type { Remark, Rule } from './rule.ts';

/** Verification dates that are still to come. */
export const futureDate: Rule = {
  name: 'future-date',
  setting: 'fail',
  about: 'A claim says that it was verified on a day that is still to come.',
  judge({ after }, { fields, today }) {
    return after === undefined ? [] : futureDates(after, fields.verified, today);
  },
};

/** The claims of an evaluation that were verified after a day. */
export function futureDates({ claims }: Evaluation, dateField: string, today: Day): Remark[] {
  return claims.flatMap(({ name, path, lastVerified }) => {
    if (lastVerified === undefined || lastVerified <= today) return [];
    const message = `\`${name}\` was last verified on ${lastVerified}, which is still to come. It counts as stale.`;
    // Another day is another mistake: else it would be excused until the former day has come, and fail from then on.
    const key = `${path.join('.')} ${lastVerified}`;
    const remedy = 'Write the day on which it was really verified: today at the latest.';
    // No later day can be the right one, and whoever takes it over says that it is.
    return [{ path: [...path, dateField], key, message, remedy, mend: today }];
  });
}
