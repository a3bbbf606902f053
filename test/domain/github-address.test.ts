import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parseGitHubAddress, readingsOf } from '../../src/domain/github-address.ts';
import { branchOf, underNewBranch, underNewName } from '../../src/domain/github-moves.ts';

const WEB = 'https://github.com';
const within = { owner: 'o', repo: 'r' };

describe('parseGitHubAddress', () => {
  test.each<[string, object]>([
    ['/o', { kind: 'owner', login: 'o' }],
    ['/mona_acme/', { kind: 'owner', login: 'mona_acme' }],
    ['/o/r', { kind: 'repository', ...within }],
    ['/o/r/', { kind: 'repository', ...within }],
    ['/o/r.git', { kind: 'repository', ...within }],
    ['/o/r?tab=readme-ov-file#usage', { kind: 'repository', ...within }],
    ['/o/.github', { kind: 'repository', owner: 'o', repo: '.github' }],
    ['/o/r/releases', { kind: 'repository', ...within }],
    ['/o/r/releases/latest', { kind: 'repository', ...within }],
    ['/o/r/tags', { kind: 'repository', ...within }],
    ['/o/r/pulls', { kind: 'repository', ...within }],
    ['/o/r/issues?q=is%3Aopen', { kind: 'issues', ...within }],
    ['/o/r/issues/7#issuecomment-1', { kind: 'issue', ...within, number: 7 }],
    ['/o/r/pull/7', { kind: 'issue', ...within, number: 7 }],
    ['/o/r/pull/7/files', { kind: 'issue', ...within, number: 7 }],
    ['/o/r/pull/7.diff', { kind: 'issue', ...within, number: 7 }],
    ['/o/r/commit/0a1b2c3', { kind: 'commit', ...within, sha: '0a1b2c3' }],
    ['/o/r/commit/0a1b2c3.patch', { kind: 'commit', ...within, sha: '0a1b2c3' }],
    ['/o/r/releases/tag/v1.0', { kind: 'tag', ...within, tag: 'v1.0' }],
    ['/o/r/releases/tag/pkg/v1%2Bx', { kind: 'tag', ...within, tag: 'pkg/v1+x' }],
    ['/o/r/blob/main/a%20b.md#L10', { kind: 'path', ...within, shows: 'file', rest: ['main', 'a b.md'] }],
    ['/o/r/blame/main/a', { kind: 'path', ...within, shows: 'file', rest: ['main', 'a'] }],
    ['/o/r/tree/main', { kind: 'path', ...within, shows: 'folder', rest: ['main'] }],
    ['/o/r/raw/main/a', { kind: 'path', ...within, shows: 'raw', rest: ['main', 'a'] }],
    ['/constructor/toString', { kind: 'repository', owner: 'constructor', repo: 'toString' }],
  ])('reads %s', (path, address) => {
    expect(parseGitHubAddress(`${WEB}${path}`, WEB)).toEqual(address);
    expect(parseGitHubAddress(`http://www.github.com${path}`, WEB)).toEqual(address);
  });

  test.each([
    ['no account', '/'],
    ['pages of GitHub’s own', '/features/copilot'],
    ['pages of GitHub’s own, in any case', '/Pricing'],
    ['an organisation’s page', '/orgs/o'],
    ['an app', '/apps/dependabot'],
    ['keys of a user', '/o.keys'],
    ['a wiki', '/o/r/wiki/Home'],
    ['a wiki’s repository', '/o/r.wiki.git'],
    ['actions', '/o/r/actions/runs/1'],
    ['a discussion', '/o/r/discussions/1'],
    ['a comparison', '/o/r/compare/a...b'],
    ['a file of a release', '/o/r/releases/download/v1/a.zip'],
    ['a commit of a pull request', '/o/r/pull/7/commits/0a1b2c3'],
    ['issue zero', '/o/r/issues/0'],
    ['a number that GraphQL cannot hold', '/o/r/issues/2147483648'],
    ['a word for a number', '/o/r/issues/new'],
    ['a branch for a commit', '/o/r/commit/main'],
    ['a file without a path', '/o/r/blob/main'],
    ['a ref in time', '/o/r/tree/main@%7Byesterday%7D'],
    ['an ancestor', '/o/r/tree/main~2'],
    ['a revision inside a ref', '/o/r/blob/main:a/b'],
    ['an option', '/o/r/blob/--all/a'],
    ['an encoded slash', '/o/r/blob/a%2Fb/c'],
    ['a folder above', '/o/r/blob/main/%2e%2e%2fa'],
    ['an empty segment', '/o//r'],
    ['a control character', '/o/r/blob/main/a%0Ab'],
    ['a NUL', '/o/r/blob/main/a%00'],
    ['half a character', '/o/r/blob/main/%E0%A4'],
    ['a quotation in a name', '/o%22)%7Bid%7D/r'],
    ['a name beyond measure', `/${'o'.repeat(101)}`],
    ['an address beyond measure', `/o/r/blob/main/${'a'.repeat(8000)}`],
  ])('leaves %s alone', (_, path) => {
    expect(parseGitHubAddress(`${WEB}${path}`, WEB)).toBeUndefined();
  });

  test.each([
    'https://github.com.example/o/r',
    'https://example.com/https://github.com/o/r',
    'https://github.com:8443/o/r',
    'https://user@github.com/o/r',
    'https://api.github.com/repos/o/r',
    'https://gist.github.com/o/r',
    'https://raw.githubusercontent.com/o/r/main/a?token=secret',
    'https://raw.githubusercontent.com/wiki/o/r/Home.md',
    'https://raw.githubusercontent.com/o/r/main',
    'git@github.com:o/r.git',
    'not an address',
  ])('does not take %s for GitHub’s', (page) => {
    expect(parseGitHubAddress(page, WEB)).toBeUndefined();
  });

  const raw = { kind: 'path', ...within, shows: 'raw', rest: ['main', 'a', 'b'] };

  it('knows where raw files are', () => {
    expect(parseGitHubAddress('https://raw.githubusercontent.com/o/r/main/a/b', WEB)).toEqual(raw);
  });

  it('knows an Enterprise Server by its origin, and then not github.com', () => {
    const origin = 'https://ghe.example:8443';
    expect(parseGitHubAddress(`${origin}/o/r`, origin)).toEqual({ kind: 'repository', ...within });
    expect(parseGitHubAddress(`${origin}/raw/o/r/main/a/b`, origin)).toEqual(raw);
    expect(parseGitHubAddress('https://raw.ghe.example:8443/o/r/main/a/b', origin)).toEqual(raw);
    expect(parseGitHubAddress('https://github.com/o/r', origin)).toBeUndefined();
    expect(parseGitHubAddress('https://raw.githubusercontent.com/o/r/main/a', origin)).toBeUndefined();
    expect(parseGitHubAddress('https://ghe.example/o/r', origin)).toBeUndefined();
    expect(parseGitHubAddress('https://127.0.0.1:3000/o/r', 'http://127.0.0.1:3000')).toBeUndefined();
  });

  it('never throws, and never lets a ref be more than a name', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('o', 'blob', 'tree', 'main', '..', '%2F', '@{', 'refs'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), fc.string(), (parts, origin) => {
        for (const web of [WEB, origin]) {
          const address = parseGitHubAddress(`${WEB}/${parts.join('/')}`, web);
          if (address?.kind !== 'path') continue;
          for (const reading of readingsOf(address)) {
            expect(reading.slice(0, reading.indexOf(':'))).not.toMatch(/^-|\.\.|@\{|[~^?*[\\\s]/);
          }
        }
      }),
    );
  });
});

describe('readingsOf', () => {
  const read = (page: string): string[] => {
    const address = parseGitHubAddress(page, WEB);
    return address?.kind === 'path' ? readingsOf(address) : [];
  };

  it('has the shortest ref first, and leaves a file a path', () => {
    expect(read(`${WEB}/o/r/blob/a/b/c`)).toEqual(['a:b/c', 'a/b:c']);
    expect(read(`${WEB}/o/r/tree/a/b`)).toEqual(['a:b', 'a/b:']);
    expect(read(`${WEB}/o/r/blob/v1/a:b~c`)).toEqual(['v1:a:b~c']);
  });

  it('begins behind what cannot be a ref', () => {
    const page = 'https://raw.githubusercontent.com/o/r/refs/heads/main/a/b';
    expect(read(page)).toEqual(['refs/heads/main:a/b', 'refs/heads/main/a:b']);
  });

  it('stops somewhere', () => {
    expect(read(`${WEB}/o/r/blob/${'a/'.repeat(1000)}b`)).toHaveLength(12);
  });
});

describe('where a page has moved', () => {
  test.each([
    [`${WEB}/o/r`, `${WEB}/new/name`],
    [`${WEB}/O/R.git`, `${WEB}/new/name`],
    [`${WEB}/o/r/blob/main/o/r?plain=1`, `${WEB}/new/name/blob/main/o/r?plain=1`],
    ['https://raw.githubusercontent.com/o/r/main/a', 'https://raw.githubusercontent.com/new/name/main/a'],
    ['https://ghe.example/raw/o/r/main/a', 'https://ghe.example/raw/new/name/main/a'],
  ])('under a new name, %s is %s', (page, now) => {
    expect(underNewName(page, within, 'new/name')).toBe(now);
  });

  test.each([
    [`${WEB}/o/r/blob/master/a/b`, `${WEB}/o/r/blob/main/a/b`],
    [`${WEB}/o/r/tree/master/`, `${WEB}/o/r/tree/main`],
    [
      'https://raw.githubusercontent.com/o/r/refs/heads/master/a',
      'https://raw.githubusercontent.com/o/r/refs/heads/main/a',
    ],
  ])('on a new branch, %s is %s', (page, now) => {
    const address = parseGitHubAddress(page, WEB);
    if (address?.kind !== 'path') throw new Error(`${page} is no path.`);
    expect(branchOf(address).branch).toBe('master');
    expect(underNewBranch(page, address, 'main')).toBe(now);
  });
});
