import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { dayOf, type Day } from './domain/day.ts';
import { readMirrors, readRanges, readRate } from './option-values.ts';
import { createPaint, type Paint } from './render/paint.ts';

// The one file that reads the environment and the clock. It stays light: every command begins here.

const MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const milliseconds = z
  .string()
  .regex(/^\d{1,6}(ms|s|m|h|d)$/, 'write a number with its unit: 500ms, 3s, 15m, 6h, 1d')
  .transform((text) => Number.parseInt(text, 10) * MS[text.replace(/^\d+/, '') as keyof typeof MS]);

/** What a reader makes of a text; what it cannot read is a problem with its remedy. */
function readBy<T>(read: (text: string) => T | undefined, remedy: string) {
  return z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue(remedy);
    return z.NEVER;
  });
}

const archive = z
  .union([z.literal('off'), z.url({ protocol: /^https?$/ })], 'write the origin of a Wayback machine, or off')
  .transform((text) => (text === 'off' ? undefined : text));

const environment = z.object({
  APP_ID: z.coerce.number('set it to the id of your GitHub App').int().positive(),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: z.string('set it to the webhook secret of your GitHub App').min(1),
  PORT: z.coerce.number().int().default(3000),
  HOST: z.string().default('localhost'),
  GITHUB_API_URL: z.url().optional(),
  GHE_HOST: z.string().optional(),
  GHE_PROTOCOL: z.enum(['https', 'http']).default('https'),
  HF_ENDPOINT: z.url().optional(),
  HF_TOKEN: z.string().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  REVERIFY_MEMORY: z.string().default('.reverify/memory.json'),
  REVERIFY_CRON: z.string().default('13,43 * * * *'),
  REVERIFY_EVERY: milliseconds.default(6 * MS.h),
  REVERIFY_WRITE_INTERVAL: milliseconds.default(3 * MS.s),
  REVERIFY_GITHUB_TIMEOUT: milliseconds.default(30 * MS.s),
  REVERIFY_PER_HOST: z.coerce.number().int().min(1).max(99).default(6),
  REVERIFY_TOTAL: z.coerce.number().int().min(1).max(999).default(64),
  REVERIFY_RATE: readBy(readRate, 'write a number above 0, or off').default(10),
  REVERIFY_CONFIRM_AFTER: milliseconds.default(30 * MS.s),
  REVERIFY_ALLOW_HOSTS: readBy(readRanges, 'write ranges of addresses: 10.1.0.0/16,fd00::/8').default([]),
  REVERIFY_ARCHIVE: archive.default('https://web.archive.org'),
  REVERIFY_MIRRORS: readBy(
    readMirrors,
    'write pairs of origins: https://example.org=http://mirror.example:8080,…',
  ).default(new Map()),
  REVERIFY_TODAY: z.iso.date('write a day: YYYY-MM-DD').optional(),
});

/** How the operator set the App up. Durations are milliseconds. */
export type AppSettings = z.output<typeof environment>;

/** An environment that the App cannot start with; the message says what to set. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** Reads the operator's settings from the environment. Throws `SettingsError`. */
export function readSettings(): AppSettings {
  const parsed = environment.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new SettingsError(
    `The environment is not complete:\n${lines.join('\n')}\nThe README lists all settings.`,
  );
}

/** The App's clock, in milliseconds since 1970. A rehearsal starts on the day asked for, and time goes on from there. */
export function clockFor({ REVERIFY_TODAY }: AppSettings): () => number {
  const ahead = REVERIFY_TODAY === undefined ? 0 : Date.parse(`${REVERIFY_TODAY}T09:00:00Z`) - Date.now();
  return () => Date.now() + ahead;
}

/** What the command line knows of its surroundings. */
export interface Terminal {
  version: string;
  today: Day;
  /** Milliseconds since 1970. */
  now(): number;
  /** For standard output. */
  paint: Paint;
  /** Redraws one line on standard error, at most a few times a second; nothing where that is no terminal. */
  progress(line: string): void;
  clearProgress(): void;
}

/** Reads the surroundings of a command. Colours obey `NO_COLOR` and `FORCE_COLOR` (no-color.org, force-color.org). */
export function readTerminal(): Terminal {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  const colours = NO_COLOR
    ? false
    : FORCE_COLOR
      ? FORCE_COLOR !== '0'
      : process.stdout.isTTY && TERM !== 'dumb';
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  let drawnAt = Date.now();
  return {
    version: z.object({ version: z.string() }).parse(manifest).version,
    today: dayOf(Date.now()),
    now: () => Date.now(),
    paint: createPaint(colours),
    progress(line) {
      if (!process.stderr.isTTY || Date.now() - drawnAt < 200) return;
      drawnAt = Date.now();
      process.stderr.write(`\r\u001B[K${line}`);
    },
    clearProgress() {
      if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
    },
  };
}
