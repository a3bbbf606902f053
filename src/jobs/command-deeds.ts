import { commandWords, type Command, type CommandWord } from '../domain/command.ts';
import { addDays } from '../domain/day.ts';
import type { Person } from '../domain/person.ts';
import type { Present } from '../domain/plan.ts';
import { asleepUntil, withoutSnooze } from '../domain/snooze.ts';
import type { GitHub, Slug } from '../github/client.ts';
import { closeIssue, readOwnIssue, updateIssue, type Conversation } from '../github/issues.ts';
import { awakeBody, snoozedBody } from '../render/issue.ts';
import { helpReply, sentenceReply } from '../render/reply.ts';
import { explainClaim } from './explain-claim.ts';
import { mendPull } from './mend-pull.ts';
import { proposeFix } from './propose-fix.ts';
import { todayOf, type Tools } from './tools.ts';

/** What a command can set off beyond its own conversation. */
export interface CommandHelpers {
  /** Asks for a sweep. */
  sweep(): void;
  /** Asks for a review of a pull request. */
  review(pull: number): void;
}

/** Where a command was given, and by whom. */
export interface CommandPlace {
  github: GitHub;
  slug: Slug;
  number: number;
  conversation: Exclude<Conversation, { kind: 'other' }>;
  by: Person;
  tools: Tools;
  helpers: CommandHelpers;
}

const pullWords: readonly CommandWord[] = ['fix', 'recheck', 'explain', 'help'];

/** The commands that there are in a conversation. */
export function wordsAt({
  conversation,
}: {
  conversation: Pick<CommandPlace['conversation'], 'kind'>;
}): readonly CommandWord[] {
  return conversation.kind === 'pull' ? pullWords : commandWords;
}

/** Carries out one command. Gives an answer in Markdown, or nothing where the deed speaks for itself. */
export async function carryOutCommand(place: CommandPlace, command: Command): Promise<string | undefined> {
  const { github, slug, number, conversation, by, helpers, tools } = place;
  if (command.word === 'help') return helpReply(wordsAt(place));
  if (conversation.kind === 'pull') {
    if (command.word === 'explain') return explainClaim(github, slug, command.claim, undefined, tools);
    if (command.word === 'fix') return mendPull(github, slug, number, by, tools);
    if (command.word === 'recheck') return reviewAgain(conversation.isOpen, number, helpers);
    return sentenceReply(
      `\`${command.word}\` works on the issues that Reverify has opened, not on pull requests.`,
    );
  }
  // Read again: an earlier command of the same comment may have changed it.
  const issue = await readOwnIssue(github, slug, number, tools.appId);
  return issue && carryOutOnIssue(place, command, issue);
}

async function carryOutOnIssue(
  place: CommandPlace,
  command: Exclude<Command, { word: 'help' }>,
  issue: Present,
): Promise<string | undefined> {
  const { github, slug, by, helpers, tools } = place;
  switch (command.word) {
    case 'snooze':
      return snooze(place, command, issue);
    case 'unsnooze':
      return unsnooze(place, issue);
    case 'resume':
      return resume(place, issue);
    case 'explain':
      return explainClaim(github, slug, command.claim, issue.memo, tools);
    case 'recheck':
      helpers.sweep();
      return undefined;
    case 'verified':
    case 'fix':
      return proposeFix(github, slug, command, issue, by, tools);
    default:
      return command satisfies never;
  }
}

async function snooze(
  { github, slug, number, by, tools }: CommandPlace,
  { days, reason }: Extract<Command, { word: 'snooze' }>,
  { open, body, memo }: Present,
): Promise<string | undefined> {
  if (!open && memo.closedByBot)
    return sentenceReply('This issue is closed because it is settled: there is nothing to put off.');
  const asleep = asleepUntil(memo, addDays(todayOf(tools), days));
  await closeIssue(github, slug, number, snoozedBody(body, by.login, reason, asleep), 'snooze');
  return undefined;
}

async function unsnooze(
  { github, slug, number }: CommandPlace,
  { body, memo }: Present,
): Promise<string | undefined> {
  if (memo.snoozed === undefined) return sentenceReply('This issue does not sleep.');
  await updateIssue(github, slug, number, { body: awakeBody(body, withoutSnooze(memo)) }, true);
  return undefined;
}

async function resume(
  { github, slug, number }: CommandPlace,
  { open, body, memo }: Present,
): Promise<string | undefined> {
  if (memo.kind !== 'dashboard')
    return sentenceReply(
      '`resume` is for the dashboard. To open an issue that sleeps, write `/reverify unsnooze`.',
    );
  if (open) return sentenceReply('The dashboard is open.');
  if (memo.closedByBot)
    return sentenceReply('The dashboard is closed because it has nothing to say. It opens again by itself.');
  await updateIssue(github, slug, number, { body: awakeBody(body, withoutSnooze(memo)) }, true);
  return undefined;
}

function reviewAgain(isOpen: boolean, pull: number, { review }: CommandHelpers): string | undefined {
  if (!isOpen) return sentenceReply('This pull request is closed, so it is not looked at again.');
  review(pull);
  return undefined;
}
