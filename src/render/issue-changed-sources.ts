import type { ChangedSource, Finding } from '../domain/finding.ts';
import { rowsWithin } from './budget.ts';
import { blocks } from './layout.ts';
import { count } from './places.ts';
import { code, link, prose } from './safe.ts';

type ChangedSources = Extract<Finding, { kind: 'changed-sources' }>;

const EXPLANATION = [
  'A page is listed when a value that a claim cites is no longer in it, or when more than a fifth of its text is new, ',
  'in two reads. Navigation, clocks, counters and whatever else differs from read to read is not compared.',
].join('');

const CLOSING = [
  '**To close this:** look at each page, mend the claims that it no longer bears out, and set the date of each claim to the day on which you looked. ',
  'A page leaves the list once every claim that cites it was verified on the day of the change or later; ',
  'this issue closes by itself when none is left.',
].join('');

/** Words the one rolling issue of pages that say something else than when their claims were verified. */
export function changedSourcesBody({ sources }: ChangedSources, budget: number): string {
  const intro = `${count(sources.length, 'cited page says', 'cited pages say')} something else than before.`;
  const head = blocks(intro, EXPLANATION, CLOSING);
  const parts = rowsWithin(
    sources,
    (source) => `${part(source)}\n`,
    budget - head.length - 2,
    (left) => `…and ${count(left, 'more page')} that did not fit here.`,
  );
  return blocks(head, parts.trimEnd());
}

function part({ page, since, change, citations }: ChangedSource): string {
  const cited = citations.slice(0, 8).map(({ evaluation, claim }) => code(`${evaluation}: ${claim}`));
  if (citations.length > 8) cited.push(`and ${citations.length - 8} more`);
  // Without its scheme an address needs nothing that keeps GitHub from making a second link of it.
  const title = `#### ${link(page.replace(/^https?:\/\//, ''), page)}`;
  return blocks(
    title,
    `Change seen ${since ? `on ${since}` : 'earlier'}; cited by ${cited.join(', ')}`,
    sentences(change),
  );
}

function sentences(change: ChangedSource['change']): string {
  if (change === undefined) return 'What changed is no longer remembered.';
  const removed = change.removed.map((text) => `- gone: ${prose(text)}`);
  const added = change.added.map((text) => `- new: ${prose(text)}`);
  return [...removed, ...added].join('\n');
}
