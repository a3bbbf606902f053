import type { Claim } from '../domain/evaluation.ts';
import type { Finding } from '../domain/finding.ts';
import type { Impact } from '../domain/impact.ts';
import { rowsWithin } from './budget.ts';
import { count, fileLink, type Origin } from './places.ts';
import { code, link, prose } from './safe.ts';

type Event = Extract<Finding, { kind: 'event' }>;

/** Words the issue of something that happened upstream, and of what it puts in doubt. */
export function eventBody({ watch, event, impact }: Event, origin: Origin, budget: number): string {
  const evidence = event.evidence.map(({ label, text, url }) => {
    return `| ${prose(label)} | ${url ? link(text ?? url, url) : prose(text ?? '')} |`;
  });
  const intro = [
    `**${prose(event.summary)}**`,
    watch.reason ? `\nWhy it is watched: ${prose(watch.reason)}` : '',
    `\nWatch ${code(watch.id)}, severity ${watch.severity}.\n`,
    '| what was seen | |\n| --- | --- |',
    ...evidence,
  ].join('\n');
  const claims = impact.reduce((sum, one) => sum + one.claims.length, 0);
  const fields = impact.reduce((sum, one) => sum + one.fields.length, 0);
  if (claims + fields === 0) {
    return `${intro}\n\nThe watch names no claim that this puts in doubt. Close this issue when it has been dealt with.`;
  }
  const rows = rowsWithin(doubts(impact, origin), claims + fields, budget - intro.length - 700, (left) => {
    return `…and ${count(left, 'more place')} in doubt that did not fit here.`;
  });
  return [
    intro,
    '',
    `### In doubt: ${doubtful(claims, fields)}`,
    '',
    rows,
    '',
    '**To close this:** look at the evidence, mend the text, the score or its confidence, and set the date of each claim. ',
    'This issue closes by itself once every claim above carries a later date than it does now. Close it by hand if the event does not matter.',
  ].join('\n');
}

function doubtful(claims: number, fields: number): string {
  return [claims > 0 ? count(claims, 'claim') : '', fields > 0 ? count(fields, 'field') : '']
    .filter(Boolean)
    .join(' and ');
}

function* doubts(impact: readonly Impact[], origin: Origin): Generator<string> {
  for (const { evaluation, claims, fields } of impact) {
    for (const claim of claims) {
      const { line } = evaluation.locate(claim.path);
      const verified = claim.lastVerified ? `last verified ${claim.lastVerified}` : 'without a usable date';
      yield `- ${code(`${evaluation.id}: ${claim.name}`)}, ${verified}, ${fileLink(origin, evaluation.file, line)}${quote(claim)}`;
    }
    for (const field of fields) {
      const { line } = evaluation.locate([field]);
      yield `- ${code(`${evaluation.id}: ${field}`)}, ${fileLink(origin, evaluation.file, line)}`;
    }
  }
}

function quote(claim: Claim): string {
  const said = claim.evidence.map(({ source, value }) => `\n  > ${prose(source)}: ${prose(value)}`);
  return said.slice(0, 5).join('\n  >');
}
