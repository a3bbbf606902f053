import type { Mention } from './addresses.ts';
import type { Ran } from './run-process.ts';

/** What a client calls a page. */
export type Call = 'ok' | 'broken' | 'unknown';

/** One address as a client sees it. */
export interface Told {
  call: Call;
  /** In the client's own words. */
  verdict: string;
}

/** A client that is measured. */
export interface Client {
  name: string;
  /** `mentions`: all that is cited, repetitions and all. */
  run(mentions: readonly Mention[]): Promise<Ran>;
  /** What it says of each address. */
  read(ran: Ran, mentions: readonly Mention[]): Map<string, Told>;
}

/** Each address once, without its place in the page. */
export function uniquePages(mentions: readonly Mention[]): string[] {
  return [...new Set(mentions.map(({ url }) => url.replace(/#.*$/, '')))];
}
