import { once } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { createInProcessQueue } from '../../src/queue/in-process.ts';
import type { Job, Queue } from '../../src/queue/queue.ts';

let errors: unknown[];
let done: string[];
let queue: Queue;
beforeEach(() => {
  errors = [];
  done = [];
  const log = { debug() {}, info() {}, warn() {}, error: (fields: unknown) => void errors.push(fields) };
  queue = createInProcessQueue(log);
});

/** A job that notes its name. */
function named(name: string): Job {
  return async () => void done.push(name);
}

/** A job that runs until it is let go. */
function held() {
  const gate = new EventTarget();
  let signal: AbortSignal | undefined;
  const job: Job = async (superseded) => {
    signal = superseded;
    await once(gate, 'open');
  };
  return { job, release: () => gate.dispatchEvent(new Event('open')), isSuperseded: () => signal?.aborted };
}

describe('a queue', () => {
  it('runs one job of a lane at a time, and lanes side by side', async () => {
    const first = held();
    queue.add('a', 'sweep', first.job);
    queue.add('a', 'review', named('a review'));
    queue.add('b', 'sweep', named('b sweep'));
    expect(done).toEqual(['b sweep']);
    first.release();
    await queue.idle();
    expect(done).toEqual(['b sweep', 'a review']);
  });

  it('keeps the last of those that wait under one key', async () => {
    const first = held();
    queue.add('a', 'sweep', first.job);
    for (const name of ['one', 'two', 'three']) queue.add('a', 'review', named(name));
    first.release();
    await queue.idle();
    expect(done).toEqual(['three']);
  });

  it('tells a job that runs when the same is added, and runs that next', async () => {
    const first = held();
    queue.add('a', 'review', first.job);
    expect(first.isSuperseded()).toBe(false);
    queue.add('a', 'review', named('second'));
    expect(first.isSuperseded()).toBe(true);
    expect(done).toEqual([]);
    first.release();
    await queue.idle();
    expect(done).toEqual(['second']);
  });

  it('does not tell it of other keys, of other lanes, or of its end', async () => {
    const first = held();
    queue.add('a', 'review 1', first.job);
    queue.add('a', 'review 2', named('other key'));
    queue.add('b', 'review 1', named('other lane'));
    const closing = queue.close();
    expect(first.isSuperseded()).toBe(false);
    first.release();
    await closing;
    expect(done).toEqual(['other lane']);
  });

  it('gives each job a signal of its own', async () => {
    const [first, second] = [held(), held()];
    queue.add('a', 'review', first.job);
    queue.add('a', 'review', second.job);
    first.release();
    await new Promise(setImmediate);
    expect(second.isSuperseded()).toBe(false);
    second.release();
    await queue.idle();
  });

  it('goes on after a job that failed', async () => {
    queue.add('a', 'sweep', () => Promise.reject(new Error('broken')));
    queue.add('a', 'review', named('review'));
    await queue.idle();
    expect(done).toEqual(['review']);
    expect(errors).toHaveLength(1);
  });
});
