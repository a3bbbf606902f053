/** One request to the API and the status of its answer. */
export interface Exchange {
  method: string;
  /** Without the API prefix and the query; `/graphql` for GraphQL. */
  path: string;
  query: string;
  /** 0 where there was no answer. */
  status: number;
  at: Date;
  /** The request's body, parsed. */
  body?: unknown;
}

/** Everything that was asked of the API. */
export class RequestLog {
  #exchanges: Exchange[] = [];

  get all(): readonly Exchange[] {
    return this.#exchanges;
  }

  add(exchange: Exchange): void {
    this.#exchanges.push(exchange);
  }

  reset(): void {
    this.#exchanges = [];
  }

  /** Requests that asked for a change; minting a token and querying are none. */
  writes(): Exchange[] {
    return this.#exchanges.filter(
      ({ method, path }) =>
        method !== 'GET' && method !== 'HEAD' && path !== '/graphql' && !path.endsWith('/access_tokens'),
    );
  }
}
