import { readUrl } from './url.ts';

/** RFC 9110 section 4.1 asks recipients for 8,000 octets; servers refuse what is longer, so nobody can read it. */
const longest = 8_000;

/** An address as the WHATWG parser reads it, or why nobody should ask it. */
export type Address =
  | { kind: 'address'; url: URL }
  | { kind: 'problem'; reason: 'invalid-url' | 'unsupported-scheme'; detail: string };

/** Reads one cited address. `base` resolves a redirect's `Location`, whose backslashes are the parser's business. */
export function parseAddress(cited: string, base?: string): Address {
  const text = cited.trim();
  if (text.length > longest) return invalid('too long');
  // The parser drops tabs and newlines and turns backslashes into slashes; other parsers do not, and two that
  // disagree about the host are how a guard is passed by (GHSA-rph4-96w6-q594).
  if (hasControlCharacter(text)) return invalid('control character');
  if (base === undefined && text.includes('\\')) return invalid('backslash');
  const url = readUrl(text, base);
  if (url === undefined) return invalid('cannot be read');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { kind: 'problem', reason: 'unsupported-scheme', detail: url.protocol.slice(0, 40) };
  }
  if (url.hostname === '') return invalid('no host');
  if (url.username !== '' || url.password !== '') return invalid('credentials');
  if (url.href.length > longest) return invalid('too long');
  return { kind: 'address', url };
}

/** The page of a cited address: parsed, default port and fragment cut; nothing where it is no readable http(s) address. */
export function pageOf(cited: string): string | undefined {
  const address = parseAddress(cited);
  return address.kind === 'address' ? pageOfUrl(address.url) : undefined;
}

/** The page of a parsed address: the same without its fragment. */
export function pageOfUrl(url: URL): string {
  const page = new URL(url);
  page.hash = '';
  return page.href;
}

/** Whether a move is not worth a person's edit: only scheme, `www.`, closing slash or case differ. */
export function isTrivialMove(from: string, to: string): boolean {
  return essence(from) === essence(to);
}

function essence(address: string): string {
  return address
    .toLowerCase()
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/\/(?=[?#]|$)/, '');
}

function invalid(detail: string): Address {
  return { kind: 'problem', reason: 'invalid-url', detail };
}

function hasControlCharacter(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  return /[\u0000-\u001f\u007f]/.test(text);
}
