import type { Day } from '../day.ts';
import type { Path } from '../document.ts';
import type { Claim, Evaluation } from '../evaluation.ts';
import { isStillToCome } from '../suggest-waiting.ts';
import type { Happened, Remark, Rule } from './rule.ts';

/** Texts that still wait for what has happened. */
export const watchUnmet: Rule = {
  name: 'watch-unmet',
  setting: 'warn',
  about: 'A text says that something is still to come, and the event that is watched for it has happened.',
  judge({ after }, { happened }) {
    if (after === undefined) return [];
    return happened(after).flatMap((event) => textsOf(after, event).flatMap((text) => remarkOn(text, event)));
  },
};

interface Text {
  path: Path;
  text: string;
  /** Of its claim. */
  verified?: Day | undefined;
}

function remarkOn({ path, text, verified }: Text, { summary, seenOn }: Happened): Remark[] {
  if (!isStillToCome(text)) return [];
  const message = `\`${path.join('.')}\` says that something is still to come, but it was seen on ${seenOn}: ${summary}`;
  // Whoever stamps a claim that still waits has not read it: what stood before is no excuse then.
  const key = `${path.join('.')} ${verified}`;
  return [{ path, key, message, remedy: 'Say what is the case now.' }];
}

function textsOf({ claims, raw }: Evaluation, { claims: names, fields }: Happened): Text[] {
  return [
    ...claims.filter(({ name }) => names.has(name)).flatMap(textsOfClaim),
    ...fields.flatMap((field) => textsIn(raw[field], [field])),
  ];
}

function textsOfClaim({ path, raw, evidence, lastVerified: verified }: Claim): Text[] {
  return [
    ...evidence.map((entry) => ({ path: [...entry.path, 'value'], text: entry.value, verified })),
    ...Object.entries(raw).flatMap(([key, value]) =>
      typeof value === 'string' ? [{ path: [...path, key], text: value, verified }] : [],
    ),
  ];
}

function textsIn(value: unknown, path: Path): Text[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((text: unknown, index) =>
    typeof text === 'string' ? [{ path: [...path, index], text }] : [],
  );
}
