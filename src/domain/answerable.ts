import { parseAddress } from './addresses.ts';
import type { Evaluation } from './evaluation.ts';
import { compareText } from './order.ts';
import { parseUpstreamAddress, type Hosts } from './upstream-address.ts';

/** How many entries of evidence something is told about. */
export interface Share {
  name: string;
  entries: number;
  answerable: number;
}

/** How much of the evidence the sources could answer for. */
export interface Answerable {
  entries: number;
  /** A source knows the upstream that the address shows. */
  answerable: number;
  /** Nothing but the text of the page can be looked at. */
  pageOnly: number;
  /** There is no address, or none that can be read. */
  unreadable: number;
  /** By source, the most first. */
  sources: readonly Share[];
  /** By host of the address, the most entries first. */
  hosts: readonly Share[];
}

/** Counts the entries of evidence whose address a source could answer for, by source and by host. */
export function answerable(evaluations: readonly Evaluation[], hosts: Hosts): Answerable {
  const sources = new Map<string, Share>();
  const byHost = new Map<string, Share>();
  let [entries, answered, unreadable] = [0, 0, 0];
  for (const { url = '' } of evaluations
    .flatMap(({ claims }) => claims)
    .flatMap(({ evidence }) => evidence)) {
    entries += 1;
    const address = parseAddress(url);
    if (address.kind === 'problem') {
      unreadable += 1;
      continue;
    }
    const upstream = parseUpstreamAddress(url, hosts);
    count(byHost, address.url.host, upstream !== undefined);
    if (upstream === undefined) continue;
    answered += 1;
    count(sources, upstream.source, true);
  }
  return {
    entries,
    answerable: answered,
    pageOnly: entries - answered - unreadable,
    unreadable,
    sources: mostFirst(sources),
    hosts: mostFirst(byHost),
  };
}

function count(shares: Map<string, Share>, name: string, isAnswerable: boolean): void {
  const share = shares.get(name) ?? { name, entries: 0, answerable: 0 };
  share.entries += 1;
  if (isAnswerable) share.answerable += 1;
  shares.set(name, share);
}

function mostFirst(shares: ReadonlyMap<string, Share>): Share[] {
  return [...shares.values()].sort(
    (one, other) => other.entries - one.entries || compareText(one.name, other.name),
  );
}
