import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../sandbox/sandbox.ts';

/** One line of the app's log. */
export interface LogLine {
  level: number;
  msg: string;
  job?: string;
  outcome?: Record<string, unknown>;
  status?: number;
  cause?: string;
}

/** The real app in a process of its own. */
export interface RunningApp {
  webhookUrl: string;
  log: LogLine[];
  /** Everything that the process said on standard error. */
  errors(): string;
  /** Resolves with the next line of the log that fits; those before `from` lines are passed over. */
  line(fits: (line: LogLine) => boolean, from?: number): Promise<LogLine>;
  /** Tells it to stop, and gives its exit code. */
  stop(): Promise<number | null>;
}

/** What the app is told beyond where the sandbox is. */
export interface AppWish {
  hub?: string;
  mirrors?: Record<string, string>;
  today?: string;
  env?: Record<string, string>;
  /** The memory file; a new one in a temporary folder if absent. */
  memory?: string;
  /** Where the API is, if not at the sandbox itself. */
  apiUrl?: string;
}

const ENTRY = new URL('../../dist/app.js', import.meta.url).pathname;

/** Starts the built app against a sandbox, and points the sandbox's webhooks at it. */
export async function startApp(sandbox: Sandbox, wish: AppWish = {}): Promise<RunningApp> {
  const folder = await mkdtemp(join(tmpdir(), 'reverify-'));
  const port = await freePort();
  const child = spawn(process.execPath, [ENTRY], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      APP_ID: String(sandbox.appId),
      PRIVATE_KEY: sandbox.privateKey,
      WEBHOOK_SECRET: sandbox.webhookSecret,
      PORT: String(port),
      HOST: '127.0.0.1',
      ...(wish.apiUrl
        ? { GITHUB_API_URL: wish.apiUrl }
        : { GHE_HOST: new URL(sandbox.url).host, GHE_PROTOCOL: 'http' }),
      HF_ENDPOINT: wish.hub ?? 'http://127.0.0.1:9',
      REVERIFY_MEMORY: wish.memory ?? join(folder, 'memory.json'),
      REVERIFY_WRITE_INTERVAL: '3ms',
      REVERIFY_CONFIRM_AFTER: '20ms',
      REVERIFY_TICK_QUIET: '20ms',
      REVERIFY_RATE: 'off',
      REVERIFY_ARCHIVE: 'off',
      REVERIFY_MIRRORS:
        Object.entries(wish.mirrors ?? {})
          .map((pair) => pair.join('='))
          .join(',') || 'http://a=http://b',
      ...(wish.today ? { REVERIFY_TODAY: wish.today } : {}),
      ...wish.env,
    },
  });
  const log: LogLine[] = [];
  let errors = '';
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    log.push(...lines.map((line) => JSON.parse(line) as LogLine));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const exited = once(child, 'exit') as Promise<[number | null]>;

  async function line(fits: (line: LogLine) => boolean, from = 0): Promise<LogLine> {
    for (let waited = 0; waited < 30_000; waited += 20) {
      const found = log.slice(from).find(fits);
      if (found) return found;
      if (child.exitCode !== null) break;
      await sleep(20);
    }
    throw new Error(
      `The app did not log it.\n${log.map((one) => JSON.stringify(one)).join('\n')}\n${errors}`,
    );
  }

  await line(({ msg }) => msg.startsWith('Listening'));
  const webhookUrl = `http://127.0.0.1:${port}/api/github/webhooks`;
  sandbox.deliverTo(webhookUrl);
  return {
    webhookUrl,
    log,
    errors: () => errors,
    line,
    async stop() {
      sandbox.deliverTo(undefined);
      child.kill('SIGTERM');
      const [code] = await exited;
      await rm(folder, { recursive: true, force: true });
      return code;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Reads the evaluations that the project ships, as files of a repository. */
export async function shippedData(): Promise<Record<string, string>> {
  const files = ['data/models/minimax-m2.json', 'data/models/glm-5.yaml', 'data/mcps/server-filesystem.yaml'];
  const texts = files.map(async (file) => [
    file,
    await readFile(new URL(`../../${file}`, import.meta.url), 'utf8'),
  ]);
  return Object.fromEntries((await Promise.all(texts)) as [string, string][]);
}
