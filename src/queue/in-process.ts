import type { Log } from '../domain/log.ts';
import type { Job, Queue } from './queue.ts';

/** A queue in this process. What waits is lost with it, and the next scheduled run makes up for it. */
export function createInProcessQueue(log: Log, lanesAtOnce = 4): Queue {
  const lanes = new Map<string, Map<string, Job>>();
  const running = new Map<string, { key: string; superseded: AbortController }>();
  const settling = new Map<string, NodeJS.Timeout>();
  let closed = false;
  let whenIdle: (() => void)[] = [];

  function start(): void {
    for (const [lane, waiting] of lanes) {
      if (running.size >= lanesAtOnce) break;
      const next = waiting.entries().next().value;
      if (running.has(lane) || !next) continue;
      waiting.delete(next[0]);
      // Back to the end of the line, so that a busy repository does not hold up the others.
      lanes.delete(lane);
      if (waiting.size > 0) lanes.set(lane, waiting);
      void run(lane, ...next);
    }
    if (running.size > 0 || settling.size > 0) return;
    for (const resolve of whenIdle) resolve();
    whenIdle = [];
  }

  async function run(lane: string, key: string, job: Job): Promise<void> {
    const superseded = new AbortController();
    running.set(lane, { key, superseded });
    try {
      await job(superseded.signal);
    } catch (error) {
      log.error({ err: error, lane }, 'a job failed');
    }
    running.delete(lane);
    start();
  }

  function wait(lane: string, key: string, job: Job): void {
    const waiting = lanes.get(lane) ?? new Map<string, Job>();
    waiting.set(key, job);
    lanes.set(lane, waiting);
    start();
  }

  function idle(): Promise<void> {
    if (running.size === 0 && lanes.size === 0 && settling.size === 0) return Promise.resolve();
    return new Promise((resolve) => whenIdle.push(resolve));
  }

  return {
    add(lane, key, job, quietMs = 0) {
      if (closed) return;
      const now = running.get(lane);
      if (now?.key === key) now.superseded.abort();
      const id = `${lane}\n${key}`;
      clearTimeout(settling.get(id));
      if (quietMs === 0) return wait(lane, key, job);
      const timer = setTimeout(() => {
        settling.delete(id);
        wait(lane, key, job);
      }, quietMs);
      settling.set(id, timer);
    },
    idle,
    close() {
      closed = true;
      for (const timer of settling.values()) clearTimeout(timer);
      settling.clear();
      lanes.clear();
      return idle();
    },
  };
}
