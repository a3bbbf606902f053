import { readUrl } from '../domain/url.ts';

/** Whether a page ended at a login of its own site instead of at itself. */
export function endsAtLogin(page: string, end: string): boolean {
  const [from, to] = [readUrl(page), readUrl(end)];
  if (page === end || !from || !to) return false;
  return siteOf(from) === siteOf(to) && namesLogin(to) && !namesLogin(from);
}

/** As words of the host or path: an article on `/authors/designing` is none. */
function namesLogin({ hostname, pathname }: URL): boolean {
  return /(^|[^a-z])(log-?in|sign-?in|sso|auth)([^a-z]|$)/i.test(hostname + pathname);
}

/** Near enough to the registrable domain: two hosts under one public suffix such as `co.uk` are taken for one site, which errs to "could not tell". */
function siteOf({ hostname }: URL): string {
  return hostname.split('.').slice(-2).join('.');
}
