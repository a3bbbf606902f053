import { parseAddress, pageOfUrl } from '../domain/addresses.ts';
import type { LinkReport } from '../domain/patience.ts';
import { atDoors } from './check-doors.ts';
import { checkHosts } from './check-hosts.ts';
import { whatIsKnown } from './known.ts';
import { forgetUncited } from './recall.ts';
import { createRun, type CheckAllOptions, type CheckAllTools, type Due } from './run.ts';

/** Looks at each page once, or tells what is remembered where that still speaks for it. In the order of first mention. */
export async function checkAll(
  addresses: Iterable<string>,
  tools: CheckAllTools,
  options: CheckAllOptions = {},
): Promise<LinkReport[]> {
  const pages = pagesOf(addresses);
  const run = createRun(tools, options, pages.size);
  const due: Due[] = [];
  await inParts([...pages.keys()], async (page) => {
    const asks = await whatIsKnown(page, pages.get(page) ?? none, run);
    if (asks !== undefined) due.push(asks);
  });
  const { asked, answered } = atDoors(due, run);
  await Promise.all([answered, checkHosts(asked, run)]).finally(() => run.end());
  if (options.signal?.aborted !== true && options.offline !== true) {
    await forgetUncited(tools.memory, tools.now(), tools.log);
  }
  return [...pages.keys()].flatMap((page) => run.reports.get(page) ?? []);
}

/** Each page with the fragments by which it is cited. What is no address goes through: the client says what is wrong with it. */
function pagesOf(addresses: Iterable<string>): Map<string, readonly string[]> {
  const pages = new Map<string, readonly string[]>();
  for (const cited of addresses) {
    const address = parseAddress(cited);
    const page = address.kind === 'address' ? pageOfUrl(address.url) : cited;
    const fragments = pages.get(page) ?? none;
    const fragment = address.kind === 'address' ? address.url.hash.slice(1) : '';
    pages.set(page, fragment === '' || fragments.includes(fragment) ? fragments : [...fragments, fragment]);
  }
  return pages;
}

const none: readonly string[] = [];

/** Side by side, but not all at once: a memory may be far away, and 100,000 promises are no small thing. */
async function inParts<T>(all: readonly T[], each: (item: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += 1_000) await Promise.all(all.slice(at, at + 1_000).map(each));
}
