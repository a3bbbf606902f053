import * as semver from 'semver';

/** One family of packages, with its names at those who publish advisories. */
interface Ecosystem {
  /** What a target begins with. */
  name: string;
  osv: string;
  /** https://docs.github.com/rest/security-advisories/global-advisories, `ecosystem`. */
  ghsa: string;
  /** The type in a package URL: https://github.com/package-url/purl-spec. */
  purl: string;
  shape: RegExp;
  /** How upstream spells a name: both compare letter by letter (google/osv.dev#6039). */
  spell?: (name: string) => string;
  /** OSV finds nothing for a version that is none by semver.org, and does not say why. */
  semver?: true;
}

/** A package of which advisories are asked for. */
export interface Package {
  ecosystem: Ecosystem;
  name: string;
}

const PART = '[A-Za-z0-9_][A-Za-z0-9_.~+-]*';
const single = new RegExp(`^${PART}$`);
const scoped = new RegExp(`^(?:@[a-z0-9~-][a-z0-9._~-]*/)?${PART}$`);
const pair = new RegExp(`^${PART}/${PART}$`);
const path = new RegExp(`^${PART}(?:/${PART})*$`);
const coordinates = new RegExp(`^${PART}:${PART}$`);

const ecosystems: readonly Ecosystem[] = [
  { name: 'pypi', osv: 'PyPI', ghsa: 'pip', purl: 'pypi', shape: single, spell: asPyPi },
  { name: 'npm', osv: 'npm', ghsa: 'npm', purl: 'npm', shape: scoped, semver: true },
  { name: 'go', osv: 'Go', ghsa: 'go', purl: 'golang', shape: path, semver: true },
  { name: 'crates.io', osv: 'crates.io', ghsa: 'rust', purl: 'cargo', shape: single, semver: true },
  { name: 'rubygems', osv: 'RubyGems', ghsa: 'rubygems', purl: 'gem', shape: single },
  { name: 'maven', osv: 'Maven', ghsa: 'maven', purl: 'maven', shape: coordinates },
  { name: 'nuget', osv: 'NuGet', ghsa: 'nuget', purl: 'nuget', shape: single },
  {
    name: 'packagist',
    osv: 'Packagist',
    ghsa: 'composer',
    purl: 'composer',
    shape: pair,
    spell: asLowerCase,
  },
  { name: 'hex', osv: 'Hex', ghsa: 'erlang', purl: 'hex', shape: single },
  { name: 'pub', osv: 'Pub', ghsa: 'pub', purl: 'pub', shape: single },
  { name: 'swifturl', osv: 'SwiftURL', ghsa: 'swift', purl: 'swift', shape: path },
  { name: 'github-actions', osv: 'GitHub Actions', ghsa: 'actions', purl: 'githubactions', shape: path },
];

const LONGEST_NAME = 100;
const PURL = /^pkg:\/{0,2}([a-z]+)\/([^?#]+)$/;

/** The package that a target names, as `ecosystem/name` or as a package URL without a version. */
export function parsePackage(target: string): Package | undefined {
  const purl = PURL.exec(target);
  if (purl) return fromPurl(purl[1] ?? '', purl[2] ?? '');
  const slash = target.indexOf('/');
  const ecosystem = ecosystems.find(({ name }) => name === target.slice(0, slash));
  return ecosystem && named(ecosystem, target.slice(slash + 1));
}

/** One sentence with the remedy where a target names no package. */
export function problemWithPackage(target: string): string | undefined {
  if (parsePackage(target) !== undefined) return undefined;
  const slash = target.indexOf('/');
  const known = ecosystems.some(({ name, purl }) => [name, `pkg:${purl}`].includes(target.slice(0, slash)));
  return known
    ? 'This is no name of a package there. Write it as its registry does, without a version: pypi/langchain, npm/@scope/name or maven/group:artifact.'
    : `This names no package of a known ecosystem. Write ecosystem/name, such as pypi/langchain, with one of ${ecosystems.map(({ name }) => name).join(', ')}.`;
}

/** Whether an advisory's words mean this package. */
export function isSamePackage({ ecosystem, name }: Package, other: string): boolean {
  return spell(ecosystem, other).toLowerCase() === name.toLowerCase();
}

/** The version as upstream understands it; undefined where it could only find nothing. */
export function versionOf({ ecosystem }: Package, version: string): string | undefined {
  return ecosystem.semver ? (semver.valid(version) ?? undefined) : version;
}

// By hand, since the usual libraries put names in lower case, which OSV then does not find.
function fromPurl(type: string, encoded: string): Package | undefined {
  const ecosystem = ecosystems.find(({ purl }) => purl === type);
  if (ecosystem === undefined) return undefined;
  try {
    const parts = encoded.split('/').map(decodeURIComponent);
    return named(ecosystem, parts.join(ecosystem.name === 'maven' ? ':' : '/'));
  } catch {
    return undefined;
  }
}

function named(ecosystem: Ecosystem, name: string): Package | undefined {
  if (name.length > LONGEST_NAME || !ecosystem.shape.test(name)) return undefined;
  return { ecosystem, name: spell(ecosystem, name) };
}

function spell(ecosystem: Ecosystem, name: string): string {
  return ecosystem.spell?.(name) ?? name;
}

// https://packaging.python.org/en/latest/specifications/name-normalization/
function asPyPi(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

function asLowerCase(name: string): string {
  return name.toLowerCase();
}
