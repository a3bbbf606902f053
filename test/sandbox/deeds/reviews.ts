import { compareCommits } from '../git/comparison.ts';
import { lineNow } from '../git/lines.ts';
import type { Pull, Repository, Review, Thread } from '../model.ts';
import type { World } from '../world.ts';
import { commitAs } from './commits.ts';
import type { Place } from './comments.ts';

/** A review as somebody writes it. */
export interface ReviewWish {
  body: string;
  commitSha: string;
  comments: readonly { path: string; line: number; body: string }[];
}

/** Whether a diff shows a line of its new side. */
export async function isInDiff(
  repository: Repository,
  { baseSha }: Pull,
  { commitSha, path, line }: { commitSha: string; path: string; line: number },
): Promise<boolean> {
  const { files } = await compareCommits(repository.git, baseSha, commitSha);
  let number = 0;
  for (const row of files.find((file) => file.path === path)?.patch?.split('\n') ?? []) {
    const start = /^@@ .*\+(\d+)/.exec(row)?.[1];
    if (start !== undefined) number = Number(start) - 1;
    else if (!row.startsWith('-') && ++number === line) return true;
  }
  return false;
}

/** Adds a review with its comments on lines. */
export function addReview(world: World, place: Place & { pull: Pull }, wish: ReviewWish): Review {
  const now = world.now();
  const { body, commitSha } = wish;
  const review = { id: world.nextId(), body, commitSha, author: place.actor, submittedAt: now };
  const threads = wish.comments.map(({ path, line, body: text }): Thread => {
    const stamps = { createdAt: now, updatedAt: now };
    const comment = {
      id: world.nextId(),
      body: text,
      author: place.actor,
      reactions: [],
      history: [],
      ...stamps,
    };
    return { reviewId: review.id, path, line, commitSha, isResolved: false, comment };
  });
  place.pull.reviews.push(review);
  place.pull.threads.push(...threads);
  place.issue.updatedAt = now;
  return review;
}

/** Where the line of a thread is in the present head; undefined where it has changed. */
export function lineOf(
  repository: Repository,
  { headSha }: Pull,
  thread: Thread,
): Promise<number | undefined> {
  return lineNow(repository.git, thread, headSha);
}

/** What a comment suggests for its line; undefined where it suggests nothing. */
export function suggestedText({ comment }: Thread): string | undefined {
  return /^(`{3,})suggestion\n([\s\S]*?)\n\1$/m.exec(comment.body)?.[2];
}

/** Commits the suggestion of a thread to the head branch, as the button does. */
export async function takeSuggestion(
  world: World,
  place: Place & { pull: Pull },
  thread: Thread,
): Promise<string> {
  const { repository, pull } = place;
  const [line, text] = [await lineOf(repository, pull, thread), suggestedText(thread)];
  const head = pull.headRepository;
  if (line === undefined || text === undefined || !head) throw new Error('There is nothing to commit.');
  const blob = await head.git.read(`${pull.headSha}:${thread.path}`);
  const lines = blob?.content.toString('utf8').split('\n') ?? [];
  const files = { [thread.path]: lines.toSpliced(line - 1, 1, text).join('\n') };
  const author = place.actor.account.login;
  thread.isResolved = true;
  const message = `Update ${thread.path}\n\nCo-authored-by: ${thread.comment.author.account.login}`;
  return commitAs(world, head, { branch: pull.headRef, message, files, author });
}
