import { readingsOf, type GitHubAddress, type PathAddress } from '../domain/github-address.ts';
import type { Log } from '../domain/log.ts';
import type { GitHub } from './client.ts';
import type { Facts, Sight } from './link-answer.ts';
import { askGitHub } from './link-ask.ts';
import type { Field, Question } from './link-question.ts';

/** What is known of a page. */
export type Finding =
  | Sight
  | { kind: 'gone'; facts: Facts }
  | { kind: 'moved'; facts: Facts; to: string; reason: string };

/** One page, and what is known of it so far. */
export interface Look {
  page: string;
  address: GitHubAddress;
  finding: Finding;
}

/** A path that is not found in a repository that is. */
export interface MissingPath {
  look: Look;
  address: PathAddress;
  facts: Facts;
}

/** Looks at pages, and again at paths whose ref may have a slash. Answers in the order of the pages. */
export async function lookAt(
  github: GitHub,
  pages: readonly Omit<Look, 'finding'>[],
  log: Log,
): Promise<readonly Look[]> {
  const questions = pages.map(({ address }) => questionOf(address));
  const sights = await askGitHub(github, questions, log);
  const looks = pages.flatMap((page, at) => {
    const finding = sights[at];
    return finding ? { ...page, finding } : [];
  });
  return settled(looks, await readOtherwise(github, looks, log));
}

/** The same looks with what has been found out since. */
export function settled(looks: readonly Look[], found: ReadonlyMap<Look, Finding>): readonly Look[] {
  return looks.map((look) => ({ ...look, finding: found.get(look) ?? look.finding }));
}

/** The paths among the looks that are not found where they were looked for. */
export function missingPaths(looks: readonly Look[]): MissingPath[] {
  return looks.flatMap((look) => {
    const { address, finding } = look;
    if (address.kind !== 'path' || finding.kind !== 'missing' || !finding.facts) return [];
    return { look, address, facts: finding.facts };
  });
}

/** Asks for a path by one reading of its address. */
export function pathQuestion({ owner, repo, shows }: PathAddress, expression: string): Question {
  // GitHub shows a folder where a file was asked for, and the other way round; a raw file is a file or nothing.
  const types = shows === 'raw' ? (['Blob'] as const) : (['Blob', 'Tree'] as const);
  return { owner, repo, field: { kind: 'object', expression, types } };
}

// Most refs have no slash, so the first round reads them so. Only what is not found is read with longer ones.
async function readOtherwise(
  github: GitHub,
  looks: readonly Look[],
  log: Log,
): Promise<ReadonlyMap<Look, Finding>> {
  const tries = missingPaths(looks).flatMap(({ look, address }) =>
    readingsOf(address)
      .slice(1)
      .map((expression) => ({ look, question: pathQuestion(address, expression) })),
  );
  const sights = await askGitHub(
    github,
    tries.map(({ question }) => question),
    log,
  );
  const found = new Map<Look, Finding>();
  for (const [at, { look }] of tries.entries()) {
    const sight = sights[at];
    if (sight?.kind === 'there') found.set(look, sight);
    if (sight?.kind === 'unclear' && !found.has(look)) found.set(look, sight);
  }
  return found;
}

function questionOf(address: GitHubAddress): Question {
  if (address.kind === 'owner') return { owner: address.login };
  if (address.kind === 'path') return pathQuestion(address, readingsOf(address)[0] ?? '');
  const { owner, repo } = address;
  return { owner, repo, field: fieldOf(address) };
}

function fieldOf(address: Exclude<GitHubAddress, { kind: 'owner' | 'path' }>): Field | undefined {
  switch (address.kind) {
    case 'repository':
    case 'issues':
      return undefined;
    case 'commit':
      return { kind: 'object', expression: address.sha, types: ['Commit'] };
    case 'issue':
      return { kind: 'issue', number: address.number };
    case 'tag':
      return { kind: 'tag', tag: address.tag };
    default:
      return address satisfies never;
  }
}
