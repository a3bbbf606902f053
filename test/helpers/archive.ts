import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Wayback machine on loopback: its redirects are those of the real one. */
export interface Archive {
  url: string;
  requests: string[];
  /** The most lookups that were open at once. */
  mostAtOnce(): number;
  /** Keeps a page as of a second, `YYYYMMDDhhmmss`, with the status that it had. */
  keep(page: string, second: string, status?: number): void;
  /** Answers every lookup in this way from now on. */
  misbehave(way: ((response: ServerResponse, page: string) => void) | undefined): void;
  /** Milliseconds before each answer. */
  slow(lookup: number, replay?: number): void;
  close(): Promise<void>;
}

/** Starts an archive that holds nothing yet. */
export async function startArchive(): Promise<Archive> {
  const kept = new Map<string, { second: string; status: number }[]>();
  const requests: string[] = [];
  const waits = { lookup: 0, replay: 0 };
  let way: ((response: ServerResponse, page: string) => void) | undefined;
  let open = 0;
  let most = 0;

  function lookUp(response: ServerResponse, day: string, page: string): void {
    if (way !== undefined) return way(response, page);
    const captures = kept.get(page) ?? [];
    const distance = (second: string): number => Math.abs(timeOf(second) - timeOf(day));
    const [nearest] = captures.toSorted((one, other) => distance(one.second) - distance(other.second));
    if (nearest === undefined) return void response.writeHead(404).end('<p>Not archived.</p>');
    response.writeHead(302, { location: `/web/${nearest.second}/${page}` }).end();
  }

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push(path);
    const [, digits = '', page = ''] = /^\/web\/(\d+)\/(.*)$/.exec(path) ?? [];
    const replay = digits.length === 14;
    most = Math.max(most, (open += 1));
    response.on('close', () => (open -= 1));
    setTimeout(
      () => {
        if (!replay) return lookUp(response, digits, page);
        const capture = kept.get(page)?.find(({ second }) => second === digits);
        response.writeHead(capture?.status ?? 404, { 'content-type': 'text/html' }).end('<p>As it was.</p>');
      },
      replay ? waits.replay : waits.lookup,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    mostAtOnce: () => most,
    keep: (page, second, status = 200) =>
      void kept.set(page, [...(kept.get(page) ?? []), { second, status }]),
    misbehave: (next) => void (way = next),
    slow: (lookup, replay = 0) => void Object.assign(waits, { lookup, replay }),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function timeOf(digits: string): number {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day);
}
