import { groupBy } from '../domain/group-by.ts';
import { factOf, type DeadSource, type Finding } from '../domain/finding.ts';
import { readUrl } from '../domain/url.ts';
import { boxLine, doneLine } from './box.ts';
import { rowsWithin } from './budget.ts';
import { blocks } from './layout.ts';
import { count, pullLink, type Origin } from './places.ts';
import { code, link, prose } from './safe.ts';
import { verdictSentence } from './verdict.ts';

type DeadSources = Extract<Finding, { kind: 'dead-sources' }>;

/** So many dead addresses of one host are one row. */
const MANY = 10;

const EXPLANATION = [
  'An address is listed once it has failed as often as `links.failures` says (three times by default), each time at least 72 hours after the one before, and has not answered between. ',
  'A claim that rests on dead sources alone does not count as supported.',
].join('');

const CLOSING = [
  '**To close this:** replace each address by one that answers. ',
  'Tick one with an archived copy, and the bot opens a pull request that cites the copy; ticking takes write access. ',
  'This issue closes by itself once none is left; an address that comes back leaves the list.',
].join('');

/** Words the one rolling issue of addresses that are dead. */
export function deadSourcesBody({ sources }: DeadSources, origin: Origin, budget: number): string {
  const intro = `${count(sources.length, 'cited address no longer answers', 'cited addresses no longer answer')}.`;
  const head = blocks(intro, EXPLANATION, CLOSING);
  const rows = rowsWithin(
    grouped(sources),
    (group) => rowOf(group, origin),
    budget - head.length - 2,
    (left) => `\n…and ${count(left, 'more row')} that did not fit here.`,
  );
  return blocks(head, rows);
}

// A host that is gone as a whole is one thing to deal with, not a hundred.
function grouped(sources: readonly DeadSource[]): DeadSource[][] {
  const byHost = groupBy(sources, ({ page }) => hostOf(page));
  return [...byHost.values()].flatMap((all) => (all.length < MANY ? all.map((one) => [one]) : [all]));
}

function rowOf(sources: readonly DeadSource[], origin: Origin): string {
  const [first] = sources;
  if (first === undefined) return '';
  return sources.length === 1 ? rowOfOne(first, origin) : rowOfMany(sources, first);
}

function rowOfOne({ page, verdict, reason, since, citations, archived, pulls }: DeadSource, origin: Origin) {
  // Without its scheme an address needs nothing that keeps GitHub from making a second link of it.
  const source = link(page.replace(/^https?:\/\//, ''), page);
  const copy = archived ? ` ${link(`Archived copy of ${archived.day}`, archived.url)}` : '';
  const seen = `${prose(verdictSentence(verdict, reason))} Since ${since}.${copy}`;
  // No table: on a telephone its first column would be all that is seen of it.
  const text = `${source}<br>${seen}<br>Cited by ${citedBy(citations)}`;
  if (pulls !== undefined) return doneLine(text, replacedWords(pulls, origin));
  return archived ? boxLine(text, 'replace', factOf(page)) : `- ${text}`;
}

/** What stands behind a source whose replacement waits in pull requests. */
export function replacedWords(pulls: readonly number[], origin: Origin): string {
  return `**Its replacement waits in ${pulls.map((number) => pullLink(origin, number)).join(', ')}**`;
}

function rowOfMany(sources: readonly DeadSource[], { page, verdict, reason, since }: DeadSource): string {
  const copies = sources.filter(({ archived }) => archived !== undefined).length;
  const citations = sources.flatMap((source) => source.citations);
  const text = [
    `${sources.length} addresses of ${code(hostOf(page))}<br>${prose(verdictSentence(verdict, reason))} Since ${since}.`,
    copies > 0 ? ` ${count(copies, 'archived copy is', 'archived copies are')} known.` : '',
    `<br>Cited by ${citedBy(citations)}`,
  ].join('');
  const isOffered = sources.some(({ archived, pulls }) => archived !== undefined && pulls === undefined);
  return isOffered ? boxLine(text, 'replace', factOf(hostOf(page))) : `- ${text}`;
}

function citedBy(citations: DeadSource['citations']): string {
  const names = [...new Set(citations.map(({ evaluation, claim }) => `${evaluation}: ${claim}`))];
  const shown = names.slice(0, 8).map((name) => code(name));
  if (names.length > 8) shown.push(`and ${names.length - 8} more`);
  return shown.join(', ');
}

function hostOf(page: string): string {
  return readUrl(page)?.host ?? page;
}
