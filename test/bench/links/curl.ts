import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { uniquePages, type Client } from './client.ts';
import { runProcess } from './run-process.ts';

/** curl, 64 at once and no manners: about what the machine can do. */
export function curl(folder: string): Client {
  return {
    name: 'curl',
    run(mentions) {
      mkdirSync(folder, { recursive: true });
      const config = uniquePages(mentions).map((url) => `url = "${url}"\noutput = "/dev/null"\n`);
      writeFileSync(join(folder, 'config.txt'), config.join(''));
      const parallel = ['--parallel', '--parallel-max', '64', '--no-progress-meter'];
      const limits = ['--location', '--max-redirs', '10', '--connect-timeout', '5', '--max-time', '5'];
      const told = ['--write-out', '%{urlnum} %{http_code} %{exitcode}\n', '--config', 'config.txt'];
      // The exit code is that of one transfer.
      const any = Array.from({ length: 100 }, (_, code) => code);
      return runProcess('curl', ['--disable', ...parallel, ...limits, ...told], folder, any);
    },
    read({ out }, mentions) {
      const pages = uniquePages(mentions);
      return new Map(
        out
          .trim()
          .split('\n')
          .map((line) => {
            const [at, status, exit] = line.split(' ');
            const call = exit === '0' && status?.startsWith('2') === true ? 'ok' : 'broken';
            return [pages[Number(at)] ?? '', { call, verdict: `${status} ${exit}` }];
          }),
      );
    },
  };
}
