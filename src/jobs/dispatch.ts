import * as z from 'zod';
import type { Asked } from '../domain/asked.ts';
import type { TickHint } from '../domain/box.ts';
import { pullsChecked } from '../github/checks.ts';
import { causeOf, type GitHub, type Slug } from '../github/client.ts';
import { listInstallations, listRepositories, type Installed } from '../github/installations.ts';
import type { Queue } from '../queue/queue.ts';
import { runCommand } from './run-command.ts';
import { reviewPull } from './review-pull.ts';
import { runTicks } from './run-ticks.ts';
import { sweep } from './sweep.ts';
import type { Tools } from './tools.ts';

/** Gives a client that speaks as an installation, or as the App itself. */
export type Authenticate = (installation?: number) => Promise<GitHub>;

/** Where webhooks, the clock and people ask for work. What they say is a hint; the jobs read everything again. */
export interface Dispatch {
  sweep(repository: Installed): void;
  review(repository: Installed, pull: number): void;
  /** Somebody wants the pull requests of a commit checked once more. */
  recheck(repository: Installed, commit: string): void;
  /** Boxes of an issue were ticked. Those of a short time are one deed. */
  ticks(repository: Installed, issue: number, hints: readonly TickHint[]): void;
  command(repository: Installed, issue: number, comment: number): void;
  /** Something may have happened upstream: asks for a sweep of every repository that watches it. */
  hint(source: string, target: string): Promise<void>;
  /** Asks for a sweep of every repository that has had none for so many milliseconds. */
  sweepDue(every: number): Promise<void>;
}

/**
 * Connects requests for work with the jobs, through the queue. `tickQuietMs`: how long an issue must be left alone
 * before its ticked boxes are done.
 */
export function createDispatch(
  queue: Queue,
  authenticate: Authenticate,
  tools: Tools,
  tickQuietMs: number,
): Dispatch {
  function add(
    repository: Installed,
    job: string,
    run: (github: GitHub, slug: Slug, superseded: AbortSignal) => Promise<object>,
    quietMs = 0,
  ): void {
    const { id, owner, repo, installation } = repository;
    const logged = { job, repository: `${owner}/${repo}` };
    const authenticated = async (superseded: AbortSignal) =>
      run(await authenticate(installation), { owner, repo }, superseded);
    queue.add(String(id), job, (superseded) => told(tools, logged, () => authenticated(superseded)), quietMs);
  }

  const hinted = createHints();
  const dispatch: Dispatch = {
    sweep(repository) {
      add(repository, 'sweep', (github, slug) => sweepNow(github, slug, repository, tools));
    },
    review(repository, pull) {
      add(repository, `review #${pull}`, (github, slug, superseded) =>
        reviewPull(github, slug, pull, tools, superseded),
      );
    },
    recheck(repository, commit) {
      add(repository, `recheck ${commit}`, async (github, slug) =>
        reviewEach(await pullsChecked(github, slug, commit, tools.appId), repository, dispatch),
      );
    },
    ticks(repository, issue, hints) {
      const key = `${repository.id} ${issue}`;
      hinted.add(key, hints);
      async function run(github: GitHub, slug: Slug): Promise<object> {
        const outcome = await runTicks(github, slug, issue, hinted.take(key), tools);
        return outcome.kind === 'asked'
          ? await sweepNow(github, slug, repository, tools, outcome.asked)
          : outcome;
      }
      add(repository, `ticks #${issue}`, run, tickQuietMs);
    },
    command(repository, issue, comment) {
      add(repository, `command #${issue} ${comment}`, (github, slug) =>
        runCommand(github, slug, { issue, comment }, tools, {
          sweep: () => dispatch.sweep(repository),
          review: (pull) => dispatch.review(repository, pull),
        }),
      );
    },
    async hint(source, target) {
      await told(tools, { job: 'hint', source, target }, async () => {
        const watching = await listWatching(`${source}:${target}`, tools);
        for (const repository of watching) dispatch.sweep(repository);
        return { watching: watching.length };
      });
    },
    async sweepDue(every) {
      await told(tools, { job: 'schedule' }, async () => {
        const due = await listDue(authenticate, tools, every);
        for (const repository of due) dispatch.sweep(repository);
        return { due: due.length };
      });
    },
  };
  return dispatch;
}

function reviewEach(pulls: readonly number[], repository: Installed, dispatch: Dispatch): object {
  for (const pull of pulls) dispatch.review(repository, pull);
  return { pulls };
}

async function sweepNow(
  github: GitHub,
  slug: Slug,
  repository: Installed,
  tools: Tools,
  asked?: Asked,
): Promise<object> {
  const outcome = await sweep(github, slug, tools, asked);
  await tools.memory.set(sweptKey(repository), tools.now());
  if (outcome.kind === 'idle') return outcome;
  const { watched, ...done } = outcome;
  if (watched) await tools.memory.set(watchedKey(repository), { repository, watched });
  return done;
}

// What webhooks said of an issue's boxes since somebody last looked.
function createHints() {
  const hints = new Map<string, readonly TickHint[]>();
  return {
    add(key: string, more: readonly TickHint[]): void {
      hints.set(key, [...(hints.get(key) ?? []), ...more]);
    },
    take(key: string): readonly TickHint[] {
      const taken = hints.get(key) ?? [];
      hints.delete(key);
      return taken;
    },
  };
}

// Due-ness comes from what was done, not from the tick: a tick that was missed is made up for by the next.
async function listDue(authenticate: Authenticate, tools: Tools, every: number): Promise<Installed[]> {
  const due: Installed[] = [];
  for (const installation of await listInstallations(await authenticate())) {
    for (const repository of await listRepositories(await authenticate(installation), installation)) {
      const last = z.number().safeParse(await tools.memory.get(sweptKey(repository)));
      if (!last.success || last.data + every <= tools.now()) due.push(repository);
    }
  }
  return due;
}

const Watching = z.object({
  repository: z.object({ id: z.int(), owner: z.string(), repo: z.string(), installation: z.int() }),
  watched: z.array(z.string()),
});

async function listWatching(subject: string, { memory }: Tools): Promise<Installed[]> {
  const keys = (await memory.keys?.(watchedKey({ id: '' }))) ?? [];
  const all = await Promise.all(keys.map(async (key) => Watching.safeParse(await memory.get(key)).data));
  const isMeant = (one: string) => one.toLowerCase() === subject.toLowerCase();
  return all.flatMap((one) => (one?.watched.some(isMeant) ? one.repository : []));
}

function watchedKey({ id }: { id: number | '' }): string {
  return `watched:${id}`;
}

function sweptKey({ id }: Installed): string {
  return `swept:${id}`;
}

// What GitHub did not do is told with its cause and left for the next run. Only our own faults are errors.
async function told(tools: Tools, fields: object, job: () => Promise<object>): Promise<void> {
  try {
    tools.log.info({ ...fields, outcome: await job() }, 'done');
  } catch (error) {
    const known = causeOf(error);
    if (!known) throw error;
    tools.log.warn({ ...fields, ...known }, 'GitHub did not do what was asked; nothing more was changed');
  }
}
