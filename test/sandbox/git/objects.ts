import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';

/** One object as git stores it. */
export interface GitObject {
  sha: string;
  type: 'blob' | 'tree' | 'commit' | 'tag';
  content: Buffer;
}

type Answer = (object: GitObject | undefined) => void;

const HEADER = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/;
const NEWLINE = 10;

/** Reads objects through one `git cat-file --batch`, because a process for each of 200 files takes a second. */
export class ObjectReader {
  readonly #directory: string;
  readonly #environment: NodeJS.ProcessEnv;
  #process: ChildProcessWithoutNullStreams | undefined;
  #waiting: Answer[] = [];
  #chunks: Buffer[] = [];
  #length = 0;
  #needed = 0;

  constructor(directory: string, environment: NodeJS.ProcessEnv) {
    this.#directory = directory;
    this.#environment = environment;
  }

  read(expression: string): Promise<GitObject | undefined> {
    // The protocol is one expression a line: a line break would make two questions of one.
    if (/[\n\0]/.test(expression)) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#process ??= this.#start();
      this.#waiting.push(resolve);
      this.#process.stdin.write(`${expression}\n`);
    });
  }

  async close(): Promise<void> {
    const running = this.#process;
    if (!running) return;
    const ended = once(running, 'close');
    running.stdin.end();
    await ended;
  }

  #start(): ChildProcessWithoutNullStreams {
    const child = spawn('git', ['cat-file', '--batch'], { cwd: this.#directory, env: this.#environment });
    child.stdout.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
      if (this.#length >= this.#needed) this.#drain();
    });
    child.stdin.on('error', () => undefined);
    child.stderr.resume();
    // A few expressions make git give up altogether: nothing is found, and the next read starts afresh.
    child.on('close', () => {
      this.#process = undefined;
      this.#chunks = [];
      this.#length = 0;
      this.#needed = 0;
      for (const answer of this.#waiting.splice(0)) answer(undefined);
    });
    return child;
  }

  #drain(): void {
    let rest = this.#chunks.length === 1 && this.#chunks[0] ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#needed = 0;
    for (;;) {
      const taken = takeAnswer(rest);
      if (typeof taken === 'number') {
        this.#needed = taken;
        break;
      }
      rest = rest.subarray(taken.length);
      this.#waiting.shift()?.(taken.object);
    }
    this.#chunks = [rest];
    this.#length = rest.length;
  }
}

/** The first whole answer in the buffer, or the number of bytes that must be there before the next try. */
function takeAnswer(buffer: Buffer): { object: GitObject | undefined; length: number } | number {
  const end = buffer.indexOf(NEWLINE);
  if (end < 0) return buffer.length + 1;
  const [, sha, type, size] = HEADER.exec(buffer.toString('utf8', 0, end)) ?? [];
  if (sha === undefined || type === undefined) return { object: undefined, length: end + 1 };
  const from = end + 1;
  const to = from + Number(size);
  if (buffer.length < to + 1) return to + 1;
  // A copy, because the slice would keep the whole read buffer alive.
  const content = Buffer.from(buffer.subarray(from, to));
  return { object: { sha, type: type as GitObject['type'], content }, length: to + 1 };
}
