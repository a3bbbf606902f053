import { readUrl } from '../domain/url.ts';
import type { HttpAnswer, HttpClient } from './http.ts';

/** How many requests may be sent, redirects and second tries included. */
export interface Allowance {
  total: number;
  perHost: number;
}

/** The same client, which sends so many requests and no more: what comes after is answered as aborted. */
export function limited(client: HttpClient, { total, perHost }: Allowance): HttpClient {
  let sent = 0;
  const sentTo = new Map<string, number>();

  function mayAsk(url: string): boolean {
    const host = readUrl(url)?.hostname ?? '';
    const before = sentTo.get(host) ?? 0;
    if (sent >= total || before >= perHost) return false;
    sent += 1;
    sentTo.set(host, before + 1);
    return true;
  }

  return {
    async get(request) {
      if (!mayAsk(request.url)) return spent(request.url);
      return await client.get({
        ...request,
        onHop: async (url) => mayAsk(url) && (await request.onHop?.(url)) !== false,
      });
    },
    close: () => client.close(),
  };
}

function spent(url: string): HttpAnswer {
  return { kind: 'failure', reason: 'aborted', detail: 'enough was asked', url, hops: [], ms: 0 };
}
