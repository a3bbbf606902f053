import * as z from 'zod';
import { listFiles, readShardIndex, type Revision } from './hf-files.ts';
import { pathOf, type Failed, type Hub } from './hf-hub.ts';
import {
  judgeWeights,
  looksLikeWeights,
  missingShard,
  USUAL_RULE,
  type WeightRule,
  type WeightVerdict,
} from './hf-weights.ts';
import { keep, readKept } from './kept.ts';
import type { SourceTools } from './source.ts';

// What a commit holds never changes, so it is listed once and kept: its weights alone, adapters among them.
const Weights = z.object({
  files: z.array(z.object({ path: z.string(), size: z.number(), oid: z.string().optional() })),
  /** A shard that the index names and the commit lacks. */
  missing: z.string().optional(),
});
type Weights = z.infer<typeof Weights>;

const VIEW = 'weights at a commit';
const ANY_SIZE = { ...USUAL_RULE, minSize: 0 };

/** Judges a model's weights at one commit; `untold` where they could not be listed. */
export async function weightsAt(
  hub: Hub,
  revision: Revision,
  rule: WeightRule,
  tools: SourceTools,
): Promise<WeightVerdict | { kind: 'untold'; failed: Failed }> {
  const name = `${VIEW}: ${hub.base} ${revision.id} ${revision.sha}`;
  const read = await tools.shared(name, () => keptOrRead(hub, revision, tools));
  if ('failed' in read) return { kind: 'untold', failed: read.failed };
  return judgeWeights(read.files, read.missing === undefined ? [] : [read.missing], rule);
}

async function keptOrRead(
  hub: Hub,
  revision: Revision,
  tools: SourceTools,
): Promise<Weights | { failed: Failed }> {
  // One place a model, whatever its commit: what was there before is written over.
  const place = `${hub.base}/${pathOf(revision.id)}`;
  const kept = await readKept(tools, VIEW, place, Weights);
  if (kept?.etag === revision.sha) return kept.value;
  const listed = await listFiles(hub, revision);
  if ('failed' in listed) return listed;
  const files = listed.files.filter((file) => looksLikeWeights(file.path, true));
  // An index matters only where the numbers in the names leave the question open.
  const isOpen = judgeWeights(files, [], ANY_SIZE).kind === 'complete';
  const index = isOpen ? await readShardIndex(hub, revision, listed.files) : { shards: [], passing: false };
  if ('failed' in index) return index;
  const value = { files, missing: missingShard(listed.files, index.shards) };
  if (!index.passing) await keep(tools, VIEW, place, { value, etag: revision.sha });
  return value;
}
