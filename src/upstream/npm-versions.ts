import { Range, validRange } from 'semver';
import * as z from 'zod';
import { REGISTRY, semanticVersions, type Package } from './npm-package.ts';
import type { Outcome } from './source.ts';
import { shortName, shortVersion } from './version-event.ts';
import { passesFilters, versionOptions } from './version-options.ts';
import { highest, type Version } from './versions.ts';

const tag = z.string().refine((text) => /^[\w.~+/-]{1,100}$/.test(text), {
  error: 'Write the name of a dist-tag, such as next.',
});
const range = z
  .string()
  .max(100)
  .refine((text) => validRange(text) !== null, { error: 'Write a range of versions, such as "^1.4.0".' });

/** What a watch may write about a package. */
export const NpmOptions = z
  .strictObject({
    ...versionOptions(semanticVersions, '1.4.2'),
    track: tag.optional(),
    range: range.optional(),
    tag: tag.optional(),
  })
  .refine(({ track, range }) => track === undefined || range === undefined, {
    path: ['range'],
    error: 'Leave out track or range: a watch follows a tag or a range.',
  });
export type NpmOptions = z.infer<typeof NpmOptions>;

/** The tag that is meant where none is named. */
export const LATEST = 'latest';

/** The version that was looked for, or what it means that there is none. */
export type Found = { kind: 'version'; version: Version } | Exclude<Outcome, { kind: 'ok' }>;

/** The version that a tag points to. */
export function taggedAs(name: string, pkg: Package): Found {
  const text = pkg.tags.get(name);
  if (text === undefined) {
    return {
      kind: 'absent',
      why: `${REGISTRY} shows no tag ${shortVersion(name)} of ${shortName(pkg.name)}.`,
    };
  }
  const version = pkg.versions.get(text);
  if (version !== undefined) return { kind: 'version', version };
  return {
    kind: 'unknown',
    why: `The tag ${shortVersion(name)} of ${shortName(pkg.name)} points to something that is no version of it.`,
  };
}

/** The versions in a range. */
export function inRange(text: string, pkg: Package, options: NpmOptions): Version[] {
  const range = new Range(text, { includePrerelease: options.prereleases === true });
  return [...pkg.versions.values()].filter((version) => range.test(version.text));
}

/** What the watch calls the present version. */
export function currentOf(pkg: Package, options: NpmOptions): Found {
  if (options.range === undefined) return taggedAs(options.track ?? LATEST, pkg);
  const version = highest(
    inRange(options.range, pkg, options).filter(passesFilters(options)),
    semanticVersions,
  );
  if (version !== undefined) return { kind: 'version', version };
  return { kind: 'absent', why: `${REGISTRY} shows no version of ${shortName(pkg.name)} in the range.` };
}

/** The version that a deprecation is about. */
export function judgedOf(pkg: Package, options: NpmOptions): Found {
  const { evaluated } = options;
  if (evaluated === undefined) return currentOf(pkg, options);
  const version = pkg.versions.get(evaluated);
  if (version !== undefined) return { kind: 'version', version };
  return {
    kind: 'absent',
    why: `${REGISTRY} shows no version ${shortVersion(evaluated)} of ${shortName(pkg.name)}.`,
  };
}
