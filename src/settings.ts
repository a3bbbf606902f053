import * as z from 'zod';
import { readMirrors, readRanges, readRate, readTokens } from './option-values.ts';
import { UsageError } from './usage-error.ts';

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

const web = z.url({ protocol: /^https?$/ });

const archive = z
  .union([z.literal('off'), web], 'write the origin of a Wayback machine, or off')
  .transform((text) => (text === 'off' ? undefined : text));

/** Where upstreams are, and who we are to them: by the names that their own clients use, where they have some. */
const upstreams = z.object({
  HF_ENDPOINT: web.optional(),
  HF_TOKEN: z.string().optional(),
  GITHUB_API_URL: web.optional(),
  GITHUB_TOKEN: z.string().optional(),
  PIP_INDEX_URL: web.optional(),
  OPENROUTER_BASE_URL: web.default('https://openrouter.ai/api/v1'),
  OPENROUTER_API_KEY: z.string().optional(),
  REVERIFY_OSV: web.default('https://api.osv.dev'),
  REVERIFY_ENDOFLIFE: web.default('https://endoflife.date/api/v1'),
  REVERIFY_TOKENS: readBy(
    readTokens,
    'write pairs of an origin and its token: https://api.example.org=…,…',
  ).default(new Map()),
});

/** Where upstreams are, and what they know us by. */
export type UpstreamSettings = z.output<typeof upstreams>;

const app = upstreams.extend({
  APP_ID: z.coerce.number('set it to the id of your GitHub App').int().positive(),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: z.string('set it to the webhook secret of your GitHub App').min(1),
  HF_WEBHOOK_SECRET: z.string().min(8, 'make it at least 8 characters long').optional(),
  PORT: z.coerce.number().int().default(3000),
  HOST: z.string().default('localhost'),
  GHE_HOST: z.string().optional(),
  GHE_PROTOCOL: z.enum(['https', 'http']).default('https'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  REVERIFY_MEMORY: z.string().default('.reverify/memory.json'),
  REVERIFY_CRON: z.string().default('13,43 * * * *'),
  REVERIFY_EVERY: milliseconds.default(6 * MS.h),
  REVERIFY_WRITE_INTERVAL: milliseconds.default(3 * MS.s),
  REVERIFY_TICK_QUIET: milliseconds.default(20 * MS.s),
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
export type AppSettings = z.output<typeof app>;

/** An environment that cannot be worked with; the message says what to set. */
export class SettingsError extends UsageError {
  override name = 'SettingsError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What the App reads from its environment. Throws `SettingsError`. */
export function appSettings(environment: Environment): AppSettings {
  return parsed(app, environment);
}

/** What a command that looks at upstreams reads from its environment. Throws `SettingsError`. */
export function upstreamSettings(environment: Environment): UpstreamSettings {
  return parsed(upstreams, environment);
}

function parsed<T extends z.ZodType>(schema: T, environment: Environment): z.output<T> {
  const read = schema.safeParse(environment);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new SettingsError(
    `The environment is not complete:\n${lines.join('\n')}\nThe README lists all settings.`,
  );
}
