import { describe, expect, it } from 'vitest';
import { createHttpClient } from '../../src/http/client.ts';
import { paced } from '../../src/http/pace.ts';
import { upstreamSettings } from '../../src/settings.ts';
import { sources } from '../../src/upstream/index.ts';
import { beginRound } from '../../src/upstream/look.ts';
import { accessFor, PUBLIC_GITHUB } from '../../src/upstream-access.ts';
import { dayOf } from '../../src/domain/day.ts';
import { mapMemory, silent } from './round.ts';

/** For each source something that has long been there, asked in the default condition. */
const asks: Record<string, { target: string; with?: object; when?: string }> = {
  advisory: { target: 'pypi/langchain' },
  'advisory-ghsa': { target: 'pypi/langchain' },
  endoflife: { target: 'python', when: 'new-cycle' },
  feed: { target: 'https://github.com/nodejs/node/releases.atom' },
  'github-release': { target: 'vllm-project/vllm' },
  'github-repo': { target: 'vllm-project/vllm', when: 'license-changed' },
  'github-tag': { target: 'vllm-project/vllm' },
  'hf-model': { target: 'MiniMaxAI/MiniMax-M2' },
  'hf-org': { target: 'MiniMaxAI' },
  json: { target: 'https://api.github.com/', when: 'holds', with: { select: '$.current_user_url' } },
  npm: { target: 'zod' },
  openrouter: { target: 'minimax/minimax-m2' },
  page: { target: 'https://endoflife.date/python' },
  pypi: { target: 'langchain' },
};

// The tests of this file ask the real upstreams, and are skipped unless REVERIFY_LIVE=1: what stands upstream today is no
// fault of a change.
describe.skipIf(process.env['REVERIFY_LIVE'] !== '1')('live, with REVERIFY_LIVE=1:', () => {
  it.each([...sources.values()])('$name answers as it is read', async (source) => {
    const ask = asks[source.name];
    if (ask === undefined) throw new Error(`Name something that ${source.name} can be asked.`);
    const settings = upstreamSettings(process.env);
    const http = paced(createHttpClient({ userAgent: 'reverify-test/0', now: Date.now }), { now: Date.now });
    const accessTo = accessFor(settings, http, settings.GITHUB_API_URL ?? PUBLIC_GITHUB);
    const round = beginRound({ accessTo, memory: mapMemory(), today: dayOf(Date.now()), log: silent });
    const when = ask.when ?? Object.keys(source.conditions)[0] ?? '';
    const options = source.options.parse(ask.with ?? {});
    const outcome = await round.look(source.name, { target: ask.target, when, options });
    await http.close();
    expect(outcome).toMatchObject({ kind: 'ok' });
  });
});

it('names something to ask live for each source, and nothing else', () => {
  expect(Object.keys(asks).sort()).toEqual([...sources.keys()].sort());
});
