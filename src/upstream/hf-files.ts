import * as z from 'zod';
import type { HttpClient } from '../http/http.ts';
import { getJson, MAX_BYTES } from './get-json.ts';
import type { HubFile } from './hf-weights.ts';
import { nextPage } from './next-page.ts';

const TreePage = z.array(z.object({ type: z.string(), path: z.string(), size: z.int().nonnegative() }));

const ShardIndex = z.object({ weight_map: z.record(z.string(), z.string()) });

/** The Hub as one look talks to it. */
export interface Hub {
  http: HttpClient;
  /** Without a slash at its end. */
  base: string;
  token: string | undefined;
  /** The operator's token was called invalid, and what follows is asked without it. */
  tokenRefused: boolean;
}

/** One model at one commit. */
export interface Revision {
  id: string;
  sha: string;
}

/** How the Hub is called in sentences. */
export const HUB = 'Hugging Face';

const INDEX = 'model.safetensors.index.json';

// 1000 entries a page; larger repositories are data sets in disguise.
const MAX_PAGES = 50;

/** A model's name as a path: each part encoded, so that no name leaves the folder it is put into. */
export function pathOf(id: string): string {
  return id.split('/').map(encodeURIComponent).join('/');
}

/** All files of a revision, or why they could not be listed. Half a list is no list. */
export async function listFiles(
  hub: Hub,
  { id, sha }: Revision,
): Promise<{ files: readonly HubFile[] } | { why: string }> {
  const files = new Map<string, HubFile>();
  let url: string | undefined =
    `${hub.base}/api/models/${pathOf(id)}/tree/${sha}?recursive=true&expand=false`;
  const { origin } = new URL(url);
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { http, token } = hub;
    const reply = await getJson({ http, who: HUB, what: "the model's files", url, token, schema: TreePage });
    if (reply.kind !== 'value') return { why: reply.why };
    for (const entry of reply.value) if (entry.type === 'file') files.set(entry.path, entry);
    url = nextPage(reply.headers['link'], url);
    if (url === undefined) return { files: [...files.values()] };
    if (new URL(url).origin !== origin)
      return { why: `${HUB} sends the next page of files to another host.` };
  }
  return { why: `${HUB} lists more than ${MAX_PAGES} pages of files.` };
}

/**
 * The shards that the model's index file names. An index that is closed, too long or damaged names none: the numbers in
 * the file names must do. One that did not answer today is a `why`.
 */
export async function readShardIndex(
  hub: Hub,
  { id, sha }: Revision,
  files: readonly HubFile[],
): Promise<{ shards: readonly string[] } | { why: string }> {
  const index = files.find((file) => file.path === INDEX);
  if (index === undefined || index.size > MAX_BYTES) return { shards: [] };
  const url = `${hub.base}/${pathOf(id)}/resolve/${sha}/${INDEX}`;
  const { http, token } = hub;
  const reply = await getJson({ http, who: HUB, what: 'the list of shards', url, token, schema: ShardIndex });
  if (reply.kind === 'unanswered') return { why: reply.why };
  return { shards: reply.kind === 'value' ? [...new Set(Object.values(reply.value.weight_map))] : [] };
}
