import type { Log } from '../domain/log.ts';
import { nearest } from '../domain/nearest.ts';
import { sources } from './index.ts';

import type { Outcome, Source, SourceTools } from './source.ts';

/** What a watch asks for, as far as upstream is concerned. */
export interface Watch {
  id: string;
  source: string;
  target: string;
  when: string;
}

/** What the look for one watch came to. */
export interface WatchReport<W extends Watch = Watch> {
  watch: W;
  outcome: Outcome;
}

/**
 * Looks once for each source, target and condition, however many watches share them, and reports on every watch in the
 * order given. A source that throws spoils its own watches only. The client paces the requests.
 */
export async function lookAll<W extends Watch>(
  watches: readonly W[],
  toolsFor: (sourceName: string) => SourceTools | undefined,
  log: Log,
  register: ReadonlyMap<string, Source> = sources,
): Promise<WatchReport<W>[]> {
  const looks = new Map<string, Promise<Outcome>>();
  const reports = watches.map(async (watch) => {
    const key = JSON.stringify([watch.source, watch.target, watch.when]);
    const look = looks.get(key) ?? lookOnce(watch, toolsFor, log, register);
    looks.set(key, look);
    return { watch, outcome: await look };
  });
  return Promise.all(reports);
}

async function lookOnce(
  { source: name, target, when }: Watch,
  toolsFor: (sourceName: string) => SourceTools | undefined,
  log: Log,
  register: ReadonlyMap<string, Source>,
): Promise<Outcome> {
  try {
    const source = register.get(name);
    if (source === undefined)
      return unknown(`There is no source ${quote(name)}.${hint(name, register.keys())}`);
    if (!source.conditions.includes(when)) {
      return unknown(`${name} knows no condition ${quote(when)}.${hint(when, source.conditions)}`);
    }
    const problem = source.problemWithTarget(target);
    if (problem !== undefined) return unknown(problem);
    const tools = toolsFor(name);
    if (tools === undefined)
      return unknown(`${name} is not set up here: the operator has given it no endpoint.`);
    return await source.look(target, when, tools);
  } catch (error) {
    log.error({ err: error, source: name, target, when }, 'a source threw');
    return unknown(`Internal error in the source ${quote(name)}: the log has the details.`);
  }
}

function unknown(why: string): Outcome {
  return { kind: 'unknown', why };
}

function hint(text: string, names: Iterable<string>): string {
  const name = nearest(text, [...names]);
  return name === undefined ? '' : ` The nearest name is ${quote(name)}.`;
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}
