import { createHash } from 'node:crypto';

/** A file of a repository on the Hub: its path and its real size in bytes, not that of an LFS pointer. */
export interface HubFile {
  path: string;
  size: number;
  /** The hash of its contents. */
  oid?: string | undefined;
}

/** What counts as a model's weights. */
export interface WeightRule {
  /** In bytes, all files together. */
  minSize: number;
  /** Every shard must be there. */
  complete: boolean;
  /** Adapters are weights, too. */
  adapters: boolean;
}

/** What the files of a repository say about its weights. */
export type WeightVerdict =
  | { kind: 'none' }
  | { kind: 'too-small'; bytes: number }
  | { kind: 'incomplete'; example: string }
  | ({ kind: 'complete' } & Weights);

/** The files that are a model's weights, and their size in bytes. */
export interface Weights {
  files: readonly HubFile[];
  bytes: number;
}

// hf-tiny-v2/tiny-random-MiniMaxM3SparseForConditionalGeneration, made for unit tests, has a real
// `model.safetensors` of 51.7 MB.
const MIN_BYTES = 100_000_000;

/** What counts as weights where a watch does not say. */
export const USUAL_RULE: WeightRule = { minSize: MIN_BYTES, complete: true, adapters: false };

const suffixes = ['.safetensors', '.gguf', '.pt', '.ckpt', '.onnx', '.nemo'];
const framed: readonly (readonly [prefix: string, suffix: string])[] = [
  ['pytorch_model', '.bin'],
  ['model', '.bin'],
  ['consolidated', '.pth'],
  ['flax_model', '.msgpack'],
  ['tf_model', '.h5'],
];
// They end like weights: traces of a training run and tokenizers.
const others = ['training_args.bin', 'optimizer', 'scheduler', 'rng_state', 'tokenizer'];
// It needs another model's weights.
const ADAPTER = 'adapter_model.';

const SHARD = /^(.*)-(\d{1,9})-of-(\d{1,9})(\..*)$/s;

/** Whether a file's path is that of model weights, by name alone. */
export function looksLikeWeights(path: string, adapters = false): boolean {
  const folders = path.toLowerCase().split('/');
  const name = folders.pop() ?? '';
  if (name.startsWith(ADAPTER) && !adapters) return false;
  if (folders.includes('figures') || others.some((other) => name.startsWith(other))) return false;
  if (folders.some((folder) => folder.endsWith('.mlmodelc'))) return true;
  return (
    suffixes.some((suffix) => name.endsWith(suffix)) ||
    framed.some(([prefix, suffix]) => name.startsWith(prefix) && name.endsWith(suffix))
  );
}

/** Judges a repository's files, with the shards that its index file names where that could be read. */
export function judgeWeights(
  files: readonly HubFile[],
  indexed: readonly string[] = [],
  { minSize, complete, adapters }: WeightRule = USUAL_RULE,
): WeightVerdict {
  const weights = files.filter((file) => looksLikeWeights(file.path, adapters));
  if (weights.length === 0) return { kind: 'none' };
  const bytes = weights.reduce((sum, file) => sum + file.size, 0);
  if (bytes < minSize) return { kind: 'too-small', bytes };
  const example = complete ? (incompleteGroup(weights) ?? missingShard(files, indexed)) : undefined;
  return example === undefined
    ? { kind: 'complete', files: weights, bytes }
    : { kind: 'incomplete', example };
}

/**
 * One hash of what files hold, in whatever order they are listed: the same files uploaded again have the same. Undefined
 * where upstream does not say what one of them holds.
 */
export function fingerprintOf(files: readonly HubFile[]): string | undefined {
  if (files.some((file) => file.oid === undefined)) return undefined;
  const lines = files.map(({ path, oid, size }) => `${path}\0${oid}\0${size}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** The first shard that an index names and a repository lacks. */
export function missingShard(files: readonly HubFile[], indexed: readonly string[]): string | undefined {
  const present = new Set(files.map((file) => file.path));
  return indexed.find((shard) => !present.has(shard));
}

// A group is counted, never walked up to N: N is a number that a stranger wrote into a file name.
function incompleteGroup(weights: readonly HubFile[]): string | undefined {
  const groups = new Map<string, { total: number; seen: Set<number>; example: string }>();
  for (const { path } of weights) {
    const [, stem, number, total, end] = SHARD.exec(path) ?? [];
    if (number === undefined || total === undefined) continue;
    const key = JSON.stringify([stem, total, end]);
    const group = groups.get(key) ?? { total: Number(total), seen: new Set(), example: path };
    groups.set(key, group);
    if (Number(number) >= 1 && Number(number) <= group.total) group.seen.add(Number(number));
  }
  return [...groups.values()].find((group) => group.seen.size < group.total)?.example;
}
