import type { HttpClient } from '../http/http.ts';
import type { Reply } from './get-document.ts';
import { getJson, type JsonRequest } from './get-json.ts';
import type { Outcome, SourceTools } from './source.ts';

/** The Hub as one look talks to it. */
export interface Hub {
  http: HttpClient;
  /** Without a slash at its end. */
  base: string;
  token: string | undefined;
  /** The operator's token was called invalid, and what follows is asked without it. */
  tokenRefused: boolean;
}

/** A request that brought no value. */
export type Failed = Exclude<Reply<unknown>, { kind: 'value' }>;

/** How the Hub is called in sentences. */
export const HUB = 'Hugging Face';

/** The Hub that the operator has set up. */
export function hubOf({ http, endpoint, token }: SourceTools): Hub {
  return { http, base: endpoint, token, tokenRefused: false };
}

/** A model's name as a path: each part encoded, so that no name leaves the folder it is put into. */
export function pathOf(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/');
}

/** Asks the Hub, and once more without a token that it calls invalid: an expired one must not blind a watch. */
export async function askHub<T>(
  hub: Hub,
  request: Omit<JsonRequest<T>, 'http' | 'who' | 'token'>,
): Promise<{ hub: Hub; reply: Reply<T> }> {
  const reply = await getJson({ ...request, http: hub.http, who: HUB, token: hub.token });
  if (hub.token === undefined || !isInvalidToken(reply)) return { hub, reply };
  const anonymous = { ...hub, token: undefined, tokenRefused: true };
  return { hub: anonymous, reply: await getJson({ ...request, http: hub.http, who: HUB }) };
}

/** Whether a gate closes what was asked for: huggingface_hub, `utils/_http.py`, `hf_raise_for_status`. */
export function isBehindGate(failed: Failed): boolean {
  return failed.kind === 'refused' && failed.headers['x-error-code'] === 'GatedRepo';
}

/** Whether the Hub itself has closed what was asked for. */
export function isDisabled(failed: Failed): boolean {
  return failed.kind === 'refused' && failed.status === 403 && /is disabled/i.test(failed.message);
}

/** What could not be told, with what the operator should know of the token. */
export function unknown(why: string, hub: Hub): Extract<Outcome, { kind: 'unknown' }> {
  return { kind: 'unknown', why: why + aboutToken(hub) };
}

/** A sentence to add where the token was called invalid, else nothing. */
export function aboutToken(hub: Hub): string {
  return hub.tokenRefused ? ' (The token was called invalid, so it was asked without: renew it.)' : '';
}

function isInvalidToken(reply: Reply<unknown>): boolean {
  return reply.kind === 'refused' && reply.status === 401 && /invalid credentials/i.test(reply.message);
}
