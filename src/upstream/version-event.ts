import type { EventEvidence, UpstreamEvent } from '../domain/event.ts';
import { clip } from './clip.ts';
import { isLate, newsLineOf, type VersionOptions } from './version-options.ts';
import type { Scheme, Version } from './versions.ts';

/** A package as one look saw it. */
export interface SeenPackage {
  source: string;
  /** As the watch names it. */
  target: string;
  /** As upstream names it. */
  name: string;
  /** The document that was asked for. */
  url: string;
}

/** The event that a version is there. With `minBump` all versions of its line are the same event. */
export function newVersionEvent(
  seen: SeenPackage,
  version: Version,
  { options, scheme }: { options: VersionOptions; scheme: Scheme },
  { summary, evidence = [] }: { summary: string; evidence?: readonly EventEvidence[] },
): UpstreamEvent {
  const { source, target, name } = seen;
  const line = newsLineOf(version, options);
  return {
    id: `${source}:${name}:${version.text}`,
    ...(line !== undefined && { aliases: [`${source}:${name}:line:${line}`] }),
    source,
    target,
    when: 'new-version',
    summary,
    now: version.text,
    ...(isLate(version, options, scheme) && { late: true }),
    evidence: [...packageEvidence(seen), ...textEvidence('Evaluated', options.evaluated), ...evidence],
  };
}

/** Where the package can be looked at. */
export function packageEvidence({ name, url }: SeenPackage): EventEvidence[] {
  return [{ label: 'Package', text: clip(name), url }];
}

/** A fact beneath an event, where there is one. */
export function textEvidence(label: string, text: string | undefined): EventEvidence[] {
  return text === undefined ? [] : [{ label, text: clip(text) }];
}

/** A name as sentences show it. */
export function shortName(name: string): string {
  return clip(name, 60);
}

/** A version, or the name of a tag, as sentences show it. */
export function shortVersion(text: string): string {
  return clip(text, 34);
}
