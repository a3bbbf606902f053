import { expectationOf, type ClaimCheck } from '../domain/claim-check.ts';
import type { Claim } from '../domain/evaluation.ts';
import type { Finding } from '../domain/finding.ts';
import type { Freshness } from '../domain/freshness.ts';
import { claimsToOffer, unchangedSince, type KnownSources } from '../domain/unchanged.ts';
import { rowsWithin } from './budget.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
import { count, fileLink, type Origin } from './places.ts';
import { code, link, prose } from './safe.ts';
import { noticeSentence } from './verdict.ts';

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
  const head = blocks(
    summaryOf(finding),
    offerOf(finding),
    `The file: ${fileLink(origin, evaluation.file)}`,
    CLOSING,
  );
  const rows = rowsWithin(
    stale,
    (freshness, index) => {
      const group = groupOf(freshness);
      const first = index === 0 || group !== groupOf(stale[index - 1]);
      const text = row(freshness, finding);
      return first ? `${index === 0 ? '' : '\n'}#### ${group}\n\n${HEAD}\n${text}` : text;
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

function offerOf({ stale, known, holding }: Stale): string {
  const claims = stale.flatMap(({ claim, inDoubt }) => (inDoubt ? [] : claim));
  const unchanged = claimsToOffer(claims, known);
  const checked = claims.filter((claim) => holding.has(claim));
  const sentences = [
    ...(unchanged.length > 0
      ? [`No source has changed since the last verification of ${namesOf(unchanged)}: begin with these.`]
      : []),
    ...(checked.length > 0 ? [`What ${namesOf(checked)} lets a source check still holds.`] : []),
  ];
  return sentences.join(' ');
}

function namesOf(claims: readonly Claim[]): string {
  const names = claims.slice(0, 10).map(({ name }) => code(name));
  if (claims.length > 10) names.push(`${claims.length - 10} more`);
  return names.join(', ');
}

// A table for each dimension, the dated blocks last: the order in which they stand in the file.
function groupOf(freshness: Freshness | undefined): string {
  if (freshness?.claim.kind !== 'criterion') return 'Dated blocks';
  return code(String(freshness.claim.path[1]));
}

function row({ claim, staleOn, inDoubt }: Freshness, { known, holding }: Stale): string {
  const name = claim.kind === 'criterion' ? String(claim.path[3]) : claim.name;
  const confidence = claim.confidence ? `<br>${prose(claim.confidence, 40)} confidence` : '';
  const stale = staleOn ? `stale since ${staleOn}` : claim.lastVerified ? 'still to come' : 'no usable date';
  const verified = [
    ...(claim.lastVerified ? [claim.lastVerified] : []),
    ...(inDoubt ? ['in doubt since an upstream event'] : [stale]),
    ...(holding.has(claim) && claim.check ? [`its check holds: ${prose(checkInWords(claim.check))}`] : []),
  ];
  return tableRow(code(name) + confidence, verified.join('<br>'), sources(claim, known));
}

function checkInWords(check: ClaimCheck): string {
  return `${check.fact} of ${check.target} is ${expectationOf(check)}`;
}

function sources(claim: Claim, known: KnownSources): string {
  const { evidence } = claim;
  const shown = evidence.slice(0, 5).map(({ source, url, date }) => {
    const since = unchangedSince(claim, url, known);
    const notices = (url === undefined ? undefined : known.get(url)?.notices) ?? [];
    const marks = [
      ...(since ? [`unchanged since ${since}`] : []),
      ...notices.map((each) => prose(noticeSentence(each))),
    ];
    return [link(source || 'source', url) + (date ? ` (${date})` : ''), ...marks].join('<br>');
  });
  if (evidence.length > 5) shown.push(`and ${evidence.length - 5} more`);
  return shown.join('<br>') || '—';
}
