import type { UpstreamEvent } from '../domain/event.ts';
import { INDEX, type Project } from './pypi-index.ts';
import { pythonVersions as scheme } from './pypi-versions.ts';
import type { Outcome } from './source.ts';
import {
  newVersionEvent,
  packageEvidence,
  shortName,
  shortVersion,
  textEvidence,
  type SeenPackage,
} from './version-event.ts';
import { passesFilters, wantedOf, type VersionOptions } from './version-options.ts';
import { highest } from './versions.ts';

/** A project as one look saw it. */
export interface Sighting extends SeenPackage {
  project: Project;
}

type Trouble = Exclude<Outcome, { kind: 'ok' }>;

const nothing: Outcome = { kind: 'ok', events: [] };

/** An index shows no files of a project that it holds in quarantine: that tells nothing of its versions. */
export function inQuarantine({ name, project }: Sighting): Trouble | undefined {
  if (project.status !== 'quarantined') return undefined;
  return { kind: 'unknown', why: `${INDEX} holds ${shortName(name)} in quarantine and hides its files.` };
}

/** The versions that can be had. */
export function lookForVersions(sighting: Sighting, options: VersionOptions): Outcome {
  const { live, yanked } = sighting.project;
  const listed = [...live.values(), ...[...yanked.values()].map(({ version }) => version)];
  const wanted = wantedOf(listed, options, scheme, (version) => live.get(version.key) === version);
  const events = wanted.map((version) => {
    const summary = `${shortName(sighting.name)} ${shortVersion(version.text)} is in the Python package index.`;
    return newVersionEvent(sighting, version, { options, scheme }, { summary });
  });
  return { kind: 'ok', events };
}

/** Whether a version is yanked as a whole, or what it means that this cannot be said. */
export function judgeYank(
  { name, project }: Sighting,
  evaluated: string,
): { kind: 'yanked'; version: string; reason: string } | { kind: 'live' } | Trouble {
  const version = scheme.parse(evaluated);
  const yanked = version && project.yanked.get(version.key);
  if (yanked !== undefined) return { kind: 'yanked', version: yanked.version.text, reason: yanked.reason };
  if (version !== undefined && project.live.has(version.key)) return { kind: 'live' };
  return {
    kind: 'absent',
    why: `${INDEX} shows no version ${shortVersion(evaluated)} of ${shortName(name)}.`,
  };
}

/** Whether the evaluated version is yanked. */
export function lookForYank(sighting: Sighting, evaluated: string): Outcome {
  const judged = judgeYank(sighting, evaluated);
  if (judged.kind === 'live') return nothing;
  if (judged.kind !== 'yanked') return judged;
  const { source, target, name } = sighting;
  const { version, reason } = judged;
  const event: UpstreamEvent = {
    id: `${source}:${name}:yanked:${version}`,
    source,
    target,
    when: 'yanked',
    summary: `${shortName(name)} ${shortVersion(version)} is yanked from the Python package index, with all of its files.`,
    evidence: [...packageEvidence(sighting), ...textEvidence('Reason', reason || undefined)],
  };
  return { kind: 'ok', events: [event] };
}

/** Whether the project is in another state than active. */
export function lookAtStatus(sighting: Sighting): Outcome {
  const { source, target, name, project } = sighting;
  const { status, reason } = project;
  if (status === 'active') return nothing;
  const event: UpstreamEvent = {
    id: `${source}:${name}:status:${status}`,
    source,
    target,
    when: 'status',
    summary: `The Python package index calls the project ${shortName(name)} ${status}.`,
    now: status,
    evidence: [...packageEvidence(sighting), ...textEvidence('Reason', reason)],
  };
  return { kind: 'ok', events: [event] };
}

/** The highest version that can be had. */
export function latestOf(
  { name, project }: Sighting,
  options: VersionOptions,
): { kind: 'version'; text: string } | Trouble {
  const latest = highest([...project.live.values()].filter(passesFilters(options)), scheme);
  if (latest !== undefined) return { kind: 'version', text: latest.text };
  return { kind: 'absent', why: `${INDEX} shows no release of ${shortName(name)}.` };
}
