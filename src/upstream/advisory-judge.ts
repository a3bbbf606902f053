import * as z from 'zod';
import { severities } from '../domain/event.ts';
import { day } from '../domain/fields.ts';
import { advisoryEvent, pageOf } from './advisory-event.ts';
import { vulnerabilitiesOf, type Advisory, type Vulnerability } from './advisory-found.ts';
import { parsePackage, versionOf, type Package } from './advisory-package.ts';
import { isAtLeast } from './advisory-severity.ts';
import type { Ask, FactAsk, Outcome, SourceTools, Told } from './source.ts';

/** What a watch may ask of advisories. */
export const advisoryOptions = z.strictObject({
  /** The evaluated version: advisories that do not affect it are left out. */
  version: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9.+!~_-]{0,59}$/)
    .optional(),
  minSeverity: z.enum(severities).optional(),
  /** What was published after this day is news at first sight, too. */
  since: day.optional(),
});
export type AdvisoryOptions = z.infer<typeof advisoryOptions>;

/** Which advisories a publisher is asked for. */
export interface Question {
  package: Package;
  version: string | undefined;
  /** Those that were taken back, in place of those that stand. */
  withdrawn: boolean;
}

/** All advisories that were asked for, or why they could not be told. */
export type Reading =
  | { kind: 'read'; advisories: readonly Advisory[] }
  | Extract<Outcome, { kind: 'unknown' }>;

/** Asks one publisher. Never a part of the advisories. */
export type ReadAdvisories = (question: Question, tools: SourceTools) => Promise<Reading>;

/** The fact that is told of advisories: how many there are. */
export const COUNT = 'advisories';

const SHOWN = 10;

/** Looks at the advisories of one publisher. */
export async function lookAtAdvisories(
  source: string,
  { target, when, options }: Ask<AdvisoryOptions>,
  tools: SourceTools,
  read: ReadAdvisories,
): Promise<Outcome> {
  const question = questionOf(target, options, when === 'withdrawn');
  if (question.kind !== 'asked') return question;
  const reading = await read(question, tools);
  if (reading.kind !== 'read') return reading;
  const { version, since } = options;
  const asked = { source, target, when, package: question.package, version, since };
  const events = select(reading.advisories, question, options).map((one) => advisoryEvent(one, asked));
  return { kind: 'ok', events };
}

/** Counts the vulnerabilities that one publisher knows. */
export async function countAdvisories(
  { target, fact, options }: FactAsk<AdvisoryOptions>,
  tools: SourceTools,
  read: ReadAdvisories,
): Promise<Told> {
  if (fact !== COUNT) return { kind: 'unknown', why: `Advisories tell ${COUNT}, and no other fact.` };
  const question = questionOf(target, options, false);
  if (question.kind !== 'asked') return question;
  const reading = await read(question, tools);
  if (reading.kind !== 'read') return reading;
  const found = select(reading.advisories, question, options);
  return { kind: 'ok', value: found.length, evidence: found.slice(0, SHOWN).map(pageOf) };
}

function questionOf(
  target: string,
  options: AdvisoryOptions,
  withdrawn: boolean,
): (Question & { kind: 'asked' }) | Extract<Outcome, { kind: 'unknown' }> {
  const found = parsePackage(target);
  if (found === undefined) return { kind: 'unknown', why: 'The target names no package.', permanent: true };
  const version = options.version === undefined ? undefined : versionOf(found, options.version);
  if (options.version !== undefined && version === undefined) {
    const why = `"${options.version}" is no version of ${found.ecosystem.name}. Write it in full, such as 1.2.0.`;
    return { kind: 'unknown', why, permanent: true };
  }
  return { kind: 'asked', package: found, version, withdrawn };
}

function select(
  advisories: readonly Advisory[],
  question: Question,
  { minSeverity }: AdvisoryOptions,
): Vulnerability[] {
  const wanted = advisories.filter(({ withdrawn }) => (withdrawn !== undefined) === question.withdrawn);
  return vulnerabilitiesOf(wanted).filter(({ severity }) => isAtLeast(severity, minSeverity));
}
