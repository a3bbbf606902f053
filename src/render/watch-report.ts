import type { ToldEvent } from '../domain/event.ts';
import type { Impact } from '../domain/impact.ts';
import type { Paint } from './paint.ts';
import { count } from './places.ts';
import { cut } from './safe.ts';

/** One condition as it is told on the command line. */
export interface ConditionLine {
  when: string;
  /** `unseen`: nobody has looked yet. */
  state: 'news' | 'quiet' | 'done' | 'absent' | 'unknown' | 'unseen';
  why?: string | undefined;
  news: readonly ToldEvent[];
  /** What is the case, in words, where the source says so. */
  now?: string | undefined;
}

/** All that waits for the same, as it is told on the command line. */
export interface WatchLine {
  ids: readonly string[];
  source: string;
  target: string;
  severity: string;
  impact: readonly Impact[];
  conditions: readonly ConditionLine[];
}

/** One request of a run. */
export interface RequestLine {
  method: 'GET' | 'POST';
  url: string;
  /** A status, or why there is none. */
  answer: string;
}

const words: Record<ConditionLine['state'], string> = {
  news: 'news',
  quiet: 'nothing new',
  done: 'done: it has told its event',
  absent: 'not there',
  unknown: 'could not tell',
  unseen: 'not looked at yet',
};

const colours: Record<ConditionLine['state'], keyof Paint> = {
  news: 'yellow',
  quiet: 'green',
  done: 'dim',
  absent: 'dim',
  unknown: 'red',
  unseen: 'dim',
};

/** Watches as text for a terminal: each with its conditions; with `explain` also what an event rests on and affects. */
export function watchText(watches: readonly WatchLine[], paint: Paint, explain: boolean): string {
  if (watches.length === 0) {
    return 'Nothing is watched. `reverify watch --suggest` proposes what could be.\n';
  }
  const blocks = watches.map((watch) => {
    const head = `${paint.bold(cut(watch.ids.join(', '), 300))}  ${watch.source} ${cut(watch.target, 300)}`;
    const lines = watch.conditions.flatMap((condition) => conditionLines(condition, paint, explain));
    return [head, ...lines, ...(explain ? affected(watch.impact) : [])].join('\n');
  });
  return `${blocks.join('\n')}\n\n${summary(watches)}\n`;
}

/** Watches as one JSON value. Its fields are a contract: they may be added to, not changed. */
export function watchJson(watches: readonly WatchLine[], requests: readonly RequestLine[] = []): string {
  const told = watches.map(({ impact, ...watch }) => ({
    ...watch,
    affects: impact.map(({ evaluation, claims, fields }) => ({
      evaluation: evaluation.id,
      claims: claims.map(({ name }) => name),
      fields,
    })),
  }));
  return `${JSON.stringify({ summary: counts(watches), watches: told, requests }, null, 2)}\n`;
}

/** The requests of a run, one a line. */
export function requestsText(requests: readonly RequestLine[], paint: Paint): string {
  return requests
    .map(({ method, url, answer }) => paint.dim(`  ${method} ${cut(url, 300)} → ${answer}`))
    .concat('')
    .join('\n');
}

function conditionLines(
  { when, state, why, news, now }: ConditionLine,
  paint: Paint,
  explain: boolean,
): string[] {
  const tail = [why, now === undefined ? undefined : `now ${now}`].filter(Boolean).join(' ');
  const first = `  ${when}: ${paint[colours[state]](words[state])}${tail ? `. ${cut(tail, 400)}` : ''}`;
  const told = news.flatMap(({ summary, before, now, evidence }) => [
    `    ${cut(summary, 400)}`,
    ...(before === undefined || now === undefined
      ? []
      : [`    before: ${cut(before, 200)}; now: ${cut(now, 200)}`]),
    ...(explain
      ? evidence.map(({ label, text, url }) =>
          paint.dim(`      ${cut(label, 100)}: ${cut([text, url].filter(Boolean).join(' '), 400)}`),
        )
      : []),
  ]);
  return [first, ...told];
}

function affected(impact: readonly Impact[]): string[] {
  return impact.flatMap(({ evaluation, claims, fields }) =>
    [...claims.map(({ name }) => name), ...fields].map(
      (name) => `  affects ${evaluation.id}: ${cut(name, 200)}`,
    ),
  );
}

function counts(watches: readonly WatchLine[]) {
  const states = watches.map(({ conditions }) => conditions.map(({ state }) => state));
  return {
    watches: watches.length,
    news: states.filter((all) => all.includes('news')).length,
    unknown: states.filter((all) => all.includes('unknown')).length,
  };
}

function summary(watches: readonly WatchLine[]): string {
  const { news, unknown } = counts(watches);
  const parts = [count(watches.length, 'watch', 'watches'), `${news} with news`];
  if (unknown > 0) parts.push(`${unknown} of which could not be told`);
  return `${parts.join(', ')}.`;
}
