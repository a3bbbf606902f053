import type { Finding } from '../domain/finding.ts';
import type { CloseReason, Memo, Present } from '../domain/plan.ts';
import { BODY_BUDGET, rowsWithin } from './budget.ts';
import { changedSourcesBody } from './issue-changed-sources.ts';
import { deadSourcesBody } from './issue-dead-sources.ts';
import { eventBody } from './issue-event.ts';
import { problemsBody } from './issue-problems.ts';
import { staleBody } from './issue-stale.ts';
import { blocks } from './layout.ts';
import { issueMarker, withoutMarker } from './marker.ts';
import { count, type Origin } from './places.ts';
import { cut, shorten } from './safe.ts';

/** GitHub takes 256. */
const MAX_TITLE = 250;

/** The title of a finding's issue. Titles are plain text, but GitHub links mentions in them all the same. */
export function issueTitle(finding: Finding): string {
  return shorten(cut(titleOf(finding), MAX_TITLE).replaceAll('@', '@\u200B'), MAX_TITLE);
}

function titleOf(finding: Finding): string {
  switch (finding.kind) {
    case 'configuration':
      return 'Reverify cannot read its configuration';
    case 'problems':
      return `Evaluation files: ${count(finding.problems.length, 'problem')} to mend`;
    case 'event':
      return finding.event.summary.replace(/\.$/, '');
    case 'stale': {
      const { evaluation, stale } = finding;
      const verb = stale.length === 1 ? 'is past its' : 'are past their';
      return `Re-verify ${cut(evaluation.name, 120)}: ${stale.length} of ${count(evaluation.claims.length, 'claim')} ${verb} age`;
    }
    case 'changed-sources':
      return `Changed sources: ${count(finding.sources.length, 'page')}`;
    case 'dead-sources':
      return `Dead sources: ${count(finding.sources.length, 'address', 'addresses')}`;
    default:
      return finding satisfies never;
  }
}

/** The body of a finding's issue. It says nothing that changes by itself from one day to the next. */
export function issueBody(finding: Finding, memo: Memo, origin: Origin): string {
  const marker = issueMarker(memo);
  return `${wordsOf(finding, origin, BODY_BUDGET - marker.length)}\n\n${marker}\n`;
}

function wordsOf(finding: Finding, origin: Origin, budget: number): string {
  switch (finding.kind) {
    case 'configuration':
    case 'problems':
      return problemsBody(finding, origin, budget);
    case 'event':
      return eventBody(finding, origin, budget);
    case 'stale':
      return staleBody(finding, origin, budget);
    case 'changed-sources':
      return changedSourcesBody(finding, budget);
    case 'dead-sources':
      return deadSourcesBody(finding, budget);
    default:
      return finding satisfies never;
  }
}

const reasons: Record<CloseReason, string> = {
  settled: 'everything named here was found in order',
  'subject-gone': 'what this is about is no longer in the repository',
  answered: 'every claim in doubt has been verified since this was opened',
  duplicate: 'an older issue says the same',
};

const NOTE = /^> \[!NOTE\]\n> Closed by Reverify[^\n]*\n\n/;

/** GitHub's own limit, less a little. A person may have added to a body. */
const MAX_BODY = 65_000;

/** The body with which an issue is closed: as it stood, with the reason on top. */
export function closedBody(present: Present, reason: CloseReason, commit: string): string {
  const note = `> [!NOTE]\n> Closed by Reverify as of ${commit}: ${reasons[reason]}.`;
  const marker = issueMarker({ ...present.memo, closedByBot: true });
  // GitHub's own editor writes CRLF.
  const words = withoutMarker(present.body.replaceAll('\r\n', '\n').replace(NOTE, ''));
  const kept = rowsWithin(
    words.split('\n'),
    (line) => line,
    MAX_BODY - note.length - marker.length,
    (left) => `\n…and ${count(left, 'more line')}.`,
  );
  return `${blocks(note, kept, marker)}\n`;
}
