import { readUrl } from '../domain/url.ts';

/** The address that a `Link` header calls the next page, resolved against the page it came with. */
export function nextPage(link: string | undefined, page: string): string | undefined {
  for (const [, address, parameters] of (link ?? '').matchAll(/<([^<>]*)>([^<>]*)/g)) {
    if (!address || !parameters || !/;\s*rel="?next\b/i.test(parameters)) continue;
    return readUrl(address, page)?.href;
  }
  return undefined;
}
