import type { Token, World } from '../world.ts';
import { ApiError } from './errors.ts';

type Resource = 'core' | 'graphql';

const HOUR = 3600;

/** The state of one rate limit for a token. */
export function limitOf(world: World, token: Token | undefined, resource: Resource) {
  const used = token?.used[resource] ?? 0;
  const reset = (Math.floor(Date.now() / 1000 / HOUR) + 1) * HOUR;
  return { limit: world.rateLimit, used, remaining: Math.max(0, world.rateLimit - used), reset };
}

/** The same as headers. */
export function limitHeaders(
  world: World,
  token: Token | undefined,
  resource: Resource,
): Record<string, string> {
  const { limit, used, remaining, reset } = limitOf(world, token, resource);
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-used': String(used),
    'x-ratelimit-resource': resource,
  };
}

/** Counts a request; one too many is refused. */
export function spend(world: World, token: Token, resource: Resource): void {
  if (token.used[resource] >= world.rateLimit) {
    throw new ApiError(403, `API rate limit exceeded for installation ID ${token.installation.id}.`);
  }
  token.used[resource] += 1;
}
