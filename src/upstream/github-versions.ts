import { compare, parse, type SemVer } from 'semver';

/** How much of a version changes. */
export const bumps = ['major', 'minor', 'patch'] as const;
export type Bump = (typeof bumps)[number];

/** A tag as a semantic version, with or without a leading v. */
export function versionOf(tag: string): SemVer | undefined {
  return parse(tag) ?? undefined;
}

// As a word of its own: `rc` stands in `arch64`, too.
const UNSTABLE = /(?<![a-z])(?:alpha|beta|rc|dev|nightly|preview)(?![a-z])/i;

/** Whether a tag says by its name that it is no final release: many projects forget GitHub's own mark. */
export function looksUnstable(tag: string): boolean {
  return UNSTABLE.test(tag);
}

/** Whether one version comes after the other; undefined where one of the tags is none. */
export function isNewer(tag: string, than: string): boolean | undefined {
  const [version, other] = [versionOf(tag), versionOf(than)];
  return version && other && compare(version, other) > 0;
}

/** What changed from one version to a later one. */
export function bumpBetween(from: SemVer, to: SemVer): Bump | undefined {
  if (compare(to, from) <= 0) return undefined;
  if (to.major !== from.major) return 'major';
  return to.minor === from.minor ? 'patch' : 'minor';
}

/** What a version changes by its own number, which is never more than what it changes from the one before it. */
export function bumpByNumber({ minor, patch }: SemVer): Bump {
  if (patch > 0) return 'patch';
  return minor > 0 ? 'minor' : 'major';
}

/** The greatest of some versions whose number is lower, whatever stands behind the number. */
export function numberBefore(version: SemVer, versions: readonly SemVer[]): SemVer | undefined {
  let before: SemVer | undefined;
  for (const each of versions) {
    if (each.compareMain(version) < 0 && (before === undefined || compare(each, before) > 0)) before = each;
  }
  return before;
}
