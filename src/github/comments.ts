import { COMMENT_MARKER } from '../render/marker.ts';
import type { GitHub, Slug } from './client.ts';

/** The bot's own comment on a pull request. */
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
  const comments = await github.paginate(github.rest.issues.listComments, {
    ...slug,
    issue_number: number,
    per_page: 100,
  });
  const own = comments.find(
    ({ body, performed_via_github_app }) =>
      performed_via_github_app?.id === appId && body?.includes(COMMENT_MARKER),
  );
  return own && { id: own.id, body: own.body ?? '' };
}

/** Writes the bot's comment, over its older one where there is one. */
export async function writeComment(
  github: GitHub,
  slug: Slug,
  number: number,
  body: string,
  own: OwnComment | undefined,
): Promise<void> {
  if (own) await github.rest.issues.updateComment({ ...slug, comment_id: own.id, body });
  else await github.rest.issues.createComment({ ...slug, issue_number: number, body });
}
