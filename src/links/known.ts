import { isDue, noticesFor, remember, type LinkRecord } from '../domain/patience.ts';
import type { LinkResult } from '../domain/verdict.ts';
import { recall, recallText } from './recall.ts';
import { report, unasked, type Due, type Run } from './run.ts';

const nothing: readonly string[] = [];

// Of 100,000 pages most have none, and then share one.
function shared(values: readonly string[] = nothing): readonly string[] {
  return values.length === 0 ? nothing : values;
}

/** Reports a page of which enough is known already; hands it back where it is to be asked. */
export async function whatIsKnown(
  page: string,
  fragments: readonly string[],
  run: Run,
): Promise<Due | undefined> {
  const { memory, log, now } = run.tools;
  const { ignore, failures, offline, all } = run.options;
  const previous = await recall(memory, page, log);
  const said = run.compares ? await recallText(memory, page, log) : undefined;
  if (ignore?.(page) === true) {
    const result = unasked(page, 'excluded', 'by configuration', now());
    await report(run, result, remember(previous, result), said);
  } else if (
    previous !== undefined &&
    (offline === true || (all !== true && !isDue(previous, now(), failures)))
  ) {
    await report(run, fromMemory(page, fragments, previous), previous, said);
  } else if (offline === true) {
    const result = unasked(page, 'not-checked', 'offline', now());
    await report(run, result, remember(previous, result), said);
  } else {
    return { page, fragments, previous, said, values: shared(run.options.valuesOf?.(page)) };
  }
  return undefined;
}

function fromMemory(page: string, fragments: readonly string[], record: LinkRecord): LinkResult {
  const { verdict, reason, status, checkedAt, finalUrl } = record;
  const addresses = [page, ...fragments.map((fragment) => `${page}#${fragment}`)];
  const notices = [...new Set(addresses.flatMap((address) => noticesFor(address, record)))];
  const hops = finalUrl === undefined ? [] : [{ url: finalUrl, status: status ?? 200 }];
  return { ...unasked(page, verdict, reason, checkedAt), status, hops, notices, via: 'cache' };
}
