import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Octokit } from '@octokit/rest';
import { Header, type HeaderData } from 'tar/header';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/domain/document.ts';
import type { Log } from '../../src/domain/log.ts';
import { blobId, isArchiveCheaper, withArchives } from '../../src/github/archive.ts';
import { createBlobCache } from '../../src/github/blob-cache.ts';
import type { TreeFile } from '../../src/github/files.ts';

type Reply = (response: ServerResponse) => void;

let api: Server;
let codeload: Server;
let reply: Reply;
let asked: { host: 'api' | 'codeload'; url: string; authorization: string | undefined }[];
let warnings: { cause?: string }[];

function noteDown(host: 'api' | 'codeload', { url = '', headers }: IncomingMessage): void {
  asked.push({ host, url, authorization: headers.authorization });
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  codeload = createServer((request, response) => {
    noteDown('codeload', request);
    reply(response);
  });
  api = createServer((request, response) => {
    noteDown('api', request);
    response.writeHead(302, { location: `${originOf(codeload)}/o/r/legacy.tar.gz/c?token=theirs` }).end();
  });
  for (const server of [api, codeload]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});

beforeEach(() => {
  asked = [];
  warnings = [];
});

afterAll(() => {
  for (const server of [api, codeload]) {
    server.close();
    server.closeAllConnections();
  }
});

function ignore(): void {}

const log: Log = { debug: ignore, info: ignore, warn: (fields) => warnings.push(fields), error: ignore };

function textOf(at: number): Buffer {
  return Buffer.from(`{"id":"${at}"}\n`);
}

/** Files of a side that is large enough for an archive. */
const TEXTS = Array.from({ length: 301 }, (_, at) => textOf(at));

function wanted(bytes: Uint8Array, size: number | undefined = bytes.length): TreeFile {
  return { path: 'data/x.json', blob: blobId(bytes), size };
}

/** Asks for the files of some commits, and gives the bytes of those that are at hand after that. */
async function bring(
  files = TEXTS.map((text) => wanted(text)),
  { commits = ['c'], blobs = createBlobCache(), timeoutMs = 20_000 } = {},
): Promise<(Uint8Array | undefined)[]> {
  const github = new Octokit({
    baseUrl: originOf(api),
    auth: 'ours',
    request: {
      fetch: (url: string, init: RequestInit) =>
        fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
    },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  const snapshots = commits.map((commit) => ({ commit, files, treeBytes: 10_000 }));
  const cache = await withArchives(github, { owner: 'o', repo: 'r' }, snapshots, { blobs, log });
  return files.map(({ blob }) => cache.get(blob));
}

function entry(path: string, bytes: Uint8Array, more: HeaderData = {}): Buffer {
  const header = new Header({ path, size: bytes.length, type: 'File', mode: 0o644, ...more });
  header.encode();
  const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
  return Buffer.concat([header.block ?? Buffer.alloc(0), bytes, padding]);
}

const END = Buffer.alloc(1024);

function answerWith(...parts: Uint8Array[]): void {
  const packed = gzipSync(Buffer.concat(parts));
  reply = (response) => response.writeHead(200, { 'content-type': 'application/x-gzip' }).end(packed);
}

const ENTRIES = TEXTS.map((text, at) => entry(`o-r-c/data/${at}.json`, text));
const NOTHING = TEXTS.map(() => undefined);

describe('an archive', () => {
  it('brings files in two requests, and our token goes to the API alone', async () => {
    answerWith(entry('o-r-c/README.md', Buffer.from('Hello')), ...ENTRIES, END);
    expect(await bring()).toEqual(TEXTS);
    expect(asked).toEqual([
      { host: 'api', url: '/repos/o/r/tarball/c', authorization: 'token ours' },
      { host: 'codeload', url: '/o/r/legacy.tar.gz/c?token=theirs', authorization: undefined },
    ]);
    expect(warnings).toEqual([]);
  });

  it('is not read on once all is there', async () => {
    const packed = gzipSync(Buffer.concat([...ENTRIES, entry('o-r-c/z', Buffer.alloc(100_000, 'z'))]));
    const left = new Promise((resolve) => {
      reply = (response) => void response.on('close', resolve).write(packed);
    });
    expect(await bring()).toEqual(TEXTS);
    await left;
  });

  it('is not asked for what is at hand, or is too large', async () => {
    const blobs = createBlobCache();
    const [first = END, ...others] = TEXTS;
    blobs.set(blobId(first), first);
    const few = others.map((text) => wanted(text));
    await bring([wanted(first), ...few, wanted(Buffer.from('x'), MAX_FILE_BYTES + 1), ...few], { blobs });
    expect(asked).toEqual([]);
  });

  it('is not asked for what another brings', async () => {
    answerWith(...ENTRIES, END);
    await bring(undefined, { commits: ['c', 'd'] });
    expect(asked.map(({ url }) => url)).toEqual([
      '/repos/o/r/tarball/c',
      '/o/r/legacy.tar.gz/c?token=theirs',
    ]);
  });

  it('leaves what it brings in the cache, and holds on to what does not fit in there', async () => {
    answerWith(...ENTRIES, END);
    const blobs = createBlobCache(100);
    expect(await bring(undefined, { blobs })).toEqual(TEXTS);
    expect(TEXTS.filter((text) => blobs.get(blobId(text)))).toEqual(TEXTS.slice(-7));
  });

  it('counts by what is in it, not by what its paths say', async () => {
    const [first = END, second = END, third = END, fourth = END] = TEXTS;
    answerWith(
      entry('../../../etc/passwd', first),
      entry('/data/1.json', Buffer.from('$Id$ replaced')),
      entry('o-r-c/data/2.json', second),
      entry('o-r-c/data/2.json', second),
      entry('o-r-c/link.json', Buffer.alloc(0), { type: 'SymbolicLink', linkpath: third.toString() }),
      entry('o-r-c/hard.json', Buffer.alloc(0), { type: 'Link', linkpath: 'o-r-c/data/2.json' }),
      entry('o-r-c/__proto__', fourth),
      END,
    );
    expect(await bring()).toEqual([first, second, undefined, fourth, ...NOTHING.slice(4)]);
  });
});

describe('of a hostile or broken archive', () => {
  async function expectRefused(cause: RegExp): Promise<void> {
    expect(await bring()).toEqual(NOTHING);
    expect(warnings).toMatchObject([{ cause: expect.stringMatching(cause) }]);
  }

  it('a half that arrives is as good as none', async () => {
    const packed = gzipSync(Buffer.concat([...ENTRIES, END]), { level: 0 });
    reply = (response) => {
      response.writeHead(200, { 'content-length': packed.length });
      response.write(packed.subarray(0, packed.length / 2), () => response.destroy());
    };
    const read = await bring();
    expect(read.filter((bytes, at) => bytes && !TEXTS[at]?.equals(bytes))).toEqual([]);
    expect(read.at(-1)).toBeUndefined();
    expect(warnings).toHaveLength(1);
  });

  it('no more comes where it stalls', async () => {
    const packed = gzipSync(Buffer.concat(ENTRIES));
    reply = (response) => response.writeHead(200).write(packed.subarray(0, 1000));
    await bring(undefined, { timeoutMs: 200 });
    expect(warnings).toMatchObject([{ cause: expect.stringMatching(/timeout/) }]);
  });

  it('a file that ends too soon does not count', async () => {
    const whole = Buffer.concat(ENTRIES);
    answerWith(whole.subarray(0, whole.length - 1024), ENTRIES[300]?.subarray(0, 520) ?? END);
    expect((await bring()).at(-1)).toBeUndefined();
    expect(warnings).toMatchObject([{ cause: expect.stringMatching(/Truncated/) }]);
  });

  it('no more is unpacked than it is worth', async () => {
    answerWith(entry('o-r-c/bomb', Buffer.alloc(80 * 1024 * 1024)), ...ENTRIES, END);
    await expectRefused(/larger than it is worth/);
  });

  it('a file above the limit is passed over, and one that claims to be huge hides the rest', async () => {
    const large = Buffer.alloc(MAX_FILE_BYTES + 1, 'large ');
    const huge = entry('o-r-c/huge', Buffer.alloc(0), { size: 8 * 1024 ** 3 });
    answerWith(entry('o-r-c/large', large), ...ENTRIES.slice(0, 300), huge, ...ENTRIES.slice(300), END);
    const files = [large, ...TEXTS].map((bytes) => ({ ...wanted(bytes), size: undefined }));
    expect(await bring(files)).toEqual([undefined, ...TEXTS.slice(0, 300), undefined]);
    expect(warnings).toMatchObject([{ cause: expect.stringMatching(/Truncated/) }]);
  });

  it('so many entries are read and no more', async () => {
    const empty = entry('o-r-c/empty', Buffer.alloc(0));
    answerWith(...Array.from({ length: 100_001 }, () => empty), ...ENTRIES, END);
    await expectRefused(/too many entries/);
  });

  it('what was packed twice is not unpacked twice', async () => {
    answerWith(gzipSync(Buffer.concat([...ENTRIES, END])));
    await expectRefused(/ratio/);
  });

  it.each([
    ['no archive at all', Buffer.from('<html>Please wait</html>')],
    ['nothing', Buffer.alloc(0)],
    ['a packed text', gzipSync('Please wait. '.repeat(100))],
    ['half of its packing', gzipSync(Buffer.concat(ENTRIES)).subarray(0, 12)],
  ])('%s is a line in the log', async (_, bytes) => {
    reply = (response) => response.writeHead(200, { 'content-type': 'application/x-gzip' }).end(bytes);
    await expectRefused(/./);
  });

  it.each([404, 403, 500, 502])('a %s is not asked for again', async (status) => {
    reply = (response) => response.writeHead(status).end('No');
    await expectRefused(/./);
    expect(asked).toHaveLength(2);
  });

  it('strangers have no more than the allowance read', async () => {
    const large = Array.from({ length: 21 }, (_, at) => Buffer.alloc(MAX_FILE_BYTES, `${at} `));
    answerWith(...large.map((bytes, at) => entry(`o-r-c/${at}`, bytes)), END);
    const others = Array.from({ length: 450 }, (_, at) => wanted(textOf(at)));
    const read = await bring([...large.map((bytes) => ({ ...wanted(bytes), size: undefined })), ...others]);
    expect(read.slice(0, 21).map(Boolean)).toEqual([...large.slice(1).map(() => true), false]);
  });
});

describe('an archive is cheaper', () => {
  it.each([
    [300, 1_000_000, false],
    [301, 1_000_000, true],
    [600, 70_000_000, true],
    [600, 700_000_000, false],
    [10_000, 210_000_000, true],
  ])('than %i blobs of a tree of %i bytes: %s', (blobs, treeBytes, expected) => {
    expect(isArchiveCheaper(blobs, treeBytes)).toBe(expected);
  });

  it('to be checked by the names that git gives', () => {
    expect(blobId(Buffer.alloc(0))).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
    expect(blobId(Buffer.from('hello\n'))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  });
});
