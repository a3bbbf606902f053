import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** What a stand-in for an upstream can be told to do in place of answering: a status, or one of the ways to be broken. */
export type Fault =
  | 'hang'
  | 'reset'
  | 'cut'
  | 'html'
  | 'empty'
  | 'malformed'
  | 'wrong-shape'
  | 'huge'
  | (number & {});

const json = { 'content-type': 'application/json; charset=utf-8' };
const page =
  '<!doctype html><title>Just a moment...</title><p>Enable JavaScript and cookies to continue.</p>';

/** Answers with the fault. */
export function answerWith(fault: Fault, response: ServerResponse): void {
  if (typeof fault === 'number') {
    const wait = fault === 429 ? { 'retry-after': '1' } : {};
    response.writeHead(fault, { ...json, ...wait }).end(JSON.stringify({ error: `Fault ${fault}` }));
    return;
  }
  switch (fault) {
    case 'hang':
      return;
    case 'reset':
      response.destroy();
      return;
    case 'cut':
      response.writeHead(200, { ...json, 'content-length': '5000' });
      response.write('{"id": "cut', () => response.destroy());
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
      return;
    case 'empty':
      response.writeHead(200, json).end();
      return;
    case 'malformed':
      response.writeHead(200, json).end('{"id": "broken",');
      return;
    case 'wrong-shape':
      response.writeHead(200, json).end(JSON.stringify({ hello: ['world'], id: 7 }));
      return;
    case 'huge':
      response.writeHead(200, json);
      // It never ends: who does not stop reading by himself runs into his own time limit.
      Readable.from(chunks())
        .on('error', () => {})
        .pipe(response);
      return;
    default:
      fault satisfies never;
  }
}

function* chunks(): Generator<string> {
  yield '{"padding": "';
  for (;;) yield 'x'.repeat(1_000_000);
}
