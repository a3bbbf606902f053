import { expect, test } from 'vitest';
import { isDead, isDue, LinkRecord, remember } from '../../src/domain/patience.ts';
import type { LinkResult, Verdict } from '../../src/domain/verdict.ts';

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.UTC(2026, 0, 1);

function look(verdict: Verdict, checkedAt: number, over: Partial<LinkResult> = {}): LinkResult {
  const page = 'https://example.org/';
  const nothing = {
    status: undefined,
    hops: [],
    failedAt: undefined,
    ms: 1,
    bytes: 0,
    via: 'http',
    notices: [],
  } as const;
  return { page, verdict, reason: 'why', checkedAt, ...nothing, ...over };
}

/** What is remembered after these looks, given as verdict and hours since the start. */
function after(...looks: [Verdict, number][]): LinkRecord {
  let record: LinkRecord | undefined;
  for (const [verdict, hours] of looks) record = remember(record, look(verdict, start + hours * hour));
  if (record === undefined) throw new Error('no looks');
  return record;
}

test('three failures 72 hours apart are dead, whichever failures they are', () => {
  expect(isDead(after(['not-found', 0], ['timeout', 72]))).toBe(false);
  expect(isDead(after(['not-found', 0], ['timeout', 72], ['dns', 144]))).toBe(true);
  expect(after(['not-found', 0], ['timeout', 72], ['dns', 144])).toStrictEqual({
    verdict: 'dns',
    reason: 'why',
    checkedAt: start + 144 * hour,
    strikes: 3,
    firstFailedAt: start,
    lastStrikeAt: start + 144 * hour,
  });
});

test('failures closer than 72 hours are one strike, and the distance counts from the strike', () => {
  expect(after(['not-found', 0], ['not-found', 71]).strikes).toBe(1);
  expect(after(['not-found', 0], ['not-found', 36], ['not-found', 72]).strikes).toBe(2);
  expect(after(...Array.from({ length: 100 }, (_, i): [Verdict, number] => ['timeout', i / 2])).strikes).toBe(
    1,
  );
});

test('an ok resets', () => {
  const record = after(['not-found', 0], ['not-found', 72], ['ok', 144], ['not-found', 145]);
  expect(record).toMatchObject({ strikes: 1, firstFailedAt: start + 145 * hour });
  expect(after(['gone', 0], ['ok', 1])).toStrictEqual({
    verdict: 'ok',
    reason: 'why',
    checkedAt: start + hour,
    strikes: 0,
  });
});

test.each([
  'blocked',
  'rate-limited',
  'dns-temporary',
  'not-checked',
  'excluded',
  'private-address',
] as const)('%s neither strikes nor resets', (verdict) => {
  expect(after([verdict, 0], [verdict, 72], [verdict, 144], [verdict, 216])).toMatchObject({ strikes: 0 });
  const between = after(['not-found', 0], [verdict, 72]);
  expect(between).toMatchObject({ verdict, strikes: 1, firstFailedAt: start, lastStrikeAt: start });
  expect(isDead(after(['gone', 0], [verdict, 1], ['gone', 72], [verdict, 73], ['gone', 144]))).toBe(true);
});

test('a clock that goes back adds no strike', () => {
  expect(after(['not-found', 100], ['not-found', 0]).strikes).toBe(1);
});

test('the end of a permanent redirect is kept', () => {
  const hops = [
    { url: 'https://example.org/', status: 301 },
    { url: 'https://example.com/', status: 200 },
  ];
  expect(remember(undefined, look('redirected-permanent', start, { hops, status: 200 }))).toMatchObject({
    finalUrl: 'https://example.com/',
    status: 200,
  });
  expect(remember(undefined, look('redirected-temporary', start, { hops }))).not.toHaveProperty('finalUrl');
});

test.each([
  [after(['ok', 0]), 7 * day],
  [after(['redirected-permanent', 0]), 7 * day],
  [after(['not-found', 0]), day],
  [after(['timeout', 0]), day],
  [after(['blocked', 0]), day],
  [after(['private-address', 0]), day],
])('%# is due again when its time has passed', (record, reuse) => {
  expect(isDue(record, start)).toBe(false);
  expect(isDue(record, start + reuse - 1)).toBe(false);
  expect(isDue(record, start + reuse)).toBe(true);
});

test('a failing page is asked each day and struck each third, a dead one asked once a month', () => {
  let record = after(['not-found', 0]);
  let asks = 1;
  for (let hours = 1; hours < 1_000; hours += 1) {
    const now = start + hours * hour;
    if (!isDue(record, now)) continue;
    record = remember(record, look('not-found', now));
    asks += 1;
  }
  expect([asks, record.strikes, (record.checkedAt - start) / hour]).toStrictEqual([8, 4, 144 + 720]);
});

test('a record from the future is due', () => {
  expect(isDue(after(['ok', 1]), start)).toBe(true);
});

test('what is remembered reads back as it was, and nothing else reads at all', () => {
  const record = after(['not-found', 0], ['timeout', 72], ['blocked', 80]);
  expect(LinkRecord.parse(JSON.parse(JSON.stringify(record)))).toStrictEqual(record);
  const broken = [
    null,
    'ok',
    [],
    {},
    { ...record, verdict: 'fine' },
    { ...record, verdict: 'toString' },
    { ...record, strikes: -1 },
    { ...record, strikes: '3' },
    { ...record, checkedAt: 'yesterday' },
    { ...record, finalUrl: 'javascript:alert(1)' },
    { ...record, reason: 'x'.repeat(201) },
  ];
  expect(broken.filter((each) => LinkRecord.safeParse(each).success)).toStrictEqual([]);
});
