import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createNetServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createHttpClient, type ClientOptions } from '../../src/http/client.ts';
import type { HttpClient } from '../../src/http/http.ts';

/** A real server on loopback, gone at the end of the test. */
export interface Running {
  origin: string;
  port: number;
  /** Connections accepted so far. */
  contacts: () => number;
}

export async function serve(listener: RequestListener): Promise<Running> {
  return run(createServer(listener), 'http');
}

export async function serveTls(listener: RequestListener, ...subject: string[]): Promise<Running> {
  return run(createTlsServer(selfSigned(...subject), listener), 'https');
}

/** Sends its own certificate without the one that vouches for it. */
export async function serveIncompleteChain(listener: RequestListener): Promise<Running> {
  return run(createTlsServer(withoutIssuer(), listener), 'https');
}

/** A server that speaks whatever it likes to each connection once something was asked. */
export async function serveRaw(talk: (socket: Socket) => void): Promise<Running> {
  return run(
    createNetServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => talk(socket));
    }),
    'http',
  );
}

/** A port on which nobody listens. */
export async function deadOrigin(): Promise<string> {
  const server = createNetServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** A client that trusts these origins, closed at the end of the test. Time limits are short; the clock is real. */
export function clientFor(trusted: readonly string[], options: Partial<ClientOptions> = {}): HttpClient {
  const client = createHttpClient({
    userAgent: 'Reverify-test/0 (+https://example.org)',
    now: Date.now,
    trusted: new Set(trusted),
    headersTimeoutMs: 1_500,
    connectTimeoutMs: 1_000,
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

async function run(server: Server, scheme: string): Promise<Running> {
  const sockets = new Set<Socket>();
  let contacts = 0;
  server.on('connection', (socket: Socket) => {
    contacts += 1;
    sockets.add(socket);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `${scheme}://127.0.0.1:${port}`, port, contacts: () => contacts };
}

interface Certificate {
  key: Buffer;
  cert: Buffer;
}

/** A key and a certificate that nobody signed. */
function selfSigned(...extra: string[]): Certificate {
  return inFolder((folder) => certify(folder, 'own', ...extra));
}

/** A key and a certificate whose issuer is not told. */
function withoutIssuer(): Certificate {
  return inFolder((folder) => {
    certify(folder, 'issuer', '-subj', '/CN=issuer');
    return certify(folder, 'own', '-CA', join(folder, 'issuer.pem'), '-CAkey', join(folder, 'issuer.key'));
  });
}

function certify(folder: string, name: string, ...extra: string[]): Certificate {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const subject = [
    '-subj',
    '/CN=127.0.0.1',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-days',
    '2',
    ...extra,
  ];
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync('openssl', [...made, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

function inFolder<T>(act: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'reverify-tls-'));
  try {
    return act(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
