import type { Verdict } from '../domain/verdict.ts';

const sentences = {
  ok: () => 'The page answers.',
  'redirected-permanent': (reason) =>
    reason === 'trivial'
      ? 'The page answers at a slightly different address.'
      : 'The page has moved for good; cite its new address.',
  'redirected-temporary': () => 'The page answers, by way of a temporary redirect.',
  'unsupported-scheme': () => 'Only http and https addresses are checked.',
  'port-refused': () => 'Not asked: only ports 80 and 443 are.',
  'private-address': () => 'Not asked: the address is not public.',
  'invalid-url': (reason) => `The address cannot be asked (${reason}).`,
  gone: () => 'The site says that the page is gone for good.',
  'not-found': () => 'The site has no such page.',
  dns: () => 'The name of the site does not exist.',
  refused: () => 'The site refuses connections.',
  unreachable: () => 'The site cannot be reached.',
  tls: (reason) => `No secure connection can be made (${reason}).`,
  reset: () => 'The connection ended without an answer that can be read.',
  timeout: () => 'The site did not answer in time.',
  'redirect-loop': () => 'The site redirects without end.',
  'server-error': (reason) => `The site has a fault (${reason}).`,
  'client-error': (reason) => `The site does not take the request (${reason}).`,
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
