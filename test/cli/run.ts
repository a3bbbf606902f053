import { spawn } from 'node:child_process';

const ENTRY = new URL('../../dist/cli.js', import.meta.url).pathname;

/** What a command came to. */
export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** How a command is run. */
export interface How {
  cwd?: string;
  env?: Record<string, string>;
  /** Standard input. */
  input?: string;
  /** Sends SIGINT, as Ctrl-C does, when it resolves. */
  interrupt?: Promise<unknown>;
  /** Closes standard output after its first words, as `head` does. */
  hangUp?: boolean;
}

/** Runs the built command line as a user would. */
export function reverify(args: readonly string[], how: How = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env['PATH'] ?? '', ...how.env };
    const child = spawn(process.execPath, [ENTRY, ...args], { env, ...(how.cwd ? { cwd: how.cwd } : {}) });
    const ran: Ran = { code: null, out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (ran.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (ran.err += text));
    if (how.hangUp === true) child.stdout.once('data', () => child.stdout.destroy());
    if (how.input !== undefined) child.stdin.end(how.input);
    how.interrupt?.then(() => child.kill('SIGINT'), reject);
    child.on('error', reject);
    child.on('close', (code) => resolve({ ...ran, code }));
  });
}
