import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shippedData } from '../helpers/app.ts';
import { cardFiles, shardedFiles, startHuggingFace, type HuggingFace } from '../helpers/hugging-face.ts';
import { rehearse, type Rehearsal } from './rehearsal.ts';
import { startStage } from './stage.ts';

const M2 = 'data/models/minimax-m2.json';
const M3 = 'MiniMaxAI/MiniMax-M3';
const quiet = '.github/reverify.yml';

let hub: HuggingFace;
let evaluation: string;
let rehearsal: Rehearsal | undefined;

beforeAll(async () => {
  hub = await startHuggingFace();
  // As it stood before its sources were looked at again on 2026-06-10.
  evaluation = ((await shippedData())[M2] ?? '').replaceAll(/("last_verified": ")[^"]+/g, '$12026-05-20');
});
afterEach(async () => {
  await rehearsal?.close();
  rehearsal = undefined;
  hub.fail();
  hub.removeModel(M3);
});
afterAll(() => hub.close());

async function begin(config = 'mode: issues-only\nlinks: { check: false }\n'): Promise<Rehearsal> {
  rehearsal = await rehearse({ [M2]: evaluation, [quiet]: config }, { HF_ENDPOINT: hub.url });
  return rehearsal;
}

function at(day: number, hour = 12): string {
  return `2026-06-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`;
}

describe('the weights of MiniMax-M3', () => {
  it('are told on the day on which they are there in full, once, naming what they put in doubt', async () => {
    const { repo, sandbox, sweepAt, forget } = await begin();
    const complete = shardedFiles(59, 14_474_576_271);
    const story: Record<number, () => void> = {
      1: () => hub.removeModel(M3),
      3: () => hub.setModel(M3, { files: cardFiles() }),
      5: () => hub.setModel(M3, { files: [...cardFiles(), { path: 'config.json', size: 3_100 }] }),
      // Somebody's model of the same name, made for unit tests, with real weights.
      7: () =>
        hub.setModel('hf-tiny-v2/tiny-random-MiniMaxM3', {
          files: [...cardFiles(), { path: 'model.safetensors', size: 51_700_000 }],
        }),
      9: () => hub.setModel(M3, { files: [...cardFiles(), { path: 'model.safetensors', size: 51_700_000 }] }),
      11: () => hub.setModel(M3, { files: complete.filter(({ path }) => !path.includes('-00031-of-')) }),
      12: () => hub.setModel(M3, { files: complete }),
    };
    const told: Record<number, object> = {};
    for (let day = 1; day <= 13; day++) {
      story[day]?.();
      if (day === 13) forget();
      const deeds = await sweepAt(at(day));
      if (deeds['create'] ?? deeds['update'] ?? deeds['close']) told[day] = deeds;
    }
    expect(told).toEqual({ 12: { create: 1 } });
    const issues = await repo.issues();
    expect(issues).toHaveLength(1);
    expect(issues[0]?.title).toContain('59 files, 854 GB');
    expect(issues[0]?.body).toContain('minimax-m2: operational_excellence.versioning_policy');
    expect(issues[0]?.body).toMatch(/Seen on 2026-06-12/);
    expect(issues[0]?.body).toMatch(/> MiniMax-M3 announcement: .*weights are still not published/);
    expect(issues[0]?.body).toMatch(/`minimax-m2: limitations`.*\n {2}> The weights of the successor M3/);
    sandbox.resetLog();
    await sweepAt(at(14));
    expect(sandbox.writes()).toEqual([]);
  });
});

describe('a host that fails', () => {
  it('for two weeks is one line of the dashboard, and nothing that happened meanwhile is lost', async () => {
    const { repo, sandbox, sweepAt } = await begin('links: { check: false }\n');
    hub.setModel(M3, { files: cardFiles() });
    await sweepAt(at(1));
    hub.setModel(M3, { files: shardedFiles(59, 14_474_576_271) });
    const told: number[] = [];
    for (let day = 2; day <= 15; day++) {
      hub.fail(day % 2 === 0 ? 503 : 'reset');
      sandbox.resetLog();
      for (const hour of [0, 12]) await sweepAt(at(day, hour));
      expect(sandbox.writes().map(({ method, path }) => `${method} ${path.slice(-9)}`)).toEqual([
        'PATCH /issues/1',
      ]);
      if (troubles(repo.issue(1).body) > 0) told.push(day);
    }
    expect(told).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    const open = (await repo.issues()).filter(({ state }) => state === 'open');
    expect(open.map(({ title }) => title)).toEqual(['Reverify dashboard']);
    expect(troubles(repo.issue(1).body)).toBe(1);
    hub.fail();
    expect(await sweepAt(at(16))).toEqual({ create: 1, update: 1 });
    expect(troubles(repo.issue(1).body)).toBe(0);
    const after = await repo.issues();
    expect(after.map(({ title, state }) => [title.slice(0, 18), state]).toSorted()).toEqual([
      ['Model weights for ', 'open'],
      ['Reverify dashboard', 'open'],
    ]);
  });
});

function troubles(body: string): number {
  return body.match(/^\| hf-model \| 2026-06-02 \|/gm)?.length ?? 0;
}

describe('a webhook of the Hub', () => {
  it('is a hint to look at once, for those who watch that model', async () => {
    const stage = await startStage({ env: { HF_WEBHOOK_SECRET: 'a long secret' } });
    try {
      const repo = await stage.repository({
        [M2]: stamped(stage.data[M2], '2026-12-01'),
        [quiet]: 'mode: issues-only\nlinks: { check: false }\n',
      });
      expect(await repo.issues()).toEqual([]);
      stage.hub.setModel(M3, { files: shardedFiles(59, 14_474_576_271) });
      const hook = new URL('/api/huggingface/webhooks', stage.app.webhookUrl);
      const post = (secret: string, name: string) =>
        fetch(hook, {
          method: 'POST',
          headers: { 'x-webhook-secret': secret },
          body: JSON.stringify({ repo: { type: 'model', name } }),
        });
      expect((await post('another secret', M3)).status).toBe(401);
      expect((await post('a long secret', 'somebody/else')).status).toBe(202);
      const large = await fetch(hook, {
        method: 'POST',
        headers: { 'x-webhook-secret': 'a long secret' },
        body: 'x'.repeat(200_000),
      });
      expect(large.status).toBe(413);
      expect(await repo.issues()).toEqual([]);
      await stage.after('sweep', async () => {
        expect((await post('a long secret', M3.toLowerCase())).status).toBe(202);
      });
      expect((await repo.issues()).map(({ title }) => title)).toEqual([
        expect.stringContaining('Model weights for'),
      ]);
    } finally {
      await stage.close();
    }
  });
});

function stamped(text = '', day: string): string {
  return text.replaceAll(/("last_verified": ")[^"]+/g, `$1${day}`);
}
