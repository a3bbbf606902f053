import path from 'node:path';
import { openTape } from './disk/tape.ts';
import { createHttpClient } from './http/client.ts';
import type { HttpAnswer, HttpClient } from './http/http.ts';
import { paced } from './http/pace.ts';
import { withinRanges } from './http/ranges.ts';
import { recording, replaying } from './http/tape.ts';
import type { WatchTools } from './jobs/look-at-subject.ts';
import { openLocalMemory, quietLog, wordsOf } from './local-memory.ts';
import type { RequestLine } from './render/watch-report.ts';
import type { UpstreamSettings } from './settings.ts';
import { accessFor, originsOf, PUBLIC_GITHUB } from './upstream-access.ts';
import { UsageError } from './usage-error.ts';

/** How a run on the command line looks at upstreams. */
export interface WatchSettings {
  state: string;
  record?: string | undefined;
  replay?: string | undefined;
  allowHosts: readonly string[];
  upstreams: UpstreamSettings;
  version: string;
  now: () => number;
  warn: (message: string) => void;
  onRequest: (request: RequestLine) => void;
}

/** Makes the client and the memory of one run on the command line. Throws `UsageError`, as `close` does. */
export async function prepareWatch(
  settings: WatchSettings,
): Promise<{ tools: WatchTools; close(): Promise<void> }> {
  const { now, upstreams, record, replay, version } = settings;
  const log = quietLog(settings.warn);
  const file = path.join(settings.state, 'memory.json');
  const memory = await openLocalMemory(file, log, { writeAfterMs: 30_000 });
  const live = paced(
    createHttpClient({
      userAgent: `reverify/${version} (keeps the sources of evaluations fresh)`,
      now,
      connections: 6,
      trusted: new Set(originsOf(upstreams)),
      exempt: withinRanges(settings.allowHosts),
    }),
    { now },
  );
  const client = replay === undefined ? live : replaying(openTape(replay));
  const http = noting(
    record === undefined ? client : recording(client, openTape(record)),
    settings.onRequest,
  );
  return {
    tools: {
      now,
      log,
      memory,
      accessTo: accessFor(upstreams, http, upstreams.GITHUB_API_URL ?? PUBLIC_GITHUB),
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

function noting(client: HttpClient, note: (request: RequestLine) => void): HttpClient {
  return {
    async get(request) {
      const answer = await client.get(request);
      note({
        method: request.query === undefined ? 'GET' : 'POST',
        url: request.url,
        answer: inWords(answer),
      });
      return answer;
    },
    close: () => client.close(),
  };
}

function inWords(answer: HttpAnswer): string {
  if (answer.kind === 'failure') return answer.detail;
  return answer.status === 304 ? '304, not modified' : String(answer.status);
}
