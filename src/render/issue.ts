import { isClosing, type Box } from '../domain/box.ts';
import type { Finding } from '../domain/finding.ts';
import type { CloseReason, Memo, Present } from '../domain/plan.ts';
import { withoutSnooze } from '../domain/snooze.ts';
import { boxesIn, closingBox, withEmptyBoxes, withoutClosingBoxes } from './box.ts';
import { BODY_BUDGET, rowsWithin } from './budget.ts';
import { changedSourcesBody } from './issue-changed-sources.ts';
import { deadSourcesBody } from './issue-dead-sources.ts';
import { eventBody } from './issue-event.ts';
import { onboardingBody } from './issue-onboarding.ts';
import { problemsBody } from './issue-problems.ts';
import { staleBody } from './issue-stale.ts';
import { dashboardBody } from './dashboard.ts';
import { blocks } from './layout.ts';
import { issueMarker, withoutMarker } from './marker.ts';
import { count, issueLink, type Origin } from './places.ts';
import { code, cut, prose, shorten } from './safe.ts';

/** GitHub takes 256. */
const MAX_TITLE = 250;

/** The title of a finding's issue. Titles are plain text, but GitHub links mentions in them all the same. */
export function issueTitle(finding: Finding): string {
  return shorten(cut(titleOf(finding), MAX_TITLE).replaceAll('@', '@\u200B'), MAX_TITLE);
}

function titleOf(finding: Finding): string {
  switch (finding.kind) {
    case 'onboarding':
      return 'Set up Reverify';
    case 'configuration':
      return 'Reverify cannot read its configuration';
    case 'problems':
      return `Evaluation files: ${count(finding.problems.length, 'problem')} to mend`;
    case 'event':
      return eventTitle(finding);
    case 'stale': {
      const { evaluation, stale } = finding;
      const verb = stale.length === 1 ? 'is past its' : 'are past their';
      return `Re-verify ${cut(evaluation.name, 120)}: ${stale.length} of ${count(evaluation.claims.length, 'claim')} ${verb} age`;
    }
    case 'dashboard':
      return 'Reverify dashboard';
    case 'changed-sources':
      return `Changed sources: ${count(finding.sources.length, 'page')}`;
    case 'dead-sources':
      return `Dead sources: ${count(finding.sources.length, 'address', 'addresses')}`;
    default:
      return finding satisfies never;
  }
}

function eventTitle({ watch, events }: Extract<Finding, { kind: 'event' }>): string {
  const [newest] = events;
  const title = watch.title ?? newest?.summary.replace(/\.$/, '') ?? watch.target;
  return events.length > 1 ? `${cut(title, 200)} (${events.length} events)` : title;
}

/** The body of a finding's issue. It says nothing that changes by itself from one day to the next. */
export function issueBody(finding: Finding, memo: Memo, origin: Origin): string {
  const seen =
    finding.kind === 'dashboard' ? { scanned: finding.view.scanned, gap: finding.view.gap?.from } : {};
  const marker = issueMarker({ ...memo, ...seen });
  const end = blocks(pastWords(memo, origin), marker);
  return `${wordsOf(finding, origin, BODY_BUDGET - end.length)}\n\n${end}\n`;
}

function pastWords({ earlier, flapping }: Memo, origin: Origin): string {
  const sentences = [
    ...(earlier === undefined
      ? []
      : [`Before this, ${issueLink(origin, earlier, `issue ${earlier}`)} was about it.`]),
    ...(flapping
      ? [
          'This has come and gone three times within 30 days: the bot neither closes nor opens it any more. Close it once it is settled.',
        ]
      : []),
  ];
  return sentences.join(' ');
}

function wordsOf(finding: Finding, origin: Origin, budget: number): string {
  switch (finding.kind) {
    case 'onboarding':
      return onboardingBody(finding.setup, origin, budget);
    case 'configuration':
    case 'problems':
      return problemsBody(finding, origin, budget);
    case 'event':
      return eventBody(finding, origin, budget);
    case 'stale':
      return staleBody(finding, origin, budget);
    case 'dashboard':
      return dashboardBody(finding.view, origin, budget);
    case 'changed-sources':
      return changedSourcesBody(finding, budget);
    case 'dead-sources':
      return deadSourcesBody(finding, origin, budget);
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

/** The body with which the bot closes an issue: as it stood, with the reason on top. */
export function closedBody({ body, memo }: Present, reason: CloseReason, commit: string): string {
  const isSetUp = reason === 'settled' && memo.kind === 'onboarding';
  const note = `as of ${commit}: ${isSetUp ? 'the repository is configured' : reasons[reason]}`;
  return rewritten(body, note, { ...withoutSnooze(memo), closedByBot: true });
}

/** The body with which an issue is closed for somebody who ticked a box of it. */
export function tickedBody(body: string, box: Box, login: string, memo: Memo): string {
  return rewritten(body, `at the request of ${code(login)}: ${wordsOfDeed(box, memo)}`, memo);
}

/** The body with which an issue is put off for somebody who said why. */
export function snoozedBody(body: string, login: string, reason: string, memo: Memo): string {
  const deed = `at the request of ${code(login)}: ${wordsOfDeed('snooze', memo)}. The reason: ${prose(reason)}`;
  return rewritten(body, deed, memo);
}

/** The body of an issue that has slept: as it stood before, with its boxes empty. */
export function awakeBody(body: string, memo: Memo): string {
  return rewritten(body, undefined, memo);
}

function wordsOfDeed(box: Box, { snoozed }: Memo): string {
  switch (box) {
    case 'claims-updated':
      return 'what was in doubt has been looked at';
    case 'not-relevant':
      return 'this is not relevant';
    case 'snooze':
      return `it sleeps until ${snoozed}, and opens again by itself on that day`;
    default:
      return box satisfies never;
  }
}

function rewritten(body: string, why: string | undefined, memo: Memo): string {
  const note = why === undefined ? '' : `> [!NOTE]\n> Closed by Reverify ${why}.`;
  // GitHub's own editor writes CRLF.
  const words = withoutMarker(body.replaceAll('\r\n', '\n').replace(NOTE, ''));
  const marker = issueMarker(memo);
  const whole = `${blocks(note, withEmptyBoxes(words), marker)}\n`;
  if (whole.length <= MAX_BODY) return whole;
  const closing = new Set(boxesIn(words).flatMap(({ deed }) => (isClosing(deed) ? deed : [])));
  const boxes = Array.from(closing, closingBox).join('\n');
  const kept = rowsWithin(
    withEmptyBoxes(withoutClosingBoxes(words)).split('\n'),
    (line) => line,
    MAX_BODY - note.length - boxes.length - marker.length,
    (left) => `\n…and ${count(left, 'more line')}.`,
  );
  return `${blocks(note, kept, boxes, marker)}\n`;
}
