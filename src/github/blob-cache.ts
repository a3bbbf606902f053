import type { BlobCache } from './files.ts';

/** Keeps the blobs used last, up to a number of bytes. */
export function createBlobCache(maxBytes = 64 * 1024 * 1024): BlobCache {
  const blobs = new Map<string, Uint8Array>();
  let held = 0;
  return {
    get(blob) {
      const bytes = blobs.get(blob);
      // A map keeps the order of insertion, so putting it back makes it the newest.
      if (bytes) {
        blobs.delete(blob);
        blobs.set(blob, bytes);
      }
      return bytes;
    },
    set(blob, bytes) {
      held += bytes.length - (blobs.get(blob)?.length ?? 0);
      blobs.delete(blob);
      blobs.set(blob, bytes);
      for (const [oldest, { length }] of blobs) {
        if (held <= maxBytes) break;
        blobs.delete(oldest);
        held -= length;
      }
    },
  };
}
