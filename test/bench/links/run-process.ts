import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a process ran. */
export interface Ran {
  ms: number;
  /** The most memory that it ever had in RAM. */
  peakMiB: number;
  code: number | null;
  out: string;
}

/** Runs a program to its end, its output in files so that reading it disturbs nobody. `usual`: the exit codes that are no fault. */
export async function runProcess(
  command: string,
  args: readonly string[],
  folder: string,
  usual: readonly number[],
): Promise<Ran> {
  const [out, errors] = [join(folder, 'out.txt'), join(folder, 'errors.txt')];
  const files = [openSync(out, 'w'), openSync(errors, 'w')];
  const began = performance.now();
  let peakMiB = 0;
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', ...files] });
    const watch = setInterval(() => (peakMiB = Math.max(peakMiB, peakOf(child.pid))), 20);
    child.on('error', (error) => {
      clearInterval(watch);
      reject(error);
    });
    child.on('close', (ended) => {
      clearInterval(watch);
      resolve(ended);
    });
  });
  const ms = performance.now() - began;
  for (const file of files) closeSync(file);
  if (!usual.includes(code ?? -1)) {
    throw new Error(`${command} ended with ${code}: ${readFileSync(errors, 'utf8').slice(0, 2_000)}`);
  }
  return { ms, peakMiB, code, out: readFileSync(out, 'utf8') };
}

/** The kernel keeps the peak (`VmHWM`), so looking now and then misses only the last moment. */
export function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1_024;
  } catch {
    // It has ended, or this is no Linux.
    return 0;
  }
}
