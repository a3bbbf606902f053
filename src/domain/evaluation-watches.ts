import { claimCheckKeys, claimCheckSchema, type ClaimCheck } from './claim-check.ts';
import { complaintsOf } from './complaints.ts';
import type { Path } from './document.ts';
import type { Complaint } from './problem.ts';
import { watchSchema, type Watch } from './watch.ts';

/** A watch, and where in its file it stands. */
export interface PlacedWatch extends Watch {
  path: Path;
}

type Raw = Readonly<Record<string, unknown>>;

/** Where an evaluation may say what it waits for. */
const HOMES: readonly Path[] = [['watch'], ['metadata', 'watch']];

/** The watches that an evaluation declares. What is wrong with the others is told by the schema of its file. */
export function watchesOf(raw: Raw): PlacedWatch[] {
  return HOMES.flatMap((home) => {
    const list = at(raw, home);
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry: unknown, index): PlacedWatch[] => {
      const { data } = watchSchema.safeParse(entry);
      return data === undefined ? [] : [{ ...data, path: [...home, index] }];
    });
  });
}

/** What a claim lets a source check. */
export function checkOf(claim: Raw): ClaimCheck | undefined {
  return claim['check'] === undefined ? undefined : claimCheckSchema.safeParse(claim['check']).data;
}

/** What is wrong with a claim's check. */
export function checkComplaints(claim: Raw, path: Path): Complaint[] {
  const written = claim['check'];
  if (written === undefined) return [];
  const { error } = claimCheckSchema.safeParse(written);
  if (error === undefined) return [];
  return complaintsOf(error, written, { '': claimCheckKeys }).map((complaint) => ({
    ...complaint,
    path: [...path, 'check', ...complaint.path],
  }));
}

function at(raw: Raw, path: Path): unknown {
  let value: unknown = raw;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}
