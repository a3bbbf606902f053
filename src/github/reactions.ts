import type { GitHub, Slug } from './client.ts';

/** The faces that the bot makes. */
export type Face = 'eyes' | '+1' | 'confused';

/** Reacts to a comment; `isNew` is false where it had reacted so before. */
export async function react(
  github: GitHub,
  slug: Slug,
  comment: number,
  content: Face,
): Promise<{ isNew: boolean; account: number | undefined }> {
  const { status, data } = await github.rest.reactions.createForIssueComment({
    ...slug,
    comment_id: comment,
    content,
  });
  return { isNew: status === 201, account: data.user?.id };
}

/** Whether an account has reacted so to a comment, through every page. */
export async function hasReacted(
  github: GitHub,
  slug: Slug,
  comment: number,
  content: Face,
  account: number | undefined,
): Promise<boolean> {
  const reactions = await github.paginate(github.rest.reactions.listForIssueComment, {
    ...slug,
    comment_id: comment,
    content,
    per_page: 100,
  });
  return account !== undefined && reactions.some(({ user }) => user?.id === account);
}
