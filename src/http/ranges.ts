import { isIPv4, isIPv6 } from 'node:net';

/**
 * Addresses that are not globally reachable, after IANA's two special-purpose registries
 * (iana-ipv4-special-registry, iana-ipv6-special-registry).
 */
export const refusedRanges: readonly string[] = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared behind carrier NAT (missing in GHSA-gwph-fp79-379w)
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, and every cloud's metadata
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays, retired
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
  '::/8', // unspecified, loopback, IPv4-compatible and -translated (what is unwrapped below was taken out before)
  '64:ff9b:1::/48', // local NAT64
  '100::/64', // discard
  '2001::/23', // protocol assignments, Teredo among them
  '2001:db8::/32', // documentation
  '3fff::/20', // documentation
  'fc00::/7', // unique local
  'fe80::/10', // link-local
  'fec0::/10', // site-local, retired
  'ff00::/8', // multicast
];

/** IPv6 ranges that carry an IPv4 address, and the bit at which it begins: that address decides. */
const carryingRanges: readonly { range: string; at: number }[] = [
  { range: '::ffff:0:0/96', at: 96 }, // v4-mapped
  { range: '64:ff9b::/96', at: 96 }, // NAT64
  { range: '2002::/16', at: 16 }, // 6to4
];

interface Range {
  bits: 32 | 128;
  prefix: bigint;
  length: number;
}

const refused = refusedRanges.map(readRange);
const carrying = carryingRanges.map(({ range, at }) => ({ ...readRange(range), at }));

/** Whether a literal IP address is globally reachable. What is no IP address is not. */
export function isPublicAddress(ip: string): boolean {
  if (isIPv4(ip)) return isPublicV4(readV4(ip));
  if (!isIPv6(ip)) return false;
  const value = readV6(ip);
  const carrier = carrying.find((range) => holds(range, 128, value));
  if (carrier !== undefined) return isPublicV4((value >> BigInt(96 - carrier.at)) & 0xffff_ffffn);
  return !refused.some((range) => holds(range, 128, value));
}

/** Whether a text is a range of addresses, `10.0.0.0/8` or `fd00::/8`. */
export function isRange(text: string): boolean {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  return (isIPv4(address) && Number(length) <= 32) || (isIPv6(address) && Number(length) <= 128);
}

/** Tells whether a literal IP address lies in one of these ranges. */
export function withinRanges(texts: readonly string[]): (ip: string) => boolean {
  const ranges = texts.map(readRange);
  return (ip) => {
    if (isIPv4(ip)) return ranges.some((range) => holds(range, 32, readV4(ip)));
    return isIPv6(ip) && ranges.some((range) => holds(range, 128, readV6(ip)));
  };
}

function isPublicV4(value: bigint): boolean {
  return !refused.some((range) => holds(range, 32, value));
}

function holds(range: Range, bits: 32 | 128, value: bigint): boolean {
  return range.bits === bits && value >> BigInt(bits - range.length) === range.prefix;
}

function readRange(text: string): Range {
  const [address = '', length = ''] = text.split('/');
  const bits = isIPv4(address) ? 32 : 128;
  const value = bits === 32 ? readV4(address) : readV6(address);
  return { bits, length: Number(length), prefix: value >> BigInt(bits - Number(length)) };
}

function readV4(ip: string): bigint {
  return ip.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function readV6(ip: string): bigint {
  const [address = ''] = ip.split('%', 1);
  const hex = address.replace(/\d+\.\d+\.\d+\.\d+$/, (v4) => {
    const value = readV4(v4);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = '', tail] = hex.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const words = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return words.reduce((sum, word) => (sum << 16n) | BigInt(`0x${word}`), 0n);
}
