import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerWith, type Fault } from '../helpers/faults.ts';

/** One request that a stand-in has seen. */
export interface SeenRequest {
  method: string;
  url: string;
  authorization: string | undefined;
  accept: string | undefined;
  /** Whether it asked only for what is newer than what it knows. */
  conditional: boolean;
  body: string;
}

/** An upstream on loopback. */
export interface StandIn {
  url: string;
  requests: SeenRequest[];
  /** Breaks it; without a fault it works again. */
  fail(fault?: Fault): void;
  close(): Promise<void>;
}

/** What a stand-in says; text as it is, anything else as JSON. */
export interface Said {
  status?: number;
  body: unknown;
  type?: string;
  headers?: Readonly<Record<string, string>>;
}

/** Starts an upstream that answers by a function; what that does not know is 404. Answers carry ETags, and 304 is given. */
export async function startStandIn(
  answer: (url: URL, request: SeenRequest) => Said | undefined,
): Promise<StandIn> {
  const requests: SeenRequest[] = [];
  let broken: Fault | undefined;

  const server = createServer((request, response) => {
    void serve(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen = await seenOf(request);
    requests.push(seen);
    if (broken !== undefined) return answerWith(broken, response);
    send(
      answer(new URL(seen.url, url), seen) ?? { status: 404, body: { error: 'Not found' } },
      request,
      response,
    );
  }

  return {
    url,
    requests,
    fail(fault) {
      broken = fault;
    },
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function seenOf(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = request;
  return {
    method,
    url,
    authorization: headers.authorization,
    accept: headers.accept,
    conditional: headers['if-none-match'] !== undefined || headers['if-modified-since'] !== undefined,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function send(said: Said, request: IncomingMessage, response: ServerResponse): void {
  const { status = 200, body, type, headers = {} } = said;
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body);
  const etag = `"${createHash('sha1').update(text).digest('hex')}"`;
  if (status === 200 && request.method === 'GET' && request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const contentType = type ?? (isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8');
  response.writeHead(status, { 'content-type': contentType, etag, ...headers }).end(text);
}
