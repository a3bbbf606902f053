import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shippedData } from '../helpers/app.ts';
import { cardFiles, shardedFiles, startHuggingFace, type HuggingFace } from '../helpers/hugging-face.ts';
import { reverify, type Ran } from './run.ts';

const M3 = 'MiniMaxAI/MiniMax-M3';

let hub: HuggingFace;
let folder: string;

beforeAll(async () => {
  hub = await startHuggingFace();
  hub.setModel(M3, { files: cardFiles() });
  folder = await mkdtemp(join(tmpdir(), 'reverify-'));
  await writeFile(
    join(folder, 'minimax-m2.json'),
    (await shippedData())['data/models/minimax-m2.json'] ?? '',
  );
});
afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

function watch(...args: string[]): Promise<Ran> {
  return reverify(['watch', '.', ...args], { cwd: folder, env: { HF_ENDPOINT: hub.url } });
}

describe('reverify watch', () => {
  it('lists, looks, and tells news once', async () => {
    const listed = await watch();
    expect(listed).toMatchObject({ code: 0, err: '' });
    expect(listed.out).toContain('has-weights: not looked at yet');
    expect(hub.requests).toEqual([]);

    const before = await watch('--once');
    expect(before).toMatchObject({ code: 0, out: expect.stringContaining('has-weights: nothing new') });

    hub.setModel(M3, { files: shardedFiles(59, 14_474_576_271) });
    const news = await watch('--once', '--explain', '--record', 'tape');
    expect(news.code, news.err).toBe(1);
    expect(news.out).toContain('has-weights: news');
    expect(news.out).toContain(`Model weights for ${M3} are on Hugging Face: 59 files, 854 GB.`);
    expect(news.out).toContain('affects minimax-m2: operational_excellence.versioning_policy');
    expect(news.out).toMatch(/GET .*\/api\/models\/MiniMaxAI\/MiniMax-M3\?.* → 200/);

    const after = await watch('--once', '--format', 'json');
    expect(after.code).toBe(0);
    expect(JSON.parse(after.out)).toMatchObject({
      summary: { watches: 1, news: 0, unknown: 0 },
      watches: [{ source: 'hf-model', target: M3, conditions: [{ when: 'has-weights', state: 'done' }] }],
      requests: [],
    });
  });

  it('plays again what was recorded, and asks nobody', async () => {
    const asked = hub.requests.length;
    const files = await readdir(join(folder, 'tape'));
    expect(files.length).toBeGreaterThan(1);
    const replayed = await watch('--once', '--replay', 'tape', '--state', 'other');
    expect(replayed).toMatchObject({ code: 1, out: expect.stringContaining('59 files, 854 GB') });
    expect(hub.requests.length).toBe(asked);
    const all = await Promise.all(files.map((file) => readFile(join(folder, 'tape', file), 'utf8')));
    expect(all.join('')).not.toContain('Bearer');
  });

  it('says what cannot be done, and what to do', async () => {
    const [unknown, both, wrong] = await Promise.all([
      watch('--id', 'minimax-m4'),
      watch('--once', '--record', 'a', '--replay', 'b'),
      reverify(['watch'], { cwd: folder, env: { HF_ENDPOINT: 'nowhere' } }),
    ]);
    expect(unknown).toMatchObject({ code: 2, err: expect.stringContaining('No watch is called minimax-m4') });
    expect(both).toMatchObject({ code: 2, err: expect.stringContaining('either --record or --replay') });
    expect(wrong).toMatchObject({ code: 2, err: expect.stringMatching(/HF_ENDPOINT/) });
  });

  it('tells an upstream that does not answer from one that has no news', async () => {
    hub.fail(503);
    const { code, out } = await watch('--once', '--state', 'third');
    hub.fail();
    expect(code).toBe(0);
    expect(out).toMatch(/has-weights: could not tell\. Hugging Face answered .* 503\./);
    expect(out).toContain('1 watch, 0 with news, 1 of which could not be told.');
  });

  it('proposes the watch on the weights where an evaluation does not declare it', async () => {
    const bare = await mkdtemp(join(tmpdir(), 'reverify-'));
    const data = JSON.parse(await readFile(join(folder, 'minimax-m2.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    await writeFile(join(bare, 'm2.json'), JSON.stringify({ ...data, watch: undefined }, null, 2));
    const { code, out } = await reverify(['watch', bare, '--suggest'], { cwd: bare });
    await rm(bare, { recursive: true });
    expect(code).toBe(0);
    expect(out).toMatch(/source: hf-model\n\s+target: MiniMaxAI\/MiniMax-M3\n\s+when: has-weights/);
    expect(out).toMatch(/# Of \d+ evidence entries, \d+ \(\d+ %\) cite what a source can answer for/);
  });
});
