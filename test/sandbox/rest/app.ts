import { z } from 'zod';
import { bodyOf, created, numberParam, ok, param, type Call } from '../http/call.ts';
import { ApiError, notFound } from '../http/errors.ts';
import { limitOf } from '../http/limits.ts';
import { page } from '../http/page.ts';
import { forApp, forToken, type Route } from '../http/route.ts';
import { isGranted } from '../http/auth.ts';
import type { Installation, Permissions } from '../model.ts';
import { appShape } from '../shapes/accounts.ts';
import { installationShape } from '../shapes/installation.ts';
import { repositoryShape } from '../shapes/repository.ts';

const TokenRequest = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number()).optional(),
  permissions: z.record(z.string(), z.enum(['read', 'write'])).optional(),
});

/** The app, its installations and their tokens. */
export const appRoutes: Route[] = [
  forApp('GET', '/app', (call) => {
    const shape = appShape(call.links, call.world.app);
    return ok({ ...shape, installations_count: call.world.installations.length });
  }),
  forApp('GET', '/app/installations', (call) => {
    const { items, headers } = page(call, call.world.installations);
    return ok(
      items.map((each) => installationShape(call.links, call.world.app, each)),
      headers,
    );
  }),
  forApp('GET', '/app/installations/:id', (call) =>
    ok(installationShape(call.links, call.world.app, installationIn(call))),
  ),
  forApp('POST', '/app/installations/:id/access_tokens', createToken),
  forApp('GET', '/repos/:owner/:repo/installation', (call) => {
    const repository = call.world.findRepository(param(call, 'owner'), param(call, 'repo'));
    const installation = repository && call.world.installationOf(repository.owner);
    if (!installation || repository.parent) throw notFound();
    return ok(installationShape(call.links, call.world.app, installation));
  }),
  forToken('GET', '/installation/repositories', (call) => {
    const mine = call.world.repositories.filter((each) => isGranted(call.token, each));
    const { items, headers } = page(call, mine);
    const repositories = items.map((each) => repositoryShape(call.links, each));
    return ok({ total_count: mine.length, repository_selection: 'all', repositories }, headers);
  }),
  forToken('GET', '/rate_limit', (call) => {
    const core = wireLimit(call, 'core');
    const search = { limit: 30, remaining: 30, reset: core.reset, used: 0 };
    return ok({ resources: { core, search, graphql: wireLimit(call, 'graphql') }, rate: core });
  }),
];

function createToken(call: Call) {
  const installation = installationIn(call);
  const wanted = bodyOf(call, TokenRequest);
  const permissions = narrowed(call, wanted.permissions);
  const repositories = chosen(call, installation, wanted);
  const token = call.world.issueToken(installation, {
    permissions,
    repositories: repositories && new Set(repositories.map(({ id }) => id)),
  });
  return created({
    token: token.value,
    expires_at: new Date(token.expiresAt).toISOString().replace(/\.\d+/, ''),
    permissions,
    repository_selection: repositories ? 'selected' : 'all',
    ...(repositories ? { repositories: repositories.map((each) => repositoryShape(call.links, each)) } : {}),
  });
}

function narrowed(call: Call, wanted: Permissions | undefined): Permissions {
  const given = call.world.app.permissions;
  if (!wanted) return given;
  for (const [name, level] of Object.entries(wanted)) {
    if (given[name] !== 'write' && given[name] !== level) {
      throw new ApiError(422, 'The permissions requested are not granted to this installation.');
    }
  }
  return { metadata: 'read', ...wanted };
}

function chosen(call: Call, installation: Installation, wanted: z.infer<typeof TokenRequest>) {
  if (!wanted.repositories && !wanted.repository_ids) return null;
  const mine = call.world.repositories.filter(
    (each) => each.owner.id === installation.account.id && !each.parent,
  );
  const names = wanted.repositories ?? [];
  const ids = wanted.repository_ids ?? [];
  const found = mine.filter((each) => names.includes(each.name) || ids.includes(each.id));
  if (found.length < names.length + ids.length) {
    throw new ApiError(
      422,
      'There is at least one repository that does not exist or is not accessible to the parent installation.',
    );
  }
  return found;
}

function installationIn(call: Call): Installation {
  const id = numberParam(call, 'id');
  const installation = call.world.installations.find((each) => each.id === id);
  if (!installation) throw notFound();
  return installation;
}

function wireLimit(call: Call & { token: Parameters<typeof limitOf>[1] }, resource: 'core' | 'graphql') {
  return limitOf(call.world, call.token, resource);
}
