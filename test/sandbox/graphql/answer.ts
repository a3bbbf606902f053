import { graphql, GraphQLError, type ExecutionResult } from 'graphql';
import { z } from 'zod';
import { accessible } from '../http/auth.ts';
import { bodyOf, ok, type Answer, type TokenCall } from '../http/call.ts';
import { ApiError, notFound } from '../http/errors.ts';
import { limitOf } from '../http/limits.ts';
import { nodeId, type Links } from '../links.ts';
import { fullName, type Account, type Issue, type Repository } from '../model.ts';
import { objectAt } from './objects.ts';
import { createCommitOnBranch, type CommitInput } from './commits.ts';
import { threadsOf, type Page } from './threads.ts';
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
      repository: (wanted: Wanted) => repositoryNamed(call, wanted),
      repositoryOwner: ({ login }: { login: string }) => ownerNamed(call, login),
      rateLimit: () => rateLimit(call),
      createCommitOnBranch: ({ input }: { input: CommitInput }) => createCommitOnBranch(call, input),
    },
    variableValues: variables ?? {},
    operationName: operationName ?? null,
  });
  return ok(wireForm(result));
}

interface Wanted {
  owner: string;
  name: string;
  followRenames: boolean;
}

function repositoryNamed(call: TokenCall, { owner, name, followRenames }: Wanted) {
  try {
    if (!followRenames && call.world.findRenamed(owner, name)) throw notFound();
    const repository = accessible(call.world, call.token, { owner, name, needs: ['metadata:read'] });
    return repositoryFields(call, repository);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw unresolved(`a Repository with the name '${owner}/${name}'.`);
  }
}

// Of an account that is not there, GitHub says nothing but null.
function ownerNamed({ world, links }: TokenCall, login: string) {
  const account = world.findAccount(login);
  if (!account || account.type === 'Bot') return null;
  return actorFields(links, account);
}

// Here a bot has the bare name of its app, which a person may have, too.
function actorFields(links: Links, account: Account) {
  const login = account.login.replace(/\[bot\]$/, '');
  return {
    __typename: account.type,
    databaseId: account.id,
    id: nodeId('U', account.id),
    login,
    url: links.html(`/${account.type === 'Bot' ? 'apps/' : ''}${login}`),
  };
}

function issueNumbered(call: TokenCall, repository: Repository, number: number) {
  const issue = repository.issues.find((each) => each.number === number);
  if (!issue) throw unresolved(`an issue or pull request with the number of ${number}.`);
  return issueFields(call, repository, issue);
}

function onlyIssueNumbered(call: TokenCall, repository: Repository, number: number) {
  const issue = repository.issues.find((each) => each.number === number && !each.pull);
  if (!issue) throw unresolved(`an Issue with the number of ${number}.`);
  return issueFields(call, repository, issue);
}

function issueFields(call: TokenCall, repository: Repository, issue: Issue) {
  const page = issue.pull ? 'pull' : 'issues';
  return {
    __typename: issue.pull ? 'PullRequest' : 'Issue',
    id: nodeId(issue.pull ? 'PR' : 'I', issue.id),
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    updatedAt: issue.updatedAt,
    editor: issue.editor && actorFields(call.links, issue.editor),
    url: call.links.html(`/${fullName(repository)}/${page}/${issue.number}`),
  };
}

function pullNumbered(call: TokenCall, repository: Repository, number: number) {
  const issue = repository.issues.find((each) => each.number === number && each.pull);
  if (!issue?.pull) throw unresolved(`a PullRequest with the number of ${number}.`);
  const { pull } = issue;
  return {
    ...issueFields(call, repository, issue),
    reviewThreads: (wanted: Page) => threadsOf(call, repository, pull, wanted),
  };
}

function unresolved(what: string): GraphQLError {
  return new GraphQLError(`Could not resolve to ${what}`, { extensions: { type: 'NOT_FOUND' } });
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
    issue: ({ number }: { number: number }) => onlyIssueNumbered(call, repository, number),
    issueOrPullRequest: ({ number }: { number: number }) => issueNumbered(call, repository, number),
    pullRequest: ({ number }: { number: number }) => pullNumbered(call, repository, number),
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
