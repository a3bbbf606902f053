import { createHash } from 'node:crypto';
import type { UpstreamEvent } from '../domain/event.ts';
import { semanticVersions as scheme, type Package } from './npm-package.ts';
import { inRange, judgedOf, LATEST, taggedAs, type NpmOptions } from './npm-versions.ts';
import type { Outcome } from './source.ts';
import {
  newVersionEvent,
  packageEvidence,
  shortName,
  shortVersion,
  textEvidence,
  type SeenPackage,
} from './version-event.ts';
import { baseOf, isFarEnough, passesFilters, wantedOf } from './version-options.ts';
import { highest, isAfter, type Version } from './versions.ts';

/** A package as one look saw it. */
export interface Sighting extends SeenPackage {
  pkg: Package;
}

const nothing: Outcome = { kind: 'ok', events: [] };

/** The version that the tracked tag points to. */
export function lookForTagged(sighting: Sighting, options: NpmOptions): Outcome {
  const { pkg } = sighting;
  const { track = LATEST } = options;
  const found = taggedAs(track, pkg);
  if (found.kind === 'absent') return nothing;
  if (found.kind === 'unknown') return found;
  const { version } = found;
  // Who names another tag than `latest` wants what it points to, and that is mostly a preview.
  const filters = { ...options, prereleases: options.prereleases ?? track !== LATEST };
  if (!passesFilters(filters)(version) || !isFarEnough(version, options, scheme)) return nothing;
  const evidence = textEvidence('Tag', track);
  const summary = summaryOfTagged(version, track, sighting, options);
  return {
    kind: 'ok',
    events: [newVersionEvent(sighting, version, { options, scheme }, { summary, evidence })],
  };
}

function summaryOfTagged(version: Version, track: string, { pkg }: Sighting, options: NpmOptions): string {
  const name = shortName(pkg.name);
  const text = shortVersion(version.text);
  const base = baseOf(options, scheme);
  if (base !== undefined && isAfter(base, version, scheme)) {
    return `The tag ${shortVersion(track)} of ${name} went back to ${text}, before ${shortVersion(base.text)}.`;
  }
  const top = highest([...pkg.versions.values()].filter(passesFilters({})), scheme);
  if (track === LATEST && !version.isPrerelease && top !== undefined && isAfter(top, version, scheme)) {
    return `The tag latest of ${name} is at ${text}, behind ${shortVersion(top.text)}: it may have gone back.`;
  }
  return `${name} ${text} is in the npm registry under the tag ${shortVersion(track)}.`;
}

/** The versions in a range. */
export function lookInRange(sighting: Sighting, options: NpmOptions, range: string): Outcome {
  const evidence = textEvidence('Range', range);
  const events = wantedOf(inRange(range, sighting.pkg, options), options, scheme).map((version) => {
    const summary = `${shortName(sighting.name)} ${shortVersion(version.text)} is in the npm registry.`;
    return newVersionEvent(sighting, version, { options, scheme }, { summary, evidence });
  });
  return { kind: 'ok', events };
}

/** What a tag points to. */
export function lookAtTag(sighting: Sighting, name: string): Outcome {
  const found = taggedAs(name, sighting.pkg);
  if (found.kind === 'absent') return nothing;
  if (found.kind === 'unknown') return found;
  const { text } = found.version;
  const event: UpstreamEvent = {
    id: `npm:${sighting.name}:tag:${name}:${text}`,
    source: sighting.source,
    target: sighting.target,
    when: 'dist-tag-changed',
    summary: `The tag ${shortVersion(name)} of ${shortName(sighting.name)} points to ${shortVersion(text)}.`,
    now: text,
    evidence: packageEvidence(sighting),
  };
  return { kind: 'ok', events: [event] };
}

/** Whether the version that counts is deprecated. */
export function lookForDeprecation(sighting: Sighting, options: NpmOptions): Outcome {
  const { pkg, name, target } = sighting;
  const found = judgedOf(pkg, options);
  if (found.kind !== 'version') return found;
  const { text } = found.version;
  const message = pkg.deprecated.get(text);
  if (message === undefined) return nothing;
  const hash = createHash('sha256').update(String(message)).digest('hex').slice(0, 16);
  const event: UpstreamEvent = {
    id: `npm:${name}:deprecated:${text}:${hash}`,
    source: sighting.source,
    target,
    when: 'deprecated',
    summary: `${shortName(name)} ${shortVersion(text)} is deprecated in the npm registry.`,
    evidence: [
      ...packageEvidence(sighting),
      ...textEvidence('Message', message === true ? undefined : message),
    ],
  };
  return { kind: 'ok', events: [event] };
}
