import { shippedData, startApp, type AppWish, type LogLine, type RunningApp } from '../helpers/app.ts';
import { cardFiles, startHuggingFace, type HuggingFace } from '../helpers/hugging-face.ts';
import { startWeb, type Web } from '../helpers/web.ts';
import type { Files } from '../sandbox/deeds/commits.ts';
import type { Repo } from '../sandbox/repo.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';

/** The real app over real HTTP, and all that it talks to. */
export interface Stage {
  sandbox: Sandbox;
  hub: HuggingFace;
  web: Web;
  app: RunningApp;
  data: Record<string, string>;
  /**
   * Puts files into a new repository, which the app is then told of, and waits for the sweep. It is configured unless
   * `configured` is false.
   */
  repository(files: Files, wish?: { issuesEnabled?: boolean; configured?: boolean }): Promise<Repo>;
  /** Pushes, and waits for the sweep that this leads to. Gives its line of the log. */
  push(repo: Repo, files: Files, remove?: readonly string[]): Promise<LogLine>;
  /** Does something, and waits for the job that it leads to. */
  after(job: string, deed: () => Promise<unknown>): Promise<LogLine>;
  /** Starts the app again, as after an update or a crash. */
  restart(wish?: AppWish): Promise<void>;
  close(): Promise<void>;
}

/** The day on which the shipped evaluations are all stale. */
export const TODAY = '2026-12-10';

const DAY_MS = 86_400_000;

/** The configuration of most tests, which are about one issue: the dashboard has its own. */
export const WITHOUT_DASHBOARD = { '.github/reverify.yml': 'mode: issues-only\n' };

/** Starts everything. No sweep comes by the clock: the tests say when. */
export async function startStage(wish: AppWish = {}): Promise<Stage> {
  // GitHub's clock shows the day that the app takes for today.
  let today = wish.today ?? TODAY;
  const dayAhead = () => Date.parse(today) - Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const [sandbox, hub, web, data] = await Promise.all([
    startSandbox({ clock: () => new Date(Date.now() + dayAhead()) }),
    startHuggingFace(),
    startWeb(),
    shippedData(),
  ]);
  hub.setModel('MiniMaxAI/MiniMax-M3', { files: cardFiles() });
  const cited = new Set(Object.values(data).flatMap((text) => text.match(/https:\/\/[^/\s"'>)]+/g) ?? []));
  const mirrors = Object.fromEntries([...cited].map((origin) => [origin, web.url]));
  const usual: AppWish = { hub: hub.url, mirrors, today: TODAY, ...wish };
  let names = 0;

  const stage: Stage = {
    sandbox,
    hub,
    web,
    data,
    app: await startApp(sandbox, { ...usual, env: { REVERIFY_CRON: '0 0 1 1 *', ...wish.env } }),
    async repository(files, { configured = true, ...how } = {}) {
      let repo: Repo | undefined;
      await stage.after('sweep', async () => {
        repo = await sandbox.createRepository({
          owner: `registry-${++names}`,
          name: 'evaluations',
          files: { ...(configured && WITHOUT_DASHBOARD), ...files },
          ...how,
        });
      });
      if (!repo) throw new Error('The sandbox made no repository.');
      return repo;
    },
    push: (repo, files, remove = []) =>
      stage.after('sweep', () => repo.commit({ message: 'Change', files, remove })),
    async after(job, deed) {
      const from = stage.app.log.length;
      await deed();
      return stage.app.line(
        (line) => line.job?.startsWith(job) === true && /^(done|GitHub did not|a job)/.test(line.msg),
        from,
      );
    },
    async restart(again = {}) {
      await stage.app.stop();
      today = again.today ?? wish.today ?? TODAY;
      const env = { REVERIFY_CRON: '0 0 1 1 *', ...wish.env, ...again.env };
      stage.app = await startApp(sandbox, { ...usual, ...again, env });
    },
    async close() {
      await stage.app.stop();
      await Promise.all([sandbox.close(), hub.close(), web.close()]);
    },
  };
  return stage;
}

/** The tally of a sweep without the steps that did nothing. */
export function deeds({ outcome }: LogLine): Record<string, number> {
  const tally = (outcome?.['tally'] ?? {}) as Record<string, number>;
  return Object.fromEntries(Object.entries(tally).filter(([, times]) => times > 0));
}
