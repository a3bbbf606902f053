import { addComment, editComment, type Place } from '../deeds/comments.ts';
import { editIssue } from '../deeds/issues.ts';
import { canMerge, mergePull } from '../deeds/pulls.ts';
import { suggestedText, takeSuggestion } from '../deeds/reviews.ts';
import { fullName, type Repository } from '../model.ts';
import { toggleTask } from '../tasks.ts';
import type { World } from '../world.ts';

/** Does what a person clicked on, and answers where to go then; undefined if there is no such thing. */
export async function click(
  world: World,
  repository: Repository,
  [kind, id, deed]: string[],
  body: string,
): Promise<string | undefined> {
  const issue = repository.issues.find((each) => kind === 'issues' && String(each.number) === id);
  if (!issue) return undefined;
  const form = new URLSearchParams(body);
  const actor = { account: world.account('maintainer'), app: null };
  const place = { repository, issue, actor };
  const page = `/${fullName(repository)}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`;
  switch (deed) {
    case 'tick':
      return (await tick(world, place, form.get('box') ?? '')) ? page : undefined;
    case 'comment':
      say(world, place, form.get('body') ?? '');
      return page;
    case 'close':
      await editIssue(world, repository, { issue, actor, patch: { state: 'closed' } });
      return page;
    case 'merge':
      if (!(await canMerge(repository, issue))) return undefined;
      await mergePull(world, repository, issue, actor);
      return page;
    case 'suggestion':
      return (await commitSuggestion(world, place, form.get('thread') ?? '')) ? page : undefined;
    case 'reopen':
      await editIssue(world, repository, { issue, actor, patch: { state: 'open' } });
      return page;
    default:
      return undefined;
  }
}

// A form sends its lines with carriage returns.
function say(world: World, place: Place, text: string): void {
  if (text.trim() !== '') addComment(world, place, text.replaceAll('\r\n', '\n'));
}

/** Commits what a comment on a line suggests. */
async function commitSuggestion(world: World, place: Place, id: string): Promise<boolean> {
  const { pull } = place.issue;
  const thread = pull?.threads.find(({ comment }) => String(comment.id) === id);
  if (!pull || !thread || suggestedText(thread) === undefined) return false;
  await takeSuggestion(world, { ...place, pull }, thread);
  return true;
}

/** Ticks the box `body 3` or `<comment id> 3`. */
async function tick(world: World, place: Place, box: string): Promise<boolean> {
  const { repository, issue, actor } = place;
  const [target = '', index = ''] = box.split(' ');
  if (!/^\d+$/.test(index)) return false;
  const comment = issue.comments.find((each) => String(each.id) === target);
  if (target !== 'body' && !comment) return false;
  const text = toggleTask(comment?.body ?? issue.body ?? '', Number(index));
  if (text === undefined) return false;
  if (comment) editComment(world, place, comment, text);
  else await editIssue(world, repository, { issue, actor, patch: { body: text } });
  return true;
}
