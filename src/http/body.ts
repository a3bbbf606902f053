import { pipeline, type Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/** What was read of a body. */
export interface Body {
  bytes: Uint8Array;
  /** It is not whole: longer than wanted, cut by time or by a fault, or packed in a way that we do not read. */
  truncated: boolean;
}

/** Twice is rare, more is an attack (CVE-2023-23916). */
const mostCodings = 2;

/**
 * Reads a body, decompressed, up to `maxBytes`. A fault on the way (broken packing, broken chunks, a reset, the time
 * limit by way of the body's signal) ends it with what came until then: the status line was a fact already.
 */
export async function readBody(body: Readable, contentEncoding: string, maxBytes: number): Promise<Body> {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (codings.length > mostCodings) return unread(body);
  const decoders: Transform[] = [];
  for (const coding of codings.toReversed()) {
    const decoder = await decoderFor(coding, decoders.length === 0 ? body : undefined);
    if (decoder === undefined) return unread(body);
    decoders.push(decoder);
  }
  return gather(body, decoders, maxBytes);
}

function unread(body: Readable): Body {
  body.on('error', ignore);
  body.destroy();
  return { bytes: new Uint8Array(), truncated: true };
}

function gather(body: Readable, decoders: readonly Transform[], maxBytes: number): Promise<Body> {
  const last = decoders.at(-1) ?? body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  return new Promise((resolve) => {
    function end(truncated: boolean): void {
      resolve({ bytes: Buffer.concat(chunks).subarray(0, maxBytes), truncated });
    }
    // Listening, not iterating: an iterator loses the chunks that lie ready when the stream breaks.
    last.on('data', (chunk: Uint8Array) => {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size <= maxBytes) return;
      // The bomb stops here: the pipeline ends with its last stream, so nothing more is unpacked or read. The request is
      // over when its connection is: whoever counts requests would count one too few at once.
      body.once('close', () => end(true));
      last.destroy();
      body.destroy();
    });
    last.on('end', () => end(false));
    last.on('error', () => end(true));
    last.on('close', () => end(true));
    if (decoders.length > 0) pipeline([body, ...decoders], ignore);
  });
}

/** `Z_SYNC_FLUSH` gives what a cut-off stream holds instead of an error, as browsers do. */
async function decoderFor(coding: string, packed: Readable | undefined): Promise<Transform | undefined> {
  const flush = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip(flush);
    case 'deflate':
      return packed !== undefined && (await isRawDeflate(packed))
        ? createInflateRaw(flush)
        : createInflate(flush);
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return undefined;
  }
}

/** Some servers send `deflate` without the zlib wrapper that RFC 9110 section 8.4.1.2 asks for; its first byte tells. */
async function isRawDeflate(packed: Readable): Promise<boolean> {
  await somethingOf(packed);
  const chunk: unknown = packed.destroyed ? null : packed.read();
  if (!(chunk instanceof Uint8Array)) return false;
  packed.unshift(chunk);
  return ((chunk[0] ?? 0) & 0x0f) !== 8;
}

/** Resolves when there is something to read, or when there will be nothing: an empty body is never readable. */
function somethingOf(stream: Readable): Promise<void> {
  if (stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    for (const event of ['readable', 'end', 'error', 'close']) stream.once(event, () => resolve());
  });
}

function ignore(): void {}
