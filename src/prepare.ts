import { getPrivateKey } from '@probot/get-private-key';
import Bottleneck from 'bottleneck';
import { pino, type Logger } from 'pino';
import { createBlobCache } from './github/blob-cache.ts';
import { createHttpClient } from './http/client.ts';
import { paced } from './http/pace.ts';
import { withinRanges } from './http/ranges.ts';
import type { Tools } from './jobs/tools.ts';
import { openFileMemory } from './memory/file.ts';
import { SettingsError, type AppSettings } from './settings.ts';
import { accessFor, originsOf, PUBLIC_GITHUB } from './upstream-access.ts';
import { clockFor } from './wire.ts';

/** What the App's jobs are made with, and how to let go of it. */
export interface Prepared {
  tools: Tools;
  log: Logger;
  /** Tells running jobs to come to an end. */
  stop(): void;
  close(): Promise<void>;
}

/** Makes the clients, the clock and the memory of the App, once. */
export async function prepare(settings: AppSettings): Promise<Prepared> {
  const log = pino({ name: 'reverify', level: settings.LOG_LEVEL });
  const now = clockFor(settings);
  const memory = await openFileMemory(settings.REVERIFY_MEMORY, log);
  // What the operator names is trusted to be inside; what repositories name never is.
  const archive = settings.REVERIFY_ARCHIVE;
  const github = apiUrlOf(settings) ?? PUBLIC_GITHUB;
  const trusted = new Set([...settings.REVERIFY_MIRRORS.values(), ...originsOf(settings), github]);
  if (archive !== undefined) trusted.add(new URL(archive).origin);
  const userAgent = 'reverify/0.1 (keeps the sources of evaluations fresh)';
  const perHost = settings.REVERIFY_PER_HOST;
  const client = createHttpClient({
    userAgent,
    mirrors: settings.REVERIFY_MIRRORS,
    trusted,
    exempt: withinRanges(settings.REVERIFY_ALLOW_HOSTS),
    connections: perHost,
    now,
  });
  const http = paced(client, {
    now,
    perHost,
    total: settings.REVERIFY_TOTAL,
    perSecond: settings.REVERIFY_RATE,
  });
  const stopping = new AbortController();
  const tools: Tools = {
    appId: settings.APP_ID,
    now,
    log,
    http,
    memory,
    blobs: createBlobCache(),
    stopping: stopping.signal,
    confirmAfterMs: settings.REVERIFY_CONFIRM_AFTER,
    everyMs: settings.REVERIFY_EVERY,
    archiveEndpoint: archive,
    accessTo: accessFor(settings, http, github),
  };
  async function close(): Promise<void> {
    await http.close();
    await memory.flush();
  }
  return { tools, log, stop: () => stopping.abort(), close };
}

/** The App's private key, from its text or its file. Throws `SettingsError`. */
export function privateKeyOf({ PRIVATE_KEY, PRIVATE_KEY_PATH }: AppSettings): string {
  const key = getPrivateKey({ env: { PRIVATE_KEY, PRIVATE_KEY_PATH } });
  if (key) return key;
  throw new SettingsError('Set PRIVATE_KEY, or PRIVATE_KEY_PATH to the .pem file of your GitHub App.');
}

/** Where GitHub's API is; undefined for github.com. */
export function apiUrlOf({ GITHUB_API_URL, GHE_HOST, GHE_PROTOCOL }: AppSettings): string | undefined {
  return GITHUB_API_URL ?? (GHE_HOST ? `${GHE_PROTOCOL}://${GHE_HOST}/api/v3` : undefined);
}

/**
 * Options of every GitHub client: how long to wait for an answer, how far apart writes are, and that a secondary limit
 * is waited for. Probot's own default drops the write with a line in the log.
 */
export function octokitOptions(
  settings: AppSettings,
  given: { throttle?: object; request?: object },
): object {
  const second = settings.REVERIFY_WRITE_INTERVAL / 3;
  const retry = { retryAfterBaseValue: second };
  const throttle = {
    ...given.throttle,
    enabled: true,
    write: spaced('reverify-write', second),
    notifications: spaced('reverify-notifications', settings.REVERIFY_WRITE_INTERVAL),
    retryAfterBaseValue: second,
    onRateLimit: (_seconds: number, _request: object, _octokit: object, retries: number) => retries < 2,
    onSecondaryRateLimit: (_seconds: number, _request: object, _octokit: object, retries: number) =>
      retries < 5,
  };
  function timed(url: string, init: RequestInit): Promise<Response> {
    return fetch(url, { ...init, signal: AbortSignal.timeout(settings.REVERIFY_GITHUB_TIMEOUT) });
  }
  return { ...given, throttle, retry, request: { ...given.request, fetch: timed } };
}

const groups = new Map<string, Bottleneck.Group>();

// One group for all clients of the process: the limits are an installation's, not a client's.
function spaced(id: string, minTime: number): Bottleneck.Group {
  const group = groups.get(id) ?? new Bottleneck.Group({ id, maxConcurrent: 1, minTime });
  groups.set(id, group);
  return group;
}
