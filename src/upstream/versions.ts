/** A version of a package, as far as all ecosystems agree. */
export interface Version {
  /** As the ecosystem writes it. */
  text: string;
  /** The epoch (0 where there is none), then major, minor, patch and what may follow. */
  numbers: readonly number[];
  isPrerelease: boolean;
}

/** How an ecosystem reads and orders its versions. */
export interface Scheme {
  /** Undefined where the text is no version: texts come from upstream. */
  parse(text: string): Version | undefined;
  /** Orders two versions of the same numbers. */
  compareTies(one: string, other: string): number;
}

/** How far one version may lie from another. */
export const bumps = ['major', 'minor', 'patch'] as const;
export type Bump = (typeof bumps)[number];

/** Longer texts are no versions. */
export const LONGEST_VERSION = 128;

/** Orders versions: below 0 where the first is the lower one. */
export function compareVersions(one: Version, other: Version, scheme: Scheme): number {
  const length = Math.max(one.numbers.length, other.numbers.length);
  for (let at = 0; at < length; at++) {
    const difference = (one.numbers[at] ?? 0) - (other.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return scheme.compareTies(one.text, other.text);
}

/** Whether a version is higher than another. */
export function isAfter(version: Version, other: Version, scheme: Scheme): boolean {
  return compareVersions(version, other, scheme) > 0;
}

/** The highest of them. */
export function highest(versions: readonly Version[], scheme: Scheme): Version | undefined {
  return versions.reduce<Version | undefined>(
    (best, version) => (best === undefined || isAfter(version, best, scheme) ? version : best),
    undefined,
  );
}

/**
 * The line of releases that a version belongs to: `1` by major, `1.4` by minor, `2!1.4` with an epoch. Two versions are at
 * least a bump apart where their lines by that bump differ.
 */
export function lineOf({ numbers }: Version, bump: Bump): string {
  const [epoch = 0, ...release] = numbers;
  const line = bumps.slice(0, bumps.indexOf(bump) + 1).map((_, at) => release[at] ?? 0);
  return `${epoch === 0 ? '' : `${epoch}!`}${line.join('.')}`;
}
