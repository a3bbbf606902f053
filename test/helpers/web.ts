import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A web on loopback: every page is there, until it is told to answer otherwise. */
export interface Web {
  url: string;
  requests: { host: string; path: string }[];
  /** Answers paths that start so with a status from now on, or never. */
  answer(path: string, status: number | 'hang'): void;
  /** Sends whoever asks for a path on to another address, for good. */
  move(path: string, to: string): void;
  /** Says this from now on, in the main part of a page. */
  say(path: string, html: string): void;
  close(): Promise<void>;
}

/** Starts a web that mirrors can point to. */
export async function startWeb(): Promise<Web> {
  const requests: Web['requests'] = [];
  const answers = new Map<string, number | 'hang'>();
  const texts = new Map<string, string>();
  const moves = new Map<string, string>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push({ host: request.headers.host ?? '', path });
    const status = [...answers].find(([start]) => path.startsWith(start))?.[1] ?? 200;
    if (status === 'hang') return;
    const moved = moves.get(path);
    if (moved !== undefined) return void response.writeHead(301, { location: moved }).end();
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
    response.end(
      `<!doctype html><title>A page</title><main><h1>A page</h1><p>${path}</p>${texts.get(path) ?? ''}</main>`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (path, status) => void answers.set(path, status),
    move: (path, to) => void moves.set(path, to),
    say: (path, html) => void texts.set(path, html),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
