import { createSign } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Sandbox } from './sandbox.ts';

/** An answer of the API. */
export interface Reply {
  status: number;
  headers: Headers;
  /** The parsed body. */
  json: unknown;
}

/** Asks the API as a client would. */
export async function ask(
  sandbox: Sandbox,
  request: {
    method?: string;
    path: string;
    token?: string;
    body?: unknown;
    headers?: Record<string, string>;
  },
): Promise<Reply> {
  const { method = 'GET', path, token, body, headers = {} } = request;
  const authorization: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(new URL(path, sandbox.url), {
    method,
    headers: { 'user-agent': 'test', ...authorization, ...headers },
    signal: AbortSignal.timeout(2000),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: text === '' ? undefined : JSON.parse(text),
  };
}

/** A JWT as the app signs it; `claims` replaces some of the usual ones. */
export function jwtFor(sandbox: Sandbox, claims: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: 'RS256', typ: 'JWT' },
    { iat: now - 30, exp: now + 300, iss: sandbox.appId, ...claims },
  ].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const signature = createSign('RSA-SHA256').update(parts.join('.')).sign(sandbox.privateKey, 'base64url');
  return `${parts.join('.')}.${signature}`;
}

/** One webhook as an app received it. */
export interface Received {
  headers: IncomingHttpHeaders;
  text: string;
  payload: Record<string, unknown>;
}

/** An app that writes down what it is sent. */
export async function startListener(): Promise<{
  url: string;
  received: Received[];
  close: () => Promise<void>;
}> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, text, payload: JSON.parse(text) as Record<string, unknown> });
      response.writeHead(202).end('accepted');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
