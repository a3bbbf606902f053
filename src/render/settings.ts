import type { EffectivePolicy } from '../domain/policy.ts';
import type { Paint } from './paint.ts';
import { cut } from './safe.ts';

/** One setting in effect. */
export interface Setting {
  /** Its path: `freshness.maxAge`. */
  field: string;
  /** As it would be written down, durations in days: `180d`. */
  value: unknown;
  /** `default`, `preset strict`, `organisation acme/.github`, `.github/reverify.yml:12`. */
  origin: string;
}

/** Keys whose numbers are days. */
const DAYS = new Set(['maxAge', 'notice', 'cooldown', 'settle', 'for']);

const MAX_VALUE = 60;

/** The settings of a policy, or those of one field and below it. */
export function settingsOf({ policy, origins }: EffectivePolicy, field?: string): Setting[] {
  const wanted = [...origins].filter(
    ([path]) => field === undefined || path === field || path.startsWith(`${field}.`),
  );
  return wanted.map(([path, origin]) => ({ field: path, value: valueAt(policy, path), origin }));
}

/** Settings as one JSON value. Its fields are a contract: they may be added to, not changed. */
export function settingsJson(settings: readonly Setting[]): string {
  return `${JSON.stringify({ settings }, undefined, 2)}\n`;
}

/** Settings as a table. A long value is cut, unless its field is asked for. */
export function settingsText(settings: readonly Setting[], paint: Paint, asked?: string): string {
  const rows = settings.map(({ field, value, origin }) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return { field, value: cut(text, field === asked ? text.length : MAX_VALUE), origin: cut(origin, 300) };
  });
  const widthOf = (column: 'field' | 'value') => Math.max(...rows.map((row) => row[column].length));
  const [fields, values] = [widthOf('field'), widthOf('value')];
  const lines = rows.map(({ field, value, origin }) => {
    const where = origin === 'default' ? paint.dim(origin) : paint.cyan(origin);
    return `${paint.bold(field.padEnd(fields))}  ${value.padEnd(values)}  ${where}\n`;
  });
  return lines.join('');
}

function valueAt(policy: object, path: string): unknown {
  const keys = path.split('.');
  const value = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], policy);
  return asWritten(keys.at(-1) ?? '', value);
}

function asWritten(key: string, value: unknown): unknown {
  if (typeof value === 'number' && DAYS.has(key)) return `${value}d`;
  // A source's own options may be called the same.
  if (typeof value !== 'object' || value === null || key === 'with') return value;
  if (Array.isArray(value)) return value.map((item: unknown) => asWritten('', item));
  return Object.fromEntries(
    Object.entries(value).map(([key, inside]: [string, unknown]) => [key, asWritten(key, inside)]),
  );
}
