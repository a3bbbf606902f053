import {
  mendsOfSources,
  worstFirst,
  type LookedAt,
  type NewCitation,
  type NewSources,
} from '../domain/new-sources.ts';
import type { Problem } from '../domain/problem.ts';
import { tierOf } from '../domain/verdict.ts';
import { rowsWithin } from './budget.ts';
import { blocks } from './layout.ts';
import { count } from './places.ts';
import { code, link, prose } from './safe.ts';
import { verdictSentence } from './verdict.ts';

/** What a review says of the new sources of a pull request. */
export interface NewSourcesSaid {
  /** A section of Markdown; empty where there is nothing to say. */
  section: string;
  /** Those that are gone, each on its line. */
  problems: readonly Problem[];
  /** How many citations had better be of another address. */
  mends: number;
}

/** Nothing is said of new sources. */
export const noNewSources: NewSourcesSaid = { section: '', problems: [], mends: 0 };

/** The most that the section takes of a body. */
const BUDGET = 12_000;

const HEADING = '#### New sources';

/** Says that so many new sources are being asked just now. */
export function askingNewSources(number: number): NewSourcesSaid {
  return {
    section: `${HEADING}\n\n${count(number, 'new source is', 'new sources are')} being asked.`,
    problems: [],
    mends: 0,
  };
}

/** Says what was found of new sources, those that are gone first. `left`: how many were not asked. */
export function foundNewSources(looks: readonly LookedAt[], left: NewSources['left']): NewSourcesSaid {
  if (looks.length === 0) return noNewSources;
  const rows = rowsWithin(
    worstFirst(looks),
    row,
    BUDGET,
    (more) => `- …and ${count(more, 'more new source')}.`,
  );
  const beyond =
    left > 0
      ? `${count(left, 'more new source is', 'more new sources are')} not asked here: a pull request has a limit. After the merge they are.`
      : '';
  return {
    section: blocks(HEADING, rows, beyond),
    problems: looks.filter(({ isGone }) => isGone).flatMap(problem),
    mends: mendsOfSources(looks).length,
  };
}

function row({ source, verdict, reason, isGone }: LookedAt): string {
  const { page, citations } = source;
  const sign = isGone ? '⚠️ ' : tierOf(verdict) === 'ok' ? '' : 'ℹ️ ';
  return `- ${sign}${link(page, page)}: ${prose(verdictSentence(verdict, reason))} Cited by ${citedBy(citations)}.`;
}

function citedBy([first, ...others]: readonly NewCitation[]): string {
  const where =
    first === undefined ? '—' : `${code(first.claim, 100)} (${code(`${first.file}:${first.line}`)})`;
  return others.length === 0 ? where : `${where} and ${count(others.length, 'more place')}`;
}

// Once a page, where it is cited first. Of a check run fifty fit into one request.
function problem({ source: { page, citations }, verdict, reason }: LookedAt): Problem[] {
  return citations.slice(0, 1).map(({ claim, file, line, column, path }) => ({
    rule: 'new-source',
    level: 'warn',
    file,
    line,
    column,
    field: path.join('.'),
    message: `\`${claim}\` cites a new source, \`${page.slice(0, 300)}\`. ${verdictSentence(verdict, reason)}`,
    remedy: 'Cite a source that answers.',
  }));
}
