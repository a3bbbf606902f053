import type { Tick } from './box.ts';

/** What a person asks of the next sweep, by ticking boxes of the dashboard. Of what: keys of issues, facts of groups. */
export interface Asked {
  /** To be opened, whatever the limit. */
  open: ReadonlySet<string>;
  /** To be closed for a while. */
  sleep: ReadonlySet<string>;
  /** To be opened before their day. */
  wake: ReadonlySet<string>;
  /** Every link, whenever it was asked last. */
  recheck: boolean;
  /** The login of whoever asks. */
  by: string;
  /** The boxes that say so: whoever redraws the dashboard may empty them. */
  ticks: readonly Tick[];
}

/** Nobody asks for anything. */
export const NOTHING_ASKED: Asked = askedBy('', []);

/** What ticked boxes of the dashboard ask for. */
export function askedBy(by: string, ticks: readonly Tick[]): Asked {
  const of = (deed: Tick['deed']): ReadonlySet<string> =>
    new Set(ticks.flatMap((tick) => (tick.deed === deed ? (tick.of ?? []) : [])));
  return {
    open: of('open'),
    sleep: of('sleep'),
    wake: of('wake'),
    recheck: ticks.some(({ deed }) => deed === 'recheck'),
    by,
    ticks,
  };
}
