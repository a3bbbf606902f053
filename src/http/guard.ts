import { isIP } from 'node:net';
import { parseAddress } from '../domain/addresses.ts';
import { isPublicAddress } from './ranges.ts';
import type { FailureReason } from './http.ts';

/** What the operator, and nobody else, has set: never read from a repository. */
export interface Trust {
  /** Origins that are exempt from the rules on ports, names and ranges, such as an internal Hugging Face. */
  trusted: ReadonlySet<string>;
  /** Requests for the first origin go to the second, which is trusted on this way only. */
  mirrors: ReadonlyMap<string, string>;
  /** Addresses that may be asked though they are not public: literal ones on any port, names that resolve to them on 80 and 443. */
  exempt?: ((ip: string) => boolean) | undefined;
}

/** What the guard says of one address, before anything is sent. */
export type Ruling =
  | { kind: 'go'; url: URL; target: URL; guarded: boolean }
  | { kind: 'refused'; reason: FailureReason; detail: string };

/** Judges one hop: its scheme, port, credentials, name and literal address. What a name resolves to comes later, in the connection. */
export function rule(cited: string, trust: Trust, base?: string): Ruling {
  const address = parseAddress(cited, base);
  if (address.kind === 'problem') return { kind: 'refused', reason: address.reason, detail: address.detail };
  const { url } = address;
  const mirror = trust.mirrors.get(url.origin);
  if (mirror !== undefined) return { kind: 'go', url, target: mirrored(url, mirror), guarded: false };
  if (trust.trusted.has(url.origin)) return { kind: 'go', url, target: url, guarded: false };
  if (trust.exempt?.(bare(url.hostname)) === true) return { kind: 'go', url, target: url, guarded: true };
  // The parser leaves out a scheme's own port, so `http` on 443 still shows.
  if (url.port !== '' && url.port !== '80' && url.port !== '443') {
    return { kind: 'refused', reason: 'port-refused', detail: `port ${url.port}` };
  }
  if (!isPublicHost(url.hostname))
    return { kind: 'refused', reason: 'private-address', detail: 'not public' };
  return { kind: 'go', url, target: url, guarded: true };
}

/** Whether a parsed URL's host may be asked at all: a public literal, or a name that is not reserved for inside. */
export function isPublicHost(hostname: string): boolean {
  const literal = bare(hostname);
  if (isIP(literal) !== 0) return isPublicAddress(literal);
  const name = hostname.toLowerCase().replace(/\.+$/, '');
  return name !== 'localhost' && !/\.(localhost|local|internal)$/.test(name) && name !== '';
}

/** A literal IPv6 host without its brackets. */
export function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

function mirrored(url: URL, origin: string): URL {
  return new URL(url.pathname + url.search, origin);
}
