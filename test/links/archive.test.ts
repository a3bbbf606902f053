import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpClient } from '../../src/http/http.ts';
import { createHttpClient } from '../../src/http/client.ts';
import { paced } from '../../src/http/pace.ts';
import { nearestCapture } from '../../src/links/archive.ts';
import { startArchive, type Archive } from '../helpers/archive.ts';
import { day } from '../helpers/evaluations.ts';

const page = 'https://docs.example.com/models/a?tab=prices';

let archive: Archive;
let http: HttpClient;

beforeAll(async () => {
  archive = await startArchive();
});
afterAll(() => archive.close());
beforeEach(() => {
  const client = createHttpClient({ userAgent: 'test/0', now: Date.now, trusted: new Set([archive.url]) });
  http = paced(client, { now: Date.now });
});
afterEach(async () => {
  archive.misbehave(undefined);
  archive.slow(0);
  await http.close();
});

const nearest = (of: string, to = '2025-11-15') =>
  nearestCapture(of, day(to), { http, endpoint: archive.url });

describe('nearestCapture', () => {
  it('is the one nearest to the day, with the day in its address', async () => {
    archive.keep(page, '20240101120000');
    archive.keep(page, '20251120080910');
    archive.keep(page, '20260601000000');
    expect(await nearest(page)).toEqual({
      url: `${archive.url}/web/20251120080910/${page}`,
      day: '2025-11-20',
    });
    expect(await nearest(page, '2024-03-01')).toMatchObject({ day: '2024-01-01' });
    expect(archive.requests).toContain(`/web/20251115/${page}`);
  });

  it('is nothing where there is none, and none of a page that was not there then', async () => {
    archive.keep('https://gone.example.com/', '20251110000000', 404);
    expect(await nearest('https://never.example.com/')).toBeUndefined();
    expect(await nearest('https://gone.example.com/')).toBeUndefined();
  });

  it.each([
    ['another page', '/web/20251120080910/https://docs.example.com/models/b'],
    ['another host', 'http://127.0.0.2:1/web/20251120080910/https://docs.example.com/models/a?tab=prices'],
    ['a day that is none', '/web/20251340080910/https://docs.example.com/models/a?tab=prices'],
    ['no capture', '/save/https://docs.example.com/models/a?tab=prices'],
    [
      'a private address',
      'http://169.254.169.254/web/20251120080910/https://docs.example.com/models/a?tab=prices',
    ],
    ['a script', 'javascript:alert(1)'],
  ])('is nothing where the archive points to %s', async (_, location) => {
    archive.misbehave((response) => void response.writeHead(302, { location }).end());
    expect(await nearest(page)).toBeUndefined();
  });

  it.each([
    ['http for https', 'http://docs.example.com:80/models/a?tab=prices'],
    ['one slash', 'https:/docs.example.com/models/a?tab=prices'],
  ])('takes %s for the same page', async (_, kept) => {
    archive.misbehave(
      (response) => void response.writeHead(302, { location: `/web/20251120080910/${kept}` }).end(),
    );
    archive.keep(kept, '20251120080910');
    expect(await nearest(page)).toMatchObject({ day: '2025-11-20' });
  });

  it.each([
    ['500', (response: { writeHead(status: number): { end(): void } }) => response.writeHead(500).end()],
    ['429', (response: { writeHead(status: number): { end(): void } }) => response.writeHead(429).end()],
    ['a reset', (response: { destroy(): void }) => response.destroy()],
  ] as const)('is nothing after %s', async (_, way) => {
    archive.misbehave((response) => void way(response as never));
    expect(await nearest(page)).toBeUndefined();
  });

  it('waits five seconds and no longer, and believes a redirect whose end is slow', async () => {
    archive.keep(page, '20251120080910');
    archive.slow(60_000);
    const started = performance.now();
    expect(await nearest(page)).toBeUndefined();
    archive.slow(0, 60_000);
    expect(await nearest(page)).toMatchObject({ day: '2025-11-20' });
    expect(performance.now() - started).toBeLessThan(12_000);
  });

  it('asks two at once, and none when told to stop', async () => {
    archive.slow(40);
    await Promise.all(Array.from({ length: 7 }, (_, at) => nearest(`https://many.example.com/${at}`)));
    expect(archive.mostAtOnce()).toBeLessThanOrEqual(2);
    const asked = archive.requests.length;
    const signal = AbortSignal.abort();
    expect(
      await nearestCapture(page, day('2025-11-15'), { http, endpoint: archive.url, signal }),
    ).toBeUndefined();
    expect(archive.requests).toHaveLength(asked);
  });

  it('throws for nothing', async () => {
    const broken = { get: () => Promise.reject(new Error('no')), close: () => Promise.resolve() };
    expect(
      await nearestCapture(page, day('2025-11-15'), { http: broken, endpoint: archive.url }),
    ).toBeUndefined();
    expect(await nearestCapture(page, day('2025-11-15'), { http, endpoint: 'no address' })).toBeUndefined();
  });
});
