import type { Person } from '../domain/person.ts';
import { COMMENT_MARKER } from '../render/marker.ts';
import { causeOf, type GitHub, type Slug } from './client.ts';

/** A comment that the bot itself wrote. */
export interface OwnComment {
  id: number;
  body: string;
}

/** Finds the bot's comment through every page; a marker in anybody else's comment is not looked at. */
export async function findOwnComment(
  github: GitHub,
  slug: Slug,
  number: number,
  appId: number,
): Promise<OwnComment | undefined> {
  const own = await listOwnComments(github, slug, number, appId);
  return own.find(({ body }) => body.includes(COMMENT_MARKER));
}

/** Lists what the bot itself wrote in a conversation, through every page. */
export async function listOwnComments(
  github: GitHub,
  slug: Slug,
  number: number,
  appId: number,
): Promise<OwnComment[]> {
  const comments = await github.paginate(github.rest.issues.listComments, {
    ...slug,
    issue_number: number,
    per_page: 100,
  });
  return comments.flatMap(({ id, body, performed_via_github_app }) =>
    performed_via_github_app?.id === appId ? { id, body: body ?? '' } : [],
  );
}

/** A comment by anybody, as it is now. */
export interface Comment {
  /** The issue or pull request that it stands on. */
  number: number;
  body: string;
  /** Who wrote it; undefined where that was no person. */
  person: Person | undefined;
}

/** Reads a comment; undefined where it is gone. */
export async function readComment(github: GitHub, slug: Slug, id: number): Promise<Comment | undefined> {
  try {
    const { data } = await github.rest.issues.getComment({ ...slug, comment_id: id });
    return {
      number: Number(data.issue_url.split('/').at(-1)),
      body: data.body ?? '',
      person: data.user?.type === 'User' ? { login: data.user.login, id: data.user.id } : undefined,
    };
  } catch (error) {
    if (causeOf(error)?.status === 404) return undefined;
    throw error;
  }
}

/** Writes the bot's comment, over its older one where there is one, and gives it as it is now. */
export async function writeComment(
  github: GitHub,
  slug: Slug,
  number: number,
  body: string,
  own: OwnComment | undefined,
): Promise<OwnComment> {
  const { data } = own
    ? await github.rest.issues.updateComment({ ...slug, comment_id: own.id, body })
    : await github.rest.issues.createComment({ ...slug, issue_number: number, body });
  return { id: data.id, body };
}
