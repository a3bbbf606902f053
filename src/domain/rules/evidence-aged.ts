import { daysBetween } from '../day.ts';
import type { Claim } from '../evaluation.ts';
import type { Rule } from './rule.ts';

/** Days. */
const OLD = 365;

/** Claims that were old news on the day of their verification. */
export const evidenceAged: Rule = {
  name: 'evidence-aged',
  setting: 'note',
  about: 'A claim gets a date that is more than a year after its newest evidence.',
  oncePerFile: true,
  judge({ claims }, { fields }) {
    return claims.flatMap(({ before, after, stamped }) => {
      if (!after || (before && !stamped)) return [];
      const age = ageOf(after);
      if (age === undefined || age <= OLD) return [];
      return [
        {
          path: [...after.path, fields.evidence],
          message: `The newest evidence of \`${after.name}\` was ${age} days old when it was verified.`,
          remedy: 'Look for newer evidence, or say in the claim why this still holds.',
        },
      ];
    });
  },
};

// Held against the day of the verification, not against today: time alone must turn no pull request red.
function ageOf({ evidence, lastVerified }: Claim): number | undefined {
  const newest = evidence
    .flatMap(({ date }) => date ?? [])
    .sort()
    .at(-1);
  return newest === undefined || lastVerified === undefined ? undefined : daysBetween(newest, lastVerified);
}
