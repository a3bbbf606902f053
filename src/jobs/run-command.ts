import { readCommands, type Asked } from '../domain/command.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { listOwnComments, readComment, writeComment } from '../github/comments.ts';
import { readConversation } from '../github/issues.ts';
import { mayWrite } from '../github/permission.ts';
import { hasReacted, react } from '../github/reactions.ts';
import { readReplyMarker } from '../render/marker.ts';
import { helpReply, replyBody, sentenceReply } from '../render/reply.ts';
import { carryOutCommand, wordsAt, type CommandHelpers, type CommandPlace } from './command-deeds.ts';
import type { Tools } from './tools.ts';

/** What became of the commands in a comment. */
export type CommandOutcome = { kind: 'done'; words: string[]; by: string } | { kind: 'idle'; why: string };

/**
 * Does what a comment asks for, if whoever wrote it may write to the repository. To anybody else, and elsewhere than on
 * the bot's own issues and on pull requests, it says nothing at all.
 */
export async function runCommand(
  github: GitHub,
  slug: Slug,
  at: { issue: number; comment: number },
  tools: Tools,
  helpers: CommandHelpers,
): Promise<CommandOutcome> {
  const said = await readComment(github, slug, at.comment);
  if (said?.number !== at.issue) return idle('the comment is gone');
  const asked = readCommands(said.body);
  if (asked.length === 0) return idle('it asks for nothing');
  const conversation = await readConversation(github, slug, at.issue, tools.appId);
  if (!conversation || conversation.kind === 'other') return idle('the bot keeps nothing there');
  // There GitHub takes neither a reaction nor an answer of an app, so nobody would learn what was done.
  if (conversation.isLocked) return idle('the conversation is locked');
  const by = said.person;
  if (by === undefined || !(await mayWrite(github, slug, by.login))) return idle('it takes write access');
  const seen = await react(github, slug, at.comment, 'eyes');
  if (!seen.isNew && (await hasReacted(github, slug, at.comment, '+1', seen.account)))
    return idle('it was done before');
  const place: CommandPlace = { github, slug, number: at.issue, conversation, by, tools, helpers };
  await carryOutAll(place, asked, at.comment);
  await react(github, slug, at.comment, '+1');
  return { kind: 'done', words: asked.map(wordOf), by: by.login };
}

function idle(why: string): CommandOutcome {
  return { kind: 'idle', why };
}

function wordOf(asked: Asked): string {
  if (asked.kind === 'command') return asked.command.word;
  return asked.kind === 'incomplete' ? asked.word : asked.kind;
}

async function carryOutAll(place: CommandPlace, asked: readonly Asked[], comment: number): Promise<void> {
  const { github, slug, number, tools } = place;
  const answers: string[] = [];
  for (const one of asked) {
    if (one.kind === 'command') answers.push((await carryOutCommand(place, one.command)) ?? '');
    if (one.kind === 'incomplete') answers.push(sentenceReply(one.why));
  }
  const unknown = asked.flatMap((one) => (one.kind === 'unknown' ? one.why : []));
  const words = answers.filter((answer) => answer !== '');
  if (words.length === 0 && unknown.length === 0) return;
  const own = await listOwnComments(github, slug, number, tools.appId);
  const earlier = own.flatMap(({ body }) => readReplyMarker(body) ?? []);
  // A first try answered, and could not say that it was done.
  if (earlier.some(({ to }) => to === comment)) return;
  const needsHelp = unknown.length > 0 && !earlier.some(({ hasHelp }) => hasHelp);
  if (needsHelp) words.push(...unknown.map(sentenceReply), helpReply(wordsAt(place)));
  else if (unknown.length > 0) await react(github, slug, comment, 'confused');
  if (words.length === 0) return;
  const hasHelp = needsHelp || asked.some((one) => one.kind === 'command' && one.command.word === 'help');
  await writeComment(github, slug, number, replyBody([...new Set(words)], comment, hasHelp), undefined);
}
