import { isTrivialMove, pageOf } from '../domain/addresses.ts';
import { parseDay, type Day } from '../domain/day.ts';
import { readUrl } from '../domain/url.ts';
import type { HttpAnswer, HttpClient } from '../http/http.ts';

/** What the archive is asked with. */
export interface ArchiveTools {
  /** Paced: it is what keeps the lookups to two at once. */
  http: HttpClient;
  /** The origin of a Wayback machine: the operator's setting. */
  endpoint: string;
  /** Ends the lookup, and the wait for a place. */
  signal?: AbortSignal | undefined;
}

/** A page as an archive kept it. */
export interface Capture {
  url: string;
  day: Day;
}

const patienceMs = 5_000;

/**
 * The capture of a page nearest to a day; nothing where there is none, or the archive does not answer in time. It never
 * throws. The address `/web/DAY/PAGE` redirects to the nearest capture: the availability API answers empty for captures
 * that are there (internetarchive/wayback#296), so the redirect is what lychee reads, too (#2167).
 */
export async function nearestCapture(
  page: string,
  day: Day,
  { http, endpoint, signal }: ArchiveTools,
): Promise<Capture | undefined> {
  try {
    const url = `${new URL(endpoint).origin}/web/${day.replaceAll('-', '')}/${page}`;
    const pace = { perHost: 2 };
    const answer = await http.get({
      url,
      timeoutMs: patienceMs,
      maxBytes: 1_024,
      pace,
      signal,
      leave: signal,
    });
    return captureIn(answer, page, endpoint);
  } catch {
    // What is only offered must not end what is due.
    return undefined;
  }
}

/**
 * The client has followed the redirect to the capture, which tells a kept page from a kept "not found". Where that took
 * too long, the archive has said all the same that there is one.
 */
function captureIn(answer: HttpAnswer, page: string, endpoint: string): Capture | undefined {
  if (answer.kind === 'answer' && (answer.status < 200 || answer.status > 299)) return undefined;
  for (const address of [...answer.hops.map(({ url }) => url), answer.url]) {
    const capture = readCapture(address, page, endpoint);
    if (capture !== undefined) return capture;
  }
  return undefined;
}

/** A capture's address carries its second, and the page as it was asked for then. */
function readCapture(address: string, page: string, endpoint: string): Capture | undefined {
  const url = readUrl(address);
  if (url?.host !== new URL(endpoint).host) return undefined;
  const [, year, month, date, kept] =
    /^\/web\/(\d{4})(\d\d)(\d\d)\d{6}(?:[a-z]{2}_)?\/(https?:\/.*)$/.exec(url.pathname + url.search) ?? [];
  const day = parseDay(`${year}-${month}-${date}`);
  if (day === undefined || kept === undefined || !isSamePage(kept, page)) return undefined;
  return { url: address, day };
}

/** Servers drop one of two slashes; the parser drops default ports. */
function isSamePage(kept: string, page: string): boolean {
  const [one, other] = [pageOf(kept.replace(/^(https?:\/)(?!\/)/, '$1/')), pageOf(page)];
  return one !== undefined && other !== undefined && isTrivialMove(decoded(one), decoded(other));
}

function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
