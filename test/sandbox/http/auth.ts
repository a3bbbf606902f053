import { createVerify } from 'node:crypto';
import type { Repository } from '../model.ts';
import type { Token, World } from '../world.ts';
import { ApiError, notAccessible, notFound } from './errors.ts';
import type { Need } from './route.ts';

/** Refuses everything but a JWT that the app's key has signed for now. */
export function checkAppJwt(world: World, authorization: string | undefined): void {
  const [, header, claims, signature] =
    /^bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(authorization ?? '') ?? [];
  if (header === undefined || claims === undefined || signature === undefined) {
    throw new ApiError(401, 'A JSON web token could not be decoded');
  }
  const genuine = createVerify('RSA-SHA256')
    .update(`${header}.${claims}`)
    .verify(world.publicKey, signature, 'base64url');
  if (!genuine) throw new ApiError(401, 'A JSON web token could not be decoded');
  const { iss, exp, iat } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
    string,
    unknown
  >;
  const now = Date.now() / 1000;
  if (String(iss) !== String(world.app.id)) throw new ApiError(404, 'Integration not found');
  if (typeof exp !== 'number' || exp < now) {
    throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the past or missing");
  }
  if (exp > now + 660) throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future");
  if (typeof iat !== 'number' || iat > now + 60) {
    throw new ApiError(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
}

/** The token of a request; none, an unknown one and one past its hour are refused. */
export function tokenOf(world: World, authorization: string | undefined): Token {
  if (authorization === undefined) throw new ApiError(401, 'Requires authentication');
  const [, value = ''] = /^(?:bearer|token) (\S+)$/i.exec(authorization) ?? [];
  const token = world.tokens.get(value);
  if (!token || token.expiresAt < Date.now()) throw new ApiError(401, 'Bad credentials');
  return token;
}

/** Whether a token was given for this repository. */
export function isGranted(token: Token, repository: Repository): boolean {
  if (repository.parent || repository.owner.id !== token.installation.account.id) return false;
  return token.repositories === null || token.repositories.has(repository.id);
}

/** The repository, if the token may do to it what is needed: hidden ones are not found, others are refused. */
export function accessible(
  world: World,
  token: Token,
  { owner, name, needs }: { owner: string; name: string; needs: readonly Need[] },
): Repository {
  const repository = world.findRepository(owner, name) ?? world.findRenamed(owner, name);
  if (!repository) throw notFound();
  const granted = isGranted(token, repository);
  if (!granted && repository.private) throw notFound();
  const reading = needs.some((need) => need.endsWith(':read'));
  // What is public may be read by anybody, whatever the installation was given.
  if (reading && !repository.private) return repository;
  if (!granted || !needs.some((need) => allows(token, need))) throw notAccessible();
  if (!reading && repository.archived) throw new ApiError(403, 'Repository was archived so is read-only.');
  return repository;
}

function allows(token: Token, need: Need): boolean {
  const [name = '', level] = need.split(':');
  const given = token.permissions[name];
  return given === 'write' || (given === 'read' && level === 'read');
}
