import type { Octokit } from '@octokit/rest';

/** The part of an Octokit that we use; Probot's and `@octokit/rest`'s both fit. */
export type GitHub = Pick<Octokit, 'rest' | 'paginate' | 'graphql' | 'request' | 'auth'>;

/** A repository by the names in its address. They may change; its numeric id does not. */
export interface Slug {
  owner: string;
  repo: string;
}

/** Why GitHub did not do what was asked, in a few words for the log. Undefined where the fault is our own. */
export function causeOf(error: unknown): { status: number; cause: string } | undefined {
  if (!(error instanceof Error)) return undefined;
  // A refused, reset or timed out connection comes as a 500 of Octokit's own making, without a response.
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  if (error.name === 'GraphqlResponseError') return { status: 200, cause: error.message.slice(0, 300) };
  if (status === undefined) return undefined;
  return {
    status,
    cause: `${meanings[status] ?? 'GitHub did not answer as expected'}: ${error.message.slice(0, 300)}`,
  };
}

/** What GitHub's GraphQL gives as its first reason. Undefined where the error is none of its own. */
export function refusalOf(error: unknown): { type: string; message: string } | undefined {
  if (!(error instanceof Error) || error.name !== 'GraphqlResponseError') return undefined;
  const [first] = 'errors' in error && Array.isArray(error.errors) ? (error.errors as unknown[]) : [];
  const { type, message } = (first ?? {}) as { type?: unknown; message?: unknown };
  return {
    type: typeof type === 'string' ? type : '',
    message: typeof message === 'string' ? message : error.message,
  };
}

const meanings: Record<number, string> = {
  401: 'The token is not accepted',
  403: 'Not permitted, or too many requests',
  404: 'Not there, or not visible to this installation',
  410: 'Issues are disabled, or it was deleted',
  422: 'GitHub refused the content',
  429: 'Too many requests',
  500: 'GitHub failed, or did not answer',
  502: 'GitHub failed',
  503: 'GitHub is not available',
};

/** What an installation was granted, `contents: write`; undefined where a client does not speak as one. */
export async function permissionsOf(github: GitHub): Promise<Record<string, string> | undefined> {
  const given: unknown = await github.auth({ type: 'installation' });
  const hasThem = typeof given === 'object' && given !== null && 'permissions' in given;
  return hasThem ? (given.permissions as Record<string, string> | undefined) : undefined;
}

/** The token that a client speaks with, for questions that do not go through it. */
export async function tokenOf(github: GitHub): Promise<string | undefined> {
  const given: unknown = await github.auth({ type: 'installation' });
  const hasToken = typeof given === 'object' && given !== null && 'token' in given;
  return hasToken && typeof given.token === 'string' ? given.token : undefined;
}
