import * as z from 'zod';
import { advisoryName } from './advisory-found.ts';
import { getJson } from './get-json.ts';
import type { Access, Outcome } from './source.ts';

/** What OSV is called in sentences. */
export const OSV = 'OSV';

/** The longest batch that OSV takes. */
export const MOST_QUERIES = 1_000;

/** One question to OSV: all that it knows of a package, or of one version of it. */
export interface Query {
  package: { ecosystem: string; name: string };
  version?: string;
}

/** An advisory that OSV lists, with the moment of its last change. */
export interface Listed {
  id: string;
  modified: string;
}

/** All advisories that OSV lists for one question. */
export type Listing = { kind: 'listed'; listed: readonly Listed[] } | Extract<Outcome, { kind: 'unknown' }>;

const Batch = z.object({
  results: z.array(
    z.object({
      vulns: z.array(z.object({ id: advisoryName, modified: z.string() })).optional(),
      next_page_token: z.string().optional(),
    }),
  ),
});

const MOST_PAGES = 20;

interface Open {
  query: Query;
  token: string | undefined;
  found: Map<string, Listed>;
  answer(listing: Listing): void;
}

/** Asks for many packages at once, and for the further pages of those that have more. */
export async function listAdvisories(queries: readonly Query[], access: Access): Promise<Listing[]> {
  const listings: Listing[] = [];
  let open: Open[] = queries.map((query, at) => ({
    query,
    token: undefined,
    found: new Map(),
    answer: (listing) => void (listings[at] = listing),
  }));
  for (let page = 0; page < MOST_PAGES && open.length > 0; page++) {
    const results = await ask(open, access);
    if ('kind' in results) {
      for (const { answer } of open) answer(results);
      return listings;
    }
    open = open.filter((one, at) => !isComplete(one, results[at] ?? {}));
  }
  for (const { query, answer } of open) {
    answer({ kind: 'unknown', why: `${OSV} lists advisories for ${query.package.name} without end.` });
  }
  return listings;
}

type Result = z.infer<typeof Batch>['results'][number];

function isComplete(one: Open, { vulns = [], next_page_token: next }: Result): boolean {
  for (const listed of vulns) one.found.set(listed.id, listed);
  one.token = next;
  // Also the empty text stands for "no more".
  if (next) return false;
  one.answer({ kind: 'listed', listed: [...one.found.values()] });
  return true;
}

async function ask(
  open: readonly Open[],
  { http, endpoint, token }: Access,
): Promise<Result[] | Extract<Outcome, { kind: 'unknown' }>> {
  const queries = open.map(({ query, token }) => ({ ...query, ...(token && { page_token: token }) }));
  const reply = await getJson({
    http,
    who: OSV,
    what: 'its lists of advisories',
    url: `${endpoint}/v1/querybatch`,
    query: JSON.stringify({ queries }),
    token,
    schema: Batch,
  });
  if (reply.kind === 'refused' && reply.status === 410)
    return { kind: 'unknown', why: reply.why, permanent: true };
  if (reply.kind !== 'value') return { kind: 'unknown', why: reply.why };
  const { results } = reply.value;
  // Results name no package: only their order tells whose they are.
  if (results.length !== open.length)
    return { kind: 'unknown', why: `${OSV} answered ${open.length} questions with ${results.length} lists.` };
  return results;
}
