import { z } from 'zod';
import { addComment, deleteComment, editComment, react } from '../deeds/comments.ts';
import { asOf } from '../deeds/versions.ts';
import { bodyOf, created, numberParam, ok, type RepositoryCall } from '../http/call.ts';
import { notAccessible, notFound } from '../http/errors.ts';
import { page } from '../http/page.ts';
import { forRepository, type Need, type Route } from '../http/route.ts';
import type { Comment, Issue, Reaction } from '../model.ts';
import { commentShape, reactionShape } from '../shapes/issues.ts';
import { checkTexts, issueIn, refuseLocked } from './issues.ts';

const Body = z.object({ body: z.string() });
const NewReaction = z.object({
  content: z.enum(['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes']),
});

const READ: Need[] = ['issues:read', 'pull_requests:read'];
const WRITE: Need[] = ['issues:write', 'pull_requests:write'];

/** Comments on issues and pull requests, and reactions to both. */
export const commentRoutes: Route[] = [
  forRepository('GET', '/issues/:number/comments', READ, (call) => {
    const issue = issueIn(call);
    const since = call.query.get('since');
    const found = asOf(issue.comments, call.horizon).filter(
      (each) => since === null || Date.parse(each.updatedAt) >= Date.parse(since),
    );
    const { items, headers } = page(call, found);
    return ok(
      items.map((each) => commentShape(call.links, call.repository, issue, each)),
      headers,
    );
  }),
  forRepository('POST', '/issues/:number/comments', WRITE, (call) => {
    const issue = issueIn(call);
    const { body } = bodyOf(call, Body);
    checkTexts({ body }, 'IssueComment');
    refuseLocked(issue, 'comment');
    const comment = addComment(call.world, { ...call, issue }, body);
    const shape = commentShape(call.links, call.repository, issue, comment);
    return created(shape, shape.url);
  }),
  forRepository('GET', '/issues/comments/:id', READ, (call) => {
    const { issue, comment } = commentIn(call);
    return ok(commentShape(call.links, call.repository, issue, comment));
  }),
  forRepository('PATCH', '/issues/comments/:id', WRITE, (call) => {
    const { issue, comment } = ownComment(call);
    const { body } = bodyOf(call, Body);
    checkTexts({ body }, 'IssueComment');
    editComment(call.world, { ...call, issue }, comment, body);
    return ok(commentShape(call.links, call.repository, issue, comment));
  }),
  forRepository('DELETE', '/issues/comments/:id', WRITE, (call) => {
    const { issue, comment } = ownComment(call);
    deleteComment(call.world, { ...call, issue }, comment);
    return { status: 204 };
  }),
  forRepository('GET', '/issues/comments/:id/reactions', READ, (call) =>
    listReactions(call, commentIn(call).comment),
  ),
  forRepository('POST', '/issues/comments/:id/reactions', WRITE, (call) => {
    const { issue, comment } = commentIn(call);
    return addReaction(call, issue, comment);
  }),
  forRepository('GET', '/issues/:number/reactions', READ, (call) => listReactions(call, issueIn(call))),
  forRepository('POST', '/issues/:number/reactions', WRITE, (call) => {
    const issue = issueIn(call);
    return addReaction(call, issue, issue);
  }),
];

function listReactions(call: RepositoryCall, thing: { reactions: Reaction[] }) {
  const content = call.query.get('content');
  const found = thing.reactions.filter((each) => content === null || each.content === content);
  const { items, headers } = page(call, found);
  return ok(
    items.map((each) => reactionShape(call.links, each)),
    headers,
  );
}

function addReaction(call: RepositoryCall, issue: Issue, thing: { reactions: Reaction[] }) {
  refuseLocked(issue, 'reaction');
  const { reaction, added } = react(call.world, thing, call.actor, bodyOf(call, NewReaction).content);
  return { status: added ? 201 : 200, body: reactionShape(call.links, reaction) };
}

function commentIn(call: RepositoryCall): { issue: Issue; comment: Comment } {
  const id = numberParam(call, 'id');
  for (const issue of call.repository.issues) {
    const comment = issue.comments.find((each) => each.id === id);
    if (comment) return { issue, comment };
  }
  throw notFound();
}

// An app may touch its own comments with the permission alone; those of people need contents:write too.
function ownComment(call: RepositoryCall): { issue: Issue; comment: Comment } {
  const found = commentIn(call);
  const own = found.comment.author.account.id === call.actor.account.id;
  if (!own && call.token.permissions['contents'] !== 'write') throw notAccessible();
  return found;
}
