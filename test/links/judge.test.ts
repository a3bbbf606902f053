import { expect, test } from 'vitest';
import type { FailureReason, HttpAnswer } from '../../src/http/http.ts';
import { judge } from '../../src/links/judge.ts';

const page = 'https://example.org/a';

interface Given {
  headers?: Record<string, string>;
  body?: string;
  /** Statuses and addresses on the way, the end excluded. */
  way?: [number, string][];
  end?: string;
}

function answer(status: number, { headers = {}, body = '', way = [], end = page }: Given = {}): HttpAnswer {
  const hops = [...way.map(([status, url]) => ({ url, status })), { url: end, status }];
  return {
    kind: 'answer',
    url: end,
    status,
    headers,
    body: Buffer.from(body),
    truncated: false,
    hops,
    ms: 5,
  };
}

function failure(
  reason: FailureReason,
  detail = 'CODE',
  hops: { url: string; status: number }[] = [],
): HttpAnswer {
  return { kind: 'failure', reason, detail, url: page, hops, ms: 5 };
}

const html = { 'content-type': 'text/html; charset=utf-8' };
const challenge = '<html><head><title>Just a moment...</title></head></html>';

test.each<[number, Given, string, string]>([
  [200, {}, 'ok', 'status 200'],
  [204, {}, 'ok', 'status 204'],
  [304, {}, 'ok', 'status 304'],
  [300, {}, 'ok', 'status 300'],
  [404, {}, 'not-found', 'status 404'],
  [410, {}, 'gone', 'status 410'],
  [401, {}, 'auth-required', 'status 401'],
  [407, {}, 'auth-required', 'status 407'],
  [403, {}, 'blocked', 'status 403'],
  [406, {}, 'blocked', 'status 406'],
  [418, {}, 'blocked', 'status 418'],
  [451, {}, 'blocked', 'status 451'],
  [999, {}, 'blocked', 'status 999'],
  [429, {}, 'rate-limited', 'status 429'],
  [403, { headers: { 'x-ratelimit-remaining': '0' } }, 'rate-limited', 'status 403'],
  [403, { headers: { 'retry-after': '60' } }, 'rate-limited', 'status 403'],
  [403, { headers: { 'x-ratelimit-remaining': '12' } }, 'blocked', 'status 403'],
  ...[200, 403, 404, 429, 503].map((status): [number, Given, string, string] => [
    status,
    { headers: { 'cf-mitigated': 'challenge' } },
    'blocked',
    'cf-mitigated',
  ]),
  [503, { headers: html, body: challenge }, 'blocked', 'challenge page'],
  [200, { headers: html, body: challenge }, 'blocked', 'challenge page'],
  [
    200,
    { headers: html, body: '<title>Attention Required! | Cloudflare</title>' },
    'blocked',
    'challenge page',
  ],
  [200, { headers: html, body: '<TITLE data-x>\n Solve the CAPTCHA</TITLE>' }, 'blocked', 'challenge page'],
  [200, { headers: html, body: '<title>In just a moment</title>' }, 'ok', 'status 200'],
  [200, { headers: html, body: `${challenge}${'x'.repeat(40_000)}` }, 'ok', 'status 200'],
  [200, { headers: { 'content-type': 'text/plain' }, body: challenge }, 'ok', 'status 200'],
  [200, { headers: html, body: '<p>captcha</p>' }, 'ok', 'status 200'],
  [404, { headers: html, body: challenge }, 'not-found', 'status 404'],
  [500, {}, 'server-error', 'status 500'],
  [503, {}, 'server-error', 'status 503'],
  [526, {}, 'server-error', 'status 526'],
  [302, {}, 'server-error', 'status 302'],
  [600, {}, 'server-error', 'status 600'],
  ...[400, 402, 408, 409, 412, 421, 431].map((status): [number, Given, string, string] => [
    status,
    {},
    'client-error',
    `status ${status}`,
  ]),
])('%i %j is %s (%s)', (status, given, verdict, reason) => {
  expect(judge(page, answer(status, given), 7)).toMatchObject({
    page,
    verdict,
    reason,
    status,
    checkedAt: 7,
    via: 'http',
  });
});

test.each<[[number, string][], string, number, string, string]>([
  [[[301, page]], 'https://example.org/b', 200, 'redirected-permanent', 'moved'],
  [
    [
      [308, page],
      [301, 'https://example.org/b'],
    ],
    'https://example.org/c',
    200,
    'redirected-permanent',
    'moved',
  ],
  [[[301, page]], 'https://www.example.org/A/', 200, 'redirected-permanent', 'trivial'],
  [[[302, page]], 'https://example.org/b', 200, 'redirected-temporary', 'status 302'],
  [
    [
      [301, page],
      [307, 'https://example.org/b'],
    ],
    'https://example.org/c',
    200,
    'redirected-temporary',
    'status 307',
  ],
  // The verdict is the final answer's: redirects only decorate an ok.
  [[[301, page]], 'https://example.org/b', 404, 'not-found', 'status 404'],
  [[[302, page]], 'https://example.org/b', 500, 'server-error', 'status 500'],
  [[[302, page]], 'https://example.org/login?next=a', 200, 'auth-required', 'login page'],
  [[[302, page]], 'https://sso.example.org/', 200, 'auth-required', 'login page'],
  [[[302, page]], 'https://auth.example.org/authorize', 200, 'auth-required', 'login page'],
  [[[302, page]], 'https://example.org/users/sign_in', 200, 'redirected-temporary', 'status 302'],
  [[[302, page]], 'https://example.org/users/sign-in', 200, 'auth-required', 'login page'],
  [[[302, page]], 'https://other.example/login', 200, 'redirected-temporary', 'status 302'],
  [
    [[302, page]],
    'https://example.org/authors/blogging-in-design',
    200,
    'redirected-temporary',
    'status 302',
  ],
])('by way of %j to %s with %i is %s (%s)', (way, end, status, verdict, reason) => {
  expect(judge(page, answer(status, { way, end }), 7)).toMatchObject({ verdict, reason });
});

test('a page about logins that answers is no login', () => {
  const about = 'https://example.org/login';
  const end = 'https://example.org/login/';
  expect(judge(about, answer(200, { way: [[301, about]], end }), 7).verdict).toBe('redirected-permanent');
});

test.each<[HttpAnswer, string]>([
  [failure('invalid-url'), 'invalid-url'],
  [failure('invalid-url', 'CODE', [{ url: page, status: 302 }]), 'server-error'],
  [failure('unsupported-scheme'), 'unsupported-scheme'],
  [failure('port-refused'), 'port-refused'],
  [failure('private-address'), 'private-address'],
  [failure('private-address', 'CODE', [{ url: page, status: 302 }]), 'private-address'],
  [failure('dns', 'ENOTFOUND'), 'dns'],
  [failure('dns', 'EAI_AGAIN'), 'dns-temporary'],
  [failure('dns', 'ESERVFAIL'), 'dns-temporary'],
  [failure('refused'), 'refused'],
  [failure('unreachable', 'ENETUNREACH'), 'unreachable'],
  [failure('unreachable', 'ENETUNREACH ipv6-only'), 'not-checked'],
  [failure('tls', 'CERT_HAS_EXPIRED'), 'tls'],
  [failure('tls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'not-checked'],
  [failure('reset'), 'reset'],
  [failure('timeout'), 'timeout'],
  [failure('redirect-loop', 'repeats'), 'redirect-loop'],
  [failure('redirect-loop', 'wants a cookie'), 'blocked'],
  [failure('aborted'), 'not-checked'],
])('%j is %s', (given, verdict) => {
  expect(judge(page, given, 7)).toMatchObject({ verdict, status: undefined, bytes: 0 });
});

test('where it failed is told where that is not the page', () => {
  const end = 'https://example.org/b';
  expect(judge(page, answer(404, { way: [[301, page]], end }), 7).failedAt).toBe(end);
  expect(judge(page, answer(404), 7).failedAt).toBeUndefined();
  expect(judge(page, answer(200, { way: [[301, page]], end }), 7).failedAt).toBeUndefined();
});

test('a title of a hostile page takes no time', () => {
  const body = '<title '.repeat(4_000);
  const started = performance.now();
  judge(page, answer(200, { headers: html, body }), 7);
  expect(performance.now() - started).toBeLessThan(10_000);
});
