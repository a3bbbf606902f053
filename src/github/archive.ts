import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { createGunzip } from 'node:zlib';
import { Parser } from 'tar/parse';
import { MAX_FILE_BYTES } from '../domain/document.ts';
import type { Log } from '../domain/log.ts';
import type { GitHub, Slug } from './client.ts';
import { ALLOWANCE, type BlobCache, type TreeFile } from './files.ts';

/** A commit, and the files that are wanted of it. */
export interface Snapshot {
  commit: string;
  files: readonly TreeFile[];
  /** Bytes of all files of the commit, wanted or not; an estimate will do. */
  treeBytes: number;
}

/**
 * Reads what is missing of commits out of GitHub's archives of them, where that is cheaper than blob by blob. An archive
 * is a shortcut that is not trusted: `.gitattributes` and Git LFS leave files out of it and alter others. So a file counts
 * by its blob alone, and whatever did not come, for whichever reason, `readFiles` asks for. Gives a cache that holds on to
 * what it has for as long as it is used, and never throws.
 */
export async function withArchives(
  github: GitHub,
  slug: Slug,
  snapshots: readonly Snapshot[],
  { blobs: cache, log }: { blobs: BlobCache; log: Log },
): Promise<BlobCache> {
  const held = new Map<string, Uint8Array>();
  const seen = new Set<string>();
  function keep(blob: string, bytes: Uint8Array): void {
    held.set(blob, bytes);
    cache.set(blob, bytes);
  }
  function missingOf(files: readonly TreeFile[]): Missing {
    const missing: Missing = new Map();
    for (const { blob, size } of files) {
      if (seen.has(blob)) continue;
      seen.add(blob);
      const cached = cache.get(blob);
      if (cached) held.set(blob, cached);
      else if (size === undefined || size <= MAX_FILE_BYTES) missing.set(blob, size);
    }
    return missing;
  }
  await Promise.all(
    snapshots.map(async ({ commit, files, treeBytes }) => {
      const missing = missingOf(files);
      if (!isArchiveCheaper(missing.size, treeBytes)) return;
      try {
        await readArchive(await openArchive(github, slug, commit), missing, keep);
      } catch (error) {
        const cause = error instanceof Error ? error.message.slice(0, 300) : undefined;
        log.warn({ commit, cause }, 'Could not read all of an archive; the rest is read blob by blob');
      }
    }),
  );
  return { get: (blob) => held.get(blob) ?? cache.get(blob), set: keep };
}

/** Blobs by their id, with their sizes where these are known. */
type Missing = Map<string, number | undefined>;

const BLOBS_WORTH_IT = 300;
const BYTES_PER_BLOB = 128 * 1024;

/**
 * Whether an archive costs less than so many blobs. A query brings a hundred of them, while an archive takes two requests
 * and must first be packed: it has to save more than three queries. And it brings the whole tree, of so many bytes: where
 * little of that is wanted, queries are sooner done.
 */
export function isArchiveCheaper(blobs: number, treeBytes: number): boolean {
  return blobs > BLOBS_WORTH_IT && treeBytes <= blobs * BYTES_PER_BLOB;
}

// GitHub sends us on to another host, with a token in the address; `fetch` takes ours along to no other host.
async function openArchive(github: GitHub, slug: Slug, commit: string): Promise<Readable> {
  const request = { parseSuccessResponseBody: false, retries: 0 };
  const { data } = await github.rest.repos.downloadTarballArchive({ ...slug, ref: commit, request });
  return Readable.fromWeb(data as ReadableStream);
}

async function readArchive(
  archive: Readable,
  missing: Missing,
  keep: (blob: string, bytes: Uint8Array) => void,
): Promise<void> {
  let strangersBytes = ALLOWANCE.bytes;
  // The head may hold more than the base, and a header goes with each file.
  for await (const bytes of filesIn(archive, 2 * missing.size * BYTES_PER_BLOB)) {
    const blob = blobId(bytes);
    if (!missing.has(blob)) continue;
    if (missing.get(blob) === undefined) strangersBytes -= bytes.length;
    if (strangersBytes < 0) return;
    keep(blob, bytes);
    missing.delete(blob);
    if (missing.size === 0) return;
  }
}

/** The name that git gives to a file's bytes. */
export function blobId(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

const MAX_ENTRIES = 100_000;

// The files of a packed archive up to the size limit, while there is any interest in them. Throws where the archive is
// broken, cut off or too large.
async function* filesIn(archive: Readable, maxBytes: number): AsyncGenerator<Buffer> {
  const files: Buffer[] = [];
  let entries = 0;
  let unpackedBytes = 0;
  const parser = new Parser({
    strict: true,
    // It unpacks by itself what was packed twice, in one go: that ends it.
    maxDecompressionRatio: 1,
    filter(_, entry) {
      if (++entries > MAX_ENTRIES) throw new Error('The archive has too many entries.');
      return entry.size <= MAX_FILE_BYTES;
    },
    onReadEntry(entry) {
      const chunks: Buffer[] = [];
      entry.on('data', (chunk) => chunks.push(chunk));
      entry.on('end', () => files.push(Buffer.concat(chunks)));
    },
  });
  const unpacked = pipeline(archive, createGunzip(), () => {});
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    unpackedBytes += chunk.length;
    if (unpackedBytes > maxBytes) throw new Error('The archive is larger than it is worth.');
    parser.write(chunk);
    yield* files.splice(0);
  }
  parser.end();
}
