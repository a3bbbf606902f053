import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an upstream was asked. */
export interface Asked {
  requests: number;
  /** Those that asked only for what is newer. */
  conditional: number;
  notModified: number;
  mostAtOnce: number;
}

/** An upstream on loopback. */
export interface Upstream {
  url: string;
  /** Since the last time that one asked. */
  asked(): Asked;
  close(): void;
}

/** What an upstream says to a request; text with its type, or JSON. */
export type Say = (url: URL, body: string) => unknown;

/** Starts an upstream that takes so many milliseconds to answer. */
export async function startUpstream(
  say: Say,
  latencyMs: number,
  type = 'application/json',
): Promise<Upstream> {
  let asked: Asked = { requests: 0, conditional: 0, notModified: 0, mostAtOnce: 0 };
  let running = 0;
  const server = createServer((request, response) => {
    running += 1;
    asked.requests += 1;
    asked.mostAtOnce = Math.max(asked.mostAtOnce, running);
    const known = request.headers['if-none-match'];
    if (known !== undefined) asked.conditional += 1;
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      setTimeout(() => {
        running -= 1;
        const said = say(new URL(request.url ?? '', url), body);
        const text = typeof said === 'string' ? said : JSON.stringify(said);
        const etag = `"${createHash('sha1').update(text).digest('hex')}"`;
        const isSame = request.method === 'GET' && known === etag;
        if (isSame) asked.notModified += 1;
        response.writeHead(isSame ? 304 : 200, { etag, 'content-type': type }).end(isSame ? '' : text);
      }, latencyMs);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    asked() {
      const before = asked;
      asked = { requests: 0, conditional: 0, notModified: 0, mostAtOnce: 0 };
      return before;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
