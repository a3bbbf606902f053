import type { EventEvidence, UpstreamEvent } from '../domain/event.ts';
import { hostOf, shortSha } from './web-address.ts';

const LONGEST_SHOWN = 160;

/** The event that a page's text is this one. */
export function textEvent(target: string, text: string): UpstreamEvent {
  const hash = shortSha(text, 'sha256');
  const now = inFewWords(text, hash);
  return {
    id: `page:${shortSha(target)}:${hash}`,
    source: 'page',
    target,
    when: 'text-changed',
    summary: `The text of the page at ${hostOf(target)} has changed.`,
    now,
    evidence: [...evidenceOf(target), { label: 'Text', text: now }],
  };
}

/** The event that something is looked for and stands in a page, or does not. */
export function matchEvent(
  target: string,
  when: string,
  match: string,
  found: string | undefined,
): UpstreamEvent {
  const verb = when === 'text-matches' ? 'has' : 'does not have';
  const text = found === undefined ? 'not there' : clip(found);
  return {
    id: `page:${shortSha(target)}:${when}:${shortSha(match)}`,
    source: 'page',
    target,
    when,
    summary: `The page at ${hostOf(target)} ${verb} the text that the watch looks for.`,
    now: text,
    evidence: [...evidenceOf(target), { label: 'Looked for', text: match }, { label: 'Text', text }],
  };
}

// Of a long text the start would be the same before and after, so that its size and name are told.
function inFewWords(text: string, hash: string): string {
  const lines = text.split('\n');
  if (text.length <= LONGEST_SHOWN) return lines.join(' · ');
  return `${lines.length} ${lines.length === 1 ? 'line' : 'lines'}, ${text.length} characters, sha256 ${hash}`;
}

function clip(text: string): string {
  const line = Array.from(text.slice(0, 2 * LONGEST_SHOWN).replaceAll('\n', ' '));
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN).join('')}…` : line.join('');
}

/** Where a person can look again. */
export function evidenceOf(target: string): EventEvidence[] {
  return [{ label: 'Page', text: hostOf(target), url: target }];
}
