import { expectationOf, type ClaimCheck } from '../domain/claim-check.ts';
import type { Claim } from '../domain/evaluation.ts';
import type { Finding } from '../domain/finding.ts';
import { factOfClaim, factOfGroup } from '../domain/fix-pull.ts';
import type { Freshness } from '../domain/freshness.ts';
import { claimsToOffer, objectionsTo, unchangedSince, type KnownSources } from '../domain/unchanged.ts';
import { boxLine, closingBox, doneLine } from './box.ts';
import { rowsWithin } from './budget.ts';
import { blocks } from './layout.ts';
import { count, fileLink, pullLink, type Origin } from './places.ts';
import { code, link, prose } from './safe.ts';
import { noticeSentence } from './verdict.ts';

type Stale = Extract<Finding, { kind: 'stale' }>;

const TICK = [
  '**To close this:** look at the sources of each claim and tick what still holds: the bot opens one pull request that sets the dates to today and credits you. ',
  'Where something has changed, mend the file and set the date yourself. Ticking takes write access.',
].join('');

const CLOSING = [
  'This issue closes by itself once all are fresh. ',
  'Close it by hand to dismiss it until further claims pass their age.',
].join('');

const DESPITE =
  '**Stamp them all the same**: I have looked, so set the date of those ticked claims, too, whose source is dead or has changed since.';

/** Words the issue of one evaluation whose claims are past their age. */
export function staleBody(finding: Stale, origin: Origin, budget: number): string {
  const { evaluation, stale } = finding;
  const head = blocks(
    summaryOf(finding),
    offerOf(finding),
    `The file: ${fileLink(origin, evaluation.file)}`,
    TICK,
    controlsOf(finding),
  );
  const rows = rowsWithin(
    stale,
    (freshness, index) => {
      const group = groupOf(freshness);
      const first = index === 0 || group !== groupOf(stale[index - 1]);
      const text = row(freshness, finding, origin);
      return first ? `${index === 0 ? '' : '\n'}${groupHead(group, finding)}${text}` : text;
    },
    budget - head.length - CLOSING.length - 4,
    (left) => `\n…and ${count(left, 'more claim')} that did not fit here; \`reverify check\` lists them all.`,
  );
  return blocks(head, rows, CLOSING);
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

// They stand above the claims, so that no budget cuts them off.
function controlsOf({ stale, known }: Stale): string {
  const needsMore = stale.some(({ claim }) => objectionsTo(claim, known).length > 0);
  return [...(needsMore ? [boxLine(DESPITE, 'despite')] : []), closingBox('snooze')].join('\n');
}

// The order in which they stand in the file; the dated blocks last.
function groupOf({ claim }: Freshness | { claim: undefined } = { claim: undefined }): string | undefined {
  return claim?.kind === 'criterion' ? String(claim.path[1]) : undefined;
}

function groupHead(group: string | undefined, { stale, pending }: Stale): string {
  const title = group === undefined ? 'Other dated parts of the file' : code(group);
  const open = stale.filter((each) => groupOf(each) === group && hasBox(each, pending));
  const all = boxLine('**All of these**', 'verified', factOfGroup(group ?? ''));
  return `#### ${title}\n\n${open.length > 1 ? `${all}\n` : ''}`;
}

function hasBox({ claim, state }: Freshness, pending: Stale['pending']): boolean {
  return claim.isDated && !isAhead({ claim, state }) && !pending.has(claim);
}

// A date never moves back by itself: a day that is still to come is a mistake that only its author can mend.
function isAhead({ claim, state }: Pick<Freshness, 'claim' | 'state'>): boolean {
  return state === 'undated' && claim.lastVerified !== undefined;
}

function row(freshness: Freshness, finding: Stale, origin: Origin): string {
  const { claim } = freshness;
  const text = wordsOf(freshness, finding);
  const waits = finding.pending.get(claim);
  if (waits !== undefined) {
    const { by, on, number } = waits;
    return doneLine(text, verifiedWords(by, on, pullLink(origin, number)));
  }
  if (!claim.isDated) return doneLine(text, 'It has no date that could be set: write one into the file.');
  if (isAhead(freshness)) return doneLine(text, 'Its date lies ahead: mend it in the file.');
  return boxLine(text, 'verified', factOfClaim(claim));
}

/** What stands behind a claim that somebody has verified, while the pull request that says so is open. */
export function verifiedWords(by: string, on: string, pull: string): string {
  return `**Verified on ${on} by ${code(by)}, waits in ${pull}**`;
}

function wordsOf({ claim, staleOn, inDoubt }: Freshness, { known, holding }: Stale): string {
  const name = claim.kind === 'criterion' ? String(claim.path[3]) : claim.name;
  const stale = staleOn ? `stale since ${staleOn}` : claim.lastVerified ? 'still to come' : 'no usable date';
  const facts = [
    ...(claim.confidence ? [`${prose(claim.confidence, 40)} confidence`] : []),
    ...(claim.lastVerified ? [`last verified ${claim.lastVerified}`] : []),
    ...(inDoubt ? ['in doubt since an upstream event'] : [stale]),
    ...(holding.has(claim) && claim.check ? [`its check holds: ${prose(checkInWords(claim.check))}`] : []),
  ];
  return `${code(name)}: ${facts.join(', ')}${sources(claim, known)}`;
}

function checkInWords(check: ClaimCheck): string {
  return `${check.fact} of ${check.target} is ${expectationOf(check)}`;
}

function sources(claim: Claim, known: KnownSources): string {
  const { evidence } = claim;
  const against = new Map(objectionsTo(claim, known).map(({ url, why }) => [url, why]));
  const shown = evidence.slice(0, 5).map(({ source, url, date }) => {
    const since = unchangedSince(claim, url, known);
    const notices = (url === undefined ? undefined : known.get(url)?.notices) ?? [];
    const why = url === undefined ? undefined : against.get(url);
    const marks = [
      ...(since ? [`unchanged since ${since}`] : []),
      ...(why === 'dead' ? ['**dead**'] : why === 'changed' ? ['**has changed since**'] : []),
      ...notices.map((each) => prose(noticeSentence(each))),
    ];
    const day = date ? ` (${date})` : '';
    return `<br>${[link(source || 'source', url) + day, ...marks].join('; ')}`;
  });
  if (evidence.length > 5) shown.push(`<br>and ${evidence.length - 5} more`);
  return shown.join('');
}
