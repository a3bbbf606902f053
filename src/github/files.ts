import { isUtf8 } from 'node:buffer';
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

/** GraphQL cuts longer texts. */
const MAX_TEXT_BYTES = 512_000;

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
  const known = new Map<string, BlobRead>();
  const missing = new Map<string, number | undefined>();
  const allowance = { ...ALLOWANCE };
  for (const { blob, size } of files) {
    const cached = cache.get(blob);
    if (size === undefined && cached) charge(allowance, cached);
    if (size !== undefined && size > MAX_FILE_BYTES) known.set(blob, 'too-large');
    else if (cached) known.set(blob, cached);
    else missing.set(blob, size);
  }
  for (const batch of batches(missing)) {
    for (const [blob, read] of await readBatch(github, slug, batch, { sizes: missing, allowance })) {
      known.set(blob, read);
      if (typeof read !== 'string') cache.set(blob, read);
    }
  }
  return files.map(({ path, blob }) => {
    const read = known.get(blob);
    if (typeof read !== 'string') return { path, bytes: read };
    return { path, bytes: undefined, ...(read !== 'too-large' && { unread: read }) };
  });
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

/** The bytes of a blob, or why there are none. A submodule is named by a commit, most often of another repository. */
type BlobRead = Uint8Array | 'too-large' | 'no-file' | 'too-much';

// A stranger's pull request may hold gigabytes, and each binary file costs a request. These limits do not hold for
// what is merged already.
const ALLOWANCE = { bytes: 100 * 1024 * 1024, blobs: 100 };

// What is at hand counts, too: else each run would read a little more, and say something else.
function charge(allowance: typeof ALLOWANCE, bytes: Uint8Array): void {
  allowance.bytes -= bytes.length;
  if (bytes.length > MAX_TEXT_BYTES || !isUtf8(bytes)) allowance.blobs--;
}

/** What is known of blobs before they are read, and what may still be read of those of unknown size. */
interface Limits {
  sizes: ReadonlyMap<string, number | undefined>;
  allowance: typeof ALLOWANCE;
}

async function readBatch(
  github: GitHub,
  slug: Slug,
  blobs: readonly string[],
  { sizes, allowance }: Limits,
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
    const size = sizes.get(blob);
    const text = object ? textOf(object) : undefined;
    if (size === undefined) {
      allowance.bytes -= text === 'too-large' ? 0 : (object?.byteSize ?? 0);
      allowance.blobs -= text === undefined ? 1 : 0;
    }
    const isTooMuch = size === undefined && (allowance.bytes < 0 || (!text && allowance.blobs < 0));
    read.set(blob, isTooMuch ? 'too-much' : (text ?? (await readBlob(github, slug, blob, size))));
  }
  return read;
}

// GraphQL gives text only, and replaces bytes that are not UTF-8: the length tells.
function textOf({ text, isTruncated, byteSize }: BlobAnswer): BlobRead | undefined {
  if (byteSize === undefined) return 'no-file';
  if (byteSize > MAX_FILE_BYTES) return 'too-large';
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
    if (data.size !== null && data.size > MAX_FILE_BYTES) return 'too-large';
    return Buffer.from(data.content, 'base64');
  } catch (error) {
    if (size === undefined && causeOf(error)?.status === 404) return 'no-file';
    throw error;
  }
}
