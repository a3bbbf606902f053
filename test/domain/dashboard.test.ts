import { expect, test } from 'vitest';
import { scheduleFrom } from '../../src/domain/dashboard.ts';
import { day } from '../helpers/evaluations.ts';

const SIX_HOURS = 6 * 3_600_000;

test('days without a scan are told on the whole day of the next one, and no longer', () => {
  const [before, on, after] = [day('2026-06-01'), day('2026-06-10'), day('2026-06-11')];
  const gap = { from: before, to: on };
  expect(scheduleFrom(on, SIX_HOURS, { scanned: before })).toMatchObject({ gap });
  expect(scheduleFrom(on, SIX_HOURS, { scanned: on, gap: before })).toMatchObject({ gap });
  expect(scheduleFrom(after, SIX_HOURS, { scanned: on, gap: before })).toMatchObject({ gap: undefined });
});

test('a scan in time, and the first, tell of no days without one', () => {
  expect(scheduleFrom(day('2026-06-10'), SIX_HOURS)).toMatchObject({ gap: undefined });
  expect(scheduleFrom(day('2026-06-10'), SIX_HOURS, { scanned: day('2026-06-08') })).toEqual({
    scanned: '2026-06-10',
    nextBy: '2026-06-11',
    alarmAfter: '2026-06-12',
    gap: undefined,
  });
});
