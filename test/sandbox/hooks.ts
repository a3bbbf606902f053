import { createHmac, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

/** One attempt to deliver a webhook, and what the app said. */
export interface Delivery {
  id: number;
  guid: string;
  event: string;
  action: string | null;
  installationId: number | null;
  repositoryId: number | null;
  redelivery: boolean;
  at: Date;
  /** How long the answer took, in ms; null while it is awaited. */
  duration: number | null;
  /** The app's answer; 0 when there was none, null while it is awaited. */
  status: number | null;
  headers: Record<string, string>;
  payload: string;
  answer: string;
}

/** How a raw delivery may differ from a good one. */
export interface DeliveryOptions {
  guid?: string;
  /** Signs with another secret than the app's. */
  secret?: string;
  /** Sends this in place of the signature; null sends none. */
  signature?: string | null;
  headers?: Record<string, string>;
}

const TIMEOUT = 10_000;

/** The app's webhook: signs, sends and remembers. */
export class Hooks {
  readonly deliveries: Delivery[] = [];
  readonly #secret: string;
  readonly #appId: number;
  readonly #host: () => string;
  #url: URL | undefined;
  #inFlight = 0;

  constructor({ secret, appId, host }: { secret: string; appId: number; host: () => string }) {
    this.#secret = secret;
    this.#appId = appId;
    this.#host = host;
  }

  /** Where deliveries go now. */
  get url(): string | undefined {
    return this.#url?.href;
  }

  /** Where deliveries go from now on; undefined stops them. */
  pointTo(url: string | undefined): void {
    this.#url = url === undefined ? undefined : new URL(url);
  }

  /** Sends a payload as it is now; without a webhook URL nothing happens. */
  async deliver(
    event: string,
    payload: unknown,
    options: DeliveryOptions = {},
  ): Promise<Delivery | undefined> {
    if (!this.#url) return undefined;
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const facts = factsOf(payload);
    return this.#attempt(
      { ...facts, event, guid: options.guid ?? randomUUID(), redelivery: false },
      text,
      options,
    );
  }

  /** Sends an earlier delivery again under the same GUID, as GitHub's button does. */
  async redeliver(id: number): Promise<Delivery> {
    const earlier = this.deliveries.find((each) => each.id === id);
    if (!earlier) throw new Error(`There is no delivery ${id}.`);
    return this.#attempt({ ...earlier, redelivery: true }, earlier.payload, {});
  }

  /** Waits until every delivery has been answered or given up. */
  async settled(): Promise<void> {
    while (this.#inFlight > 0) await sleep(2);
  }

  async #attempt(
    facts: Pick<Delivery, 'event' | 'guid' | 'action' | 'installationId' | 'repositoryId' | 'redelivery'>,
    payload: string,
    options: DeliveryOptions,
  ): Promise<Delivery> {
    const { event, guid, action, installationId, repositoryId, redelivery } = facts;
    const headers = this.#headers(event, guid, { payload, options });
    const delivery: Delivery = {
      id: this.deliveries.length + 1,
      guid,
      event,
      action,
      installationId,
      repositoryId,
      redelivery,
      at: new Date(),
      duration: null,
      status: null,
      headers,
      payload,
      answer: '',
    };
    this.deliveries.push(delivery);
    await this.#send(delivery);
    return delivery;
  }

  #headers(
    event: string,
    guid: string,
    { payload, options }: { payload: string; options: DeliveryOptions },
  ): Record<string, string> {
    const { secret = this.#secret, signature = sign(secret, payload) } = options;
    return {
      accept: '*/*',
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/5a4dbe0',
      'x-github-delivery': guid,
      'x-github-event': event,
      'x-github-hook-id': String(this.#appId * 10),
      'x-github-hook-installation-target-id': String(this.#appId),
      'x-github-hook-installation-target-type': 'integration',
      'x-github-enterprise-host': this.#host(),
      'x-github-enterprise-version': '3.17.0',
      ...(signature === null ? {} : { 'x-hub-signature-256': signature }),
      ...options.headers,
    };
  }

  async #send(delivery: Delivery): Promise<void> {
    const url = this.#url;
    if (!url) return;
    const started = performance.now();
    this.#inFlight += 1;
    try {
      // The answer to the request that caused the event goes out first, as a rule on GitHub too.
      await nextTurn();
      const { status, body } = await post(url, delivery.headers, delivery.payload);
      delivery.status = status;
      delivery.answer = body;
    } catch {
      delivery.status = 0;
    } finally {
      delivery.duration = performance.now() - started;
      this.#inFlight -= 1;
    }
  }
}

/** The value of `X-Hub-Signature-256`. */
function sign(secret: string, payload: string): string {
  return `sha256=${createHmac('sha256', secret).update(payload).digest('hex')}`;
}

interface Envelope {
  action?: unknown;
  installation?: { id?: unknown };
  repository?: { id?: unknown };
}

function factsOf(payload: unknown): Pick<Delivery, 'action' | 'installationId' | 'repositoryId'> {
  const { action, installation, repository }: Envelope =
    typeof payload === 'object' && payload ? payload : {};
  return {
    action: typeof action === 'string' ? action : null,
    installationId: typeof installation?.id === 'number' ? installation.id : null,
    repositoryId: typeof repository?.id === 'number' ? repository.id : null,
  };
}

function post(
  url: URL,
  headers: Record<string, string>,
  payload: string,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(payload);
    // node:http, because tests replace the global fetch and a delivery must not be caught by that.
    const request = httpRequest(url, {
      method: 'POST',
      agent: false,
      timeout: TIMEOUT,
      headers: { ...headers, 'content-length': bytes.length },
    });
    request.on('timeout', () => request.destroy(new Error('The app took more than ten seconds.')));
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    request.end(bytes);
  });
}
