import { parseDay } from '../domain/day.ts';
import { findingKinds } from '../domain/finding-kind.ts';
import { MAX_FACTS } from '../domain/finding.ts';
import { fixKinds, type FixMemo, type Stamp } from '../domain/fix-pull.ts';
import type { Memo } from '../domain/plan.ts';

const MARKER =
  /<!-- reverify:v1 kind=(\S+) key=([0-9a-f]{16}) facts=(\S*) answered=(\S*)((?: [a-z]+=\S*)*) closed=(yes|no) -->/g;

/** Writes what the bot leaves for itself in an issue. It stands last, so that an e-mail begins with words. */
export function issueMarker(memo: Memo): string {
  const { kind, key, facts, answered, closedByBot } = memo;
  const remembered = facts.slice(0, MAX_FACTS).join(',');
  const fields = `kind=${kind} key=${key} facts=${remembered} answered=${answered ?? ''}${pastFields(memo)}`;
  return `<!-- reverify:v1 ${fields} closed=${closedByBot ? 'yes' : 'no'} -->`;
}

// What few issues have been through.
function pastFields({ snoozed, reopened, flapping, earlier, scanned, gap }: Memo): string {
  const fields = [
    ...(snoozed === undefined ? [] : [`snoozed=${snoozed}`]),
    ...(reopened === undefined ? [] : [`reopened=${reopened.join(',')}`]),
    ...(flapping ? ['flapping=yes'] : []),
    ...(earlier === undefined ? [] : [`earlier=${earlier}`]),
    ...(scanned === undefined ? [] : [`scanned=${scanned}`]),
    ...(gap === undefined ? [] : [`gap=${gap}`]),
  ];
  return fields.map((field) => ` ${field}`).join('');
}

/** Reads the last marker of a body. The caller has made sure that the bot itself wrote the issue. */
export function readIssueMarker(body: string): Memo | undefined {
  const found = [...body.matchAll(MARKER)].at(-1);
  const kind = findingKinds.find((known) => known === found?.[1]);
  if (!found || !kind) return undefined;
  return {
    kind,
    key: found[2] ?? '',
    facts: found[3] ? found[3].split(',') : [],
    answered: parseDay(found[4]),
    closedByBot: found[6] === 'yes',
    ...readPast(found[5] ?? ''),
  };
}

function readPast(text: string): Partial<Memo> {
  const fields = new Map<string, string>();
  for (const field of text.trim().split(' ')) {
    const [name = '', value = ''] = field.split('=');
    fields.set(name, value);
  }
  const snoozed = parseDay(fields.get('snoozed'));
  const reopened = fields
    .get('reopened')
    ?.split(',')
    .flatMap((day) => parseDay(day) ?? []);
  const earlier = Number(fields.get('earlier'));
  const scanned = parseDay(fields.get('scanned'));
  const gap = parseDay(fields.get('gap'));
  return {
    ...(snoozed && { snoozed }),
    ...(reopened && { reopened }),
    ...(fields.get('flapping') === 'yes' && { flapping: true }),
    ...(earlier > 0 && { earlier }),
    ...(scanned && { scanned }),
    ...(gap && { gap }),
  };
}

/** The words of a body, without its marker. */
export function withoutMarker(body: string): string {
  return body.replaceAll(MARKER, '').trim();
}

const FIX_MARKER = /<!-- reverify:v1 kind=fix fix=(\S+) key=([0-9a-f]{16}) stamps=(\S*) -->/g;

/** Writes what the bot leaves for itself in a pull request of its own. */
export function fixMarker({ kind, key, stamps }: FixMemo): string {
  const written = stamps.map(({ of, on, by }) => `${of}~${on}~${by}`).join(',');
  return `<!-- reverify:v1 kind=fix fix=${kind} key=${key} stamps=${written} -->`;
}

/** Reads the last marker of a pull request's body. The caller has made sure that the bot itself opened it. */
export function readFixMarker(body: string): FixMemo | undefined {
  const found = [...body.matchAll(FIX_MARKER)].at(-1);
  const kind = fixKinds.find((known) => known === found?.[1]);
  if (!found || !kind) return undefined;
  return { kind, key: found[2] ?? '', stamps: (found[3] ?? '').split(',').flatMap(stampOf) };
}

function stampOf(text: string): Stamp[] {
  const [, of = '', day, by = ''] = /^([0-9a-f]{10})~(\S{10})~([\w-]{1,100})$/.exec(text) ?? [];
  const on = parseDay(day);
  return on === undefined ? [] : [{ of, on, by }];
}

const REPLY = /<!-- reverify:v1 kind=reply to=(\d+) help=(yes|no) -->\s*$/;

/** Marks an answer to a comment, and whether it holds the help. */
export function replyMarker(comment: number, hasHelp: boolean): string {
  return `<!-- reverify:v1 kind=reply to=${comment} help=${hasHelp ? 'yes' : 'no'} -->`;
}

/** Reads the marker of an answer. The caller has made sure that the bot itself wrote it. */
export function readReplyMarker(body: string): { to: number; hasHelp: boolean } | undefined {
  const found = REPLY.exec(body);
  return found ? { to: Number(found[1]), hasHelp: found[2] === 'yes' } : undefined;
}

/** Marks the one comment that the bot keeps on a pull request. */
export const COMMENT_MARKER = '<!-- reverify:v1 kind=review -->';

const SUGGESTION = /<!-- reverify:v1 kind=suggestion key=([0-9a-f]{16}) over=(yes|no) -->\s*$/;

/** Marks a suggestion on a line of a pull request. */
export function suggestionMarker(key: string, isOver: boolean): string {
  return `<!-- reverify:v1 kind=suggestion key=${key} over=${isOver ? 'yes' : 'no'} -->`;
}

/** Reads the marker of a suggestion. The caller has made sure that the bot itself wrote it. */
export function readSuggestionMarker(body: string): { key: string; isOver: boolean } | undefined {
  const found = SUGGESTION.exec(body);
  return found ? { key: found[1] ?? '', isOver: found[2] === 'yes' } : undefined;
}
