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
  const wanted = new Map<string, WantedBlob>();
  for (const { blob, size } of files) {
    const known = wanted.get(blob) ?? { blob, size, bytes: cache.get(blob) };
    wanted.set(blob, { ...known, size: known.size ?? size });
  }
  const known = new Map<string, BlobRead>();
  const allowance = { ...ALLOWANCE };
  const small = [...wanted.values()].filter(({ size = 0 }) => size <= MAX_FILE_BYTES);
  for (const batch of batches(small)) {
    for (const [blob, read] of await readBatch(github, slug, batch, allowance)) {
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

/** A blob to read. */
interface WantedBlob {
  blob: string;
  size: number | undefined;
  /** Of one that is at hand. */
  bytes: Uint8Array | undefined;
}

// Those that are at hand go with the others, for the sake of the order, and cost nothing.
function batches(blobs: readonly WantedBlob[]): WantedBlob[][] {
  const found: WantedBlob[][] = [[]];
  let blobsAsked = 0;
  let bytesAsked = 0;
  for (const one of blobs) {
    const { size = 0, bytes } = one;
    if (!bytes) {
      const isFull = blobsAsked >= BLOBS_PER_QUERY || bytesAsked + size > BYTES_PER_QUERY;
      if (blobsAsked > 0 && isFull) {
        found.push([]);
        blobsAsked = 0;
        bytesAsked = 0;
      }
      blobsAsked++;
      bytesAsked += size;
    }
    found.at(-1)?.push(one);
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

/**
 * A stranger's pull request may hold gigabytes, and each binary file costs a request. These limits do not hold for what is
 * merged already, whose size a tree has said.
 */
export const ALLOWANCE = { bytes: 100 * 1024 * 1024, blobs: 100 };

async function readBatch(
  github: GitHub,
  slug: Slug,
  batch: readonly WantedBlob[],
  allowance: typeof ALLOWANCE,
): Promise<Map<string, BlobRead>> {
  const missing = batch.filter(({ bytes }) => !bytes).map(({ blob }) => blob);
  const answers = await askForBlobs(github, slug, missing);
  const read = new Map<string, BlobRead>();
  for (const { blob, size, bytes } of batch) {
    const object = answers.get(blob);
    const text = bytes ?? (object ? textOf(object) : undefined);
    const isAllowed = size !== undefined || spend(allowance, text, object?.byteSize);
    read.set(blob, isAllowed ? (text ?? (await readBlob(github, slug, blob, size))) : 'too-much');
  }
  return read;
}

// What is at hand costs as much as what is asked for, in its turn: a review must not hang on what was read before it.
function spend(allowance: typeof ALLOWANCE, text: BlobRead | undefined, byteSize = 0): boolean {
  const bytes = text instanceof Uint8Array ? text : undefined;
  const isBinary = bytes ? !isPlain(bytes) : text === undefined;
  allowance.bytes -= bytes?.length ?? (text === undefined ? byteSize : 0);
  if (isBinary) allowance.blobs--;
  return allowance.bytes >= 0 && (!isBinary || allowance.blobs >= 0);
}

// GraphQL would give it as a text.
function isPlain(bytes: Uint8Array): boolean {
  return bytes.length <= MAX_TEXT_BYTES && isUtf8(bytes) && !bytes.includes(0);
}

async function askForBlobs(
  github: GitHub,
  slug: Slug,
  blobs: readonly string[],
): Promise<Map<string, BlobAnswer | null>> {
  if (blobs.length === 0) return new Map();
  const fields = blobs.map((blob, index) => `b${index}: object(oid: "${blob}") { ...content }`);
  const query = `query blobs($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { ${fields.join(' ')} }
  }
  fragment content on GitObject { ... on Blob { text isTruncated byteSize } }`;
  const { repository } = await github.graphql<BatchAnswer>(query, { ...slug });
  return new Map(blobs.map((blob, index) => [blob, repository[`b${index}`] ?? null]));
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
