import type { ClaimIn } from '../domain/claim-named.ts';
import type { CommandWord } from '../domain/command.ts';
import type { Day } from '../domain/day.ts';
import type { RefusedEdit } from '../domain/edit.ts';
import type { Evidence } from '../domain/evaluation.ts';
import type { AgeRule, Freshness } from '../domain/freshness.ts';
import { POLICY_PATH } from '../domain/policy.ts';
import type { LinkNotice, Verdict } from '../domain/verdict.ts';
import { BODY_BUDGET, rowsWithin } from './budget.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
import { replyMarker } from './marker.ts';
import { count, fileLink, type Origin } from './places.ts';
import { code, link, prose, remark } from './safe.ts';
import { noticeSentence, verdictSentence } from './verdict.ts';

const commands: Record<CommandWord, { form: string; deed: string }> = {
  verified: { form: 'verified <claims>', deed: 'proposes to set the date of these claims to today' },
  snooze: { form: 'snooze 30d <reason>', deed: 'closes the issue, and opens it again after that time' },
  unsnooze: { form: 'unsnooze', deed: 'opens an issue that sleeps' },
  recheck: { form: 'recheck', deed: 'looks at the repository or the pull request again' },
  fix: { form: 'fix', deed: 'puts right what the bot can put right by itself' },
  explain: {
    form: 'explain <claim>',
    deed: 'says how old a claim may be and why, and what is known of its sources',
  },
  resume: { form: 'resume', deed: 'opens the dashboard again' },
  help: { form: 'help', deed: 'shows this list' },
};

/** The commands of these words, a row for each. */
export function commandTable(words: readonly CommandWord[]): string {
  const rows = words.map((word) => {
    const { form, deed } = commands[word];
    return tableRow(code(`/reverify ${form}`), deed);
  });
  return [tableHead('command', 'what it does'), ...rows].join('\n');
}

/** Says what can be asked for. */
export function helpReply(words: readonly CommandWord[]): string {
  return blocks(
    'Write a command at the start of a line of a comment. It takes write access to this repository.',
    commandTable(words),
  );
}

/** Answers of the bot to one comment, as one comment of its own. */
export function replyBody(answers: readonly string[], comment: number, hasHelp: boolean): string {
  const marker = replyMarker(comment, hasHelp);
  const words = rowsWithin(
    answers,
    (answer) => `${answer}\n`,
    BODY_BUDGET - marker.length,
    (left) => `…and ${count(left, 'more answer')} that did not fit here.`,
  );
  return `${blocks(words.trim(), marker)}\n`;
}

/** Words a sentence of ours, in which names stand between backticks. */
export function sentenceReply(sentence: string): string {
  return remark(sentence);
}

/** The title of a commit that puts values right. */
export function mendTitle(values: number, files: number): string {
  return `Put ${count(values, 'value')} right in ${count(files, 'file')}`;
}

/** Says that GitHub took no commit to a branch, and why in its words. */
export function refusedCommitReply(why: string): string {
  return `GitHub did not take the commit: ${prose(why)}`;
}

const MOST_REFUSED = 10;

/** Says what was put right in a pull request, and what has to be done by hand. */
export function mendedReply({
  values,
  refused,
  commit,
}: {
  values: number;
  refused: readonly RefusedEdit[];
  commit?: { id: string; url: string };
}): string {
  const done = commit
    ? `${count(values, 'value')} put right in [${code(commit.id.slice(0, 7))}](${commit.url}).`
    : 'There is nothing that the bot can put right by itself.';
  const left = refused
    .slice(0, MOST_REFUSED)
    .map(({ message, line }) => `- line ${line}: ${remark(message)}`);
  const more = refused.length - left.length;
  return blocks(done, [...left, ...(more > 0 ? [`- …and ${count(more, 'more place')}.`] : [])].join('\n'));
}

/** Says that no claim has this name, and which one comes closest. */
export function noSuchClaim(name: string, nearest: string | undefined, spokenOf: boolean): string {
  const form = spokenOf
    ? ' Name it as the file does, with its dimension: `/reverify explain dimension.claim`.'
    : ' Write the evaluation, too: `/reverify explain evaluation: claim`.';
  const hint = nearest === undefined ? form : ` Did you mean ${code(nearest)}?`;
  return `There is no claim ${code(name)}.${hint}`;
}

/** One source of a claim, and what earlier looks at it say. */
export interface KnownEvidence {
  evidence: Evidence;
  /** The last look; undefined where nobody has looked, or remembers. */
  look: { verdict: Verdict; reason: string; on: Day } | undefined;
  /** Since when it is known to say what it says. */
  since: Day | undefined;
  notices: readonly LinkNotice[];
}

/** Everything that decides when a claim must be verified again. */
export interface Explained extends ClaimIn {
  freshness: Freshness;
  /** The rule that gives its limit, and its place among them, from 1 on; without one the general age counts. */
  rule: (AgeRule & { place: number }) | undefined;
  /** Numbers of open issues about events that put it in doubt. */
  doubts: readonly number[];
  sources: readonly KnownEvidence[];
}

const MOST_SOURCES = 20;

/** Explains the freshness of one claim. */
export function explanation(explained: Explained, origin: Origin): string {
  const { evaluation, claim, freshness, doubts, sources } = explained;
  const place = fileLink(origin, evaluation.file, evaluation.locate(claim.path).line);
  const facts = [
    `- ${ageOf(freshness)}`,
    `- ${limitOf(explained)}`,
    `- ${standingOf(freshness)}`,
    `- ${doubtsOf(doubts, origin)}`,
    `- ${sources.length === 0 ? 'It cites no source.' : `${count(sources.length, 'source')}:`}`,
    ...sources.slice(0, MOST_SOURCES).map((source) => `  - ${sourceOf(source)}`),
    ...(sources.length > MOST_SOURCES ? [`  - and ${sources.length - MOST_SOURCES} more`] : []),
  ];
  return blocks(`${code(`${evaluation.id}: ${claim.name}`)} in ${place}`, facts.join('\n'));
}

function ageOf({ claim: { lastVerified }, age }: Freshness): string {
  if (lastVerified === undefined) return 'It does not say on which day it was last verified.';
  if (age === undefined) return `It was last verified on ${lastVerified}, which is still to come.`;
  return `It was last verified on ${lastVerified}, ${age === 0 ? 'today' : `${count(age, 'day')} ago`}.`;
}

function limitOf({ freshness: { maxAge }, rule }: Explained): string {
  const limit = `It may be ${count(maxAge, 'day')} old`;
  if (rule === undefined) return `${limit}: ${code('freshness.maxAge')} says so, and no rule matches.`;
  const { place, claim, evaluation, type, confidence } = rule;
  const conditions = Object.entries({ claim, evaluation, type, confidence }).flatMap(([name, value]) =>
    value === undefined ? [] : `${name} ${code(value)}`,
  );
  const which = conditions.length === 0 ? 'for all claims' : `for ${conditions.join(', ')}`;
  return `${limit}: rule ${place} of ${code(POLICY_PATH)} says so, ${which}. Of the rules that match, the last counts.`;
}

function standingOf({ state, staleOn, inDoubt }: Freshness): string {
  if (state === 'undated') return 'Without a usable date it counts as stale.';
  if (state === 'stale') return `It has been stale since ${staleOn}.`;
  const early = inDoubt ? 'It counts as stale because of an event; by its age alone it' : 'It';
  return `${early} becomes stale on ${staleOn}.`;
}

function doubtsOf(doubts: readonly number[], origin: Origin): string {
  if (doubts.length === 0) return 'No open issue about an event puts it in doubt.';
  const issues = doubts.map((number) => `[issue ${number}](${origin.url}/issues/${number})`);
  return `An event puts it in doubt: ${issues.join(', ')}.`;
}

function sourceOf({ evidence: { source, url, date }, look, since, notices }: KnownEvidence): string {
  const named = link(source || 'source', url) + (date ? ` (${date})` : '');
  if (url === undefined) return `${named}: it has no address.`;
  if (look === undefined) return `${named}: nobody has looked at it yet.`;
  const told = [
    `${prose(verdictSentence(look.verdict, look.reason))} Looked at on ${look.on}.`,
    ...(since ? [`Unchanged since ${since}.`] : []),
    ...notices.map((notice) => prose(noticeSentence(notice))),
  ];
  return `${named}: ${told.join(' ')}`;
}
