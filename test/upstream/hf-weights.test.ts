import { describe, expect, it } from 'vitest';
import { judgeWeights, looksLikeWeights } from '../../src/upstream/hf-weights.ts';

const GB = 1e9;

function filesOf(paths: string[], size = GB): { path: string; size: number }[] {
  return paths.map((path) => ({ path, size }));
}

function shardsOf(total: number, stem = 'model', end = 'safetensors'): string[] {
  return Array.from(
    { length: total },
    (_, at) => `${stem}-${String(at + 1).padStart(5, '0')}-of-${String(total).padStart(5, '0')}.${end}`,
  );
}

describe('a file of weights', () => {
  it.each([
    'model.safetensors',
    'Model-Q4_K_M.GGUF',
    'transformer/diffusion_pytorch_model.safetensors',
    'pytorch_model.bin',
    'pytorch_model-00001-of-00002.bin',
    'model.fp16.bin',
    'original/consolidated.00.pth',
    'best.pt',
    'v1-5-pruned.ckpt',
    'onnx/model.onnx',
    'flax_model.msgpack',
    'tf_model.h5',
    'parakeet.nemo',
    'Encoder.mlmodelc/weights/weight.bin',
  ])('is %s', (path) => expect(looksLikeWeights(path)).toBe(true));

  it.each([
    'README.md',
    'config.json',
    'model.safetensors.index.json',
    'pytorch_model.bin.index.json',
    'training_args.bin',
    'optimizer.pt',
    'checkpoint-100/optimizer.bin',
    'scheduler.pt',
    'rng_state_0.pth',
    'tokenizer.safetensors',
    'adapter_model.safetensors',
    'lora/adapter_model.bin',
    'figures/model.pt',
    'docs/figures/big.safetensors',
    'modeling.py',
    'safetensors',
    'data.bin',
    'consolidated.pth.md',
  ])('is not %s', (path) => expect(looksLikeWeights(path)).toBe(false));
});

describe('the weights of a repository', () => {
  it('are none without such a file', () => {
    expect(judgeWeights(filesOf(['README.md', 'data.parquet']))).toEqual({ kind: 'none' });
    expect(judgeWeights([])).toEqual({ kind: 'none' });
  });

  it('begin at 100 MB, in all files together', () => {
    expect(judgeWeights(filesOf(['a.pt', 'b.pt'], 49_999_999))).toEqual({
      kind: 'too-small',
      bytes: 99_999_998,
    });
    expect(judgeWeights(filesOf(['a.pt', 'b.pt'], 50_000_000))).toMatchObject({ kind: 'complete' });
  });

  it('do not count what is no weight', () => {
    const files = [...filesOf(['README.md', 'optimizer.pt', 'tokenizer.bin']), ...filesOf(['a.pt'], 1000)];
    expect(judgeWeights(files)).toEqual({ kind: 'too-small', bytes: 1000 });
  });

  it('are complete with every shard, and with none missing', () => {
    const all = shardsOf(5);
    expect(judgeWeights(filesOf(all))).toMatchObject({ kind: 'complete', bytes: 5 * GB });
    for (const left of all) {
      expect(judgeWeights(filesOf(all.filter((path) => path !== left)))).toMatchObject({
        kind: 'incomplete',
      });
    }
  });

  it('wait for each group by itself', () => {
    const both = [...shardsOf(3, 'Q4/model', 'gguf'), ...shardsOf(3, 'Q8/model', 'gguf')];
    expect(judgeWeights(filesOf(both))).toMatchObject({ kind: 'complete' });
    expect(judgeWeights(filesOf(both.slice(0, -1)))).toEqual({
      kind: 'incomplete',
      example: 'Q8/model-00001-of-00003.gguf',
    });
  });

  it('wait for both groups when a repository was cut anew', () => {
    expect(judgeWeights(filesOf([...shardsOf(2), ...shardsOf(3).slice(1)]))).toMatchObject({
      kind: 'incomplete',
    });
  });

  it('do not count a shard beyond the last, or one twice', () => {
    const odd = ['m-00001-of-00002.pt', 'm-00003-of-00002.pt', 'm-0000-of-00002.pt', 'm-1-of-00002.pt'];
    expect(judgeWeights(filesOf(odd))).toMatchObject({ kind: 'incomplete' });
  });

  it('wait for what the index names', () => {
    const files = filesOf(['a.safetensors', 'b.safetensors']);
    expect(judgeWeights(files, ['a.safetensors', 'b.safetensors'])).toMatchObject({ kind: 'complete' });
    expect(judgeWeights(files, ['a.safetensors', 'c.safetensors'])).toEqual({
      kind: 'incomplete',
      example: 'c.safetensors',
    });
  });

  it('cost no more than their files, whatever the names promise', () => {
    const name = `${'-1-of-'.repeat(20_000)}.safetensors`;
    const files = filesOf(['m-1-of-999999999.safetensors', 'm-1-of-99999999999999999999.pt', name]);
    const start = performance.now();
    expect(judgeWeights(files)).toMatchObject({ kind: 'incomplete' });
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
