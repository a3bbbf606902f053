import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { linksFor } from '../links.ts';
import type { World } from '../world.ts';
import { answerApi, type ApiRequest } from './api.ts';
import type { Answer } from './call.ts';
import { ApiError } from './errors.ts';
import { etagOf, isKnown } from './etag.ts';
import type { Fault, Faults } from './faults.ts';
import type { RequestLog } from './log.ts';
import type { Route } from './route.ts';

/** What the server is made of. */
export interface ServerParts {
  world: World;
  routes: readonly Route[];
  faults: Faults;
  log: RequestLog;
  /** Answers whatever is no request to the API. */
  pages: (request: PageRequest, response: ServerResponse) => Promise<void>;
}

/** A request for a page. */
export interface PageRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
  /** Whether another site's page sent it. */
  isForeign: boolean;
}

const PREFIX = /^(\/api\/v3|\/api(?=\/graphql$))?(\/.*|)$/;
const API = /^\/(app|installation|repos|repositories|users)(\/|$)|^\/(graphql|rate_limit|meta)$/;

/** Starts the HTTP server on loopback. */
export async function startServer(parts: ServerParts, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    serve(parts, request, response).catch((error: unknown) => {
      // A bug of the sandbox must be seen in the test that met it.
      console.error(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const origin = `http://${request.headers.host ?? '127.0.0.1'}`;
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://sandbox');
  const method = request.method ?? 'GET';
  const text = await readText(request);
  const [, prefix = '', path = '/'] = PREFIX.exec(pathname) ?? [];
  if (prefix === '' && !API.test(path)) {
    const isForeign = ['cross-site', 'same-site'].includes(String(request.headers['sec-fetch-site']));
    return parts.pages({ method, path, query, body: text, isForeign }, response);
  }
  const { authorization } = request.headers;
  const links = linksFor(origin, prefix === '/api' ? '/api/v3' : prefix);
  const horizon = Date.now() - parts.faults.lag(method, path);
  const entry = { method, path, query: query.toString(), at: new Date() };
  const exchange = { ...entry, status: 0, ...(text === '' ? {} : { body: parsed(text) ?? text }) };
  parts.log.add(exchange);
  const asked = { method, path, query, authorization, links, horizon };
  const answer = await withFault(parts.faults.next(method, path), () =>
    answerText(parts, asked, { text, agent: request.headers['user-agent'] }),
  );
  if (answer === 'hang') return;
  if (answer === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  exchange.status = send(request, response, answer);
}

async function answerText(
  { world, routes }: ServerParts,
  asked: Omit<ApiRequest, 'body'>,
  { text, agent }: { text: string; agent: string | undefined },
): Promise<Answer> {
  if (agent === undefined) return refusal(new ApiError(403, 'Request forbidden by administrative rules.'));
  const body = text === '' ? undefined : parsed(text);
  if (text !== '' && body === undefined) return refusal(new ApiError(400, 'Problems parsing JSON'));
  return answerApi(world, routes, { ...asked, body });
}

function refusal(error: ApiError): Answer {
  return { status: error.status, body: error.body(), headers: error.headers };
}

async function withFault(
  fault: Fault | undefined,
  ask: () => Promise<Answer>,
): Promise<Answer | 'hang' | 'reset'> {
  if (!fault) return ask();
  if (fault.afterwards) await ask();
  if (fault.kind === 'hang' || fault.kind === 'reset') return fault.kind;
  if (fault.kind === 'secondary-limit') {
    const wait = 'Please wait a few minutes before you try again.';
    const error = new ApiError(fault.status ?? 403, `You have exceeded a secondary rate limit. ${wait}`);
    return {
      ...refusal(error),
      headers: { 'retry-after': String(fault.retryAfter ?? 60), ...fault.headers },
    };
  }
  const status = fault.status ?? 500;
  const error = new ApiError(status, WORDS[status] ?? 'Server Error');
  return { status, body: fault.body ?? error.body(), headers: fault.headers ?? {} };
}

const WORDS: Readonly<Record<number, string>> = {
  401: 'Bad credentials',
  403: 'Resource not accessible by integration',
  404: 'Not Found',
  410: 'Gone',
  422: 'Validation Failed',
  429: 'API rate limit exceeded',
  502: 'Server Error',
  503: 'Service Unavailable',
};

/** Sends an answer and says with which status, which may be 304. */
function send(request: IncomingMessage, response: ServerResponse, answer: Answer): number {
  const body = answer.body === undefined ? '' : JSON.stringify(answer.body);
  const headers: Record<string, string> = {
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': randomBytes(12).toString('hex').toUpperCase(),
    ...(body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...answer.headers,
  };
  if (request.method === 'GET' && answer.status === 200) {
    const etag = etagOf(body, request.headers.authorization);
    headers['etag'] = etag;
    headers['cache-control'] = 'private, max-age=60, s-maxage=60';
    headers['vary'] =
      'Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With';
    if (isKnown(request.headers['if-none-match'], etag)) {
      delete headers['content-type'];
      response.writeHead(304, headers).end();
      return 304;
    }
  }
  response.writeHead(answer.status, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  response.end(request.method === 'HEAD' ? undefined : body);
  return answer.status;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
