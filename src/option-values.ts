import { readUrl } from './domain/url.ts';
import { isRange } from './http/ranges.ts';

// What operators write in settings and options alike. Undefined: it cannot be read.

/** Ranges of addresses, `10.1.0.0/16,fd00::/8`. */
export function readRanges(text: string): string[] | undefined {
  const all = text.split(',').map((each) => each.trim());
  return all.every(isRange) ? all : undefined;
}

/** How often a second: a number above 0, or `off`. */
export function readRate(text: string): number | undefined {
  if (text === 'off') return Infinity;
  return /^\d{1,6}(\.\d+)?$/.test(text) && Number(text) > 0 ? Number(text) : undefined;
}

/** Pairs of origins, `https://example.org=http://mirror.example:8080,…`: requests for the first go to the second. */
export function readMirrors(text: string): Map<string, string> | undefined {
  const pairs = text.split(',').map((pair) => pair.trim().split('='));
  const origins = pairs.map((pair) => pair.map((url) => readUrl(url)?.origin));
  const broken = origins.some((pair) => pair.length !== 2 || pair.includes(undefined));
  return broken ? undefined : new Map(origins as [string, string][]);
}

/** Origins and their tokens, `https://api.example.org=secret,…`. A token may hold `=`, but no comma. */
export function readTokens(text: string): Map<string, string> | undefined {
  const pairs = text.split(',').map((pair): [string | undefined, string] => {
    const at = pair.indexOf('=');
    const origin = pair.slice(0, Math.max(at, 0)).trim();
    return [readUrl(origin)?.origin, pair.slice(at + 1).trim()];
  });
  const broken = pairs.some(([origin, token]) => !origin?.startsWith('https://') || token === '');
  return broken ? undefined : new Map(pairs as [string, string][]);
}
