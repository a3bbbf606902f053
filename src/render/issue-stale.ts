import type { Evidence } from '../domain/evaluation.ts';
import type { Finding } from '../domain/finding.ts';
import type { Freshness } from '../domain/freshness.ts';
import { rowsWithin } from './budget.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
import { count, fileLink, type Origin } from './places.ts';
import { code, link, prose } from './safe.ts';

type Stale = Extract<Finding, { kind: 'stale' }>;

const HEAD = tableHead('claim', 'last verified', 'sources');

const CLOSING = [
  '**To close this:** look at the sources of each claim, mend what has changed, and set its date to the day on which you looked. ',
  'This issue closes by itself once all are fresh. ',
  'Close it by hand to dismiss it until further claims pass their age.',
].join('');

/** Words the issue of one evaluation whose claims are past their age. */
export function staleBody(finding: Stale, origin: Origin, budget: number): string {
  const { evaluation, stale } = finding;
  const head = blocks(summaryOf(finding), `The file: ${fileLink(origin, evaluation.file)}`, CLOSING);
  const rows = rowsWithin(
    stale,
    (freshness, index) => {
      const group = groupOf(freshness);
      const first = index === 0 || group !== groupOf(stale[index - 1]);
      return first ? `${index === 0 ? '' : '\n'}#### ${group}\n\n${HEAD}\n${row(freshness)}` : row(freshness);
    },
    budget - head.length - 2,
    (left) => `\n…and ${count(left, 'more claim')} that did not fit here; \`reverify check\` lists them all.`,
  );
  return blocks(head, rows);
}

function summaryOf({ evaluation, stale }: Stale): string {
  const oldest = stale.flatMap(({ claim, staleOn }) => (staleOn && claim.lastVerified) ?? []).sort()[0];
  const undated = stale.filter(({ state }) => state === 'undated').length;
  const total = count(evaluation.claims.length, 'claim');
  const past = stale.length === 1 ? 'is past its' : 'are past their';
  return [
    `${stale.length} of ${total} about ${prose(evaluation.name)} ${past} verification age`,
    oldest ? `; the oldest was last verified on ${oldest}.` : '.',
    undated > 0
      ? ` ${count(undated, 'claim has', 'claims have')} no usable date, which counts as stale.`
      : '',
  ].join('');
}

// A table for each dimension, the dated blocks last: the order in which they stand in the file.
function groupOf(freshness: Freshness | undefined): string {
  if (freshness?.claim.kind !== 'criterion') return 'Dated blocks';
  return code(String(freshness.claim.path[1]));
}

function row({ claim, staleOn }: Freshness): string {
  const name = claim.kind === 'criterion' ? String(claim.path[3]) : claim.name;
  const confidence = claim.confidence ? `<br>${prose(claim.confidence, 40)} confidence` : '';
  const stale = staleOn ? `stale since ${staleOn}` : claim.lastVerified ? 'still to come' : 'no usable date';
  const verified = claim.lastVerified ? `${claim.lastVerified}<br>${stale}` : stale;
  return tableRow(code(name) + confidence, verified, sources(claim.evidence));
}

function sources(evidence: readonly Evidence[]): string {
  const shown = evidence.slice(0, 5).map(({ source, url, date }) => {
    return link(source || 'source', url) + (date ? ` (${date})` : '');
  });
  if (evidence.length > 5) shown.push(`and ${evidence.length - 5} more`);
  return shown.join('<br>') || '—';
}
