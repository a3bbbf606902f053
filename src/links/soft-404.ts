import { randomUUID } from 'node:crypto';
import type { HttpAnswer, HttpClient } from '../http/http.ts';
import { headingOf, htmlOf, titleOf } from './html.ts';

// Two precise rules and no more: whoever guards against more sees soft 404s everywhere (robustify.js#8, iari#551).

/** Rule (a): a page with a path that was sent to its site's home, or to an address that says "not found". */
export function endsNowhere(page: string, end: string): boolean {
  if (page === end || isHome(page)) return false;
  const [from, to] = [new URL(page), new URL(end)];
  if (saysNotFound(to.pathname) && !saysNotFound(from.pathname)) return true;
  // Another site's home may be what a short address stands for.
  return to.pathname === '/' && to.search === '' && isOneSite(bareName(from), bareName(to));
}

function bareName({ host }: URL): string {
  return host.replace(/^www\./, '');
}

function isOneSite(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}

/** As a word of the path, as IABot does: `/404`, `/404.html`, `/errors/not-found`. */
function saysNotFound(path: string): boolean {
  return /(^|[/_-])(404|not-?_?found|page-?_?not-?_?found)(\.\w{1,5})?(\/|$)/i.test(path);
}

/** Whether an address is a site's home by any of its usual names; the home in one language is one too. */
export function isHome(address: string): boolean {
  const { pathname, search } = new URL(address);
  return (
    search === '' &&
    /^\/((index|home|default|main)(\.\w{1,5})?|[a-z]{2}([-_][a-z]{2,4})?)?\/?$/i.test(pathname)
  );
}

type Answer = Extract<HttpAnswer, { kind: 'answer' }>;

/** How a page says that there is no such page, in its title or heading; nothing where it does not. "404" alone is no sign. */
export function notFoundWords(answer: Answer): string | undefined {
  const html = htmlOf(answer);
  if (html === undefined) return undefined;
  return [titleOf(html), headingOf(html)].find((words) => notFound.test(words));
}

const notFound =
  /\b(not|n[o’']t be|never) found\b|\bno longer (available|exists?)\b|\b(does(n[’']t| not)|did(n[’']t| not)) exist\b|\bcan(no|['’])t (be found|find)\b|nicht gefunden|introuvable|no encontrad|non trovata|não encontrad/i;

/** Asks a host for a page that cannot be there, once a run: what it then answers with, and at what length of patience. */
export function createProbe(
  http: HttpClient,
): (url: string, signal: AbortSignal | undefined) => Promise<string[]> {
  const asked = new Map<string, Promise<string[]>>();

  async function ask(origin: string, signal: AbortSignal | undefined): Promise<string[]> {
    const answer = await http.get({ url: `${origin}/${randomUUID()}`, signal });
    // A host that answers with a true 404 has said what its other pages are.
    if (answer.kind === 'failure' || answer.status < 200 || answer.status > 299) return [];
    const html = htmlOf(answer) ?? '';
    return [titleOf(html), headingOf(html)].filter((words) => words !== '');
  }

  return (url, signal) => {
    const { origin } = new URL(url);
    const known = asked.get(origin) ?? ask(origin, signal);
    asked.set(origin, known);
    return known;
  };
}
