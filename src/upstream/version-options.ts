import * as z from 'zod';
import { pattern } from '../domain/fields.ts';
import { compilePatterns } from '../domain/pattern.ts';
import { bumps, compareVersions, isAfter, lineOf, type Scheme, type Version } from './versions.ts';

// Of the listed versions, not of those that pass the filters: one that drops out of these must not let an old one in,
// which would look new.
const MOST_VERSIONS = 1_000;

/** The options of every source of versions. `example` shows how its ecosystem writes one. */
export function versionOptions(scheme: Scheme, example: string) {
  const version = z
    .string()
    .refine((text) => scheme.parse(text) !== undefined, { error: `Write a version, such as "${example}".` });
  return {
    prereleases: z.boolean().optional(),
    include: z.array(pattern).max(50).optional(),
    exclude: z.array(pattern).max(50).optional(),
    minBump: z.enum(bumps).optional(),
    evaluated: version.optional(),
    since: version.optional(),
  };
}

/** What a watch wants to hear of. */
export type VersionOptions = Partial<z.infer<z.ZodObject<ReturnType<typeof versionOptions>>>>;

/** Whether a version is one that the watch wants to hear of, however far it lies from the evaluated one. */
export function passesFilters(options: VersionOptions): (version: Version) => boolean {
  const { prereleases = false, include, exclude = [] } = options;
  const [included, excluded] = [include && compilePatterns(include), compilePatterns(exclude)];
  return ({ text, isPrerelease }) =>
    (prereleases || !isPrerelease) && (included?.(text) ?? true) && !excluded(text);
}

/**
 * Whether a version lies at least `minBump` from the evaluated one, on either side; so does a release from its previews.
 * Without one of the options it does.
 */
export function isFarEnough(version: Version, options: VersionOptions, scheme: Scheme): boolean {
  const { minBump } = options;
  const base = baseOf(options, scheme);
  if (base === undefined || minBump === undefined) return true;
  return lineOf(version, minBump) !== lineOf(base, minBump) || (base.isPrerelease && !version.isPrerelease);
}

/**
 * The line by `minBump` that a version is news for, where the watch wants to hear of lines. Previews are a line of their
 * own: the release after them is news again.
 */
export function newsLineOf(version: Version, { minBump }: VersionOptions): string | undefined {
  if (minBump === undefined) return undefined;
  return lineOf(version, minBump) + (version.isPrerelease ? '-pre' : '');
}

/** Whether a version lies after what the watch calls already known. */
export function isLate(version: Version, options: VersionOptions, scheme: Scheme): boolean {
  const known = parsed(options.since ?? options.evaluated, scheme);
  return known !== undefined && isAfter(version, known, scheme);
}

/** The version that the watch counts from. */
export function baseOf({ evaluated, since }: VersionOptions, scheme: Scheme): Version | undefined {
  return parsed(evaluated ?? since, scheme);
}

/**
 * Of the highest versions of a list those that a watch wants to hear of, the highest last. With `minBump` the first of
 * each line stands for all of it.
 */
export function wantedOf<T extends Version>(
  listed: readonly T[],
  options: VersionOptions,
  scheme: Scheme,
  isThere: (version: T) => boolean = () => true,
): T[] {
  const ordered = listed.toSorted((one, other) => compareVersions(one, other, scheme));
  const passes = passesFilters(options);
  const passing = ordered.slice(-MOST_VERSIONS).filter((version) => isThere(version) && passes(version));
  if (options.minBump === undefined) return passing;
  const base = baseOf(options, scheme);
  const firsts = new Map<string | undefined, T>();
  for (const version of passing) {
    const line = newsLineOf(version, options);
    const counts = base === undefined || isAfter(version, base, scheme);
    if (counts && isFarEnough(version, options, scheme) && !firsts.has(line)) firsts.set(line, version);
  }
  return [...firsts.values()];
}

function parsed(text: string | undefined, scheme: Scheme): Version | undefined {
  return text === undefined ? undefined : scheme.parse(text);
}
