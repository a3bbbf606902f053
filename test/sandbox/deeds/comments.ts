import type { Actor, Comment, Issue, Reaction, ReactionContent, Repository } from '../model.ts';
import { commentShape, issueShape } from '../shapes/issues.ts';
import type { World } from '../world.ts';
import { announce } from './announce.ts';
import { remember } from './versions.ts';

/** Where a comment is, or will be, and who acts. */
export interface Place {
  repository: Repository;
  issue: Issue;
  actor: Actor;
}

/** Adds a comment and tells the app. */
export function addComment(world: World, place: Place, body: string): Comment {
  const now = world.now();
  const comment: Comment = {
    id: world.nextId(),
    body,
    author: place.actor,
    createdAt: now,
    updatedAt: now,
    reactions: [],
    history: [],
  };
  remember(comment);
  place.issue.comments = [...place.issue.comments, comment];
  place.issue.updatedAt = now;
  remember(place.issue);
  announceComment(world, place, comment, { action: 'created' });
  return comment;
}

/** Replaces the body of a comment; the same body is no event. */
export function editComment(world: World, place: Place, comment: Comment, body: string): void {
  const from = comment.body;
  if (from === body) return;
  comment.body = body;
  comment.updatedAt = world.now();
  remember(comment);
  announceComment(world, place, comment, { action: 'edited', changes: { body: { from } } });
}

/** Takes a comment away. */
export function deleteComment(world: World, place: Place, comment: Comment): void {
  place.issue.comments = place.issue.comments.filter((each) => each.id !== comment.id);
  remember(place.issue);
  announceComment(world, place, comment, { action: 'deleted' });
}

/** Adds a reaction, or finds the same one from the same account. */
export function react(
  world: World,
  thing: { reactions: Reaction[] },
  actor: Actor,
  content: ReactionContent,
): { reaction: Reaction; added: boolean } {
  const same = thing.reactions.find((each) => each.user.id === actor.account.id && each.content === content);
  if (same) return { reaction: same, added: false };
  const reaction = { id: world.nextId(), user: actor.account, content, createdAt: world.now() };
  thing.reactions.push(reaction);
  return { reaction, added: true };
}

function announceComment(
  world: World,
  { repository, issue, actor }: Place,
  comment: Comment,
  facts: Record<string, unknown>,
): void {
  const links = world.links();
  announce(world, repository, 'issue_comment', actor.account, {
    ...facts,
    issue: issueShape(links, repository, issue),
    comment: commentShape(links, repository, issue, comment),
  });
}
