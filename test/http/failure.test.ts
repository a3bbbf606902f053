import { expect, test } from 'vitest';
import { failureOf } from '../../src/http/failure.ts';

function fault(code: string | undefined, address?: string): Error {
  return Object.assign(new Error(`connect ${code} ${address ?? '10.0.0.1'}`), { code, address });
}

/** As Node tells of a name whose addresses all failed. */
function all(...errors: Error[]): Error {
  return Object.assign(new AggregateError(errors), {
    code: 'code' in (errors[0] ?? {}) ? 'ECONNREFUSED' : undefined,
  });
}

const [v4, v6] = ['192.0.1.1', '2606:4700::1'];

test.each<[string, Error, string, string]>([
  [
    'refused by one, the other out of reach',
    all(fault('ENETUNREACH', v6), fault('ECONNREFUSED', v4)),
    'refused',
    'ECONNREFUSED',
  ],
  [
    'too late at one, refused by the other',
    all(fault('ECONNREFUSED', v4), fault('ETIMEDOUT', v6)),
    'timeout',
    'ETIMEDOUT',
  ],
  [
    'both out of reach',
    all(fault('ENETUNREACH', v6), fault('EHOSTUNREACH', v4)),
    'unreachable',
    'ENETUNREACH',
  ],
  ['IPv6 only, out of reach', fault('ENETUNREACH', v6), 'unreachable', 'ENETUNREACH ipv6-only'],
  [
    'two of IPv6 only',
    all(fault('ENETUNREACH', v6), fault('EHOSTUNREACH', v6)),
    'unreachable',
    'ENETUNREACH ipv6-only',
  ],
  ['IPv4 out of reach', fault('EHOSTUNREACH', v4), 'unreachable', 'EHOSTUNREACH'],
  ['a cause within', new Error('fetch failed', { cause: fault('ECONNRESET') }), 'reset', 'ECONNRESET'],
  ['expired', fault('CERT_HAS_EXPIRED'), 'tls', 'CERT_HAS_EXPIRED'],
  ['wrong name', fault('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['old protocol', fault('ERR_SSL_UNSUPPORTED_PROTOCOL'), 'tls', 'ERR_SSL_UNSUPPORTED_PROTOCOL'],
  ['incomplete chain', fault('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['no sockets left is ours', fault('EMFILE'), 'aborted', 'EMFILE'],
  ['a code that we do not know', fault('ENEW'), 'reset', 'ENEW'],
])('%s', (_name, error, reason, detail) => {
  const failure = failureOf(error);
  expect(failure).toStrictEqual({ reason, detail });
  expect(JSON.stringify(failure)).not.toMatch(/192|2606|10\.0/);
});

test.each([
  new TypeError('our bug'),
  fault('UND_ERR_INVALID_ARG'),
  fault('ERR_INVALID_ARG_TYPE'),
  'a string',
])('%s is no fault of the network and is thrown on', (error) => {
  let thrown: unknown;
  try {
    failureOf(error);
  } catch (caught) {
    thrown = caught;
  }
  expect(thrown).toBe(error);
});
