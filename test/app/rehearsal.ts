import { ProbotOctokit } from 'probot';
import type { Log } from '../../src/domain/log.ts';
import type { Memory } from '../../src/domain/memory.ts';
import { createBlobCache } from '../../src/github/blob-cache.ts';
import type { GitHub } from '../../src/github/client.ts';
import { createHttpClient } from '../../src/http/client.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import type { Tools } from '../../src/jobs/tools.ts';
import { upstreamSettings } from '../../src/settings.ts';
import { accessFor } from '../../src/upstream-access.ts';
import type { Files } from '../sandbox/deeds/commits.ts';
import type { Repo } from '../sandbox/repo.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { mapMemory } from '../upstream/round.ts';

/** Sweeps of one repository on days of one's choosing, in this process, over real HTTP. */
export interface Rehearsal {
  sandbox: Sandbox;
  repo: Repo;
  /** Sweeps at a time, `2026-06-12T12:00:00Z`, and gives the tally without the steps that did nothing. */
  sweepAt(time: string): Promise<Record<string, number>>;
  /** Loses all that was remembered. */
  forget(): void;
  close(): Promise<void>;
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Puts files into a new repository. `environment`: where upstreams are, as the operator would say it. */
export async function rehearse(
  files: Files,
  environment: Readonly<Record<string, string>>,
): Promise<Rehearsal> {
  let now = Date.parse('2026-06-01T00:00:00Z');
  const sandbox = await startSandbox({ clock: () => new Date(now) });
  const repo = await sandbox.createRepository({ owner: 'registry', name: 'evaluations', files });
  const settings = upstreamSettings(environment);
  const trusted = Object.values(environment).filter((value) => URL.canParse(value));
  const http = createHttpClient({ userAgent: 'reverify-test/0', now: () => now, trusted: new Set(trusted) });
  let memory = mapMemory();
  const stored: Memory = {
    get: (key) => memory.get(key),
    set: (key, value) => memory.set(key, value),
    keys: (prefix) => memory.keys?.(prefix) ?? Promise.resolve([]),
    flush: () => memory.flush(),
  };
  const tools: Tools = {
    appId: sandbox.appId,
    now: () => now,
    log: silent,
    http,
    memory: stored,
    blobs: createBlobCache(),
    stopping: new AbortController().signal,
    confirmAfterMs: 0,
    archiveEndpoint: undefined,
    accessTo: accessFor(settings, http, sandbox.apiUrl),
  };
  const github = new ProbotOctokit({
    baseUrl: sandbox.apiUrl,
    auth: {
      appId: sandbox.appId,
      privateKey: sandbox.privateKey,
      installationId: sandbox.installationId('registry'),
    },
    throttle: { enabled: false },
    retry: { enabled: false },
  }) as unknown as GitHub;

  return {
    sandbox,
    repo,
    async sweepAt(time) {
      now = Date.parse(time);
      const outcome = await sweep(github, { owner: 'registry', repo: 'evaluations' }, tools);
      if (outcome.kind !== 'swept') throw new Error(outcome.why);
      return Object.fromEntries(Object.entries(outcome.tally).filter(([, times]) => times > 0));
    },
    forget() {
      memory = mapMemory();
    },
    async close() {
      await http.close();
      await sandbox.close();
    },
  };
}
