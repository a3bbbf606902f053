import type { UpstreamEvent } from '../domain/event.ts';
import type { HttpClient } from '../http/http.ts';

/**
 * What a look at one upstream came to. `unknown` changes nothing and fires nothing: a failed network, a 429, a 5xx,
 * an answer that could not be read. `absent` is upstream's own definite "not there".
 */
export type Outcome =
  | { kind: 'ok'; events: readonly UpstreamEvent[] }
  | { kind: 'absent'; why: string }
  | { kind: 'unknown'; why: string };

/** What a source is given to look with. */
export interface SourceTools {
  http: HttpClient;
  /** The operator's settings for this source's ecosystem, by the names that its own clients use. */
  endpoint: string;
  token: string | undefined;
}

/** One upstream: adding one touches its file, its test and one line in `index.ts`. */
export interface Source {
  name: string;
  /** The conditions that a watch may name in `when`. */
  conditions: readonly string[];
  /** One sentence with the remedy where a target cannot be of this source, checked without a network. */
  problemWithTarget(target: string): string | undefined;
  /** Looks once. Answers with values; what it throws is caught by the runner and named in the report. */
  look(target: string, when: string, tools: SourceTools): Promise<Outcome>;
}
