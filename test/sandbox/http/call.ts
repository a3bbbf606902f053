import { z } from 'zod';
import type { Links } from '../links.ts';
import type { Actor, Repository } from '../model.ts';
import type { Token, World } from '../world.ts';
import { ApiError } from './errors.ts';

/** One request to the API, understood. */
export interface Call {
  world: World;
  method: string;
  /** Without the API prefix and the query. */
  path: string;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: unknown;
  links: Links;
  /** What lists may show: writes up to this moment (ms). */
  horizon: number;
}

/** A request under an installation token. */
export interface TokenCall extends Call {
  token: Token;
  actor: Actor;
}

/** A request for a repository that the token may see. */
export interface RepositoryCall extends TokenCall {
  repository: Repository;
}

/** What goes back. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A 200 with this body. */
export function ok(body: unknown, headers: Record<string, string> = {}): Answer {
  return { status: 200, body, headers };
}

/** A 201 with this body; `url` says where the new thing is. */
export function created(body: unknown, url?: string): Answer {
  return { status: 201, body, headers: url === undefined ? {} : { location: url } };
}

/** The body, checked; what does not fit is a 422 that names the field. */
export function bodyOf<T>(call: Call, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(call.body ?? {});
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.map(({ path, message }) => `"${path.join('.')}": ${message}.`);
  throw new ApiError(422, `Invalid request.\n\n${said.join('\n')}`);
}

/** A path parameter, decoded. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route has no ${name}.`);
  return value;
}

/** A path parameter that is a number; anything else was not found. */
export function numberParam(call: Call, name: string): number {
  const text = param(call, name);
  if (!/^\d{1,15}$/.test(text)) throw new ApiError(404, 'Not Found');
  return Number(text);
}
