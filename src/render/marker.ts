import { parseDay } from '../domain/day.ts';
import { findingKinds, MAX_FACTS } from '../domain/finding.ts';
import type { Memo } from '../domain/plan.ts';

const MARKER =
  /<!-- reverify:v1 kind=(\S+) key=([0-9a-f]{16}) facts=(\S*) answered=(\S*)(?: snoozed=(\S*))? closed=(yes|no) -->/g;

/** Writes what the bot leaves for itself in an issue. It stands last, so that an e-mail begins with words. */
export function issueMarker({ kind, key, facts, answered, snoozed, closedByBot }: Memo): string {
  const remembered = facts.slice(0, MAX_FACTS).join(',');
  const sleep = snoozed === undefined ? '' : ` snoozed=${snoozed}`;
  const fields = `kind=${kind} key=${key} facts=${remembered} answered=${answered ?? ''}${sleep}`;
  return `<!-- reverify:v1 ${fields} closed=${closedByBot ? 'yes' : 'no'} -->`;
}

/** Reads the last marker of a body. The caller has made sure that the bot itself wrote the issue. */
export function readIssueMarker(body: string): Memo | undefined {
  const found = [...body.matchAll(MARKER)].at(-1);
  const kind = findingKinds.find((known) => known === found?.[1]);
  if (!found || !kind) return undefined;
  const snoozed = parseDay(found[5]);
  return {
    kind,
    key: found[2] ?? '',
    facts: found[3] ? found[3].split(',') : [],
    answered: parseDay(found[4]),
    closedByBot: found[6] === 'yes',
    ...(snoozed === undefined ? {} : { snoozed }),
  };
}

/** The words of a body, without its marker. */
export function withoutMarker(body: string): string {
  return body.replaceAll(MARKER, '').trim();
}

/** Marks the one comment that the bot keeps on a pull request. */
export const COMMENT_MARKER = '<!-- reverify:v1 kind=review -->';
