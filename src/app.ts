#!/usr/bin/env node
import { schedule } from 'node-cron';
import { Probot, ProbotOctokit, Server } from 'probot';
import type { Installed } from './github/installations.ts';
import { hubHookHandler } from './hub-hook.ts';
import { readCommands } from './domain/command.ts';
import { createDispatch, type Dispatch } from './jobs/dispatch.ts';
import { createInProcessQueue } from './queue/in-process.ts';
import { apiUrlOf, octokitOptions, prepare, privateKeyOf } from './prepare.ts';
import { isSameTick, type TickHint } from './domain/box.ts';
import type { Person } from './domain/person.ts';
import { tickedBoxes } from './render/box.ts';
import { SettingsError, type AppSettings } from './settings.ts';
import { readSettings } from './wire.ts';

/** Subscribes to the webhooks that are reasons to look again. Handlers only ask for work, so GitHub is answered at once. */
function subscribe(app: Probot, dispatch: Dispatch): void {
  app.on('push', ({ payload: { repository, ref, installation } }) => {
    if (ref === `refs/heads/${repository.default_branch}`)
      dispatch.sweep(installed(repository, installation));
  });
  app.on(['installation.created', 'installation_repositories.added'], ({ payload }) => {
    const added = 'repositories_added' in payload ? payload.repositories_added : payload.repositories;
    for (const { id, full_name } of added ?? []) {
      const [owner = '', repo = ''] = full_name.split('/');
      dispatch.sweep({ id, owner, repo, installation: payload.installation.id });
    }
  });
  app.on(
    ['pull_request.opened', 'pull_request.reopened', 'pull_request.synchronize', 'pull_request.edited'],
    ({ payload: { repository, installation, pull_request } }) => {
      dispatch.review(installed(repository, installation), pull_request.number);
    },
  );
  app.on('check_run.rerequested', ({ payload: { repository, installation, check_run } }) => {
    dispatch.recheck(installed(repository, installation), check_run.head_sha);
  });
  app.on('check_suite.rerequested', ({ payload: { repository, installation, check_suite } }) => {
    dispatch.recheck(installed(repository, installation), check_suite.head_sha);
  });
  app.on('issues.edited', ({ payload: { repository, installation, issue, changes, sender } }) => {
    const body = issue.body ?? '';
    // The bot's own edits leave no box ticked, and most other edits do not, either.
    if (tickedBoxes(body).length === 0) return;
    const hints = hintsIn(body, changes.body?.from ?? '', sender, issue.updated_at);
    dispatch.ticks(installed(repository, installation), issue.number, hints);
  });
  app.on('issue_comment.created', ({ payload: { repository, installation, issue, comment, sender } }) => {
    if (sender.type === 'User' && readCommands(comment.body).length > 0)
      dispatch.command(installed(repository, installation), issue.number, comment.id);
  });
}

// What this very edit has ticked: the body may be written over before anybody reads it.
function hintsIn(
  body: string,
  before: string,
  { login, id, type }: Person & { type?: string },
  updatedAt: string,
): TickHint[] {
  if (type !== 'User') return [];
  const old = tickedBoxes(before);
  const news = tickedBoxes(body).filter((tick) => !old.some((one) => isSameTick(one, tick)));
  return news.map((tick) => ({ tick, by: { login, id }, at: Date.parse(updatedAt) }));
}

function installed(
  { id, name, owner }: { id: number; name: string; owner: { login: string } | null },
  installation: { id: number } | undefined,
): Installed {
  return { id, owner: owner?.login ?? '', repo: name, installation: installation?.id ?? 0 };
}

async function main(settings: AppSettings): Promise<void> {
  const { tools, log, stop, close } = await prepare(settings);
  const queue = createInProcessQueue(log);
  const options = {
    appId: settings.APP_ID,
    privateKey: privateKeyOf(settings),
    secret: settings.WEBHOOK_SECRET,
    baseUrl: apiUrlOf(settings),
    Octokit: ProbotOctokit.defaults((given: object) => octokitOptions(settings, given)),
    log,
  };
  const server = new Server({
    Probot: Probot.defaults(options),
    port: settings.PORT,
    host: settings.HOST,
    log,
  });
  await server.load((app, { addHandler }) => {
    const { REVERIFY_TICK_QUIET: quietMs } = settings;
    const dispatch = createDispatch(queue, (installation) => app.auth(installation), tools, quietMs);
    subscribe(app, dispatch);
    const { HF_WEBHOOK_SECRET: secret } = settings;
    if (secret !== undefined)
      addHandler(hubHookHandler(secret, (model) => void dispatch.hint('hf-model', model)));
    const ticks = schedule(settings.REVERIFY_CRON, () => dispatch.sweepDue(settings.REVERIFY_EVERY), {
      noOverlap: true,
    });
    onceStopped(async () => {
      stop();
      await ticks.stop();
      await server.stop();
      await queue.close();
      await close();
    });
  });
  await server.start();
}

function onceStopped(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit()));
  }
}

try {
  await main(readSettings());
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
