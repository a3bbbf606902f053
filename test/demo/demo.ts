// The story of one evaluation, told by the real app in a process of its own against a GitHub, a Hugging Face Hub and a
// web on loopback. With --once it checks each step and ends; without, it stays up for a look around.
import { parseArgs } from 'node:util';
import { startStage, type Stage } from './stage.ts';
import { steps } from './story.ts';

const HELP = `Usage: npm run demo [-- --once] [-- --port N]

Starts a GitHub on loopback and the real app, and lets the story of one evaluation happen.

  --once     check each step, print a summary, exit 0 or 1
  --port N   where the pages are (default: 4000, or any free port with --once)
  --help     this text
`;

const { values } = parseArgs({
  options: { once: { type: 'boolean' }, port: { type: 'string' }, help: { type: 'boolean' } },
});

async function play(stage: Stage): Promise<number> {
  let failures = 0;
  for (const [index, { title, run }] of steps.entries()) {
    const started = performance.now();
    try {
      const { seen, page } = await run(stage);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      process.stdout.write(`${index + 1}. ${title} (${seconds} s)\n   ${seen}\n   ${page}\n\n`);
    } catch (error) {
      failures++;
      process.stdout.write(
        `${index + 1}. ${title}\n   FAILED: ${error instanceof Error ? error.message : error}\n\n`,
      );
    }
  }
  return failures;
}

async function main(): Promise<number> {
  const started = performance.now();
  const stage = await startStage(values.port ? Number(values.port) : values.once ? 0 : 4000);
  const stopped = new Promise<void>((resolve) => process.once('SIGINT', resolve));
  try {
    process.stdout.write(`The demo's clock stands at ${stage.today}. GitHub is at ${stage.sandbox.url}\n\n`);
    const failures = await play(stage);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    process.stdout.write(`${steps.length - failures} of ${steps.length} steps as told, in ${seconds} s.\n`);
    if (!values.once) {
      process.stdout.write(
        '\nLook around, close an issue or reopen one; the app sweeps every second. Ctrl-C ends.\n',
      );
      await stopped;
    }
    return failures === 0 ? 0 : 1;
  } finally {
    await stage.close();
  }
}

if (values.help) process.stdout.write(HELP);
else process.exitCode = await main();
