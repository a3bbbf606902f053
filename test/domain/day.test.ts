import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { addDays, dayOf, daysBetween, parseDay } from '../../src/domain/day.ts';
import { day } from '../helpers/evaluations.ts';

const MS_PER_DAY = 86_400_000;
const timeZone = process.env['TZ'];

afterEach(() => {
  if (timeZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = timeZone;
});

test.each(['2026-01-01', '2024-02-29', '2000-02-29', '2026-12-31', '1900-02-28', '0001-01-01', '9999-12-31'])(
  '%s is a day',
  (text) => {
    expect(parseDay(text)).toBe(text);
  },
);

test.each([
  '2026-02-30',
  '2025-02-29',
  '1900-02-29',
  '2100-02-29',
  '2026-04-31',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '26-1-1',
  '2026-1-1',
  '2026/01/01',
  '20260101',
  '2026-01-01T00:00:00Z',
  '2026-01-01 ',
  '2026-01-01\n',
  ' 2026-01-01',
  '-2026-01-01',
  '+02026-01-01',
  '２０２６-01-01',
  '',
  20_260_101,
  0,
  null,
  undefined,
  true,
  new Date(0),
  ['2026-01-01'],
  { day: '2026-01-01' },
])('%j is no day', (value) => {
  expect(parseDay(value)).toBeUndefined();
});

/** Days since 1970 from 1900-01-01 to 2200-12-31. */
const someDay = fc.integer({
  min: Date.UTC(1900, 0, 1) / MS_PER_DAY,
  max: Date.UTC(2200, 11, 31) / MS_PER_DAY,
});

function utcText(number: number): string {
  return new Date(number * MS_PER_DAY).toISOString().slice(0, 10);
}

test('days are counted and added as Date.UTC does it', () => {
  fc.assert(
    fc.property(someDay, someDay, (from, to) => {
      expect(dayOf(from * MS_PER_DAY)).toBe(utcText(from));
      expect(daysBetween(day(utcText(from)), day(utcText(to)))).toBe(to - from);
      expect(addDays(day(utcText(from)), to - from)).toBe(utcText(to));
    }),
    { numRuns: 1000 },
  );
});

test('the calendar has the days that Date.UTC has, and no others', () => {
  for (let year = 1896; year <= 2104; year += 4) {
    for (const [month, number] of [
      [2, 28],
      [2, 29],
      [2, 30],
      [12, 31],
      [12, 32],
    ] as const) {
      const text = `${year}-${String(month).padStart(2, '0')}-${number}`;
      const isDay = new Date(Date.UTC(year, month - 1, number)).getUTCDate() === number;
      expect([text, parseDay(text) !== undefined]).toStrictEqual([text, isDay]);
    }
  }
});

test('a day ends with its last millisecond, also before 1970', () => {
  const midnight = Date.UTC(2026, 2, 1);
  expect(dayOf(midnight - 1)).toBe('2026-02-28');
  expect(dayOf(midnight)).toBe('2026-03-01');
  expect(dayOf(midnight + MS_PER_DAY - 1)).toBe('2026-03-01');
  expect(dayOf(-1)).toBe('1969-12-31');
  expect(dayOf(0)).toBe('1970-01-01');
});

test.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/New_York', 'Europe/Berlin'])(
  'the time zone %s changes nothing, also where its clocks move',
  (zone) => {
    process.env['TZ'] = zone;
    expect(dayOf(Date.UTC(2026, 2, 29, 23, 59, 59, 999))).toBe('2026-03-29');
    expect(dayOf(Date.UTC(2026, 2, 30))).toBe('2026-03-30');
    expect(daysBetween(day('2026-03-07'), day('2026-03-30'))).toBe(23);
    expect(addDays(day('2026-10-24'), 2)).toBe('2026-10-26');
  },
);

test('days sort as strings', () => {
  fc.assert(
    fc.property(someDay, someDay, (one, other) => {
      expect(dayOf(one * MS_PER_DAY) < dayOf(other * MS_PER_DAY)).toBe(one < other);
    }),
  );
});
