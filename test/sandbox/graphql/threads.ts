import { GraphQLError } from 'graphql';
import { lineOf } from '../deeds/reviews.ts';
import type { TokenCall } from '../http/call.ts';
import { nodeId } from '../links.ts';
import type { Pull, Repository, Thread } from '../model.ts';

/** Which part of a list is wanted. */
export interface Page {
  first?: number | null;
  after?: string | null;
}

/** The conversations on the lines of a pull request, a page of them. */
export async function threadsOf(call: TokenCall, repository: Repository, pull: Pull, { first, after }: Page) {
  if (typeof first !== 'number' || first < 1 || first > 100)
    throw new GraphQLError('You must provide a `first` value of 1 to 100.');
  const from = Number(after ?? 0);
  const page = pull.threads.slice(from, from + first);
  return {
    totalCount: pull.threads.length,
    pageInfo: {
      endCursor: String(from + page.length),
      hasNextPage: from + page.length < pull.threads.length,
    },
    nodes: await Promise.all(page.map((thread) => threadFields(call, repository, pull, thread))),
  };
}

async function threadFields(call: TokenCall, repository: Repository, pull: Pull, thread: Thread) {
  const line = await lineOf(repository, pull, thread);
  const { comment } = thread;
  const { id, body, author } = comment;
  const viewerDidAuthor = author.account.id === call.actor.account.id;
  const only = { id: nodeId('PRRC', id), fullDatabaseId: String(id), body, viewerDidAuthor };
  return {
    id: nodeId('PRRT', id),
    path: thread.path,
    line: line ?? null,
    isOutdated: line === undefined,
    isResolved: thread.isResolved,
    comments: { totalCount: 1, nodes: [only] },
  };
}
