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
  /** Told of each address as soon as it is known, and how many pages are known of how many. */
  onAddress: (cited: CitedAddress) => void;
  onPage: (done: number, total: number) => void;
}

/** What a run came to: every page, and every address in the order of first mention. */
export interface CheckedCited {
  reports: readonly LinkReport[];
  cited: readonly CitedAddress[];
}

/** Checks addresses as a policy wants it, and tells of each as it is known. */
export async function checkCited(
  cited: CitedPlaces,
  policy: Policy,
  tools: CheckAllTools,
  options: CheckCitedOptions,
): Promise<CheckedCited> {
  const byPage = new Map<string, string[]>();
  for (const address of cited.keys()) {
    const page = pageOf(address) ?? address;
    const known = byPage.get(page);
    if (known === undefined) byPage.set(page, [address]);
    else known.push(address);
  }
  let done = 0;
  const reports = await checkAll(cited.keys(), tools, {
    ...linkOptions(policy),
    valuesOf: (page) => [
      ...new Set((byPage.get(page) ?? []).flatMap((address) => cited.get(address)?.values ?? [])),
    ],
    signal: options.signal,
    offline: options.offline,
    onResult(report) {
      for (const each of addressesOf(report)) options.onAddress(each);
      options.onPage((done += 1), byPage.size);
    },
  });
  return { reports, cited: reports.flatMap(addressesOf) };

  function addressesOf(report: LinkReport): CitedAddress[] {
    const addresses = byPage.get(report.result.page) ?? [];
    return addresses.map((address) => ({ address, places: cited.get(address)?.places ?? [], report }));
  }
}
