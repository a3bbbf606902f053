import { InvalidArgumentError } from 'commander';
import { parseDay, type Day } from './domain/day.ts';
import { readRanges, readRate } from './option-values.ts';

// How the options of all commands are read.

export function day(text: string): Day {
  return read(parseDay(text), 'Write a day of the calendar as YYYY-MM-DD.');
}

export const DATE_OPTION = [
  '--today <day>',
  'judge as on this day, YYYY-MM-DD (default: today in UTC)',
  day,
] as const;

export function wholeNumber(text: string): number {
  return read(/^[1-9]\d{0,2}$/.test(text) ? Number(text) : undefined, 'Write a whole number from 1 to 999.');
}

export function rate(text: string): number {
  return read(readRate(text), 'Write a number above 0, or off.');
}

/** As milliseconds. */
export function seconds(text: string): number {
  return read(
    /^\d{1,4}(\.\d+)?$/.test(text) ? Number(text) * 1_000 : undefined,
    'Write a number of seconds.',
  );
}

export function someSeconds(text: string): number {
  const ms = seconds(text);
  return read(ms > 0 ? ms : undefined, 'Write a number of seconds above 0.');
}

export function ranges(text: string): string[] {
  return read(readRanges(text), 'Write ranges such as 10.1.0.0/16,fd00::/8.');
}

function read<T>(value: T | undefined, remedy: string): T {
  if (value === undefined) throw new InvalidArgumentError(remedy);
  return value;
}
