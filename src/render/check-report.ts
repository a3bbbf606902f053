import { groupBy } from '../domain/group-by.ts';
import type { Place } from '../domain/document.ts';
import { isStale, type Freshness } from '../domain/freshness.ts';
import type { Problem } from '../domain/problem.ts';
import { countStates, type Counts, type Judged, type Report } from '../domain/report.ts';
import { compareText } from '../domain/order.ts';
import { cut } from './safe.ts';
import type { Paint } from './paint.ts';
import { count } from './places.ts';

/** One line of a check: a claim past its age, one that soon will be, or a problem. */
export interface CheckLine extends Place {
  level: 'error' | 'warn' | 'stale' | 'due' | 'note';
  rule: string;
  file: string;
  claim: string;
  message: string;
  remedy: string;
}

/** All lines of a report, by file and line. Places are worked out here, for what is reported only. */
export function checkLines(report: Report): CheckLine[] {
  const claims = report.judged.flatMap((judged) => judged.freshness.flatMap((one) => claimLine(judged, one)));
  const problems = report.problems.map(problemLine);
  return [...claims, ...problems].sort(
    (a, b) => compareText(a.file, b.file) || a.line - b.line || a.column - b.column,
  );
}

function claimLine({ evaluation }: Judged, { claim, state, age, maxAge, staleOn }: Freshness): CheckLine[] {
  if (state !== 'stale' && state !== 'due') return [];
  const verified = `last verified ${claim.lastVerified}, ${count(age ?? 0, 'day')} ago`;
  const allowed = `${count(maxAge, 'day is', 'days are')} allowed`;
  return [
    {
      level: state,
      rule: state,
      file: evaluation.file,
      ...evaluation.locate(claim.path),
      claim: claim.name,
      message: `${verified}; ${state === 'stale' ? allowed : `stale from ${staleOn}`}.`,
      remedy: 'Look at its sources, then set the date to the day on which you looked.',
    },
  ];
}

function problemLine({ level, rule, file, line, column, field, message, remedy }: Problem): CheckLine {
  // What fails a review fails a check, and is called an error there.
  return {
    level: level === 'fail' ? 'error' : level,
    rule,
    file,
    line,
    column,
    claim: field,
    message,
    remedy,
  };
}

/** The report as one JSON value. Its fields are a contract: they may be added to, not changed. */
export function checkJson(report: Report): object {
  return {
    today: report.today,
    summary: summaryOf(report),
    evaluations: report.judged.map(({ evaluation, freshness, scores, support }) => ({
      id: evaluation.id,
      type: evaluation.type,
      name: evaluation.name,
      file: evaluation.file,
      claims: countStates(freshness),
      score: { declared: scores.declared, recomputed: scores.recomputed, band: scores.band, support },
      dimensions: scores.dimensions.map(({ dimension, declared, recomputed, mean }) => ({
        name: dimension.name,
        declared,
        recomputed,
        mean,
      })),
    })),
    findings: checkLines(report),
  };
}

function summaryOf({ workspace, judged, problems }: Report): object {
  const all = judged.flatMap(({ freshness }) => freshness);
  const inBlocks = all.filter(({ claim }) => claim.kind === 'block');
  const blocks = groupBy(inBlocks, ({ claim }) => claim.name);
  const dimensions = judged
    .flatMap(({ scores }) => scores.dimensions)
    .filter(({ declared }) => declared !== undefined);
  const differing = dimensions.filter(({ declared, recomputed }) => declared !== recomputed);
  const distance = dimensions.map(({ declared, mean }) =>
    Math.abs((declared ?? 0) - (mean ?? declared ?? 0)),
  );
  return {
    files: workspace.files,
    evaluations: judged.length,
    evidence: all.reduce((sum, { claim }) => sum + claim.evidence.length, 0),
    claims: countStates(all),
    criteria: countStates(all.filter(({ claim }) => claim.kind === 'criterion')),
    blocks: Object.fromEntries([...blocks].slice(0, 100).map(([name, list]) => [name, countStates(list)])),
    dimensionScores: {
      declared: dimensions.length,
      /** Declared scores that are not the rounded mean of their criteria, and the farthest from it in points. */
      differing: differing.length,
      farthest: distance.reduce((most, one) => Math.max(most, one), 0),
    },
    errors: problems.filter(({ level }) => level === 'fail').length,
    notes: problems.filter(({ level }) => level === 'note').length,
  };
}

/** The report as text for a terminal or a log. */
export function checkText(report: Report, paint: Paint): string {
  const colours = {
    error: paint.red,
    warn: paint.yellow,
    stale: paint.yellow,
    due: paint.cyan,
    note: paint.dim,
  };
  const sections: string[] = [];
  let file = '';
  for (const line of checkLines(report)) {
    if (line.file !== file) {
      file = line.file;
      sections.push(`\n${paint.bold(cut(file, 300))}`);
    }
    const place = `${line.line}:${line.column}`.padStart(9);
    // Problems name their place themselves. Claims past their age all have the same remedy, which would drown them.
    const isClaim = line.level === 'stale' || line.level === 'due';
    const words = cut(isClaim ? `${line.claim}: ${line.message}` : line.message, 400);
    const advice = isClaim ? '' : ` ${cut(line.remedy, 200)}`;
    sections.push(
      `${paint.dim(place)}  ${colours[line.level](line.level.padEnd(5))}  ${words}${paint.dim(advice)}`,
    );
  }
  sections.push(
    ...(sections.length > 0 ? [''] : []),
    ...scoreLines(report, paint),
    '',
    verdictLine(report, paint),
  );
  return `${sections.join('\n').trimStart()}\n`;
}

// A table of the worst: whoever checks two hundred files wants to know where to begin.
function scoreLines({ judged }: Report, paint: Paint): string[] {
  const worst = judged.toSorted(
    (a, b) => staleShare(b) - staleShare(a) || compareText(a.evaluation.id, b.evaluation.id),
  );
  const shown = worst.slice(0, 20);
  const width = Math.min(
    40,
    shown.reduce((most, { evaluation }) => Math.max(most, evaluation.id.length), 10),
  );
  const lines = shown.map(({ evaluation, freshness, scores, support }) => {
    const stale = freshness.filter(isStale).length;
    const score = scores.recomputed === undefined ? '' : `${scores.recomputed} ${scores.band}`;
    const rests = support === undefined ? '' : `${support} % supported`;
    const id = cut(evaluation.id, width).padEnd(width);
    return `${id}  ${`${stale} of ${freshness.length} stale`.padEnd(16)}  ${score.padEnd(14)}  ${rests}`.trimEnd();
  });
  if (worst.length > shown.length)
    lines.push(paint.dim(`…and ${count(worst.length - shown.length, 'more evaluation')}`));
  return lines;
}

function staleShare({ freshness }: Judged): number {
  return freshness.length === 0 ? 0 : freshness.filter(isStale).length / freshness.length;
}

function verdictLine({ workspace, judged, problems, today }: Report, paint: Paint): string {
  const counts: Counts = countStates(judged.flatMap(({ freshness }) => freshness));
  const errors = problems.filter(({ level }) => level === 'fail').length;
  const stale = counts.stale + counts.undated;
  const parts = [
    `${count(judged.length, 'evaluation')} in ${count(workspace.files, 'file')}`,
    count(counts.total, 'claim'),
    stale > 0 ? paint.yellow(`${stale} stale`) : paint.green('none stale'),
    `${counts.due} due`,
    errors > 0 ? paint.red(count(errors, 'error')) : 'no errors',
  ];
  return `${parts.join(', ')} on ${today}.`;
}
