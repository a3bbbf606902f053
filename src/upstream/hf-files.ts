import * as z from 'zod';
import { MAX_BYTES, type Reply } from './get-document.ts';
import { askHub, pathOf, type Failed, type Hub } from './hf-hub.ts';
import { readPages } from './hf-paging.ts';
import type { HubFile } from './hf-weights.ts';

const Oid = z.string().max(128);
const TreePage = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.int().nonnegative(),
    oid: Oid.optional(),
    lfs: z.object({ oid: Oid }).optional(),
  }),
);

const ShardIndex = z.object({ weight_map: z.record(z.string(), z.string()) });

/** One model at one commit. */
export interface Revision {
  id: string;
  sha: string;
}

const INDEX = 'model.safetensors.index.json';

/** All files of a revision, or why they could not be listed. */
export async function listFiles(
  hub: Hub,
  { id, sha }: Revision,
): Promise<{ files: readonly HubFile[] } | { failed: Failed }> {
  const url = `${hub.base}/api/models/${pathOf(id)}/tree/${sha}?recursive=true&expand=false`;
  const listed = await readPages(hub, { what: "the model's files", noun: 'files', url, schema: TreePage });
  if ('failed' in listed) return { failed: listed.failed };
  const files = new Map<string, HubFile>();
  for (const { type, path, size, oid, lfs } of listed.entries) {
    if (type === 'file') files.set(path, { path, size, oid: lfs?.oid ?? oid });
  }
  return { files: [...files.values()] };
}

/**
 * The shards that the model's index file names. An index that is closed, too long or damaged names none: the numbers in
 * the file names must do. `passing` says that it may be another the next time; one that did not answer has `failed`.
 */
export async function readShardIndex(
  hub: Hub,
  { id, sha }: Revision,
  files: readonly HubFile[],
): Promise<{ shards: readonly string[]; passing: boolean } | { failed: Failed }> {
  const index = files.find((file) => file.path === INDEX);
  if (index === undefined || index.size > MAX_BYTES) return { shards: [], passing: false };
  const url = `${hub.base}/${pathOf(id)}/resolve/${sha}/${INDEX}`;
  const { reply } = await askHub(hub, { what: 'the list of shards', url, schema: ShardIndex });
  if (reply.kind === 'unanswered') return { failed: reply };
  return { shards: shardsOf(reply), passing: reply.kind === 'unreadable' };
}

function shardsOf(reply: Reply<z.infer<typeof ShardIndex>>): readonly string[] {
  return reply.kind === 'value' ? [...new Set(Object.values(reply.value.weight_map))] : [];
}
