import type { FailureReason } from './http.ts';

/** Why a request came to nothing, in the client's closed words. What no code of the system explains is our own bug: it is thrown on. */
export function failureOf(error: unknown): { reason: FailureReason; detail: string } {
  const causes = causesOf(error);
  const read = causes.map(({ code }) => reasonOf(code));
  // Happy eyeballs tries all addresses of a name. One that cannot be reached from here says nothing of the others.
  const at = Math.max(
    read.findIndex((reason) => reason !== 'unreachable' && reason !== 'refused'),
    -1,
  );
  const index = at >= 0 ? at : Math.max(read.indexOf('refused'), 0);
  const [cause, reason] = [causes[index], read[index]];
  if (cause === undefined || reason === undefined) throw error;
  const onlyV6 = reason === 'unreachable' && causes.every(({ address }) => address?.includes(':') === true);
  return { reason, detail: onlyV6 ? `${cause.code} ipv6-only` : cause.code };
}

interface Cause {
  code: string;
  address: string | undefined;
}

function causesOf(error: unknown): Cause[] {
  if (error instanceof AggregateError) return error.errors.flatMap((each) => causesOf(each));
  if (!(error instanceof Error)) return [];
  if ('code' in error && typeof error.code === 'string') {
    return [{ code: error.code, address: 'address' in error ? String(error.address) : undefined }];
  }
  // undici's parser gives a code for some faults only.
  if (error.name === 'HTTPParserError') return [{ code: 'HPE_INVALID', address: undefined }];
  return causesOf(error.cause);
}

const exact: Readonly<Record<string, FailureReason>> = {
  'not public': 'private-address',
  ENOTFOUND: 'dns',
  ENODATA: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  EAI_NONAME: 'dns',
  ESERVFAIL: 'dns',
  ETIMEOUT: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  HOSTNAME_MISMATCH: 'tls',
  INVALID_CA: 'tls',
  // Ours, not the site's: no sockets, no permission, closed. It may never count against a page.
  EMFILE: 'aborted',
  ENFILE: 'aborted',
  ENOBUFS: 'aborted',
  ENOMEM: 'aborted',
  EACCES: 'aborted',
  EPERM: 'aborted',
  ENETDOWN: 'aborted',
  EADDRNOTAVAIL: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
  UND_ERR_ABORTED: 'aborted',
};

function reasonOf(code: string): FailureReason | undefined {
  if (Object.hasOwn(exact, code)) return exact[code];
  // OpenSSL's verification errors have some forty names, all of these shapes (node:tls, "X509 certificate error codes").
  if (/^(CERT_|CRL_|ERR_TLS_|ERR_SSL_|UNABLE_TO_)/.test(code)) return 'tls';
  // Wrong arguments are ours.
  if (code === 'UND_ERR_INVALID_ARG' || code.startsWith('ERR_')) return undefined;
  // ECONNRESET, EPIPE, UND_ERR_SOCKET, and what is no HTTP: HPE_…, UND_ERR_HEADERS_OVERFLOW.
  return 'reset';
}
