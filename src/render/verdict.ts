import type { LinkNotice, Verdict } from '../domain/verdict.ts';

const sentences = {
  ok: () => 'The page answers.',
  'redirected-permanent': (reason) =>
    reason === 'trivial'
      ? 'The page answers at a slightly different address.'
      : 'The page has moved for good; cite its new address.',
  'redirected-temporary': () => 'The page answers, by way of a temporary redirect.',
  'content-changed': () => 'The page says something else than when it was last looked at.',
  'fragment-missing': () => 'The page answers, but has no such section any more.',
  'unsupported-scheme': () => 'Only http and https addresses are checked.',
  'port-refused': () => 'Not asked: only ports 80 and 443 are.',
  'private-address': () => 'Not asked: the address is not public.',
  'invalid-url': (reason) => `The address cannot be asked (${reason}).`,
  gone: () => 'The site says that the page is gone for good.',
  'not-found': (reason) =>
    reason === 'private or gone'
      ? 'GitHub shows no such page: it is private or gone, and GitHub does not say which.'
      : 'The site has no such page.',
  dns: () => 'The name of the site does not exist.',
  refused: () => 'The site refuses connections.',
  unreachable: () => 'The site cannot be reached.',
  tls: (reason) => `No secure connection can be made (${reason}).`,
  reset: () => 'The connection ended without an answer that can be read.',
  timeout: () => 'The site did not answer in time.',
  'redirect-loop': () => 'The site redirects without end.',
  'server-error': (reason) => `The site has a fault (${reason}).`,
  'client-error': (reason) => `The site does not take the request (${reason}).`,
  'soft-404': () => 'The site answers with a page that says "not found", or sends every unknown page home.',
  'dns-temporary': () => 'Could not tell: the name of the site could not be looked up this time.',
  blocked: (reason) => `Could not tell: the site does not let programs in (${reason}). Look by hand.`,
  'auth-required': () => 'Could not tell: the page asks for a login. Look by hand.',
  'rate-limited': () => 'Could not tell: the site asked for fewer requests.',
  excluded: () => 'Not checked: excluded by configuration.',
  'not-checked': (reason) => `Not checked this time (${reason}).`,
} as const satisfies Record<Verdict, (reason: string) => string>;

/** One plain sentence on a verdict, for a person who decides what to do with the source. */
export function verdictSentence(verdict: Verdict, reason: string): string {
  return sentences[verdict](reason);
}

/** One plain sentence on something about a living page. */
export function noticeSentence(notice: LinkNotice): string {
  switch (notice.kind) {
    case 'fragment-missing':
      return `The page has no section #${notice.fragment} any more.`;
    case 'incomplete-chain':
      return 'The site leaves out a certificate on the way to its root: browsers mend that, programs do not.';
    case 'archived':
      return 'The repository is archived: what it shows no longer changes.';
    case 'renamed':
      return `The repository goes by another name now: ${notice.to}.`;
    default:
      return notice satisfies never;
  }
}
