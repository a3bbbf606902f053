import { answerGraphql } from '../graphql/answer.ts';
import type { Links } from '../links.ts';
import type { Token, World } from '../world.ts';
import { accessible, checkAppJwt, tokenOf } from './auth.ts';
import type { Answer, Call, TokenCall } from './call.ts';
import { ApiError, notFound } from './errors.ts';
import { limitHeaders, spend } from './limits.ts';
import { moved, pathByName } from './moved.ts';
import type { Route } from './route.ts';

/** A request to the API as it came. */
export interface ApiRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  authorization: string | undefined;
  body: unknown;
  links: Links;
  horizon: number;
}

/** Answers a request to the API; refusals are answers too, and only a bug throws. */
export async function answerApi(
  world: World,
  routes: readonly Route[],
  request: ApiRequest,
): Promise<Answer> {
  const resource = request.path === '/graphql' ? 'graphql' : 'core';
  let answer: Answer;
  try {
    answer = await dispatch(world, routes, request);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    answer = { status: error.status, body: error.body(), headers: error.headers };
  }
  const token = knownToken(world, request.authorization);
  return { ...answer, headers: { ...limitHeaders(world, token, resource), ...answer.headers } };
}

async function dispatch(world: World, routes: readonly Route[], request: ApiRequest): Promise<Answer> {
  if (request.path === '/graphql') {
    const call = tokenCall(world, request, { params: {}, resource: 'graphql' });
    return answerGraphql(call);
  }
  const path = pathByName(world, request.path);
  for (const route of routes) {
    const match = route.method === request.method && route.pattern.exec(path);
    if (match) return await perform(world, route, request, decoded(match.groups ?? {}));
  }
  throw notFound();
}

async function perform(
  world: World,
  route: Route,
  request: ApiRequest,
  params: Record<string, string>,
): Promise<Answer> {
  if (route.caller === 'app') {
    checkAppJwt(world, request.authorization);
    return await route.handle(appCall(world, request, params));
  }
  const call = tokenCall(world, request, { params, resource: 'core' });
  if (route.caller === 'token') return await route.handle(call);
  const { owner = '', repo: name = '' } = params;
  const repository = accessible(world, call.token, { owner, name, needs: route.needs });
  if (world.findRenamed(owner, name)) {
    return moved(
      request,
      repository,
      request.path
        .split('/')
        .slice(4)
        .map((part) => `/${part}`)
        .join(''),
    );
  }
  const answer = await route.handle({ ...call, repository });
  const accepted = route.needs.map((need) => need.replace(':', '=')).join('; ');
  return { ...answer, headers: { 'x-accepted-github-permissions': accepted, ...answer.headers } };
}

function appCall(world: World, request: ApiRequest, params: Record<string, string>): Call {
  const { method, path, query, body, links, horizon } = request;
  return { world, method, path, query, body, links, horizon, params };
}

function tokenCall(
  world: World,
  request: ApiRequest,
  { params, resource }: { params: Record<string, string>; resource: 'core' | 'graphql' },
): TokenCall {
  const token = tokenOf(world, request.authorization);
  // Asking for the limit is free.
  if (request.path !== '/rate_limit') spend(world, token, resource);
  const actor = { account: token.app.bot, app: token.app };
  return { ...appCall(world, request, params), token, actor };
}

function knownToken(world: World, authorization: string | undefined): Token | undefined {
  return world.tokens.get(authorization?.split(' ')[1] ?? '');
}

function decoded(groups: Record<string, string>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    throw new ApiError(400, 'Problems parsing the path');
  }
}
