import type { Path } from '../domain/document.ts';
import type { Claim, Evaluation } from '../domain/evaluation.ts';
import type { EventEvidence, ToldEvent } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { Impact } from '../domain/impact.ts';
import { tellingTexts, textsOfClaim, textsOfField } from '../domain/telling.ts';
import type { Watch } from '../domain/watch.ts';
import { boxList } from './box.ts';
import { rowsWithin } from './budget.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
import { count, fileLink, type Origin } from './places.ts';
import { code, link, prose } from './safe.ts';

type Event = Extract<Finding, { kind: 'event' }>;

/** A claim or a field that an event puts in doubt. */
interface Place {
  evaluation: Evaluation;
  name: string;
  path: Path;
  claim: Claim | undefined;
}

const OPENING = '**To close this:** look at the evidence, mend the text, the score or its confidence';

const TICK = 'Or tick a box, which takes write access:';

const CLOSING = [
  `${OPENING}, and set the date of each claim. `,
  'This issue closes by itself once every claim in doubt carries a later date than it does now. ',
  TICK,
].join('');

const MOST_QUOTES = 3;

const CLOSING_BY_HAND = [
  `${OPENING}, then tick the first box: a field carries no date that could tell. `,
  'Ticking takes write access:',
].join('');

const NOTHING_IN_DOUBT =
  'The watch names nothing that this puts in doubt. Once it is dealt with, tick a box, which takes write access:';

/** Words the issue of what happened upstream, and of what it puts in doubt. */
export function eventBody({ watch, events, impact }: Event, origin: Origin, budget: number): string {
  const reason = watch.reason ? ` Why it is watched: ${prose(watch.reason)}` : '';
  const head = blocks(
    toldEvents(events, budget / 4),
    `Severity ${watch.severity}, watch ${code(watch.id)}.${reason}`,
  );
  const places = impact.flatMap(placesOf);
  if (places.length === 0) return blocks(head, NOTHING_IN_DOUBT, boxList());
  const claims = places.filter(({ claim }) => claim !== undefined).length;
  const heading = `### In doubt: ${inDoubt(claims, places.length - claims)}`;
  const closing = blocks(claims > 0 ? CLOSING : CLOSING_BY_HAND, boxList());
  const rows = rowsWithin(
    places,
    (place) => itemOf(place, watch, origin),
    budget - head.length - heading.length - closing.length - 6,
    (left) => `\n…and ${count(left, 'more place')} in doubt that did not fit here.`,
  );
  return blocks(head, heading, rows, closing);
}

// One event stands alone; of several, each has its day and its own table.
function toldEvents(events: readonly ToldEvent[], budget: number): string {
  const [only] = events;
  if (only !== undefined && events.length === 1) return toldEvent(only, budget);
  return rowsWithin(
    events,
    (event) => `${toldEvent(event, budget / 2)}\n`,
    budget * 2,
    (left) => `\n…and ${count(left, 'more event')}.`,
  );
}

function toldEvent({ summary, seenOn, before, now, evidence }: ToldEvent, budget: number): string {
  const change =
    before !== undefined && now !== undefined ? `\n\nBefore: ${prose(before)}\nNow: ${prose(now)}` : '';
  const told = [prose(summary), `Seen on ${seenOn}.`].filter(Boolean).join(' ');
  return blocks(`${told}${change}`, evidenceTable(evidence, budget));
}

function evidenceTable(evidence: readonly EventEvidence[], budget: number): string {
  if (evidence.length === 0) return '';
  const rows = rowsWithin(
    evidence,
    ({ label, text, url }) => tableRow(prose(label, 100), link(text || (url ?? ''), url, 300)),
    budget,
    (left) => `\n…and ${count(left, 'more fact')}.`,
  );
  return `${tableHead('what', 'seen')}\n${rows}`;
}

function placesOf({ evaluation, claims, fields }: Impact): Place[] {
  return [
    ...claims.map((claim) => ({ evaluation, name: claim.name, path: claim.path, claim })),
    ...fields.map((field) => ({ evaluation, name: field, path: [field], claim: undefined })),
  ];
}

function inDoubt(claims: number, fields: number): string {
  const counts = [claims > 0 ? count(claims, 'claim') : '', fields > 0 ? count(fields, 'field') : ''];
  return counts.filter(Boolean).join(' and ');
}

function itemOf({ evaluation, name, path, claim }: Place, { target }: Watch, origin: Origin): string {
  const parts = [
    code(`${evaluation.id}: ${name}`),
    ...(claim ? [claim.lastVerified ? `last verified ${claim.lastVerified}` : 'without a usable date'] : []),
    fileLink(origin, evaluation.file, evaluation.locate(path).line),
  ];
  const texts = claim ? textsOfClaim(claim) : textsOfField(evaluation.raw[name]);
  return `- ${parts.join(', ')}${quotes(tellingTexts(texts, target))}`;
}

// The very words that may be wrong now: whoever mends them need not look for them.
function quotes(texts: readonly string[]): string {
  return texts
    .slice(0, MOST_QUOTES)
    .map((text) => `\n  > ${prose(text)}`)
    .join('\n  >');
}
