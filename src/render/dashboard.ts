import type { EndedWatch, Finding, WatchTrouble } from '../domain/finding.ts';
import { rowsWithin } from './budget.ts';
import { blocks, tableHead, tableRow } from './layout.ts';
import { count } from './places.ts';
import { code, prose } from './safe.ts';

type Dashboard = Extract<Finding, { kind: 'dashboard' }>;

const NAMES_SHOWN = 10;

const OPENING =
  'What the bot cannot do for this repository, and what it has left off. It keeps this issue up to date, and closes it when there is nothing to say.';

const TROUBLES = [
  'Nothing was concluded from these: no claim was put in doubt, no issue opened or closed. ',
  'What happens meanwhile is told once the upstream answers again.',
].join('');

/** Words the dashboard: one line for each upstream that does not answer, and the watches that are over. */
export function dashboardBody({ troubles, ended }: Dashboard, budget: number): string {
  return blocks(OPENING, troublesTable(troubles, budget / 2), endedList(ended, budget / 4));
}

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
