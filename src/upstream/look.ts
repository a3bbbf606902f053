import type { Day } from '../domain/day.ts';
import type { Log } from '../domain/log.ts';
import type { Memory } from '../domain/memory.ts';
import { sources } from './index.ts';
import type { Access, Ask, FactAsk, Outcome, Source, SourceTools, Told } from './source.ts';

/** What one round of looks is made with. */
export interface RoundOptions {
  /** The operator's settings for a source and target; undefined where it is not set up. */
  accessTo: (source: string, target: string) => Access | undefined;
  memory: Memory;
  today: Day;
  log: Log;
  register?: ReadonlyMap<string, Source>;
}

/** One round of looks, in which nothing is asked twice. A source that throws spoils its own looks only. */
export interface Round {
  /** Looks once for each source, target, condition and options, however many watches share them. */
  look(source: string, ask: Ask): Promise<Outcome>;
  tell(source: string, ask: FactAsk): Promise<Told>;
}

/** Begins a round. The client of each `Access` paces the requests. */
export function beginRound({ accessTo, memory, today, log, register = sources }: RoundOptions): Round {
  const under = new Map<string, Promise<Outcome | Told>>();
  const kinds = new Map<string, unknown>();

  function shared<T>(name: string, create: () => T): T {
    if (!kinds.has(name)) kinds.set(name, create());
    return kinds.get(name) as T;
  }

  async function guarded<T extends Outcome | Told>(
    name: string,
    target: string,
    run: (source: Source, tools: SourceTools) => Promise<T>,
  ): Promise<T | Unknown> {
    try {
      const source = register.get(name);
      if (source === undefined) return unknown(`There is no source ${JSON.stringify(name.slice(0, 100))}.`);
      const problem = source.problemWithTarget(target);
      if (problem !== undefined) return unknown(problem);
      const access = accessTo(name, target);
      if (access === undefined)
        return unknown(`${name} is not set up here: the operator has given it no endpoint.`);
      const endpoint = access.endpoint.replace(/\/+$/, '');
      return await run(source, { ...access, endpoint, memory, today, log, shared });
    } catch (error) {
      log.error({ err: error, source: name, target }, 'a source threw');
      return unknown(
        `Internal error in the source ${JSON.stringify(name.slice(0, 100))}: the log has the details.`,
      );
    }
  }

  function once<T extends Outcome | Told>(parts: unknown[], run: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(parts);
    const known = under.get(key);
    if (known !== undefined) return known as Promise<T>;
    const begun = run();
    under.set(key, begun);
    return begun;
  }

  return {
    look(name, ask) {
      return once<Outcome>([name, ask.target, ask.when, ask.options], () =>
        guarded<Outcome>(name, ask.target, (source, tools) => source.look(ask, tools)),
      );
    },
    tell(name, ask) {
      return once<Told>([name, ask.target, 'fact', ask.fact, ask.options], () =>
        guarded<Told>(name, ask.target, async (source, tools) =>
          source.facts === undefined ? unknown(`${name} tells no facts.`) : source.facts.tell(ask, tools),
        ),
      );
    },
  };
}

type Unknown = Extract<Outcome, { kind: 'unknown' }>;

function unknown(why: string): Unknown {
  return { kind: 'unknown', why };
}
