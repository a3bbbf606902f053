import { createHttpClient } from '../../src/http/client.ts';
import type { HttpClient } from '../../src/http/http.ts';

/** The product's client, let onto loopback and short of patience (ms). */
export function impatientHttp(trusted: readonly string[], timeoutMs = 2_500): HttpClient {
  const client = createHttpClient({
    userAgent: 'reverify-test/0 (+https://example.com/reverify)',
    now: Date.now,
    trusted: new Set(trusted),
  });
  return { ...client, get: (request) => client.get({ ...request, timeoutMs }) };
}
