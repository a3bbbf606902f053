import { expect, test } from 'vitest';
import { tiers, type Verdict } from '../../src/domain/verdict.ts';
import { verdictSentence } from '../../src/render/verdict.ts';

test('every verdict has its sentence', () => {
  const said = (Object.keys(tiers) as Verdict[]).map(
    (verdict) => `${verdict}: ${verdictSentence(verdict, 'why')}`,
  );
  expect(said).toMatchInlineSnapshot(`
    [
      "ok: The page answers.",
      "redirected-permanent: The page has moved for good; cite its new address.",
      "redirected-temporary: The page answers, by way of a temporary redirect.",
      "content-changed: The page says something else than when it was last looked at.",
      "fragment-missing: The page answers, but has no such section any more.",
      "unsupported-scheme: Only http and https addresses are checked.",
      "port-refused: Not asked: only ports 80 and 443 are.",
      "private-address: Not asked: the address is not public.",
      "invalid-url: The address cannot be asked (why).",
      "gone: The site says that the page is gone for good.",
      "not-found: The site has no such page.",
      "dns: The name of the site does not exist.",
      "refused: The site refuses connections.",
      "unreachable: The site cannot be reached.",
      "tls: No secure connection can be made (why).",
      "reset: The connection ended without an answer that can be read.",
      "timeout: The site did not answer in time.",
      "redirect-loop: The site redirects without end.",
      "server-error: The site has a fault (why).",
      "client-error: The site does not take the request (why).",
      "soft-404: The site answers with a page that says "not found", or sends every unknown page home.",
      "dns-temporary: Could not tell: the name of the site could not be looked up this time.",
      "blocked: Could not tell: the site does not let programs in (why). Look by hand.",
      "auth-required: Could not tell: the page asks for a login. Look by hand.",
      "rate-limited: Could not tell: the site asked for fewer requests.",
      "excluded: Not checked: excluded by configuration.",
      "not-checked: Not checked this time (why).",
    ]
  `);
  expect(verdictSentence('not-found', 'private or gone')).toBe(
    'GitHub shows no such page: it is private or gone, and GitHub does not say which.',
  );
  expect(verdictSentence('redirected-permanent', 'trivial')).toBe(
    'The page answers at a slightly different address.',
  );
});
