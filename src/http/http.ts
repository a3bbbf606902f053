import type { Hop } from '../domain/verdict.ts';

/** One GET, or one question: what the product reads from the web, it only reads. */
export interface HttpRequest {
  url: string;
  /** A question too long for an address: JSON, sent by POST. No redirect is followed then. */
  query?: string | undefined;
  headers?: Readonly<Record<string, string>>;
  /** Sent to the origin of `url` only, never after a redirect to another origin. */
  authorization?: string | undefined;
  /** Bytes of body kept after decompression; reading stops there. Default 64 KiB. */
  maxBytes?: number;
  /** For the whole exchange, redirects included; waits for a place are not counted. Default: the client's. */
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
  /** Ends the wait for a place; a request under way is finished. */
  leave?: AbortSignal | undefined;
  /** Keeps a pacing client to less than its own limits at the host of `url`; never to more. */
  pace?: { perHost?: number | undefined; perSecond?: number | undefined } | undefined;
  /** How many more requests for its host the caller has yet to make: the host with most to do goes first. */
  behind?: { readonly count: number } | undefined;
  /** Waited for before each hop but the first; `false` ends the request as aborted. */
  onHop?: (url: string) => Promise<boolean>;
  /** Does not verify the certificate. Nothing that the caller says is sent then, and no body is read. */
  unverified?: boolean;
}

/**
 * Why there is no answer. `private-address`, `port-refused` and `unsupported-scheme` come from the guard; `reset` is
 * also what is no HTTP; `aborted` ended on our side: the signal, a closed client, no sockets left.
 */
export type FailureReason =
  | 'invalid-url'
  | 'unsupported-scheme'
  | 'port-refused'
  | 'private-address'
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'reset'
  | 'timeout'
  | 'redirect-loop'
  | 'aborted';

/** How a GET ended. It is a value in every case: the client throws for no answer of the network. */
export type HttpAnswer =
  | {
      kind: 'answer';
      /** Where the last hop was asked. */
      url: string;
      status: number;
      /** Names in lower case; a repeated header is joined by `, `. */
      headers: Readonly<Record<string, string>>;
      body: Uint8Array;
      /** The body is not whole: longer than `maxBytes`, cut by the time limit or a fault, or packed unreadably. */
      truncated: boolean;
      hops: readonly Hop[];
      ms: number;
    }
  | {
      kind: 'failure';
      reason: FailureReason;
      /** The system's own code or a few words: `ENOTFOUND`, `CERT_HAS_EXPIRED`. Never a resolved address. */
      detail: string;
      /** The hop that failed. */
      url: string;
      hops: readonly Hop[];
      ms: number;
    };

/** The one way out. */
export interface HttpClient {
  get(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}
