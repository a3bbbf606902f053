import type { ShownSuggestion } from '../domain/suggested-change.ts';
import { readSuggestionMarker } from '../render/marker.ts';
import type { GitHub, Slug } from './client.ts';

const THREADS = `query threads($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        nodes { isOutdated isResolved comments(first: 1) { nodes { fullDatabaseId body viewerDidAuthor } } }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
}`;

interface Thread {
  isOutdated: boolean;
  isResolved: boolean;
  comments: {
    nodes: ({ fullDatabaseId: string | null; body: string; viewerDidAuthor: boolean } | null)[] | null;
  };
}

interface ThreadsAnswer {
  repository: {
    pullRequest: {
      reviewThreads: {
        nodes: (Thread | null)[] | null;
        pageInfo: { endCursor: string | null; hasNextPage: boolean };
      };
    } | null;
  } | null;
}

/** Lists the suggestions that the bot itself has made on a pull request, through every page. */
export async function listSuggestions(
  github: GitHub,
  slug: Slug,
  number: number,
): Promise<ShownSuggestion[]> {
  const found: ShownSuggestion[] = [];
  let after: string | null = null;
  do {
    const answer: ThreadsAnswer = await github.graphql<ThreadsAnswer>(THREADS, { ...slug, number, after });
    const threads = answer.repository?.pullRequest?.reviewThreads;
    found.push(...(threads?.nodes ?? []).flatMap(suggestionOf));
    after = threads?.pageInfo.hasNextPage ? threads.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

function suggestionOf(thread: Thread | null): ShownSuggestion[] {
  const first = thread?.comments.nodes?.[0];
  if (!thread || !first?.viewerDidAuthor || first.fullDatabaseId === null) return [];
  const marker = readSuggestionMarker(first.body);
  const { isOutdated, isResolved } = thread;
  return marker ? [{ id: Number(first.fullDatabaseId), ...marker, isOutdated, isResolved }] : [];
}

/** A comment on a line of a pull request. */
export interface LineComment {
  path: string;
  line: number;
  body: string;
}

/** Says something on lines of a pull request's head, all in one review, so that people are told once. */
export async function postSuggestions(
  github: GitHub,
  slug: Slug,
  { number, head }: { number: number; head: string },
  body: string,
  comments: readonly LineComment[],
): Promise<void> {
  await github.rest.pulls.createReview({
    ...slug,
    pull_number: number,
    commit_id: head,
    event: 'COMMENT',
    body,
    comments: comments.map((comment) => ({ ...comment, side: 'RIGHT' })),
  });
}

/** Rewrites a comment on a line. */
export async function rewriteSuggestion(github: GitHub, slug: Slug, id: number, body: string): Promise<void> {
  await github.rest.pulls.updateReviewComment({ ...slug, comment_id: id, body });
}
