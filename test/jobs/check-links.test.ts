import { expect, it } from 'vitest';
import type { Memory } from '../../src/domain/memory.ts';
import { checkLinks, knownSources } from '../../src/jobs/check-links.ts';
import type { LinkTools } from '../../src/jobs/link-tools.ts';
import { evaluationFrom, policyFrom } from '../helpers/evaluations.ts';

const pages = ['https://example.org/a', 'https://skipped.example/b'];

/** Tools with a clock that is turned by hand, a memory of their own and a web on which every page has a fault. */
function toolsAt(clock: { now: number }): LinkTools & { asked: string[] } {
  const stored = new Map<string, unknown>();
  const asked: string[] = [];
  const memory: Memory = {
    get: async (key) => stored.get(key),
    set: async (key, value) => void stored.set(key, value),
    flush: async () => undefined,
  };
  const http: LinkTools['http'] = {
    async get({ url }) {
      asked.push(url);
      const hops = [{ url, status: 400 }];
      const answer = { status: 400, headers: {}, body: new Uint8Array(), truncated: false };
      return { kind: 'answer', url, ...answer, hops, ms: 1 };
    },
    close: async () => undefined,
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const none = {
    appId: 1,
    blobs: new Map() as never,
    accessTo: () => undefined,
    confirmAfterMs: 0,
    everyMs: 0,
    archiveEndpoint: undefined,
  };
  return { ...none, now: () => clock.now, log, http, memory, stopping: new AbortController().signal, asked };
}

it('calls a source dead after as many failures as the policy says, and leaves out hosts that it skips', async () => {
  const evaluations = [evaluationFrom({ criteria: { 'security.a': { urls: pages } } })];
  const policy = policyFrom('links: { failures: 2, hosts: [{ host: skipped.example, skip: true }] }');
  const clock = { now: Date.parse('2026-06-01') };
  const tools = toolsAt(clock);
  expect(
    (await checkLinks(policy, evaluations, 1, { issues: [], fixes: [] }, false, tools)).findings,
  ).toEqual([]);
  clock.now += 73 * 3_600_000;
  const { findings } = await checkLinks(policy, evaluations, 1, { issues: [], fixes: [] }, false, tools);
  expect(findings).toMatchObject([{ kind: 'dead-sources', sources: [{ page: pages[0] }] }]);
  expect(new Set(tools.asked)).toEqual(new Set([pages[0]]));
  const known = await knownSources(pages, 2, tools);
  expect(pages.map((page) => known.get(page)?.isDead)).toEqual([true, undefined]);
});
