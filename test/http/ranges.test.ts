import { describe, expect, test } from 'vitest';
import { isPublicHost } from '../../src/http/guard.ts';
import { isRange, isPublicAddress, refusedRanges, withinRanges } from '../../src/http/ranges.ts';

/** [range, one before, first, last, one after], written by hand from the registries; a neighbour that is itself refused is in `adjacent`. */
const edges: readonly [string, string, string, string, string][] = [
  ['0.0.0.0/8', '', '0.0.0.0', '0.255.255.255', '1.0.0.0'],
  ['10.0.0.0/8', '9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'],
  ['100.64.0.0/10', '100.63.255.255', '100.64.0.0', '100.127.255.255', '100.128.0.0'],
  ['127.0.0.0/8', '126.255.255.255', '127.0.0.0', '127.255.255.255', '128.0.0.0'],
  ['169.254.0.0/16', '169.253.255.255', '169.254.0.0', '169.254.255.255', '169.255.0.0'],
  ['172.16.0.0/12', '172.15.255.255', '172.16.0.0', '172.31.255.255', '172.32.0.0'],
  ['192.0.0.0/24', '191.255.255.255', '192.0.0.0', '192.0.0.255', '192.0.1.0'],
  ['192.0.2.0/24', '192.0.1.255', '192.0.2.0', '192.0.2.255', '192.0.3.0'],
  ['192.88.99.0/24', '192.88.98.255', '192.88.99.0', '192.88.99.255', '192.88.100.0'],
  ['192.168.0.0/16', '192.167.255.255', '192.168.0.0', '192.168.255.255', '192.169.0.0'],
  ['198.18.0.0/15', '198.17.255.255', '198.18.0.0', '198.19.255.255', '198.20.0.0'],
  ['198.51.100.0/24', '198.51.99.255', '198.51.100.0', '198.51.100.255', '198.51.101.0'],
  ['203.0.113.0/24', '203.0.112.255', '203.0.113.0', '203.0.113.255', '203.0.114.0'],
  ['224.0.0.0/4', '223.255.255.255', '224.0.0.0', '239.255.255.255', ''],
  ['240.0.0.0/4', '', '240.0.0.0', '255.255.255.255', ''],
  ['::/8', '', '::', 'ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ''],
  ['64:ff9b:1::/48', '', '64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff', ''],
  ['100::/64', '', '100::', '100::ffff:ffff:ffff:ffff', '100:0:0:1::'],
  [
    '2001::/23',
    '2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001::',
    '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:200::',
  ],
  [
    '2001:db8::/32',
    '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:db8::',
    '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:db9::',
  ],
  [
    '3fff::/20',
    '3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '3fff::',
    '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff',
    '3fff:1000::',
  ],
  [
    'fc00::/7',
    'fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fc00::',
    'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fe00::',
  ],
  [
    'fe80::/10',
    'fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    'fe80::',
    'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '',
  ],
  ['fec0::/10', '', 'fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ''],
  ['ff00::/8', '', 'ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ''],
];

test('every range has its edges tested', () => {
  expect(edges.map(([range]) => range)).toStrictEqual(refusedRanges);
});

describe.each(edges)('%s', (_range, before, first, last, after) => {
  test.each([first, last])('%s is inside', (ip) => {
    expect(isPublicAddress(ip)).toBe(false);
    expect(isPublicAddress(ip.toUpperCase())).toBe(false);
  });
  test.each([before, after].filter((ip) => ip !== ''))('%s is outside', (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  });
});

/** Written so, an IPv4 address is carried by an IPv6 one. */
function carriers(v4: string): string[] {
  const hex = v4.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  const words = `${hex[0]}${hex[1]}:${hex[2]}${hex[3]}`;
  return [
    `::ffff:${v4}`,
    `::ffff:${words}`,
    `0:0:0:0:0:ffff:${words}`,
    `64:ff9b::${v4}`,
    `64:ff9b::${words}`,
    `2002:${words}::`,
    `2002:${words}:1:2:3:4:5`,
  ];
}

test.each(edges.slice(0, 15).flatMap(([, , first, last]) => [...carriers(first), ...carriers(last)]))(
  '%s carries a refused address',
  (ip) => expect(isPublicAddress(ip)).toBe(false),
);

test.each([...carriers('1.0.0.0'), ...carriers('93.184.215.14'), ...carriers('172.32.0.0')])(
  '%s carries a public address',
  (ip) => expect(isPublicAddress(ip)).toBe(true),
);

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '2606:4700:4700::1111',
  '2a00:1450:4001:80b::200e',
  '2003:ffff::1',
  '2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
])('%s is public', (ip) => expect(isPublicAddress(ip)).toBe(true));

test.each([
  '::127.0.0.1',
  '::ffff:0:127.0.0.1',
  '::1',
  'fe80::1%eth0',
  '',
  'example.org',
  '1.2.3',
  '01.2.3.4',
  '1.2.3.4.5',
  '[::1]',
  '1::2::3',
  '256.1.1.1',
])('%j is not public', (ip) => expect(isPublicAddress(ip)).toBe(false));

test.each([
  'http://localhost/',
  'http://LOCALHOST/',
  'http://localhost./',
  'http://a.localhost/',
  'http://printer.local/',
  'http://metadata.google.internal/',
  'http://metadata.google.internal./',
  'http://127.0.0.1/',
  'http://127.0.0.1./',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.0.0.1/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://127.1/',
  'http://127.0.1/',
  'http://0/',
  'http://①②⑦.0.0.1/',
  'http://127。0。0。1/',
  'http://%31%32%37.0.0.1/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://169.254.169.254/',
  'http://[fd00:ec2::254]/',
  'http://2852039166/',
])('%s is no public host', (url) => {
  expect(isPublicHost(new URL(url).hostname)).toBe(false);
});

test.each([
  'http://example.org/',
  'http://example.org./',
  'http://localhost.example/',
  'http://mylocal/',
  'http://internal.example/',
  'http://1.1.1.1/',
  'http://[2606:4700:4700::1111]/',
])('%s may be a public host', (url) => expect(isPublicHost(new URL(url).hostname)).toBe(true));

test.each([
  ['10.1.0.0/16', true],
  ['fd00::/8', true],
  ['0.0.0.0/0', true],
  ['10.1.0.0', false],
  ['10.1.0.0/33', false],
  ['fd00::/129', false],
  ['10.1/16', false],
  ['example.org/8', false],
  ['', false],
])('whether %j is a range: %s', (text, expected) => {
  expect(isRange(text)).toBe(expected);
});

test('an address lies within a range of its own family only', () => {
  const within = withinRanges(['10.1.0.0/16', 'fd00::/8']);
  expect(['10.1.0.0', '10.1.255.255', 'fd12::1'].every(within)).toBe(true);
  expect(['10.0.255.255', '10.2.0.0', 'fe00::', '::ffff:10.1.0.1', 'no address'].some(within)).toBe(false);
});
