import { parseAddress } from './addresses.ts';
import { isReservedName } from './github-reserved.ts';
import { readUrl } from './url.ts';

/** A repository by the names in an address; they may be former ones. */
export interface Within {
  owner: string;
  repo: string;
}

/** A file or a folder at a ref. */
export type PathAddress = Within & {
  kind: 'path';
  shows: 'file' | 'folder' | 'raw';
  /** The ref and the path; only the repository knows where the one ends: see `readingsOf`. */
  rest: readonly string[];
};

/** What an address of GitHub shows, as far as GitHub's API can say whether it is there. */
export type GitHubAddress =
  | { kind: 'owner'; login: string }
  /** Its front page, and the lists that every repository has: releases, tags, branches, commits, pulls. */
  | (Within & { kind: 'repository' })
  /** The list, which a repository can switch off. */
  | (Within & { kind: 'issues' })
  | PathAddress
  | (Within & { kind: 'commit'; sha: string })
  /** Or a pull request: they share their numbers, and GitHub sends each address to the right page. */
  | (Within & { kind: 'issue'; number: number })
  /** A release's page; GitHub shows a tag without a release there too. */
  | (Within & { kind: 'tag'; tag: string });

// A ref of more segments than this is nobody's; a path may have any number.
const mostReadings = 12;
// GraphQL's Int.
const largestNumber = 2_147_483_647;

/**
 * Reads the address of a page as one of the GitHub whose pages are at `webOrigin`. Undefined where it is none, and where
 * the API could not tell: wikis, actions, discussions (they need a permission of their own), GitHub's own pages.
 */
export function parseGitHubAddress(page: string, webOrigin: string): GitHubAddress | undefined {
  const address = parseAddress(page);
  const web = readUrl(webOrigin);
  if (address.kind === 'problem' || web === undefined) return undefined;
  const { url } = address;
  const place = placeOf(url, web);
  const segments = segmentsOf(url.pathname);
  if (place === undefined || segments === undefined) return undefined;
  if (place === 'raw') {
    // A raw address with a token of its own shows a private file to whoever has the token.
    return url.searchParams.has('token') ? undefined : rawFile(segments);
  }
  // Enterprise without subdomains for each part keeps its raw files here.
  if (place === 'enterprise' && segments[0] === 'raw') return rawFile(segments.slice(1));
  const [owner, name, ...rest] = segments;
  if (owner === undefined || !isOwner(owner)) return undefined;
  if (name === undefined) return { kind: 'owner', login: owner };
  const repo = repositoryName(name);
  return repo === undefined ? undefined : inRepository({ owner, repo }, rest);
}

/**
 * The revisions that a path's address may mean, as git writes them: `ref:path`. A ref may have slashes, so every cut is
 * one; the likeliest is first. Git keeps no two refs of which one is the other's folder, so hardly ever do two exist.
 */
export function readingsOf({ shows, rest }: PathAddress): string[] {
  const shortest = isQualified(rest) ? 3 : 1;
  const longest = Math.min(shows === 'folder' ? rest.length : rest.length - 1, shortest + mostReadings - 1);
  const found: string[] = [];
  for (let cut = shortest; cut <= longest; cut += 1) {
    const ref = rest.slice(0, cut).join('/');
    if (isRef(ref)) found.push(`${ref}:${rest.slice(cut).join('/')}`);
  }
  return found;
}

function placeOf(url: URL, origin: URL): 'github.com' | 'enterprise' | 'raw' | undefined {
  if (url.protocol !== origin.protocol && url.protocol !== 'http:') return undefined;
  if (origin.host === 'github.com') {
    if (url.host === 'github.com' || url.host === 'www.github.com') return 'github.com';
    return url.host === 'raw.githubusercontent.com' ? 'raw' : undefined;
  }
  if (url.host === origin.host) return 'enterprise';
  return url.host === `raw.${origin.host}` ? 'raw' : undefined;
}

// One slash at the end is no segment. Everything that servers read in two ways is left to a server.
function segmentsOf(pathname: string): string[] | undefined {
  const path = pathname.replace(/^\//, '').replace(/\/$/, '');
  if (path === '') return undefined;
  try {
    const segments = path.split('/').map(decodeURIComponent);
    return segments.every(isPlain) ? segments : undefined;
  } catch {
    return undefined;
  }
}

function isPlain(segment: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  return segment !== '' && segment !== '.' && segment !== '..' && !/[\u0000-\u001f\u007f/]/.test(segment);
}

function inRepository(within: Within, [section, ...rest]: string[]): GitHubAddress | undefined {
  switch (section) {
    case undefined:
      return { kind: 'repository', ...within };
    case 'tags':
    case 'branches':
    case 'commits':
    case 'pulls':
      return rest.length === 0 ? { kind: 'repository', ...within } : undefined;
    case 'releases':
      return release(within, rest);
    case 'issues':
      return rest.length === 0 ? { kind: 'issues', ...within } : issue(within, rest);
    case 'pull':
      return issue(within, rest);
    case 'commit':
      return commit(within, rest);
    case 'blob':
    case 'blame':
      return path(within, 'file', rest);
    case 'tree':
      return path(within, 'folder', rest);
    case 'raw':
      return path(within, 'raw', rest);
    default:
      return undefined;
  }
}

function rawFile([owner, name, ...rest]: string[]): GitHubAddress | undefined {
  const repo = repositoryName(name ?? '');
  if (owner === undefined || !isOwner(owner) || repo === undefined) return undefined;
  return path({ owner, repo }, 'raw', rest);
}

function path(
  within: Within,
  shows: 'file' | 'folder' | 'raw',
  rest: readonly string[],
): GitHubAddress | undefined {
  const address = { kind: 'path', ...within, shows, rest } as const;
  return readingsOf(address).length > 0 ? address : undefined;
}

function release(within: Within, [what, ...rest]: string[]): GitHubAddress | undefined {
  // Without any release, GitHub sends `latest` to the list.
  const isList = what === undefined || (what === 'latest' && rest.length === 0);
  if (isList) return { kind: 'repository', ...within };
  const tag = rest.join('/');
  return what === 'tag' && isRef(tag) ? { kind: 'tag', ...within, tag } : undefined;
}

const tabs = new Set(['files', 'changes', 'commits', 'checks']);

function issue(within: Within, [number = '', tab, ...rest]: string[]): GitHubAddress | undefined {
  if (rest.length > 0 || (tab !== undefined && !tabs.has(tab))) return undefined;
  const [, digits] = /^([1-9]\d{0,9})(?:\.(?:diff|patch))?$/.exec(number) ?? [];
  if (digits === undefined || Number(digits) > largestNumber) return undefined;
  return { kind: 'issue', ...within, number: Number(digits) };
}

function commit(within: Within, [name = '', ...rest]: string[]): GitHubAddress | undefined {
  const [, sha] = /^([\da-f]{7,40})(?:\.(?:diff|patch))?$/i.exec(name) ?? [];
  return sha === undefined || rest.length > 0 ? undefined : { kind: 'commit', ...within, sha };
}

/** Whether a path's ref is written in full, as GitHub's own raw addresses have it: `refs/heads/main`. */
export function isQualified(rest: readonly string[]): boolean {
  return rest[0] === 'refs' && (rest[1] === 'heads' || rest[1] === 'tags');
}

// Underscores are in the names of managed users (`mona_acme`).
function isOwner(name: string): boolean {
  return /^[\w-]{1,100}$/.test(name) && !isReservedName(name);
}

function repositoryName(segment: string): string | undefined {
  const name = segment.replace(/\.git$/i, '');
  // A wiki is a git repository beside its own, and no repository to the API.
  if (name === '.' || name === '..' || /\.wiki$/i.test(name)) return undefined;
  return /^[\w.-]{1,100}$/.test(name) ? name : undefined;
}

// What git takes for a ref (git-check-ref-format): everything else in a revision is an operator, such as `main~2`.
function isRef(name: string): boolean {
  return name !== '' && name !== '@' && !/^-|\.\.|@\{|[\s~^:?*[\\]/.test(name);
}
