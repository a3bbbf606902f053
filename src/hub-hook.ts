import type { IncomingMessage, ServerResponse } from 'node:http';
import { LONGEST_HOOK, readHubHook } from './upstream/hf-hook.ts';

/** Where the Hub's webhooks are sent. */
const PATH = '/api/huggingface/webhooks';

/** Answers the Hub's webhooks at once; true where a request was one. `onHint` is told of each model to look at. */
export function hubHookHandler(
  secret: string,
  onHint: (model: string) => void,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (request, response) => {
    const path = (request.url ?? '').split('?')[0];
    if (path !== PATH) return false;
    response.writeHead(await statusOf(request, secret, onHint)).end();
    return true;
  };
}

async function statusOf(
  request: IncomingMessage,
  secret: string,
  onHint: (model: string) => void,
): Promise<number> {
  if (request.method !== 'POST') return 405;
  const given = request.headers['x-webhook-secret'];
  const body = await bodyOf(request);
  if (body === undefined) return 413;
  const models = readHubHook(typeof given === 'string' ? given : undefined, secret, body);
  if (models === 'refused') return 401;
  for (const model of models ?? []) onHint(model);
  return 202;
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_HOOK) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
