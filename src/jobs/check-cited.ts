import type { LinkReport } from '../domain/patience.ts';
import type { Policy } from '../domain/policy.ts';
import { pageOf } from '../domain/addresses.ts';
import type { CitedAddress } from '../render/links.ts';
import { checkAll } from '../links/check-all.ts';
import type { CheckAllTools } from '../links/run.ts';
import type { CitedPlaces } from './cited-addresses.ts';
import { linkOptions } from './link-options.ts';

export { addressesOfClaims, addressesOfList } from './cited-addresses.ts';

/** What a run is told, beside the policy. */
export interface CheckCitedOptions {
  signal: AbortSignal;
  offline: boolean;
  /** Nothing is returned: who is told of each address needs no list of all. */
  tellOnly: boolean;
  /** Told of each address as soon as it is known, and how many pages are known of how many. */
  onAddress: (cited: CitedAddress) => void;
  onPage: (report: LinkReport, done: number, total: number) => void;
}

/** What a run came to: every page, and every address in the order in which its page is first mentioned. */
export interface CheckedCited {
  reports: readonly LinkReport[];
  cited: () => CitedAddress[];
}

/** Checks addresses as a policy wants it, and tells of each as it is known. */
export async function checkCited(
  cited: CitedPlaces,
  policy: Policy,
  tools: CheckAllTools,
  options: CheckCitedOptions,
): Promise<CheckedCited> {
  // Most addresses are their page: there may be 100,000, so only the others are noted.
  const others = new Map<string, string[]>();
  for (const address of cited.keys()) {
    const page = pageOf(address) ?? address;
    if (page !== address) others.set(page, [...(others.get(page) ?? []), address]);
  }
  const pages = countPages(cited, others);
  let done = 0;
  const reports = await checkAll(cited.keys(), tools, {
    ...linkOptions(policy),
    valuesOf: (page) => [
      ...new Set(addressesOf(page).flatMap((address) => cited.get(address)?.values ?? [])),
    ],
    signal: options.signal,
    offline: options.offline,
    tellOnly: options.tellOnly,
    onResult(report) {
      for (const each of citedAt(report)) options.onAddress(each);
      options.onPage(report, (done += 1), pages);
    },
  });
  return { reports, cited: () => reports.flatMap(citedAt) };

  function addressesOf(page: string): string[] {
    return [...(cited.has(page) ? [page] : []), ...(others.get(page) ?? [])];
  }

  function citedAt(report: LinkReport): CitedAddress[] {
    return addressesOf(report.result.page).map((address) => ({
      address,
      places: cited.get(address)?.places ?? [],
      report,
    }));
  }
}

function countPages(cited: CitedPlaces, others: ReadonlyMap<string, readonly string[]>): number {
  let citedAsElse = 0;
  let uncited = 0;
  for (const [page, addresses] of others) {
    citedAsElse += addresses.length;
    if (!cited.has(page)) uncited += 1;
  }
  return cited.size - citedAsElse + uncited;
}
