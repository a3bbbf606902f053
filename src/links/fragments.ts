import type { HttpAnswer } from '../http/http.ts';
import { anchorsOf, htmlOf, isScriptBuilt } from './html.ts';

/**
 * The cited fragments that a page has no place for. Where that cannot be said, none: a page that is no HTML, was not
 * read to its end, or is put together by scripts (lychee#1729, #2179).
 */
export function missingFragments(
  fragments: readonly string[],
  answer: Extract<HttpAnswer, { kind: 'answer' }>,
): string[] {
  const wanted = fragments.filter(isAnchor);
  if (wanted.length === 0 || answer.truncated) return [];
  // GitHub's pages make theirs in the browser (lychee#1457); its API knows which there are.
  if (new URL(answer.url).hostname === 'github.com') return [];
  const html = htmlOf(answer);
  if (html === undefined || isScriptBuilt(html)) return [];
  const anchors = new Set([...anchorsOf(html)].map((anchor) => anchor.toLowerCase()));
  // In another case it is no match for a browser, but sites' own scripts are seldom so strict.
  return wanted.filter((fragment) => {
    const names = [fragment, decoded(fragment)].map((name) => name.toLowerCase());
    return !names.some((name) => anchors.has(name) || anchors.has(`user-content-${name}`));
  });
}

/** Whether a fragment names a place in the page: not its top, a text to find, lines of code, or a route of an application. */
export function isAnchor(fragment: string): boolean {
  if (fragment === '' || fragment.toLowerCase() === 'top' || fragment.includes(':~:')) return false;
  return !/^[/!]|^L\d+(C\d+)?(-L?\d+(C\d+)?)?$/.test(fragment);
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
