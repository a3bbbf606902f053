import { describe, expect, it } from 'vitest';
import { parsePackage, problemWithPackage, versionOf } from '../../src/upstream/advisory-package.ts';

describe('the target of an advisory', () => {
  it.each([
    ['pypi/langchain', 'PyPI', 'langchain'],
    ['pypi/Foo_.Bar', 'PyPI', 'foo-bar'],
    ['npm/left-pad', 'npm', 'left-pad'],
    ['npm/@modelcontextprotocol/server-filesystem', 'npm', '@modelcontextprotocol/server-filesystem'],
    ['npm/JSONStream', 'npm', 'JSONStream'],
    ['go/github.com/BurntSushi/toml', 'Go', 'github.com/BurntSushi/toml'],
    ['crates.io/openssl-src', 'crates.io', 'openssl-src'],
    ['rubygems/rails', 'RubyGems', 'rails'],
    ['maven/org.example:core', 'Maven', 'org.example:core'],
    ['nuget/Newtonsoft.Json', 'NuGet', 'Newtonsoft.Json'],
    ['packagist/GuzzleHttp/Guzzle', 'Packagist', 'guzzlehttp/guzzle'],
    ['github-actions/tj-actions/changed-files', 'GitHub Actions', 'tj-actions/changed-files'],
    ['pkg:npm/%40scope/x', 'npm', '@scope/x'],
    ['pkg:npm/@scope/x', 'npm', '@scope/x'],
    ['pkg:pypi/Django', 'PyPI', 'django'],
    ['pkg:golang/github.com/BurntSushi/toml', 'Go', 'github.com/BurntSushi/toml'],
    ['pkg:maven/org.example/core', 'Maven', 'org.example:core'],
    ['pkg:cargo/smallvec', 'crates.io', 'smallvec'],
  ])('%s is %s %s', (target, osv, name) => {
    expect(problemWithPackage(target)).toBeUndefined();
    expect(parsePackage(target)).toMatchObject({ ecosystem: { osv }, name });
  });

  it.each([
    'pypi/../x',
    'pypi/..',
    'pypi/a/b',
    'pypi/',
    'pypi/x@1.0',
    'pypi/a,b',
    'npm/@scope',
    'npm/@scope/x/y',
    'npm/@scope/../y',
    'npm/@../x',
    'go/github.com/../x',
    'go/github.com//x',
    'maven/org.example',
    'maven/org.example:core:1.0',
    'packagist/guzzle',
    'pkg:npm/%40scope/x@1.0.0',
    'pkg:npm/%2e%2e%2fx',
    'pkg:npm/%',
    'pkg:pypi/x?repository_url=y',
    `pypi/${'x'.repeat(101)}`,
  ])('%s is no name of a package', (target) => {
    expect(problemWithPackage(target)).toMatch(/^This .+\. Write .+\.$/);
    expect(parsePackage(target)).toBeUndefined();
  });

  it.each(['PyPI/langchain', 'langchain', 'pip/langchain', 'pkg:apk/alpine/curl', 'constructor/x'])(
    '%s is of no known ecosystem',
    (target) => {
      expect(problemWithPackage(target)).toMatch(/known ecosystem\. Write ecosystem\/name/);
    },
  );
});

describe('a version', () => {
  it.each([
    ['pypi/x', '1.0rc1', '1.0rc1'],
    ['npm/x', '1.0.0-rc.1', '1.0.0-rc.1'],
    ['npm/x', '1.0', undefined],
    ['go/example.org/x', 'v1.2.3', '1.2.3'],
    ['crates.io/x', 'latest', undefined],
    ['maven/a:b', '1.0.RELEASE', '1.0.RELEASE'],
  ])('of %s, %s, is asked for as %s', (target, version, asked) => {
    const found = parsePackage(target);
    expect(found && versionOf(found, version)).toBe(asked);
  });
});
