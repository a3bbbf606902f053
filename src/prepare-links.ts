import path from 'node:path';
import { createHttpClient } from './http/client.ts';
import { paced } from './http/pace.ts';
import { withinRanges } from './http/ranges.ts';
import type { CheckAllTools } from './links/run.ts';
import { openLocalMemory, quietLog, wordsOf } from './local-memory.ts';
import { UsageError } from './usage-error.ts';

/** How the operator wants links to be asked. */
export interface LinkSettings {
  state: string;
  vantage?: string | undefined;
  perHost: number;
  total: number;
  /** A second, at one host. */
  rate: number;
  /** Milliseconds, as `confirmAfter`. */
  timeout: number;
  confirmAfter: number;
  allowHosts: readonly string[];
  version: string;
  now: () => number;
  warn: (message: string) => void;
}

/** Makes the client and the memory of one run on the command line. Throws `UsageError`, as `close` does. */
export async function prepareLinks(
  settings: LinkSettings,
): Promise<{ tools: CheckAllTools; close(): Promise<void> }> {
  const { now, perHost, total, rate: perSecond, warn, vantage } = settings;
  const log = quietLog(warn);
  // Written seldom: all of it is written each time. Whoever ends the run early flushes.
  const file = path.join(settings.state, 'memory.json');
  const memory = await openLocalMemory(file, log, { writeAfterMs: 30_000 });
  const client = createHttpClient({
    userAgent: `reverify/${settings.version} (keeps the sources of evaluations fresh)`,
    now,
    connections: perHost,
    headersTimeoutMs: settings.timeout,
    timeoutMs: Math.max(2 * settings.timeout, 20_000),
    connectTimeoutMs: Math.min(settings.timeout, 5_000),
    exempt: withinRanges(settings.allowHosts),
  });
  const http = paced(client, { now, perHost, total, perSecond });
  return {
    tools: {
      http,
      now,
      memory,
      log,
      confirmAfterMs: settings.confirmAfter,
      vantage: vantage === undefined ? undefined : await openLocalMemory(vantage, log, { readOnly: true }),
    },
    async close() {
      await http.close();
      try {
        await memory.flush();
      } catch (error) {
        throw new UsageError(`Cannot write ${file}: ${wordsOf(error)}. Name another folder with --state.`);
      }
    },
  };
}
