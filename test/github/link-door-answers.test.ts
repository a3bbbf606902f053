import { Octokit } from '@octokit/rest';
import nock from 'nock';
import { ProbotOctokit } from 'probot';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { LinkResult } from '../../src/domain/verdict.ts';
import type { GitHub } from '../../src/github/client.ts';
import { createLinkDoor } from '../../src/github/link-door.ts';

const API = 'http://github.test';
const WEB = 'https://github.com';
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const plain = new Octokit({ baseUrl: API, log });

function quiet(): void {}

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const missed = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(missed).toEqual([]);
});

function answer(status: number, body: object | string, headers: Record<string, string> = {}): void {
  nock(API).post('/graphql').reply(status, body, headers);
}

async function look(
  paths: string[],
  github: GitHub = plain,
): Promise<Pick<LinkResult, 'verdict' | 'reason'>[]> {
  const door = createLinkDoor(github, { webOrigin: WEB, log });
  const results = await door.check(
    paths.map((path) => `${WEB}/${path}`),
    0,
  );
  return [...results.values()].map(({ verdict, reason }) => ({ verdict, reason }));
}

const facts = { nameWithOwner: 'o/r', isArchived: false, hasIssuesEnabled: true };
const there = { type: 'Blob' };
const found = { verdict: 'ok', reason: 'found' };

describe('an answer in part', () => {
  it('is taken for what it says', async () => {
    const errors = [{ type: 'NOT_FOUND', path: ['g0'], message: 'Could not resolve to a Repository' }];
    answer(200, { data: { g0: null, g1: facts, g2: null }, errors });
    expect(await look(['gone/gone', 'o/r', 'nobody'])).toEqual([
      { verdict: 'not-found', reason: 'private or gone' },
      found,
      { verdict: 'not-found', reason: 'no such account' },
    ]);
  });

  test.each(['FORBIDDEN', 'SERVICE_UNAVAILABLE', 'INSUFFICIENT_SCOPES'])(
    '%s beside a null is no "not found"',
    async (type) => {
      const errors = [
        { type, path: ['g0'], message: 'an IP allow list' },
        { type, path: ['g1', 'f0'], message: 'an IP allow list' },
      ];
      answer(200, { data: { g0: null, g1: { ...facts, f0: null, f1: there } }, errors });
      const reason = `GitHub: ${type}: an IP allow list`;
      expect(await look(['a/b', 'o/r/issues/1', 'o/r/issues/2'])).toEqual([
        { verdict: 'not-checked', reason },
        { verdict: 'not-checked', reason },
        found,
      ]);
    },
  );

  it('with an error about no part in particular leaves every null open', async () => {
    const errors = [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: 'too much', path: null }];
    answer(200, { data: { g0: { ...facts, f0: null, f1: there }, g1: null }, errors });
    const open = { verdict: 'not-checked', reason: 'GitHub: RESOURCE_LIMITS_EXCEEDED: too much' };
    expect(await look(['o/r/blob/main/a', 'o/r/blob/main/b', 'nobody'])).toEqual([open, found, open]);
  });

  it.each([
    ['a repository that is null without a word', { g0: null }],
    ['a repository that is left out', {}],
    ['a repository of another shape', { g0: { nameWithOwner: 7 } }],
    ['a field that is left out', { g0: facts }],
  ])('%s is no verdict', async (_, data) => {
    answer(200, { data });
    expect(await look(['o/r/commit/0123456'])).toEqual([
      { verdict: 'not-checked', reason: 'GitHub: unexpected answer' },
    ]);
  });
});

describe('a limit', () => {
  const limited = [{ verdict: 'rate-limited', reason: 'GitHub’s limit' }];

  test.each<[string, number, object, Record<string, string>]>([
    ['a spent one', 403, { message: 'API rate limit exceeded' }, { 'x-ratelimit-remaining': '0' }],
    ['a 429', 429, { message: 'Slow down' }, {}],
    ['a secondary one', 403, { message: 'You have exceeded a secondary rate limit.' }, {}],
    ['a wait', 403, { message: 'Forbidden' }, { 'retry-after': '60' }],
    ['a spent one of GraphQL', 200, { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit' }] }, {}],
    ['the same by its later name', 200, { errors: [{ type: 'RATE_LIMIT', message: 'API rate limit' }] }, {}],
  ])('%s is rate-limited', async (_, status, body, headers) => {
    answer(status, body, headers);
    expect(await look(['o/r'])).toEqual(limited);
  });

  it('is one too when Octokit’s throttling gives up', async () => {
    const never = (): boolean => false;
    const throttle = { enabled: true, onRateLimit: never, onSecondaryRateLimit: never };
    const probot = new ProbotOctokit({ baseUrl: API, throttle, retry: { enabled: false }, log });
    answer(200, { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit' }] });
    expect(await look(['o/r'], probot)).toEqual(limited);
  });

  it('ends the second looks', async () => {
    answer(200, { data: { g0: { ...facts, f0: null, f1: null } } });
    nock(API).get('/repos/o/r/issues/1').reply(429, { message: 'Slow down' });
    expect(await look(['o/r/issues/1', 'o/r/issues/2'])).toEqual([...limited, ...limited]);
  });
});

describe('no answer', () => {
  it('by a refusal without a limit is not taken for one', async () => {
    answer(403, { message: 'Resource not accessible by integration' });
    expect(await look(['o/r'])).toMatchObject([{ verdict: 'not-checked' }]);
  });

  it('in time is no verdict', async () => {
    nock(API).post('/graphql').delay(2_000).reply(200, {});
    const hasty = new Octokit({
      baseUrl: API,
      log,
      request: {
        fetch: (url: string, init: RequestInit) => fetch(url, { ...init, signal: AbortSignal.timeout(50) }),
      },
    });
    expect(await look(['o/r'], hasty)).toMatchObject([{ verdict: 'not-checked' }]);
    nock.abortPendingRequests();
  });

  it.each(['<html>captive portal</html>', { errors: [{ message: 'Something went wrong' }], data: null }, {}])(
    'in GitHub’s words is no verdict (%#)',
    async (body) => {
      answer(200, body);
      expect(await look(['o/r'])).toMatchObject([{ verdict: 'not-checked' }]);
    },
  );

  it('for one query does not keep the next from being asked', async () => {
    answer(502, { message: 'Server Error' });
    answer(200, { data: { g0: { ...facts, f0: there } } });
    const paths = Array.from({ length: 100 }, (_, index) => `o/r/issues/${index + 1}`);
    const results = await look(paths);
    expect(results.filter(({ verdict }) => verdict === 'not-checked')).toHaveLength(99);
    expect(results.at(-1)).toEqual(found);
  });

  it('for a fault of our own is an error', async () => {
    const broken = { ...plain, graphql: () => Promise.reject(new TypeError('ours')) };
    await expect(look(['o/r'], broken as unknown as GitHub)).rejects.toThrow('ours');
  });
});

it('asks for a repository once, however its name is written', async () => {
  answer(200, { data: { g0: { ...facts, f0: there, f1: there } } });
  expect(await look(['o/r/issues/1', 'O/R/issues/2'])).toEqual([found, found]);
});

it('sends what addresses say as variables only', async () => {
  let sent = { query: '', variables: {} };
  nock(API)
    .post('/graphql', (body: typeof sent) => Boolean((sent = body)))
    .reply(200, { data: { g0: { ...facts, f0: there } } });
  await look(['o/r/blob/main/%22)%20%7B%20viewer%20%7B%20login%20%7D%20%7D%20%23']);
  expect(sent.query).not.toContain('viewer');
  expect(sent.variables).toEqual({ v0: 'o', v1: 'r', v2: 'main:") { viewer { login } } #' });
});
