import type { Answer, Call, RepositoryCall, TokenCall } from './call.ts';

type Handler<C> = (call: C) => Answer | Promise<Answer>;

/** A level of a permission, such as `issues:write`. */
export type Need = `${string}:${'read' | 'write'}`;

/** One operation of the API and the kind of caller that it is for. */
export type Route = { method: string; pattern: RegExp } & (
  | { caller: 'app'; handle: Handler<Call> }
  | { caller: 'token'; handle: Handler<TokenCall> }
  | { caller: 'repository'; needs: readonly Need[]; handle: Handler<RepositoryCall> }
);

/** An operation for the app itself, under its JWT. */
export function forApp(method: string, path: string, handle: Handler<Call>): Route {
  return { caller: 'app', method, pattern: compile(path), handle };
}

/** An operation for an installation token that concerns no one repository. */
export function forToken(method: string, path: string, handle: Handler<TokenCall>): Route {
  return { caller: 'token', method, pattern: compile(path), handle };
}

/** An operation on `/repos/{owner}/{repo}` + `path`; any one of the needs is enough. */
export function forRepository(
  method: string,
  path: string,
  needs: Need | readonly Need[],
  handle: Handler<RepositoryCall>,
): Route {
  const list = typeof needs === 'string' ? [needs] : needs;
  return {
    caller: 'repository',
    method,
    pattern: compile(`/repos/:owner/:repo${path}`),
    needs: list,
    handle,
  };
}

/** `:name` stands for one segment and `:name*` for all that are left. */
function compile(path: string): RegExp {
  const source = path
    .replaceAll('.', '\\.')
    .replaceAll(/:(\w+)(\*?)/g, (_, name: string, many: string) =>
      many ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
    );
  return new RegExp(`^${source}$`);
}
