import { cardFiles, startHuggingFace, type HuggingFace } from '../helpers/hugging-face.ts';
import { shippedData, startApp, type RunningApp } from '../helpers/app.ts';
import { startWeb } from '../helpers/web.ts';
import type { Repo } from '../sandbox/repo.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';

/** Everything that the story needs. */
export interface Stage {
  today: string;
  sandbox: Sandbox;
  repo: Repo;
  hub: HuggingFace;
  app: RunningApp;
  files: Record<string, string>;
  /** Resolves when a sweep that began after this call has ended, and gives its outcome. */
  nextSweep(): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Two days after the seed evaluation's claims have passed their age. */
const TODAY = '2026-12-10';

/** Sets the stage: a repository with the shipped evaluations, a Hub where M3 has a card only, a web, and the app. */
export async function startStage(port: number): Promise<Stage> {
  const ahead = Date.parse(`${TODAY}T09:00:00Z`) - Date.now();
  const sandbox = await startSandbox({ port, clock: () => new Date(Date.now() + ahead) });
  const [hub, web, files] = await Promise.all([startHuggingFace(), startWeb(), shippedData()]);
  hub.setModel('MiniMaxAI/MiniMax-M3', { files: cardFiles() });
  // Every source that the evaluations cite is looked for on the web of the stage: nothing leaves this machine.
  const cited = new Set(Object.values(files).flatMap((text) => text.match(/https:\/\/[^/\s"'>)]+/g) ?? []));
  const app = await startApp(sandbox, {
    hub: hub.url,
    mirrors: Object.fromEntries([...cited].map((origin) => [origin, web.url])),
    today: TODAY,
    env: { REVERIFY_CRON: '* * * * * *', REVERIFY_EVERY: '1s' },
  });
  // Without a configuration the bot would only offer to be set up.
  const configured = { '.github/reverify.yml': '', ...files };
  const repo = await sandbox.createRepository({ owner: 'registry', name: 'evaluations', files: configured });

  async function nextSweep(): Promise<Record<string, unknown>> {
    // The one that may be under way has read an older state.
    const first = await app.line(
      ({ job, outcome }) => job === 'sweep' && outcome !== undefined,
      app.log.length,
    );
    const after = app.log.indexOf(first) + 1;
    const second = await app.line(({ job, outcome }) => job === 'sweep' && outcome !== undefined, after);
    return second.outcome ?? {};
  }

  async function close(): Promise<void> {
    await app.stop();
    await Promise.all([sandbox.close(), hub.close(), web.close()]);
  }
  return { today: TODAY, sandbox, repo, hub, app, files, nextSweep, close };
}
