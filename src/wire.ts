import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { dayOf, type Day } from './domain/day.ts';
import { createPaint, type Paint } from './render/paint.ts';
import { appSettings, upstreamSettings, type AppSettings, type UpstreamSettings } from './settings.ts';

// The one file that reads the environment and the clock. It stays light: every command begins here.

/** Reads the App's settings. Throws `SettingsError`. */
export function readSettings(): AppSettings {
  return appSettings(process.env);
}

/** Reads where upstreams are. Throws `SettingsError`. */
export function readUpstreamSettings(): UpstreamSettings {
  return upstreamSettings(process.env);
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
  /** A line on standard error. */
  warn(message: string): void;
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
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
    clearProgress,
    warn(message) {
      clearProgress();
      process.stderr.write(`${message}\n`);
    },
  };
}
