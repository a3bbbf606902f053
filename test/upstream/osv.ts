import { startStandIn, type Said, type StandIn } from './stand-in.ts';

/** An advisory as OSV publishes it, as far as the stand-in looks at it. */
export interface OsvEntry {
  id: string;
  modified: string;
  withdrawn?: string;
  affected: readonly {
    package: { ecosystem: string; name: string; purl?: string };
    [field: string]: unknown;
  }[];
  [field: string]: unknown;
}

/** OSV on loopback. */
export interface Osv extends StandIn {
  entries: readonly OsvEntry[];
  /** What it says of one advisory in place of it. */
  instead: Map<string, Said>;
  /** Advisories in one list, before there is a further page. */
  pageSize: number;
  /** Faults: a further page always; lists in the wrong order; no lists; lists that show what was withdrawn. */
  endless: boolean;
  reverse: boolean;
  drop: boolean;
  showWithdrawn: boolean;
  /** What lists call the moment of the last change, whatever the advisories say. */
  listedAs: string | undefined;
}

interface Query {
  package: { ecosystem: string; name: string };
  page_token?: string;
}

/** Starts an OSV that knows nothing yet. */
export async function startOsv(): Promise<Osv> {
  const upstream = await startStandIn(({ pathname }, { method, body }) => {
    if (method === 'POST' && pathname === '/v1/querybatch') return { body: listsFor(body) };
    const id = decodeURIComponent(/^\/v1\/vulns\/([^/]+)$/.exec(pathname)?.[1] ?? '');
    const entry = osv.entries.find((one) => one.id === id);
    return osv.instead.get(id) ?? (entry && { body: entry });
  });
  const osv: Osv = Object.assign(upstream, {
    entries: [],
    instead: new Map<string, Said>(),
    pageSize: 1_000,
    endless: false,
    reverse: false,
    drop: false,
    showWithdrawn: false,
    listedAs: undefined,
  });

  function listsFor(body: string): object {
    const { queries } = JSON.parse(body) as { queries: Query[] };
    const results = queries.map(listFor);
    if (osv.reverse) results.reverse();
    return { results: osv.drop ? [] : results };
  }

  function listFor({ package: of, page_token: token = '0' }: Query): object {
    const found = osv.entries.filter(
      (entry) =>
        (entry.withdrawn === undefined || osv.showWithdrawn) &&
        entry.affected.some(
          (one) => one.package.ecosystem === of.ecosystem && one.package.name.toLowerCase() === of.name,
        ),
    );
    const end = Number(token) + osv.pageSize;
    const vulns = found.slice(Number(token), end).map(({ id, modified }) => ({
      id,
      modified: osv.listedAs ?? modified,
    }));
    const hasMore = osv.endless || end < found.length;
    return { ...(vulns.length > 0 && { vulns }), ...(hasMore && { next_page_token: `${end}` }) };
  }

  return osv;
}
