import { duration } from './fields.ts';
import { nearest } from './nearest.ts';
import { MAX_PATTERN_LENGTH } from './pattern.ts';

/** What can be asked for in a comment: `/reverify <word> …` at the start of a line. */
export const commandWords = [
  'verified',
  'snooze',
  'unsnooze',
  'recheck',
  'fix',
  'explain',
  'resume',
  'help',
] as const;
export type CommandWord = (typeof commandWords)[number];

/** One thing that somebody asks for. */
export type Command =
  /** `claims`: a pattern of their names. */
  | { word: 'verified'; claims: string }
  | { word: 'snooze'; days: number; reason: string }
  /** `claim`: its name, or `evaluation: claim`. */
  | { word: 'explain'; claim: string }
  | { word: 'unsnooze' }
  | { word: 'recheck' }
  | { word: 'fix' }
  | { word: 'resume' }
  | { word: 'help' };

/** A command, or why it is none, in a sentence. Names in it stand between backticks. */
export type Asked =
  | { kind: 'command'; command: Command }
  | { kind: 'incomplete'; word: CommandWord; why: string }
  | { kind: 'unknown'; why: string };

/** More commands of one comment are not looked at. */
export const MAX_COMMANDS = 10;

/** A snooze ends after so many days at the latest. */
export const MAX_SNOOZE_DAYS = 365;

const COMMAND = /^ {0,3}\/reverify(?:[ \t]+(.*))?$/s;

/** Reads the commands of a comment in their order. Those in quotes, in code and in hidden remarks are none. */
export function readCommands(body: string): Asked[] {
  const asked: Asked[] = [];
  for (const line of openLines(body)) {
    const found = COMMAND.exec(line);
    if (!found) continue;
    asked.push(readCommand(found[1]?.trim() ?? ''));
    if (asked.length === MAX_COMMANDS) break;
  }
  return asked;
}

function readCommand(text: string): Asked {
  if (text === '') return { kind: 'command', command: { word: 'help' } };
  const [, said = '', given = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  const word = commandWords.find((one) => one === said.toLowerCase());
  if (word === undefined) return unknown(said);
  switch (word) {
    case 'verified':
      return readVerified(named(given));
    case 'snooze':
      return readSnooze(given);
    case 'explain':
      return readExplain(named(given));
    case 'unsnooze':
    case 'recheck':
    case 'fix':
    case 'resume':
    case 'help':
      return { kind: 'command', command: { word } };
    default:
      return word satisfies never;
  }
}

function unknown(said: string): Asked {
  const shown = said.replaceAll('`', '').slice(0, 40);
  const meant = nearest(said, commandWords);
  const hint = meant === undefined ? '' : ` Did you mean \`${meant}\`?`;
  return { kind: 'unknown', why: `There is no command \`${shown}\`.${hint}` };
}

function readVerified(claims: string): Asked {
  if (claims === '')
    return incomplete('verified', 'Say which claims, by name or pattern: `/reverify verified security.*`.');
  if (claims.length > MAX_PATTERN_LENGTH) return incomplete('verified', tooLong('pattern'));
  return { kind: 'command', command: { word: 'verified', claims } };
}

function readExplain(claim: string): Asked {
  if (claim === '') return incomplete('explain', 'Say which claim: `/reverify explain metadata.pricing`.');
  if (claim.length > 2 * MAX_PATTERN_LENGTH) return incomplete('explain', tooLong('name'));
  return { kind: 'command', command: { word: 'explain', claim } };
}

function tooLong(what: string): string {
  return `That ${what} is too long. Write a shorter one.`;
}

const FOR_EXAMPLE = 'For example: `/reverify snooze 30d The vendor answers in May`.';

const TIME = /^(\d{1,5})\s*(days?|weeks?|months?|years?|[dwmy])(?:\s+(.*))?$/is;

function readSnooze(given: string): Asked {
  const [, number = '', unit = '', reason = ''] = TIME.exec(given) ?? [];
  // A single m stands for months here: nobody puts evidence off for minutes.
  const time = duration.safeParse(`${number}${unit.toLowerCase().replace(/^m$/, 'month')}`);
  if (!time.success)
    return incomplete('snooze', `Say for how long: \`30d\`, \`2w\` or \`3m\`. ${FOR_EXAMPLE}`);
  if (time.data < 1 || time.data > MAX_SNOOZE_DAYS)
    return incomplete('snooze', `A snooze takes from 1 to ${MAX_SNOOZE_DAYS} days. ${FOR_EXAMPLE}`);
  if (reason === '') return incomplete('snooze', `Say why, too: others will ask. ${FOR_EXAMPLE}`);
  return { kind: 'command', command: { word: 'snooze', days: time.data, reason } };
}

function incomplete(word: CommandWord, why: string): Asked {
  return { kind: 'incomplete', word, why };
}

// Names are shown as code in our issues, and copied with its backticks. By hand: a pattern would take cubic time.
function named(given: string): string {
  const ticks = given.length - given.replace(/^`+/, '').length;
  if (ticks === 0 || given.length <= 2 * ticks || !given.endsWith('`'.repeat(ticks))) return given;
  return given.slice(ticks, -ticks).trim();
}

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;

/** The lines of a comment that are neither fenced nor hidden. A quote and indented code show by how a line begins. */
function openLines(body: string): string[] {
  const lines = body.split(/\r\n?|\n/);
  const lastEnd = lines.findLastIndex((line) => line.includes('-->'));
  const open: string[] = [];
  let fence: string | undefined;
  let hidden = false;
  for (const [at, line] of lines.entries()) {
    if (hidden) {
      hidden = !line.includes('-->');
      continue;
    }
    const mark = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      // A block of code ends with a fence of the same kind that is as long, and has no words behind it.
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
      continue;
    }
    fence = mark;
    if (mark !== undefined) continue;
    hidden = opensRemark(line, at < lastEnd);
    open.push(line);
  }
  return open;
}

/** Whether a hidden remark begins in a line and goes on after it; in the middle of words only one that has an end is one. */
function opensRemark(line: string, hasEnd: boolean): boolean {
  const begin = line.lastIndexOf('<!--');
  if (begin === -1 || line.includes('-->', begin + 4)) return false;
  return hasEnd || /^ {0,3}<!--/.test(line);
}
