import type { DeadSource, Finding } from '../domain/finding.ts';
import { rowsWithin } from './budget.ts';
import { count } from './places.ts';
import { code, link, prose } from './safe.ts';
import { verdictSentence } from './verdict.ts';

type DeadSources = Extract<Finding, { kind: 'dead-sources' }>;

const INTRO = [
  'These sources failed in three checks, each at least 72 hours after the one before, and answered in none between. ',
  'Claims that rest on them alone do not count as supported.\n\n',
  '**To close this:** replace each address by one that answers, or by an archived copy. ',
  'This issue closes by itself once none is left; a source that comes back leaves the list.',
].join('');

/** Words the one rolling issue of addresses that are dead. */
export function deadSourcesBody({ sources }: DeadSources, budget: number): string {
  const table = rowsWithin(sources.map(row), sources.length, budget - INTRO.length - 300, (left) => {
    return `…and ${count(left, 'more source')} that did not fit here.`;
  });
  return `${INTRO}\n\n| source | what was seen | failing since | cited by |\n| --- | --- | --- | --- |\n${table}`;
}

function row({ page, verdict, reason, since, citations }: DeadSource): string {
  const cited = citations.slice(0, 8).map(({ evaluation, claim }) => code(`${evaluation}: ${claim}`));
  if (citations.length > 8) cited.push(`and ${citations.length - 8} more`);
  return `| ${link(page, page)} | ${prose(verdictSentence(verdict, reason))} | ${since} | ${cited.join('<br>')} |`;
}
