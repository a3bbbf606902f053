import { MAX_FILE_BYTES, type SourceFile } from '../domain/document.ts';
import { causeOf, type GitHub, type Slug } from './client.ts';

/** A file of a tree. */
export interface TreeFile {
  path: string;
  blob: string;
  /** Bytes; undefined where no tree has said it, nor that there is a file at all. */
  size: number | undefined;
}

/** Blobs that were read before, by their id. A blob never changes, so it can be kept for as long as there is room. */
export interface BlobCache {
  get(blob: string): Uint8Array | undefined;
  set(blob: string, bytes: Uint8Array): void;
}

// GitHub answers a hundred blobs of ordinary size in well under its ten seconds.
const BLOBS_PER_QUERY = 100;
const BYTES_PER_QUERY = 4 * 1024 * 1024;

/** Lists the files of a tree, and of the trees below it. */
export async function listTree(github: GitHub, slug: Slug, tree: string): Promise<TreeFile[]> {
  const { data } = await github.rest.git.getTree({ ...slug, tree_sha: tree, recursive: '1' });
  if (data.truncated) return listLargeTree(github, slug, tree);
  return data.tree.flatMap(({ type, path, sha, size }) =>
    type === 'blob' ? [{ path, blob: sha, size }] : [],
  );
}

// Above 100,000 entries or 7 MB GitHub cuts a recursive answer off; each folder by itself then still fits.
async function listLargeTree(github: GitHub, slug: Slug, tree: string): Promise<TreeFile[]> {
  const { data } = await github.rest.git.getTree({ ...slug, tree_sha: tree });
  const files: TreeFile[] = [];
  for (const { type, path, sha, size } of data.tree) {
    if (type === 'blob') files.push({ path, blob: sha, size });
    if (type !== 'tree') continue;
    const below = await listTree(github, slug, sha);
    files.push(...below.map((file) => ({ ...file, path: `${path}/${file.path}` })));
  }
  return files;
}

/**
 * Reads files by their blobs, many in one request. A file above the size limit comes without bytes, and so does what is
 * no file. A blob that a tree has named and GitHub does not find is GitHub's failure, and throws.
 */
export async function readFiles(
  github: GitHub,
  slug: Slug,
  files: readonly TreeFile[],
  cache: BlobCache,
): Promise<SourceFile[]> {
  const known = new Map<string, Uint8Array | undefined>();
  const missing = new Map<string, number | undefined>();
  for (const { blob, size } of files) {
    if (size !== undefined && size > MAX_FILE_BYTES) known.set(blob, undefined);
    else if (cache.get(blob)) known.set(blob, cache.get(blob));
    else missing.set(blob, size);
  }
  const absent = new Set<string>();
  for (const batch of batches(missing)) {
    for (const [blob, read] of await readBatch(github, slug, batch, missing)) {
      if (read === 'no blob') absent.add(blob);
      if (typeof read === 'string') continue;
      known.set(blob, read);
      cache.set(blob, read);
    }
  }
  return files.map(({ path, blob }) =>
    absent.has(blob) ? { path, bytes: undefined, isMissing: true } : { path, bytes: known.get(blob) },
  );
}

function batches(blobs: ReadonlyMap<string, number | undefined>): string[][] {
  const found: string[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const [blob, size = 0] of blobs) {
    const last = found.at(-1);
    if (!last || last.length >= BLOBS_PER_QUERY || bytes + size > BYTES_PER_QUERY) {
      found.push([blob]);
      bytes = size;
    } else {
      last.push(blob);
      bytes += size;
    }
  }
  return found;
}

/** What GitHub answers of an object: nothing is in it where that is a commit. */
interface BlobAnswer {
  text?: string | null;
  isTruncated?: boolean;
  byteSize?: number;
}

interface BatchAnswer {
  repository: Record<string, BlobAnswer | null>;
}

/** The bytes of a blob. A submodule is named by a commit, most often of another repository. */
type BlobRead = Uint8Array | 'too large' | 'no blob';

async function readBatch(
  github: GitHub,
  slug: Slug,
  blobs: readonly string[],
  sizes: ReadonlyMap<string, number | undefined>,
): Promise<Map<string, BlobRead>> {
  const fields = blobs.map((blob, index) => `b${index}: object(oid: "${blob}") { ...content }`);
  const query = `query blobs($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { ${fields.join(' ')} }
  }
  fragment content on GitObject { ... on Blob { text isTruncated byteSize } }`;
  const { repository } = await github.graphql<BatchAnswer>(query, { ...slug });
  const read = new Map<string, BlobRead>();
  for (const [index, blob] of blobs.entries()) {
    const object = repository[`b${index}`];
    read.set(blob, (object && textOf(object)) ?? (await readBlob(github, slug, blob, sizes.get(blob))));
  }
  return read;
}

// GraphQL gives text only, and replaces bytes that are not UTF-8: the length tells.
function textOf({ text, isTruncated, byteSize }: BlobAnswer): BlobRead | undefined {
  if (byteSize === undefined) return 'no blob';
  if (byteSize > MAX_FILE_BYTES) return 'too large';
  const isWhole = typeof text === 'string' && !isTruncated && Buffer.byteLength(text) === byteSize;
  return isWhole ? Buffer.from(text, 'utf8') : undefined;
}

async function readBlob(
  github: GitHub,
  slug: Slug,
  blob: string,
  size: number | undefined,
): Promise<BlobRead> {
  try {
    const { data } = await github.rest.git.getBlob({ ...slug, file_sha: blob });
    if (data.size !== null && data.size > MAX_FILE_BYTES) return 'too large';
    return Buffer.from(data.content, 'base64');
  } catch (error) {
    if (size === undefined && causeOf(error)?.status === 404) return 'no blob';
    throw error;
  }
}
