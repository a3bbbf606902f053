import { z } from 'zod';
import { addReview, isInDiff, lineOf } from '../deeds/reviews.ts';
import { bodyOf, numberParam, ok, type RepositoryCall } from '../http/call.ts';
import { ApiError, notAccessible, notFound } from '../http/errors.ts';
import { forRepository, type Route } from '../http/route.ts';
import { lineCommentShape, reviewShape } from '../shapes/reviews.ts';
import { checkTexts, issueIn, refuseLocked } from './issues.ts';

const NewReview = z.object({
  commit_id: z.string().optional(),
  body: z.string().default(''),
  // Others need a person who decides.
  event: z.literal('COMMENT'),
  comments: z
    .array(z.object({ path: z.string(), line: z.int(), side: z.literal('RIGHT'), body: z.string() }))
    .default([]),
});

const Body = z.object({ body: z.string() });

/** Reviews of pull requests, and comments on their lines. */
export const reviewRoutes: Route[] = [
  forRepository('POST', '/pulls/:number/reviews', 'pull_requests:write', createReview),
  forRepository('PATCH', '/pulls/comments/:id', 'pull_requests:write', async (call) => {
    const { issue, pull, thread } = threadIn(call);
    if (thread.comment.author.account.id !== call.actor.account.id) throw notAccessible();
    const { body } = bodyOf(call, Body);
    checkTexts({ body }, 'PullRequestReviewComment');
    Object.assign(thread.comment, { body, updatedAt: call.world.now() });
    const line = await lineOf(call.repository, pull, thread);
    return ok(lineCommentShape(call.links, call.repository, issue, thread, line));
  }),
];

async function createReview(call: RepositoryCall) {
  const issue = issueIn(call);
  const { pull } = issue;
  if (!pull) throw notFound();
  const { commit_id: commitSha = pull.headSha, body, comments } = bodyOf(call, NewReview);
  for (const text of [body, ...comments.map((comment) => comment.body)])
    checkTexts({ body: text }, 'PullRequestReview');
  refuseLocked(issue, 'review');
  if (body === '') throw new ApiError(422, 'Unprocessable Entity: a body is needed.');
  for (const { path, line } of comments) {
    const isThere = await isInDiff(call.repository, pull, { commitSha, path, line });
    if (!isThere) throw new ApiError(422, 'Unprocessable Entity: Line could not be resolved');
  }
  const review = addReview(call.world, { ...call, issue, pull }, { body, commitSha, comments });
  return ok(reviewShape(call.links, call.repository, issue, review));
}

function threadIn(call: RepositoryCall) {
  const id = numberParam(call, 'id');
  for (const issue of call.repository.issues) {
    const thread = issue.pull?.threads.find(({ comment }) => comment.id === id);
    if (issue.pull && thread) return { issue, pull: issue.pull, thread };
  }
  throw notFound();
}
