import type { Finding } from '../domain/finding.ts';
import type { Freshness } from '../domain/freshness.ts';
import { rowsWithin } from './budget.ts';
import { count, fileLink, type Origin } from './places.ts';
import { link, prose } from './safe.ts';

type Stale = Extract<Finding, { kind: 'stale' }>;

const HEAD =
  '| claim | last verified | stale since | confidence | sources |\n| --- | --- | --- | --- | --- |';

const CLOSING = [
  '**To close this:** look at the sources of each claim, mend what has changed, and set its date to the day on which you looked. ',
  'This issue closes by itself once all are fresh. ',
  'Close it by hand to dismiss it until further claims pass their age.',
].join('');

/** Words the issue of one evaluation whose claims are past their age. */
export function staleBody({ evaluation, stale }: Stale, origin: Origin, budget: number): string {
  const oldest = stale.flatMap(({ claim }) => claim.lastVerified ?? []).sort()[0];
  const undated = stale.filter(({ state }) => state === 'undated').length;
  const intro = [
    `${count(stale.length, 'claim')} of ${evaluation.claims.length} in ${fileLink(origin, evaluation.file)} ${stale.length === 1 ? 'is' : 'are'} past the verification age.`,
    oldest ? ` The oldest was last verified on ${oldest}.` : '',
    undated > 0 ? ` ${count(undated, 'claim')} without a usable date count as stale.` : '',
  ].join('');
  const rows = rowsWithin(
    tableRows(stale, evaluation.name),
    rowCount(stale),
    budget - intro.length - 700,
    (left) => {
      return `…and ${count(left, 'more row')} that did not fit here; \`reverify check\` lists them all.`;
    },
  );
  return `${intro}\n\n${CLOSING}\n\n${rows}`;
}

// A table for each dimension, the dated blocks last: the order in which they stand in the file.
function* tableRows(stale: readonly Freshness[], name: string): Generator<string> {
  let heading: string | undefined;
  for (const freshness of stale) {
    const group = headingOf(freshness);
    if (group !== heading) {
      heading = group;
      yield `\n#### ${prose(group || name)}\n\n${HEAD}`;
    }
    yield row(freshness, group);
  }
}

function rowCount(stale: readonly Freshness[]): number {
  let heading: string | undefined;
  let rows = 0;
  for (const freshness of stale) {
    const group = headingOf(freshness);
    rows += group === heading ? 1 : 2;
    heading = group;
  }
  return rows;
}

function headingOf({ claim }: Freshness): string {
  return claim.kind === 'criterion' ? String(claim.path[1]) : 'dated blocks';
}

function row({ claim, state, staleOn }: Freshness, group: string): string {
  const name = claim.kind === 'criterion' ? claim.name.slice(group.length + 1) : claim.name;
  const since = state === 'undated' ? 'no usable date' : (staleOn ?? '');
  const sources = claim.evidence.slice(0, 5).map(({ source, url, date }) => {
    return link(source || 'source', url) + (date ? ` (${date})` : '');
  });
  if (claim.evidence.length > 5) sources.push(`and ${claim.evidence.length - 5} more`);
  const verified = claim.lastVerified ?? '—';
  return `| ${prose(name)} | ${verified} | ${since} | ${prose(claim.confidence ?? '—')} | ${sources.join('<br>') || '—'} |`;
}
