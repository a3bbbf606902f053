import type * as z from 'zod';
import type { Day } from '../domain/day.ts';
import type { EventEvidence, UpstreamEvent } from '../domain/event.ts';
import type { Log } from '../domain/log.ts';
import type { Memory } from '../domain/memory.ts';
import type { HttpClient } from '../http/http.ts';

/**
 * What a look at one upstream came to. `unknown` changes nothing and fires nothing: a failed network, a 429, a 5xx,
 * an answer that could not be read. `absent` is upstream's own definite "not there". An answer "not modified" is `ok`
 * with what it was the last time.
 */
export type Outcome =
  | {
      kind: 'ok';
      /** All that is the case now. What of it is news, the runner knows. */
      events: readonly UpstreamEvent[];
      /** Upstream's own name for the target, where a condition asks whether it is gone: `6849f0c2…`, `599547518`. */
      identity?: string;
    }
  | { kind: 'absent'; why: string; evidence?: readonly EventEvidence[] }
  | {
      kind: 'unknown';
      why: string;
      /** It will not pass by itself: told at once. */
      permanent?: true;
    };

/** What a source says of one fact. */
export type Told =
  | { kind: 'ok'; value: Fact; evidence: readonly EventEvidence[] }
  | Exclude<Outcome, { kind: 'ok' }>;

/** A value that a claim can be held against. */
export type Fact = string | number | boolean | null;

/**
 * How a condition fires. `level`: while it is the case, at first sight too, and again only after it was not the case.
 * `edge`: for each event that was not there before; what is there at first sight is the silent baseline. `gone`: when a
 * target that was there is absent.
 */
export interface Condition {
  kind: 'level' | 'edge' | 'gone';
  /** Looks in a row that must see it. Default 1, for `gone` 3 over at least a day. */
  confirm?: number;
  /** The latest events of an edge that are no news when they come back. Default: all. */
  remembers?: number;
}

/** A question to a source: everything in it comes from a repository. `Options` is what the source's schema made of `with`. */
export interface Ask<Options = Readonly<Record<string, unknown>>> {
  target: string;
  when: string;
  options: Options;
}

/** A question for one fact. */
export interface FactAsk<Options = Readonly<Record<string, unknown>>> extends Omit<Ask<Options>, 'when'> {
  fact: string;
}

/** The operator's settings for one ecosystem. */
export interface Access {
  http: HttpClient;
  /** The settings by the names that the ecosystem's own clients use. Without a slash at its end. */
  endpoint: string;
  token: string | undefined;
}

/** What a source is given to look with. */
export interface SourceTools extends Access {
  log: Log;
  today: Day;
  /** Keeps what upstream said, for conditional requests. */
  memory: Memory;
  /** One of its kind for all looks of a run: what several looks need is asked once, or in a batch. */
  shared<T>(name: string, create: () => T): T;
}

/** One upstream: adding one touches its file, its test, one line in `index.ts` and its page of docs. */
export interface Source<Options = Readonly<Record<string, unknown>>> {
  name: string;
  /** The conditions that a watch may name in `when`; the first is the default. */
  conditions: Readonly<Record<string, Condition>>;
  /** What a watch may write in `with`: a strict object. */
  options: z.ZodType<Options>;
  /** One sentence with the remedy where a target cannot be of this source, checked without a network. */
  problemWithTarget(target: string): string | undefined;
  /** The same for options that do not go with a condition. */
  problemWithOptions?(when: string, options: Options): string | undefined;
  /** Looks once. Answers with values; what it throws is caught by the runner and named in the report. */
  look(ask: Ask<Options>, tools: SourceTools): Promise<Outcome>;
  /** What a claim can be held against, where this upstream tells such things. */
  facts?: Facts<Options>;
}

/** The facts that a source tells, by name. */
export interface Facts<Options = Readonly<Record<string, unknown>>> {
  names: readonly string[];
  tell(ask: FactAsk<Options>, tools: SourceTools): Promise<Told>;
}
