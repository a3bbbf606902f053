import type { Floor } from './floor.ts';
import { kindNames, kinds } from './kinds.ts';
import type { Reading } from './meter.ts';
import type { Plan } from './plan.ts';
import type { Ran } from './run-process.ts';
import type { Changes, Score } from './score.ts';
import { table } from './table.ts';

/** One client, measured from both sides. */
export interface Measured {
  name: string;
  ran: Ran;
  seen: Reading;
  score: Score;
}

/** All figures, a client a column. */
export function figures(all: readonly Measured[], plan: Plan, floor: Floor): string {
  const pages = plan.pages.length;
  const rows: [string, (measured: Measured) => string][] = [
    ['wall s', ({ ran }) => seconds(ran.ms)],
    ['to last first answer s', ({ seen }) => seconds(seen.lastFirstAnswer)],
    ['  x of the floor', ({ seen }) => (seen.lastFirstAnswer / floor.ms).toFixed(2)],
    ['to last answer, proofs and all s', ({ seen }) => seconds(seen.lastAnswer)],
    ['peak memory MB', ({ ran }) => megabytes(ran)],
    ['requests', ({ seen }) => String(seen.requests)],
    ['  per page', ({ seen }) => (seen.requests / pages).toFixed(2)],
    ['repeats', ({ seen }) => String(seen.repeats)],
    ['most at once', ({ seen }) => String(seen.atOnce)],
    ['most at once, one host', ({ seen }) => String(seen.atOnceOneHost)],
    ['peak req/s, one host', ({ seen }) => String(seen.perSecondOneHost)],
    ['429 got', ({ seen }) => String(seen.refused429)],
    ['connections', ({ seen }) => String(seen.connections)],
    ['MB sent', ({ seen }) => (seen.bytes / 1e6).toFixed(1)],
    ['accuracy', ({ score }) => percent(score.accuracy)],
    ['live called broken', ({ score }) => String(score.liveCalledBroken)],
    ['undecidable called broken', ({ score }) => `${score.undecidableCalledBroken}/${score.undecidable}`],
    ['dead called ok', ({ score }) => String(score.deadCalledOk)],
    ['  soft 404s missed', ({ score }) => `${score.softMissed}/${score.soft}`],
    ['nothing said of', ({ score }) => String(score.untold)],
  ];
  return table(
    ['', ...all.map(({ name }) => name)],
    rows.map(([name, figure]) => [name, ...all.map(figure)]),
  );
}

/** Which kinds of page were called wrongly, by whom. */
export function wrongKinds(all: readonly Measured[], plan: Plan): string {
  const rows = kindNames
    .filter((kind) => all.some(({ score }) => score.wrong.get(kind) !== 0))
    .map((kind) => {
      const pages = plan.pages.filter((page) => page.kind === kind).length;
      const wrong = all.map(({ score }) => String(score.wrong.get(kind) || '·'));
      return [kind, kinds[kind].truth, String(pages), ...wrong];
    });
  return table(['called wrongly', 'truth', 'pages', ...all.map(({ name }) => name)], rows);
}

/** Each goal beside what was measured. */
export function goals(run: Measured, plan: Plan, floor: Floor, full: boolean): string {
  const { ran, seen, score } = run;
  const goal = goalLine;
  const lines = [
    goal('last first answer, x of the floor', seen.lastFirstAnswer / floor.ms, 1.15),
    goal('requests a page', seen.requests / plan.pages.length, 1.3),
    goal('live called broken', score.liveCalledBroken, 0),
    goal('undecidable called broken', score.undecidableCalledBroken, 0),
    goal('soft 404s missed', score.softMissed, 3),
    goal('dead called ok', score.deadCalledOk, 3),
    goal('most at once at one host', seen.atOnceOneHost, 6),
    goal('most at once in all', seen.atOnce, 64),
    // These grow with the world, so at another scale they say nothing.
    ...(full
      ? [goal('peak memory MB', ran.peakMiB * 1.048576, 150), goal('connections', seen.connections, 600)]
      : []),
    goal('verdict not the one that fits, %', (1 - score.exact) * 100, 1),
  ];
  return lines.join('');
}

/** What the second run should have found. */
export function changeGoals(changes: Changes, seen: Reading): string {
  const of = (text: 'value-changes' | 'paragraphs-change' | 'noisy'): { found: number; pages: number } =>
    changes.found.get(text) ?? { found: 0, pages: 0 };
  const [values, paragraphs, noisy] = [of('value-changes'), of('paragraphs-change'), of('noisy')];
  return [
    goalLine(`changed paragraphs missed (of ${paragraphs.pages})`, paragraphs.pages - paragraphs.found, 0),
    goalLine(`changed values missed (of ${values.pages})`, values.pages - values.found, 0),
    goalLine(`changes imagined on noisy pages (of ${noisy.pages})`, noisy.found, 0),
    goalLine('changes imagined on others', changes.imagined, 0),
    goalLine(
      `unchanged pages with a version not answered 304 (of ${changes.unchanged}), %`,
      (1 - seen.notModified / changes.unchanged) * 100,
      10,
    ),
  ].join('');
}

/** One goal: the figure, the most that it should be, and whether it is. */
export function goalLine(what: string, figure: number, most: number): string {
  const shown = Number.isInteger(figure) ? String(figure) : figure.toFixed(2);
  return `  ${figure <= most ? 'ok    ' : 'missed'}  ${what}: ${shown} (goal: at most ${most})\n`;
}

/** Where the time went at the host that decides. */
export function profile({ largest }: Reading, floor: Floor): string {
  const shares = largest.atOnce.map((ms, level) => `${level}: ${seconds(ms)}`).join(', ');
  return `At the largest host: ${seconds(floor.busiest)} s of service; last first answer at ${seconds(largest.until)} s; seconds with so many at once: ${shares}; ${largest.refused429} times 429.\n`;
}

/** Seconds with one decimal. */
export function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}

function megabytes({ peakMiB }: Ran): string {
  return peakMiB === 0 ? '?' : (peakMiB * 1.048576).toFixed(0);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
