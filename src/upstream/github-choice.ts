import * as z from 'zod';
import { patterns } from '../domain/fields.ts';
import { compilePatterns } from '../domain/pattern.ts';
import {
  bumpBetween,
  bumpByNumber,
  bumps,
  isNewer,
  looksUnstable,
  numberBefore,
  versionOf,
  type Bump,
} from './github-versions.ts';

const name = z.string().min(1).max(100);

/** What a watch may say of the releases or tags that it waits for. */
export const choiceOptions = {
  prereleases: z.boolean().default(false),
  include: patterns.optional(),
  exclude: patterns.optional(),
  minBump: z.enum(bumps).optional(),
  /** A tag, a version or a day: what comes after it is told at first sight. */
  since: name.optional(),
  /** The tag or version that was evaluated. */
  evaluated: name.optional(),
};
const Choice = z.object(choiceOptions);
export type Choice = z.infer<typeof Choice>;

/** A release or a tag. */
export interface Candidate {
  tag: string;
  /** In ISO 8601 and UTC; undefined where it is not known. */
  at: string | undefined;
  isPrerelease: boolean;
}

/** What is listed of a repository: `isWhole` where there is no more than that. */
export interface Listed<T extends Candidate> {
  listed: readonly T[];
  isWhole: boolean;
}

/** One sentence with the remedy where options contradict each other. */
export function problemWithChoice({ minBump, evaluated }: Choice): string | undefined {
  if (minBump === undefined || evaluated === undefined || versionOf(evaluated)) return undefined;
  return `minBump is counted from evaluated, and ${JSON.stringify(evaluated)} is no semantic version. Write it as 1.2.3, or leave minBump out.`;
}

/** Those that a watch waits for, the newest by day first. */
export function choose<T extends Candidate>({ listed, isWhole }: Listed<T>, options: Choice): T[] {
  const { prereleases, include, exclude } = options;
  const isIncluded = include && compilePatterns(include);
  const isExcluded = exclude && compilePatterns(exclude);
  const named = listed
    .filter(({ tag, isPrerelease }) => prereleases || !(isPrerelease || looksUnstable(tag)))
    .filter(({ tag }) => (isIncluded?.(tag) ?? true) && !isExcluded?.(tag))
    .sort((one, other) => order(other.at ?? '', one.at ?? ''));
  const { minBump, evaluated } = options;
  if (minBump === undefined) return named;
  const from = evaluated === undefined ? undefined : versionOf(evaluated);
  const versions = named.flatMap(({ tag }) => versionOf(tag) ?? []);
  return named.filter(({ tag }, place) => {
    const version = versionOf(tag);
    if (version === undefined) return true;
    if (from) return reaches(bumpBetween(from, version), minBump);
    // The one before it may have left the list, and another that is further away must not make more of it.
    const isListed = isWhole || place < named.length / 2;
    const before = isListed ? numberBefore(version, versions) : undefined;
    return reaches(before ? bumpBetween(before, version) : bumpByNumber(version), minBump);
  });
}

/** The newest: by version, where the newest by day has one. */
export function newestOf<T extends Candidate>(chosen: readonly T[]): T | undefined {
  return chosen.reduce<T | undefined>(
    (best, each) => (best === undefined || isNewer(each.tag, best.tag) ? each : best),
    undefined,
  );
}

function reaches(bump: Bump | undefined, least: Bump): boolean {
  return bump !== undefined && bumps.indexOf(bump) <= bumps.indexOf(least);
}

function order(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
