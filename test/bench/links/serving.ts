import { fork } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Reading } from './meter.ts';
import type { Order } from './world-process.ts';

/** A world in a process of its own. */
export interface Serving {
  port: number;
  /** Nobody listens there. */
  closedPort: number;
  reset(version: 1 | 2): Promise<void>;
  read(): Promise<Reading>;
  stop(): void;
}

/** Starts the process. */
export async function serveWorld(seed: number, scale: number, many: number | undefined): Promise<Serving> {
  const [port, closedPort] = [await freePort(0), await freePort(500)];
  const child = fork(fileURLToPath(new URL('world-process.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });

  function order(wanted: Order): Promise<unknown> {
    return new Promise((resolve, reject) => {
      function gone(code: number | null): void {
        reject(new Error(`the world's process ended with ${code}`));
      }
      child.once('exit', gone);
      child.once('message', (told: { value?: unknown; error?: string }) => {
        child.off('exit', gone);
        if (told.error === undefined) resolve(told.value);
        else reject(new Error(told.error));
      });
      child.send(wanted);
    });
  }

  await order({ kind: 'start', seed, scale, many, port });
  return {
    port,
    closedPort,
    reset: async (version) => void (await order({ kind: 'reset', version })),
    read: async () => (await order({ kind: 'read' })) as Reading,
    stop: () => child.disconnect(),
  };
}

/** Outside the range from which the system takes ports for clients, so that nobody comes to listen there by chance. */
async function freePort(from: number): Promise<number> {
  for (let port = 20_000 + from + (process.pid % 400); port < 32_000; port += 1) {
    if (await canListen(port)) return port;
  }
  throw new Error('no free port from 20,000 to 32,000');
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(true)));
  });
}
