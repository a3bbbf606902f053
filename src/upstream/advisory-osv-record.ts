import * as z from 'zod';
import { readUrl } from '../domain/url.ts';
import { advisoryName, dayIn, type Advisory } from './advisory-found.ts';
import { isSamePackage, type Package } from './advisory-package.ts';
import { highest, severityFromVector, severityFromWord } from './advisory-severity.ts';

const Scores = z.array(z.object({ type: z.string(), score: z.string() })).nullish();
const Rated = z.object({ severity: z.string().optional().catch(undefined) }).nullish();

const Event = z.object({
  introduced: z.string().optional(),
  fixed: z.string().optional(),
  last_affected: z.string().optional(),
});
type Event = z.infer<typeof Event>;

const Affected = z.object({
  package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
  severity: Scores,
  ranges: z.array(z.object({ type: z.string(), events: z.array(Event).nullish() })).nullish(),
});

/** An advisory as OSV sends it: https://ossf.github.io/osv-schema/. */
export const OsvRecord = z.object({
  id: advisoryName,
  modified: z.string(),
  published: z.string().nullish(),
  withdrawn: z.string().nullish(),
  aliases: z.array(z.string()).nullish(),
  summary: z.string().nullish(),
  severity: Scores,
  database_specific: Rated,
  affected: z.array(Affected).nullish(),
  references: z.array(z.object({ type: z.string(), url: z.string() })).nullish(),
});
export type OsvRecord = z.infer<typeof OsvRecord>;

/** What a record says of a package; undefined where it does not name it. `url` is the record's own address. */
export function advisoryFrom(record: OsvRecord, of: Package, url: string): Advisory | undefined {
  const affected = (record.affected ?? []).filter(
    (one) => one.package?.ecosystem === of.ecosystem.osv && isSamePackage(of, one.package.name),
  );
  if (affected.length === 0) return undefined;
  const ranges = affected.flatMap(({ ranges }) => ranges ?? []).filter(({ type }) => type !== 'GIT');
  const events = ranges.map(({ events }) => events ?? []);
  const scores = [record, ...affected].flatMap(({ severity }) => severity ?? []);
  const word = severityFromWord(record.database_specific?.severity);
  const page = record.references?.find((one) => one.type === 'ADVISORY' && isWebAddress(one.url));
  return {
    id: record.id,
    aliases: record.aliases ?? [],
    severity: word ?? highest(scores.map(({ score }) => severityFromVector(score))),
    summary: record.summary ?? '',
    published: dayIn(record.published),
    withdrawn: dayIn(record.withdrawn),
    affected: events.flatMap(rangesInWords),
    fixed: events
      .flat()
      .flatMap(({ fixed }) => (fixed === undefined ? [] : [fixed.slice(0, LONGEST_VERSION)])),
    url: page?.url ?? url,
  };
}

const LONGEST_VERSION = 60;

function isWebAddress(url: string): boolean {
  return url.length <= 500 && /^https?:$/.test(readUrl(url)?.protocol ?? '');
}

// Events come in order: each `introduced` begins a range that the next event ends.
function rangesInWords(events: readonly Event[]): string[] {
  const ranges: string[] = [];
  let from: string | undefined;
  for (const { introduced, fixed, last_affected: last } of events) {
    if (introduced !== undefined) from = introduced;
    if (from === undefined) continue;
    if (fixed !== undefined) ranges.push(inWords(from, `before ${fixed.slice(0, LONGEST_VERSION)}`));
    if (last !== undefined) ranges.push(inWords(from, `up to ${last.slice(0, LONGEST_VERSION)}`));
    if (fixed !== undefined || last !== undefined) from = undefined;
  }
  return from === undefined
    ? ranges
    : [...ranges, from === '0' ? 'all' : `from ${from.slice(0, LONGEST_VERSION)}`];
}

function inWords(from: string, end: string): string {
  return from === '0' ? end : `from ${from.slice(0, LONGEST_VERSION)} ${end}`;
}
