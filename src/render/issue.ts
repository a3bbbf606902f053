import type { Finding } from '../domain/finding.ts';
import type { CloseReason, Memo, Present } from '../domain/plan.ts';
import { BODY_BUDGET } from './budget.ts';
import { deadSourcesBody } from './issue-dead-sources.ts';
import { eventBody } from './issue-event.ts';
import { problemsBody } from './issue-problems.ts';
import { staleBody } from './issue-stale.ts';
import { issueMarker, withMarker } from './marker.ts';
import { count, type Origin } from './places.ts';
import { cut } from './safe.ts';

const MAX_TITLE = 200;

/** The title of a finding's issue. Titles are plain text, but GitHub links mentions in them all the same. */
export function issueTitle(finding: Finding): string {
  return cut(titleOf(finding), MAX_TITLE).replaceAll('@', '@\u200B');
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
      return `Re-verify ${evaluation.name}: ${stale.length} of ${count(evaluation.claims.length, 'claim')} ${verb} age`;
    }
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
    case 'dead-sources':
      return deadSourcesBody(finding, budget);
    default:
      return finding satisfies never;
  }
}

const closing: Record<CloseReason, string> = {
  settled: 'Everything named here was found in order',
  'subject-gone': 'What this is about is no longer in the repository',
  answered: 'Every claim in doubt has been verified since this was opened',
  duplicate: 'An older issue says the same',
};

/** The body with which an issue is closed: as it stood, with the reason on top. */
export function closedBody(present: Present, reason: CloseReason, commit: string): string {
  const kept = present.body.replace(/^> \[!NOTE\]\n> Closed by Reverify:[^\n]*\n\n/, '');
  const note = `> [!NOTE]\n> Closed by Reverify: ${closing[reason]}, as of ${commit}.\n\n`;
  return note + withMarker(kept, { ...present.memo, closedByBot: true });
}
