import { graphql, GraphQLError, type ExecutionResult } from 'graphql';
import { z } from 'zod';
import { accessible } from '../http/auth.ts';
import { bodyOf, ok, type Answer, type TokenCall } from '../http/call.ts';
import { ApiError } from '../http/errors.ts';
import { limitOf } from '../http/limits.ts';
import { nodeId } from '../links.ts';
import { fullName, type Repository } from '../model.ts';
import { objectAt } from './objects.ts';
import { schema } from './schema.ts';

const Query = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** Answers a GraphQL query; whatever goes wrong inside it is a 200 with errors, as on GitHub. */
export async function answerGraphql(call: TokenCall): Promise<Answer> {
  const { query, variables, operationName } = bodyOf(call, Query);
  const result = await graphql({
    schema,
    source: query,
    rootValue: {
      repository: ({ owner, name }: { owner: string; name: string }) => repositoryNamed(call, owner, name),
      rateLimit: () => rateLimit(call),
    },
    variableValues: variables ?? {},
    operationName: operationName ?? null,
  });
  return ok(wireForm(result));
}

function repositoryNamed(call: TokenCall, owner: string, name: string) {
  try {
    const repository = accessible(call.world, call.token, { owner, name, needs: ['metadata:read'] });
    return repositoryFields(call, repository);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new GraphQLError(`Could not resolve to a Repository with the name '${owner}/${name}'.`, {
      extensions: { type: 'NOT_FOUND' },
    });
  }
}

function repositoryFields(call: TokenCall, repository: Repository) {
  return {
    id: nodeId('R', repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    isArchived: repository.archived,
    isDisabled: false,
    isEmpty: false,
    isFork: repository.parent !== null,
    isPrivate: repository.private,
    hasIssuesEnabled: repository.issuesEnabled,
    pushedAt: repository.pushedAt,
    url: call.links.html(`/${fullName(repository)}`),
    defaultBranchRef: () => refNamed(repository, `refs/heads/${repository.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) => refNamed(repository, qualifiedName),
    object: ({ oid, expression }: { oid?: string; expression?: string }) => {
      const wanted = oid ?? expression;
      if (wanted === undefined) throw new GraphQLError('An expression or an oid must be supplied.');
      return objectAt(repository, wanted);
    },
  };
}

async function refNamed(repository: Repository, name: string) {
  const full = name.startsWith('refs/') ? name : `refs/heads/${name}`;
  const sha = await repository.git.commitSha(full);
  if (sha === undefined) return null;
  const [, prefix = '', short = ''] = /^(refs\/[^/]+\/)(.+)$/.exec(full) ?? [];
  return {
    id: nodeId('REF', `${repository.id}:${full}`),
    name: short,
    prefix,
    target: () => objectAt(repository, sha),
  };
}

function rateLimit(call: TokenCall) {
  const { limit, used, remaining, reset } = limitOf(call.world, call.token, 'graphql');
  const resetAt = new Date(reset * 1000).toISOString().replace(/\.\d+/, '');
  return { cost: 1, nodeCount: 0, limit, used, remaining, resetAt };
}

// GitHub puts `type` beside `message`, where graphql-js has `extensions`.
function wireForm(result: ExecutionResult): unknown {
  if (!result.errors) return { data: result.data };
  const errors = result.errors.map((error) => ({
    ...(typeof error.extensions['type'] === 'string' ? { type: error.extensions['type'] } : {}),
    ...(error.path ? { path: error.path } : {}),
    ...(error.locations ? { locations: error.locations } : {}),
    message: error.message,
  }));
  return result.data === undefined ? { errors } : { data: result.data, errors };
}
