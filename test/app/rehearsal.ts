import { ProbotOctokit } from 'probot';
import type { TickHint } from '../../src/domain/box.ts';
import type { Log } from '../../src/domain/log.ts';
import type { Memory } from '../../src/domain/memory.ts';
import { readUrl } from '../../src/domain/url.ts';
import { createBlobCache } from '../../src/github/blob-cache.ts';
import type { GitHub } from '../../src/github/client.ts';
import { createHttpClient } from '../../src/http/client.ts';
import { reviewPull } from '../../src/jobs/review-pull.ts';
import { runCommand } from '../../src/jobs/run-command.ts';
import { runTicks } from '../../src/jobs/run-ticks.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import type { Tools } from '../../src/jobs/tools.ts';
import { upstreamSettings } from '../../src/settings.ts';
import { accessFor } from '../../src/upstream-access.ts';
import type { Files } from '../sandbox/deeds/commits.ts';
import type { Repo } from '../sandbox/repo.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { mapMemory } from '../upstream/round.ts';
import { WITHOUT_DASHBOARD } from './stage.ts';

/** Sweeps of one repository on days of one's choosing, in this process, over real HTTP. */
export interface Rehearsal {
  sandbox: Sandbox;
  repo: Repo;
  /** Sweeps at a time, `2026-06-12T12:00:00Z`, and gives the tally without the steps that did nothing. */
  sweepAt(time: string): Promise<Record<string, number>>;
  /** Sets the clock: what people do next happens then. */
  moveTo(time: string): void;
  /** Does what the ticked boxes of an issue ask for, as the app does once it is told of them. */
  doTicks(issue: number, hints?: readonly TickHint[]): Promise<void>;
  /** Does what a comment asks for, as the app does once it is told of it. */
  doCommand(issue: number, comment: number): Promise<void>;
  /** Reviews a pull request. `superseded`: a newer review waits. */
  review(pull: number, superseded?: AbortSignal): Promise<void>;
  /**
   * Does something once, just before the bot sends a request that fits: `GET /repos/…/issues/1`, or
   * `POST /graphql mutation commit`.
   */
  justBefore(fits: RegExp, deed: () => unknown): void;
  /** Loses all that was remembered. */
  forget(): void;
  close(): Promise<void>;
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Puts files into a new repository, configured unless `configured` is false. `environment`: where upstreams are, as the
 * operator would say it.
 */
export async function rehearse(
  files: Files,
  environment: Readonly<Record<string, string>>,
  { configured = true }: { configured?: boolean } = {},
): Promise<Rehearsal> {
  let now = Date.parse('2026-06-01T00:00:00Z');
  const sandbox = await startSandbox({ clock: () => new Date(now) });
  const repo = await sandbox.createRepository({
    owner: 'registry',
    name: 'evaluations',
    files: { ...(configured && WITHOUT_DASHBOARD), ...files },
  });
  const settings = upstreamSettings(environment);
  const trusted = Object.values(environment).filter((value) => readUrl(value) !== undefined);
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
    everyMs: 6 * 3_600_000,
    archiveEndpoint: undefined,
    accessTo: accessFor(settings, http, sandbox.apiUrl),
  };
  const octokit = new ProbotOctokit({
    baseUrl: sandbox.apiUrl,
    auth: {
      appId: sandbox.appId,
      privateKey: sandbox.privateKey,
      installationId: sandbox.installationId('registry'),
    },
    throttle: { enabled: false },
    retry: { enabled: false },
  });
  const github = octokit as unknown as GitHub;

  const slug = { owner: 'registry', repo: 'evaluations' };

  return {
    sandbox,
    repo,
    async sweepAt(time) {
      now = Date.parse(time);
      const outcome = await sweep(github, slug, tools);
      if (outcome.kind !== 'swept') throw new Error(outcome.why);
      return Object.fromEntries(Object.entries(outcome.tally).filter(([, times]) => times > 0));
    },
    moveTo(time) {
      now = Date.parse(time);
    },
    async doTicks(issue, hints = []) {
      const outcome = await runTicks(github, slug, issue, hints, tools);
      if (outcome.kind === 'asked') await sweep(github, slug, tools, outcome.asked);
    },
    async doCommand(issue, comment) {
      const wished: (() => Promise<unknown>)[] = [];
      await runCommand(github, slug, { issue, comment }, tools, {
        sweep: () => wished.push(() => sweep(github, slug, tools)),
        review: (pull) => wished.push(() => reviewPull(github, slug, pull, tools, tools.stopping)),
      });
      for (const job of wished) await job();
    },
    async review(pull, superseded = tools.stopping) {
      await reviewPull(github, slug, pull, tools, superseded);
    },
    justBefore(fits, deed) {
      let done = false;
      octokit.hook.before('request', async ({ method, url, ...values }) => {
        const path = url.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
        const query = typeof values['query'] === 'string' ? ` ${values['query']}` : '';
        if (done || !fits.test(`${method} ${path}${query}`)) return;
        done = true;
        await deed();
      });
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
