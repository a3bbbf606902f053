import type { DeadSource, Finding } from '../domain/finding.ts';
import { rowsWithin } from './budget.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
import { count } from './places.ts';
import { code, link, prose } from './safe.ts';
import { verdictSentence } from './verdict.ts';

type DeadSources = Extract<Finding, { kind: 'dead-sources' }>;

const EXPLANATION = [
  'An address is listed once it has failed as often as `links.failures` says (three times by default), each time at least 72 hours after the one before, and has not answered between. ',
  'A claim that rests on dead sources alone does not count as supported.',
].join('');

const CLOSING = [
  '**To close this:** replace each address by one that answers, or by an archived copy. ',
  'This issue closes by itself once none is left; an address that comes back leaves the list.',
].join('');

/** Words the one rolling issue of addresses that are dead. */
export function deadSourcesBody({ sources }: DeadSources, budget: number): string {
  const intro = `${count(sources.length, 'cited address no longer answers', 'cited addresses no longer answer')}.`;
  const head = blocks(intro, EXPLANATION, CLOSING, tableHead('source', 'what was seen', 'cited by'));
  const rows = rowsWithin(sources, row, budget - head.length, (left) => {
    return `\n…and ${count(left, 'more address', 'more addresses')} that did not fit here.`;
  });
  return `${head}\n${rows}`;
}

function row({ page, verdict, reason, since, citations, archived }: DeadSource): string {
  const seen = `${prose(verdictSentence(verdict, reason))}<br>since ${since}`;
  const cited = citations.slice(0, 8).map(({ evaluation, claim }) => code(`${evaluation}: ${claim}`));
  if (citations.length > 8) cited.push(`and ${citations.length - 8} more`);
  // Without its scheme an address needs nothing that keeps GitHub from making a second link of it.
  const source = link(page.replace(/^https?:\/\//, ''), page);
  const copy = archived ? `<br>${link(`archived copy of ${archived.day}`, archived.url)}` : '';
  return tableRow(source, seen + copy, cited.join('<br>'));
}
