import { readFileSync } from 'node:fs';
import { UnreadablePathError } from '../disk/files.ts';
import type { Policy } from '../domain/policy.ts';
import { readLocalWorkspace } from './check-files.ts';

/** Addresses, each with the places that cite it, `data/a.json:12: security.audits`, and what they cite from it. */
export type CitedPlaces = ReadonlyMap<string, { places: readonly string[]; values: readonly string[] }>;

/** The addresses that the claims of local evaluations cite. */
export async function addressesOfClaims(paths: readonly string[], policy: Policy): Promise<CitedPlaces> {
  const cited = new Map<string, { places: string[]; values: string[] }>();
  for (const { file, claims, locate } of (await readLocalWorkspace(paths, policy)).evaluations) {
    for (const { name, evidence } of claims) {
      for (const { url, path, value } of evidence) {
        if (url === undefined) continue;
        const known = cited.get(url) ?? { places: [], values: [] };
        cited.set(url, known);
        if (value !== '') known.values.push(value);
        known.places.push(`${file}:${locate([...path, 'url']).line}: ${name}`);
      }
    }
  }
  return cited;
}

/** Of an address that stands in a list nothing is known; all share this, since there may be 100,000. */
const uncited = { places: [], values: [] };

/** The addresses of a list, one a line; `-` reads standard input. Lines that are empty or begin with `#` are none. */
export function addressesOfList(file: string): CitedPlaces {
  const lines = readList(file).split('\n');
  const addresses = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(addresses.map((address) => [address, uncited]));
}

function readList(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UnreadablePathError(`Cannot read the list ${file}: ${why}. Check the path.`);
  }
}
