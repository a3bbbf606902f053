import { Octokit } from '@octokit/rest';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../../src/domain/document.ts';
import { createBlobCache } from '../../src/github/blob-cache.ts';
import { listTree, readFiles } from '../../src/github/files.ts';

const API = 'http://github.test';
const SLUG = { owner: 'o', repo: 'r' };
const github = new Octokit({
  baseUrl: API,
  request: { retries: 0 },
  log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
});

function ignore(): void {}

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const missed = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(missed).toEqual([]);
});

function tree(entries: object[], truncated = false): object {
  return { sha: 't', url: '', truncated, tree: entries };
}

describe('listTree', () => {
  it('lists files and leaves folders and submodules out', async () => {
    nock(API)
      .get('/repos/o/r/git/trees/t?recursive=1')
      .reply(
        200,
        tree([
          { path: 'a', type: 'tree', sha: '1' },
          { path: 'a/b.json', type: 'blob', sha: '2', size: 7 },
          { path: 'lib', type: 'commit', sha: '3' },
        ]),
      );
    expect(await listTree(github, SLUG, 't')).toEqual([{ path: 'a/b.json', blob: '2', size: 7 }]);
  });

  it('walks the folders of a tree that GitHub cuts off', async () => {
    nock(API).get('/repos/o/r/git/trees/t?recursive=1').reply(200, tree([], true));
    nock(API)
      .get('/repos/o/r/git/trees/t')
      .reply(
        200,
        tree([
          { path: 'x.json', type: 'blob', sha: '1', size: 1 },
          { path: 'data', type: 'tree', sha: 'sub' },
        ]),
      );
    nock(API)
      .get('/repos/o/r/git/trees/sub?recursive=1')
      .reply(200, tree([{ path: 'y.json', type: 'blob', sha: '2', size: 2 }]));
    const files = await listTree(github, SLUG, 't');
    expect(files.map(({ path }) => path)).toEqual(['x.json', 'data/y.json']);
  });
});

describe('readFiles', () => {
  function answer(objects: Record<string, object | null>): void {
    nock(API)
      .post('/graphql')
      .reply(200, { data: { repository: objects } });
  }

  it('reads many blobs in one request, and none that it knows', async () => {
    const cache = createBlobCache();
    answer({
      b0: { text: 'one', isBinary: false, isTruncated: false, byteSize: 3 },
      b1: { text: 'zwölf', isBinary: false, isTruncated: false, byteSize: 6 },
    });
    const wanted = [
      { path: 'a', blob: '1', size: 3 },
      { path: 'b', blob: '2', size: 6 },
      { path: 'twin of a', blob: '1', size: 3 },
    ];
    const texts = async (): Promise<string[]> =>
      (await readFiles(github, SLUG, wanted, cache)).map(({ bytes }) => Buffer.from(bytes ?? []).toString());
    expect(await texts()).toEqual(['one', 'zwölf', 'one']);
    expect(await texts()).toEqual(['one', 'zwölf', 'one']);
  });

  it('asks for the bytes of what is no text, or was cut', async () => {
    answer({ b0: { text: null, isBinary: true, isTruncated: false, byteSize: 2 } });
    nock(API)
      .get('/repos/o/r/git/blobs/1')
      .reply(200, { content: Buffer.from([0xff, 0xfe]).toString('base64'), size: 2 });
    const [file] = await readFiles(
      github,
      SLUG,
      [{ path: 'a', blob: '1', size: undefined }],
      createBlobCache(),
    );
    expect([...(file?.bytes ?? [])]).toEqual([0xff, 0xfe]);
  });

  describe('of what a pull request names', () => {
    const named = { path: 'a.json', blob: '1', size: undefined };
    const missing = [{ path: 'a.json', bytes: undefined, unread: 'no-file' }];

    it('says that a submodule is no file, whose commit is elsewhere', async () => {
      answer({ b0: null });
      nock(API).get('/repos/o/r/git/blobs/1').reply(404);
      expect(await readFiles(github, SLUG, [named], createBlobCache())).toEqual(missing);
    });

    it('says the same of one whose commit is of this repository', async () => {
      answer({ b0: {} });
      expect(await readFiles(github, SLUG, [named], createBlobCache())).toEqual(missing);
    });

    it('reads so many binary files, each with a request of its own, and no more', async () => {
      const blobs = Array.from({ length: 100 }, (_, at) => `${at}`);
      answer(Object.fromEntries(blobs.map((blob) => [`b${blob}`, { text: null, byteSize: 2 }])));
      answer({ b0: { text: null, byteSize: 2 }, b1: { text: 'ab', byteSize: 2 } });
      nock(API)
        .get(/blobs/)
        .times(100)
        .reply(200, { content: Buffer.from([0xff, 0xfe]).toString('base64'), size: 2 });
      const many = [...blobs, 'last', 'text'].map((blob) => ({ ...named, path: blob, blob }));
      const cache = createBlobCache();
      const read = async () =>
        (await readFiles(github, SLUG, many, cache)).map(({ bytes, unread }) => unread ?? bytes?.length);
      const first = await read();
      expect(first.slice(99)).toEqual([2, 'too-much', 2]);
      // Again, only the last is not at hand, and no request of its own is made for it.
      answer({ b0: { text: null, byteSize: 2 } });
      expect(await read()).toEqual(first);
    });

    it('reads so many bytes and no more', async () => {
      const whole = { text: 'x'.repeat(MAX_FILE_BYTES), byteSize: MAX_FILE_BYTES };
      answer(Object.fromEntries(Array.from({ length: 21 }, (_, at) => [`b${at}`, whole])));
      const many = Array.from({ length: 21 }, (_, at) => ({ ...named, path: `${at}`, blob: `${at}` }));
      const files = await readFiles(github, SLUG, many, createBlobCache());
      expect(files.slice(19).map(({ bytes, unread }) => unread ?? bytes?.length)).toEqual([
        MAX_FILE_BYTES,
        'too-much',
      ]);
    });

    it('reads no more where all is at hand', async () => {
      const cache = createBlobCache(Number.POSITIVE_INFINITY);
      const whole = Buffer.alloc(MAX_FILE_BYTES, 'x');
      const many = Array.from({ length: 21 }, (_, at) => ({ ...named, path: `${at}`, blob: `${at}` }));
      for (const { blob } of many) cache.set(blob, whole);
      const files = await readFiles(github, SLUG, many, cache);
      expect(files.slice(19).map(({ bytes, unread }) => unread ?? bytes?.length)).toEqual([
        MAX_FILE_BYTES,
        'too-much',
      ]);
    });

    it('reads what is merged already without any limit', async () => {
      const cache = createBlobCache(Number.POSITIVE_INFINITY);
      const merged = Array.from({ length: 21 }, (_, at) => ({ path: `${at}`, blob: `${at}`, size: 9 }));
      for (const { blob } of merged) cache.set(blob, Buffer.alloc(MAX_FILE_BYTES, 'x'));
      const moved = merged.map(({ blob }) => ({ ...named, blob }));
      const files = await readFiles(github, SLUG, [...moved, ...merged, ...moved], cache);
      expect(files.filter(({ unread }) => unread)).toEqual([]);
    });
  });

  it('takes a blob of a tree that GitHub does not find for a failure', async () => {
    answer({ b0: null });
    nock(API).get('/repos/o/r/git/blobs/1').reply(404);
    const listed = { path: 'a', blob: '1', size: 3 };
    await expect(readFiles(github, SLUG, [listed], createBlobCache())).rejects.toMatchObject({ status: 404 });
  });

  it('does not ask for a file above the limit', async () => {
    const large = { path: 'a', blob: '1', size: MAX_FILE_BYTES + 1 };
    expect(await readFiles(github, SLUG, [large], createBlobCache())).toEqual([
      { path: 'a', bytes: undefined },
    ]);
  });
});

describe('a blob cache', () => {
  it('drops what was used longest ago when it is full', () => {
    const cache = createBlobCache(10);
    for (const blob of ['a', 'b']) cache.set(blob, new Uint8Array(4));
    cache.get('a');
    cache.set('c', new Uint8Array(4));
    expect(['a', 'b', 'c'].filter((blob) => cache.get(blob))).toEqual(['a', 'c']);
  });
});
