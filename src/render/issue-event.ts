import type { Path } from '../domain/document.ts';
import type { Claim, Evaluation } from '../domain/evaluation.ts';
import type { EventEvidence } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { Impact } from '../domain/impact.ts';
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

const CLOSING = [
  `${OPENING}, and set the date of each claim. `,
  'This issue closes by itself once every claim in doubt carries a later date than it does now. ',
  'Close it by hand if the event does not matter.',
].join('');

const CLOSING_BY_HAND = `${OPENING}, then close it by hand: a field carries no date that could tell.`;

const NOTHING_IN_DOUBT =
  'The watch names nothing that this puts in doubt. Close this issue once it is dealt with.';

/** Words the issue of something that happened upstream, and of what it puts in doubt. */
export function eventBody({ watch, event, impact }: Event, origin: Origin, budget: number): string {
  const reason = watch.reason ? ` Why it is watched: ${prose(watch.reason)}` : '';
  const head = blocks(
    prose(event.summary),
    `Severity ${watch.severity}, watch ${code(watch.id)}.${reason}`,
    evidenceTable(event.evidence, budget / 4),
  );
  const places = impact.flatMap(placesOf);
  if (places.length === 0) return blocks(head, NOTHING_IN_DOUBT);
  const claims = places.filter(({ claim }) => claim !== undefined).length;
  const heading = `### In doubt: ${inDoubt(claims, places.length - claims)}`;
  const closing = claims > 0 ? CLOSING : CLOSING_BY_HAND;
  const rows = rowsWithin(
    places,
    (place) => itemOf(place, origin),
    budget - head.length - heading.length - closing.length - 6,
    (left) => `\n…and ${count(left, 'more place')} in doubt that did not fit here.`,
  );
  return blocks(head, heading, rows, closing);
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

function itemOf({ evaluation, name, path, claim }: Place, origin: Origin): string {
  const parts = [
    code(`${evaluation.id}: ${name}`),
    ...(claim ? [claim.lastVerified ? `last verified ${claim.lastVerified}` : 'without a usable date'] : []),
    fileLink(origin, evaluation.file, evaluation.locate(path).line),
  ];
  return `- ${parts.join(', ')}${claim ? quotes(claim) : ''}`;
}

// What the sources of a claim were said to say: whoever mends it wants to know what to compare with.
function quotes({ evidence }: Claim): string {
  const said = evidence.flatMap(({ source, value }) => {
    const words = [prose(source), prose(value)].filter(Boolean).join(': ');
    return words ? [`\n  > ${words}`] : [];
  });
  return said.slice(0, 5).join('\n  >');
}
