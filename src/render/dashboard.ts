import type { DashboardView, DueWeek, Listed } from '../domain/dashboard-view.ts';
import type { Row } from '../domain/dashboard.ts';
import { rowsOf } from '../domain/dashboard.ts';
import type { EndedWatch, WatchTrouble } from '../domain/dashboard-view.ts';
import type { FindingKind } from '../domain/finding-kind.ts';
import { SNOOZE_DAYS } from '../domain/snooze.ts';
import { adviceSection } from './advice.ts';
import { boxLine } from './box.ts';
import { rowsWithin } from './budget.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
import { count, issueLink, type Origin } from './places.ts';
import { code, prose } from './safe.ts';

const NAMES_SHOWN = 10;

/** How much of the room each section may take, in parts of 100. The head has what is left. */
const SHARES = { advice: 4, open: 34, waiting: 22, asleep: 10, dismissed: 6, troubles: 10, ended: 4 };

const CONTROLS = [
  boxLine('**Scan again now**', 'rescan'),
  boxLine('**Ask all links again**, whenever they were asked last', 'recheck'),
].join('\n');

/** Words the dashboard: the state of the repository, what can be asked for, and everything that the bot knows of. */
export function dashboardBody(view: DashboardView, origin: Origin, budget: number): string {
  const room = (share: keyof typeof SHARES): number => (budget * SHARES[share]) / 100;
  const { listed } = view;
  return blocks(
    headOf(view),
    `Ticking takes write access.\n\n${CONTROLS}`,
    adviceSection(view.advice, room('advice')),
    openSection(listed, origin, room('open')),
    waitingSection(listed, room('waiting')),
    asleepSection(listed, origin, room('asleep')),
    dueTable(view.due),
    troublesTable(view.troubles, room('troubles')),
    dismissedSection(listed, origin, room('dismissed')),
    endedList(view.ended, room('ended')),
  );
}

// An e-mail shows these lines as plain text.
function headOf({ evaluations, claims, support, listed, due, ...schedule }: DashboardView): string {
  const soon = due.reduce((sum, week) => sum + week.claims, 0);
  const share = support === undefined ? '' : `; on average ${support} % of a score is supported`;
  const { scanned, nextBy, alarmAfter, gap } = schedule;
  const of = (state: Listed['is']['state']): number => listed.filter(({ is }) => is.state === state).length;
  const lines = [
    `${claims.stale} of ${count(claims.total, 'claim')} in ${count(evaluations, 'evaluation')} are stale, ${soon} more within 30 days${share}.`,
    `${count(of('open'), 'issue')} open, ${of('waiting')} waiting, ${of('asleep')} asleep, ${of('dismissed')} dismissed.`,
    `Last full scan on ${scanned}; the next is due by ${nextBy}. If you read this after ${alarmAfter}, nobody has looked since.`,
    ...(gap === undefined ? [] : [`**Nobody looked between ${gap.from} and ${gap.to}.**`]),
  ];
  return lines.join('\n');
}

const HEADINGS: Record<Exclude<FindingKind, 'dashboard'>, string> = {
  onboarding: 'Setup',
  configuration: 'Configuration',
  problems: 'Files to mend',
  event: 'Events',
  stale: 'Stale evaluations',
  'dead-sources': 'Dead sources',
  'changed-sources': 'Changed sources',
};

function openSection(listed: readonly Listed[], origin: Origin, budget: number): string {
  const open = listed.filter(({ is }) => is.state === 'open');
  if (open.length === 0) return '### Open\n\nNothing to act on.';
  let kind: string | undefined;
  const rows = rowsWithin(
    rowsOf(open),
    (row) => {
      const [first] = row.findings;
      const heading = first && first.kind !== kind ? `\n#### ${HEADINGS[first.kind]}\n\n` : '';
      kind = first?.kind;
      return heading + boxLine(wordsOf(row, origin), 'sleep', row.of);
    },
    budget,
    (left) =>
      `\n…and ${count(left, 'more row')}: [all open issues](${origin.url}/issues?q=is%3Aopen+label%3Areverify).`,
  );
  return blocks('### Open', `Tick an issue to put it off for ${SNOOZE_DAYS} days.`, rows.trim());
}

function waitingSection(listed: readonly Listed[], budget: number): string {
  const waiting = listed.filter(({ is }) => is.state === 'waiting');
  if (waiting.length === 0) return '';
  const rows = rowsWithin(
    rowsOf(waiting),
    (row) => boxLine(wordsOf(row), 'open', row.of),
    budget,
    (left) => `\n…and ${count(left, 'more row')}; \`reverify check\` lists them all.`,
  );
  const why = 'Only so many issues are opened in a day (`issues.maxNew`). Tick one to open it now.';
  return blocks(`### Waiting: ${waiting.length}`, why, rows);
}

function asleepSection(listed: readonly Listed[], origin: Origin, budget: number): string {
  const asleep = listed.filter(({ is }) => is.state === 'asleep');
  if (asleep.length === 0) return '';
  const rows = rowsWithin(
    asleep,
    (one) => boxLine(wordsOf({ of: one.key, maker: undefined, findings: [one] }, origin), 'wake', one.key),
    budget,
    (left) => `\n…and ${count(left, 'more issue')}.`,
  );
  return blocks(`### Asleep: ${asleep.length}`, 'Tick one to wake it now.', rows);
}

function dismissedSection(listed: readonly Listed[], origin: Origin, budget: number): string {
  const dismissed = listed.filter(({ is }) => is.state === 'dismissed');
  if (dismissed.length === 0) return '';
  const rows = rowsWithin(
    dismissed,
    (one) => `- ${wordsOf({ of: one.key, maker: undefined, findings: [one] }, origin)}`,
    budget,
    (left) => `\n…and ${count(left, 'more issue')}.`,
  );
  const why =
    'Closed by a person, and nothing is new since. Open one by hand to have it kept up to date again.';
  return blocks(`### Dismissed: ${dismissed.length}`, why, rows);
}

function wordsOf({ maker, findings }: Row, origin?: Origin): string {
  const [first] = findings;
  if (findings.length > 1) return `${findings.length} evaluations of ${prose(maker ?? '', 100)}`;
  if (first === undefined) return '';
  const { is, title } = first;
  const until = is.state === 'asleep' ? `, until ${is.until}` : '';
  if (is.state === 'waiting' || origin === undefined) return prose(title, 160);
  return issueLink(origin, is.number, title, 160) + until;
}

function dueTable(due: readonly DueWeek[]): string {
  if (due.length === 0) return '';
  const rows = due.map(({ week, claims, evaluations }) =>
    tableRow(week, String(claims), String(evaluations)),
  );
  return `### Stale within 30 days\n\n${tableHead('week of', 'claims', 'evaluations')}\n${rows.join('\n')}`;
}

const TROUBLES = [
  'Nothing was concluded from these: no claim was put in doubt, no issue opened or closed. ',
  'What happens meanwhile is told once the upstream answers again.',
].join('');

function troublesTable(troubles: readonly WatchTrouble[], budget: number): string {
  if (troubles.length === 0) return '';
  const rows = rowsWithin(
    troubles,
    ({ where, why, since, watches }) =>
      tableRow(prose(where, 100), since, `${prose(why)}<br>${namesOf(watches)}`),
    budget,
    (left) => `\n…and ${count(left, 'more upstream')}.`,
  );
  return blocks(
    '### Upstreams that cannot be looked at',
    `${tableHead('upstream', 'since', 'why, and what is watched there')}\n${rows}`,
    TROUBLES,
  );
}

function endedList(ended: readonly EndedWatch[], budget: number): string {
  if (ended.length === 0) return '';
  const rows = rowsWithin(
    ended,
    ({ id, why }) =>
      why === 'expired' ? `- ${code(id)} has expired.` : `- ${code(id)} has told its event, and is done.`,
    budget,
    (left) => `\n…and ${count(left, 'more watch', 'more watches')}.`,
  );
  return blocks('### Watches that are over', rows, 'Delete them, or give them a new task.');
}

function namesOf(watches: readonly string[]): string {
  const names = watches.slice(0, NAMES_SHOWN).map((id) => code(id));
  if (watches.length > NAMES_SHOWN) names.push(`${watches.length - NAMES_SHOWN} more`);
  return names.join(', ');
}
