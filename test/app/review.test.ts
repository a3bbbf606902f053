import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { LogLine } from '../helpers/app.ts';
import { shardedFiles } from '../helpers/hugging-face.ts';
import type { Repo } from '../sandbox/repo.ts';
import { startStage, type Stage } from './stage.ts';

const M2 = 'data/models/minimax-m2.json';
const GLM = 'data/models/glm-5.yaml';

let stage: Stage;
let repo: Repo;
beforeAll(async () => {
  stage = await startStage();
  repo = await stage.repository(stage.data);
});
afterEach(() => {
  stage.sandbox.clearFaults();
  stage.sandbox.resetLog();
});
afterAll(() => stage.close());

let branches = 0;

interface Opened {
  number: number;
  outcome: Record<string, unknown> | undefined;
}

async function open(
  files: Record<string, string>,
  from: 'fork' | 'same' = 'same',
  remove: string[] = [],
): Promise<Opened> {
  const logged = stage.app.log.length;
  const number = await repo.openPull({ title: 'Change', head: `change-${++branches}`, from, files, remove });
  const { outcome } = await stage.app.line(
    (line) => line.job === `review #${number}` && line.msg === 'done',
    logged,
  );
  return { number, outcome };
}

function raised(text = ''): string {
  return text.replace(/("compliance_certifications": \{\s*"score": )66/, '$196');
}

describe('a check run', () => {
  it('that is asked for once more is written again, also for a fork', async () => {
    const { number } = await open({ [M2]: raised(stage.data[M2]) }, 'fork');
    const [first] = repo.checkRuns(repo.headOf(number));
    expect(first?.status).toBe('completed');
    const { outcome } = await stage.after(`review #${number}`, async () => repo.rerunCheck(first?.id ?? 0));
    expect(outcome).toMatchObject({ kind: 'reviewed', check: 'written', comment: 'kept' });
    const runs = repo.checkRuns(repo.headOf(number));
    expect(runs.at(-1)).toMatchObject({ status: 'completed', conclusion: 'success', title: first?.title });
  });
});

describe('a pull request', () => {
  it('that raises a score without evidence gets one comment and one check run with a remark on the line', async () => {
    stage.sandbox.resetLog();
    const text = raised(stage.data[M2]);
    const { number, outcome } = await open({ [M2]: text });
    expect(outcome).toEqual({
      kind: 'reviewed',
      conclusion: 'success',
      check: 'written',
      comment: 'written',
    });
    const requests = stage.sandbox.requests.map(({ method, path }) => `${method} ${path}`);
    expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(12);
    const comments = await repo.comments(number);
    expect(comments.length).toBe(1);
    expect(comments[0]?.body).toContain('80 → 81');
    const [run] = await repo.checkRuns();
    expect(run?.annotations).toHaveLength(1);
    const { start_line = 0, title, path } = run?.annotations[0] ?? {};
    expect([title, path]).toEqual(['score-without-evidence', M2]);
    expect(text.split('\n')[start_line - 1]).toContain('"score": 96');
  });

  it('keeps its comment when the same is pushed again, and edits it when something else is', async () => {
    const { number } = await open({ [M2]: raised(stage.data[M2]) });
    stage.sandbox.resetLog();
    const branch = `change-${branches}`;
    const same = await stage.after(`review #${number}`, () =>
      repo.commit({ branch, message: 'Words', files: { 'NOTES.md': 'x' } }),
    );
    expect(same.outcome).toMatchObject({ comment: 'kept' });
    await stage.after(`review #${number}`, () =>
      repo.commit({ branch, message: 'Back', files: { [M2]: stage.data[M2] ?? '' } }),
    );
    const comments = await repo.comments(number);
    expect(comments.map(({ body }) => body.split('\n')[0])).toEqual(['**Nothing to look at any more.**']);
  });

  it('that is pushed to while a new source keeps it waiting is reviewed as it stands then', async () => {
    stage.web.answer('/slow', 'hang');
    const asked = () => stage.web.requests.filter(({ path }) => path === '/slow').length;
    const text = raised(stage.data[M2]);
    const slow = text.replace(
      '"url": "https://www.minimax.io/news/minimax-m2"',
      '"url": "https://www.minimax.io/slow"',
    );
    const logged = stage.app.log.length;
    const branch = `change-${++branches}`;
    const number = await repo.openPull({
      title: 'Change',
      head: branch,
      from: 'same',
      files: { [M2]: slow },
    });
    await expect.poll(asked, { timeout: 20_000 }).toBe(1);
    expect((await repo.comments(number))[0]?.body).toContain('1 new source is being asked.');
    const files = { [M2]: text.replace('"score": 96', '"score": 97') };
    await repo.commit({ branch, message: 'More', files });
    const isReviewed = (line: LogLine) => line.job === `review #${number}` && line.msg === 'done';
    const first = await stage.app.line(isReviewed, logged);
    const last = await stage.app.line(isReviewed, stage.app.log.indexOf(first) + 1);
    expect(first.outcome).toMatchObject({ sources: 'superseded' });
    // A source that does not answer is asked again, unless nobody waits for it any more.
    expect(asked()).toBe(1);
    expect(last.outcome).toMatchObject({ check: 'written', comment: 'written' });
    const [run] = repo.checkRuns(repo.headOf(number));
    expect(run).toMatchObject({ status: 'completed', conclusion: 'success' });
    const comments = await repo.comments(number);
    expect(comments.map(({ body }) => /from 66 to (\d+)/.exec(body)?.[1])).toEqual(['97']);
    expect(comments[0]?.body).not.toContain('being asked');
  });

  it('finds its comment again on page two', async () => {
    const { number } = await open({ 'README.md': 'No evaluation yet' });
    // GitHub lists the oldest first, so the bot's comment comes behind these.
    await repo.fillerComments(number, 120);
    const branch = `change-${branches}`;
    const text = raised(stage.data[M2]);
    await stage.after(`review #${number}`, () =>
      repo.commit({ branch, message: 'Raise', files: { [M2]: text } }),
    );
    await stage.after(`review #${number}`, () =>
      repo.commit({ branch, message: 'More', files: { [M2]: text.replace('"score": 96', '"score": 97') } }),
    );
    const comments = await repo.comments(number);
    expect(comments.length).toBe(121);
    expect(comments.at(-1)?.body).toContain('97');
  });

  it('from a fork whose repository is gone is reviewed all the same', async () => {
    const { number } = await open({ [M2]: raised(stage.data[M2]) }, 'fork');
    await repo.deleteFork(number);
    const payload = stage.sandbox.deliveries.findLast(
      ({ event, action }) => event === 'pull_request' && action === 'opened',
    );
    const again = await stage.after(`review #${number}`, () => stage.sandbox.redeliver(payload?.id ?? 0));
    expect(again.outcome).toEqual({
      kind: 'reviewed',
      conclusion: 'success',
      check: 'kept',
      comment: 'kept',
    });
  });

  it('that touches no evaluation gets a green check run and no comment', async () => {
    const { number, outcome } = await open({ 'README.md': 'Hello' });
    expect(outcome).toEqual({ kind: 'reviewed', conclusion: 'success', check: 'written', comment: 'none' });
    expect(await repo.comments(number)).toEqual([]);
  });

  it('that breaks a file, or a score, fails on the line', async () => {
    const { outcome } = await open({
      [M2]: (stage.data[M2] ?? '').replace('"overall_score": 87', '"overall_score": 187'),
      [GLM]: `${stage.data[GLM]}\nbroken: [1,\n`,
    });
    expect(outcome).toMatchObject({ conclusion: 'failure' });
    const runs = await repo.checkRuns();
    const failures =
      runs.at(-1)?.annotations.filter(({ annotation_level }) => annotation_level === 'failure') ?? [];
    expect(failures.map(({ path }) => path).sort()).toEqual([GLM, M2]);
  });

  it('that stamps claims without any other change says how many', async () => {
    const stampedText = (stage.data[GLM] ?? '').replaceAll(
      'last_verified: 2026-06-10',
      'last_verified: 2026-12-09',
    );
    const { number } = await open({ [GLM]: stampedText });
    const body = (await repo.comments(number))[0]?.body ?? '';
    expect(body).toContain('33 of 33 new dates without any other change');
    expect(body).toContain('34 claims get a new verification date and nothing else');
  });

  it('that renames, adds and removes evaluations is told so', async () => {
    const added = (stage.data[M2] ?? '').replace('"id": "minimax-m2"', '"id": "minimax-m2-copy"');
    const { number } = await open(
      { 'data/models/copy.json': added, 'data/models/glm.yaml': stage.data[GLM] ?? '' },
      'same',
      [GLM],
    );
    const body = (await repo.comments(number))[0]?.body ?? '';
    expect(body).toContain('new: 80');
    expect(body).not.toContain('removed');
  });

  it('to a configuration with an error is told the line', async () => {
    const { outcome } = await open({ '.github/reverify.yml': 'freshness: { maxAge: soon }\n' });
    expect(outcome).toMatchObject({ conclusion: 'failure', comment: 'written' });
    const runs = await repo.checkRuns();
    expect(runs.at(-1)?.annotations[0]).toMatchObject({ path: '.github/reverify.yml', start_line: 1 });
  });

  it('that stamps a claim which waits for what has happened is told so, on the line', async () => {
    stage.hub.setModel('MiniMaxAI/MiniMax-M3', { files: shardedFiles(59, 14_474_576_271) });
    await stage.push(repo, { 'NOTES.md': 'Look again' });
    const text = (stage.data[M2] ?? '').replaceAll(
      '"last_verified": "2026-06-10"',
      '"last_verified": "2026-12-09"',
    );
    await open({ [M2]: text });
    const runs = await repo.checkRuns();
    const waiting = runs.at(-1)?.annotations.filter(({ title }) => title === 'watch-unmet') ?? [];
    const lines = waiting.map(({ start_line, annotation_level }) => [
      annotation_level,
      text.split('\n')[start_line - 1]?.trim().slice(0, 40),
    ]);
    expect(lines).toEqual([
      ['warning', '"value": "M3, with a 1M context, was ann'],
      ['notice', '"The weights of the successor M3, announ'],
    ]);
  });

  it('of sixty files takes at most twelve requests', async () => {
    const copy = (index: number, score: number): string =>
      (stage.data[M2] ?? '')
        .replace('"id": "minimax-m2"', `"id": "copy-${index}"`)
        .replace('"score": 66', `"score": ${score}`);
    const names = Array.from({ length: 60 }, (_, index) => `data/many/copy-${index}.json`);
    await stage.push(repo, Object.fromEntries(names.map((name, index) => [name, copy(index, 66)])));
    stage.sandbox.resetLog();
    const { outcome } = await open(
      Object.fromEntries(names.map((name, index) => [name, copy(index, 70 + (index % 9))])),
    );
    expect(outcome).toMatchObject({ comment: 'written' });
    const requests = stage.sandbox.requests.map(({ method, path }) => `${method} ${path}`);
    expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(12);
    const runs = await repo.checkRuns();
    expect(runs.at(-1)?.annotations.length).toBe(60);
  });
});
