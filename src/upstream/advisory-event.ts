import type { Day } from '../domain/day.ts';
import type { EventEvidence, UpstreamEvent } from '../domain/event.ts';
import type { Vulnerability } from './advisory-found.ts';
import type { Package } from './advisory-package.ts';
import { clip } from './clip.ts';

/** For whom an event is made. */
export interface Asked {
  source: string;
  target: string;
  when: string;
  package: Package;
  version: string | undefined;
  since: Day | undefined;
}

const MOST_SHOWN = 5;

/** The event that a vulnerability is known, or that its advisory was withdrawn. */
export function advisoryEvent(found: Vulnerability, asked: Asked): UpstreamEvent {
  const { source, target, when, since } = asked;
  const [id, ...aliases] = idsOf(found, asked);
  return {
    id,
    ...(aliases.length > 0 && { aliases }),
    source,
    target,
    when,
    summary: when === 'withdrawn' ? withdrawal(found, asked) : affection(found, asked),
    ...(since !== undefined && { late: isAfter(found, when, since) }),
    evidence: evidenceOf(found),
  };
}

/** An address with the name that a person knows the vulnerability by. */
export function pageOf({ names: [name], advisories: [advisory] }: Vulnerability): EventEvidence {
  return { label: 'Advisory', text: name, url: advisory.url };
}

// Both sources know the names of the first, so that two watches need not tell one vulnerability twice.
function idsOf({ names }: Vulnerability, { source, when, package: of }: Asked): [string, ...string[]] {
  const end = when === 'withdrawn' ? ':withdrawn' : '';
  const sources = source === 'advisory' ? [source] : [source, 'advisory'];
  const [first = '', ...rest] = sources.flatMap((by) =>
    names.map((name) => `${by}:${of.ecosystem.name}/${of.name}:${name}${end}`),
  );
  return [first, ...rest];
}

function affection({ names: [name], severity }: Vulnerability, asked: Asked): string {
  const which = asked.version === undefined ? 'versions' : `version ${clip(asked.version, 40)}`;
  return `${clip(name, 40)} affects ${which} of ${inWords(asked)}: severity ${severity ?? 'unknown'}.`;
}

function withdrawal({ names: [name] }: Vulnerability, asked: Asked): string {
  return `The advisory ${clip(name, 40)} about ${inWords(asked)} was withdrawn.`;
}

function inWords({ package: { name, ecosystem } }: Asked): string {
  return `${clip(name, 60)} (${ecosystem.osv})`;
}

function isAfter({ advisories }: Vulnerability, when: string, since: Day): boolean {
  const days = advisories.map(({ withdrawn, published }) => (when === 'withdrawn' ? withdrawn : published));
  const first = days.filter((day) => day !== undefined).sort()[0];
  return first !== undefined && first > since;
}

function evidenceOf(found: Vulnerability): EventEvidence[] {
  const { names, advisories, severity } = found;
  const [, ...others] = names;
  const twins = advisories.slice(1, MOST_SHOWN).map(({ id, url }) => ({ label: 'Also', text: id, url }));
  const [first] = advisories;
  return [
    pageOf(found),
    ...twins,
    ...fact('Also known as', others),
    ...fact('Severity', [severity ?? 'unknown']),
    ...fact(
      'Affected versions',
      advisories.flatMap(({ affected }) => affected),
    ),
    ...fact(
      'Fixed in',
      advisories.flatMap(({ fixed }) => fixed),
    ),
    ...fact('Published', first.published === undefined ? [] : [first.published]),
    ...fact('Withdrawn', first.withdrawn === undefined ? [] : [first.withdrawn]),
    ...fact(
      'It says',
      advisories
        .map(({ summary }) => summary)
        .filter(Boolean)
        .slice(0, 1),
    ),
  ];
}

function fact(label: string, texts: readonly string[]): EventEvidence[] {
  const different = [...new Set(texts)];
  if (different.length === 0) return [];
  const more = different.length - MOST_SHOWN;
  const shown = different.slice(0, MOST_SHOWN).join(', ');
  return [{ label, text: clip(more > 0 ? `${shown} and ${more} more` : shown) }];
}
