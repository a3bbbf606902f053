import { compare, explain } from '@renovatebot/pep440';
import { LONGEST_VERSION, type Scheme, type Version } from './versions.ts';

/** A version of a Python package, written in the normal form of PEP 440. */
export interface PythonVersion extends Version {
  /** The same for versions that are the same: `1.0`, `1.0.0` and `v1`. */
  key: string;
}

interface PythonScheme extends Scheme {
  parse(text: string): PythonVersion | undefined;
}

/** Versions of Python packages: PEP 440. */
export const pythonVersions: PythonScheme = { parse, compareTies: compare };

// Longer numbers are no longer exact: two versions would be taken for one.
const TOO_LONG = /\d{16}/;

const LONGEST_FILENAME = 256;

// More dots and dashes than any file name has after the project's name.
const MOST_PARTS = 16;

/** A project's name in its normal form (PEP 503). */
export function normalName(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}

/**
 * The version that a file belongs to, if its name says so: a wheel's as PEP 427 has it, any other's after the project's
 * name (PEP 625) and up to where it stops to be a version.
 */
export function versionOfFile(filename: string, project: string): PythonVersion | undefined {
  if (filename.length > LONGEST_FILENAME) return undefined;
  if (filename.endsWith('.whl')) {
    const parts = filename.split('-');
    const isWheel = parts.length === 5 || parts.length === 6;
    return isWheel ? parse((parts[1] ?? '').replaceAll('_', '-')) : undefined;
  }
  return parseBeginning(afterName(filename, project));
}

// A name in its normal form is never longer than what it stands for.
function afterName(filename: string, project: string): string {
  const at = filename.indexOf('-', project.length);
  return at > 0 && normalName(filename.slice(0, at)) === project ? filename.slice(at + 1) : '';
}

// `1.0.post1` of `1.0.post1.tar.gz`, `1.0` of `1.0.win32-py2.7.exe`.
function parseBeginning(text: string): PythonVersion | undefined {
  const ends = [...text.matchAll(/[.-]/g)].map(({ index }) => index);
  if (ends.length > MOST_PARTS) return undefined;
  for (const end of ends.toReversed()) {
    const version = parse(text.slice(0, end));
    if (version !== undefined) return version;
  }
  return undefined;
}

function parse(text: string): PythonVersion | undefined {
  if (text.length > LONGEST_VERSION || TOO_LONG.test(text)) return undefined;
  const parts = explain(text);
  if (parts === null) return undefined;
  const { epoch, release, base_version: base, public: open, is_prerelease: isPrerelease } = parts;
  // Read here: the package takes a local part such as `1e5` for a number.
  const local = /\+.*$/.exec(text)?.[0].toLowerCase().replaceAll(/[-_]/g, '.') ?? '';
  const short = release.join('.').replace(/(?:\.0)+$/, '');
  return {
    text: open + local,
    numbers: [epoch, ...release],
    isPrerelease,
    key: `${epoch}!${short}${open.slice(base.length)}${local}`,
  };
}
