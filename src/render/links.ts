import type { LinkReport } from '../domain/patience.ts';
import { readUrl } from '../domain/url.ts';
import { tierOf, type Tier } from '../domain/verdict.ts';
import type { Paint } from './paint.ts';
import { count } from './places.ts';
import { cut } from './safe.ts';
import { noticeSentence, verdictSentence } from './verdict.ts';

/** An address as it is cited, and where: `data/a.json:12: security.audits`. */
export interface CitedAddress {
  address: string;
  places: readonly string[];
  report: LinkReport;
}

/** One address as one value. Its fields are a contract: they may be added to, not changed. */
export function linkJson({ address, report }: Omit<CitedAddress, 'places'>): object {
  const { result, record } = report;
  const verdict = verdictAt(address, report);
  return {
    url: address,
    page: result.page,
    verdict,
    tier: report.dead ? 'broken' : tierOf(verdict),
    broken: report.broken,
    reason: result.reason,
    status: result.status ?? null,
    finalUrl: result.hops.at(-1)?.url ?? record.finalUrl ?? null,
    failures: record.strikes,
    firstFailedAt: record.firstFailedAt === undefined ? null : isoOf(record.firstFailedAt),
    checkedAt: isoOf(result.checkedAt),
    ms: Math.round(result.ms),
    via: result.via,
    notices: result.notices,
    change: report.said?.change ?? null,
    changedAt: report.said?.changedAt === undefined ? null : isoOf(report.said.changedAt),
    sentence: verdictSentence(verdict, result.reason),
  };
}

/** A run as one JSON value: how many pages are in which state, and every address with who cites it. */
export function linksJson(cited: readonly CitedAddress[], summary: LinkSummary): string {
  const links = cited.map((each) => ({ ...linkJson(each), citedAt: each.places }));
  return `${JSON.stringify({ summary, links }, null, 2)}\n`;
}

/** A page that answers, but not at the place that this address cites. */
function verdictAt(address: string, { result }: LinkReport): LinkReport['result']['verdict'] {
  // As the parser writes it: notices have it so.
  const fragment = readUrl(address)?.hash.slice(1) ?? '';
  const lost = result.notices.some((each) => each.kind === 'fragment-missing' && each.fragment === fragment);
  return lost && result.verdict === 'ok' ? 'fragment-missing' : result.verdict;
}

/** How many pages are in which state. */
export interface LinkSummary {
  pages: number;
  ok: number;
  broken: number;
  suspect: number;
  unknown: number;
  refused: number;
}

/** Starts counting pages. */
export function noLinks(): LinkSummary {
  return { pages: 0, ok: 0, broken: 0, suspect: 0, unknown: 0, refused: 0 };
}

/** Counts one more page; what is dead is broken, whatever it looked like last. */
export function countLink(summary: LinkSummary, report: LinkReport): void {
  summary.pages += 1;
  summary[standing(report)] += 1;
}

function standing({ result, dead, broken }: LinkReport): Tier {
  const tier = tierOf(result.verdict);
  if (dead || broken) return 'broken';
  // A second vantage has vetoed it: nothing is sure.
  return tier === 'broken' ? 'suspect' : tier;
}

/** What a run found, for a person: broken first, then suspect, refused and what could not be told, by reason. */
export function linksText(
  cited: readonly CitedAddress[],
  reports: readonly LinkReport[],
  summary: LinkSummary,
  paint: Paint,
): string {
  const lines: string[] = [];
  section('Broken', 'red', 'broken');
  section('Suspect: broken once they have failed for days', 'yellow', 'suspect');
  section('Not asked', 'yellow', 'refused');
  const unknown = reports.filter((report) => standing(report) === 'unknown');
  if (unknown.length > 0) lines.push(paint.cyan('Could not tell'), ...reasonsOf(unknown), '');
  const changed = cited.filter(({ report }) => report.result.verdict === 'content-changed');
  if (changed.length > 0)
    lines.push(paint.cyan('Says something else now'), ...changed.flatMap(changeLines), '');
  const notices = cited.filter(({ report }) => report.result.notices.length > 0);
  if (notices.length > 0) lines.push(paint.cyan('Worth a look'), ...notices.flatMap(noticeLines), '');
  lines.push(summaryLine(summary));
  return `${lines.join('\n')}\n`;

  function section(title: string, colour: 'red' | 'yellow', tier: Tier): void {
    const chosen = cited.filter(({ report }) => standing(report) === tier);
    if (chosen.length > 0) lines.push(paint[colour](title), ...chosen.flatMap(addressLines), '');
  }
}

function addressLines({ address, places, report }: CitedAddress): string[] {
  const { result, record } = report;
  const since =
    record.firstFailedAt === undefined ? '' : ` Failing since ${isoOf(record.firstFailedAt).slice(0, 10)}.`;
  return [
    `  ${cut(address, 300)}`,
    `    ${cut(verdictSentence(result.verdict, result.reason), 300)}${since}`,
    ...places.map((place) => `    ${cut(place, 300)}`),
  ];
}

function changeLines({ address, places, report }: CitedAddress): string[] {
  const { added = [], removed = [] } = report.said?.change ?? {};
  return [
    `  ${cut(address, 300)}`,
    ...removed.map((sentence) => `    gone: ${cut(sentence, 300)}`),
    ...added.map((sentence) => `    new:  ${cut(sentence, 300)}`),
    ...places.map((place) => `    ${cut(place, 300)}`),
  ];
}

function noticeLines({ address, report }: CitedAddress): string[] {
  return [
    `  ${cut(address, 300)}`,
    ...report.result.notices.map((notice) => `    ${cut(noticeSentence(notice), 300)}`),
  ];
}

function reasonsOf(reports: readonly LinkReport[]): string[] {
  const counts = new Map<string, number>();
  for (const { result } of reports) {
    const key = `${result.verdict} (${result.reason})`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, pages]) => `  ${count(pages, 'page')}: ${cut(reason, 200)}`);
}

function summaryLine({ pages, ok, broken, suspect, unknown, refused }: LinkSummary): string {
  return `${count(pages, 'page')}: ${ok} answer, ${broken} broken, ${suspect} suspect, ${unknown} unknown, ${refused} not asked.`;
}

/** How far a run is, and how long it may still take. */
export function linksProgress(done: number, total: number, elapsedMs: number): string {
  const left = done === 0 ? 0 : Math.ceil((elapsedMs * (total - done)) / done / 1_000);
  const time =
    done * 20 < total ? '' : `, about ${left < 90 ? `${left} s` : `${Math.ceil(left / 60)} min`} left`;
  return `checked ${done} of ${total} pages${time}`;
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
