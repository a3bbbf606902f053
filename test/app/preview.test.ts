import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { evaluationText } from '../helpers/evaluations.ts';
import type { Repo } from '../sandbox/repo.ts';
import { deeds, startStage, type Stage } from './stage.ts';

const POLICY = '.github/reverify.yml';
const HEADING = '#### What this configuration would do';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => stage.sandbox.resetLog());
afterAll(() => stage.close());

/** A repository of three evaluations, each with one claim that is stale and cites nothing. */
function stale(policy?: string): Promise<Repo> {
  const criteria = { 'security.authentication': { urls: [], verified: '2026-05-01' } };
  const named = (id: string, name: string) => evaluationText({ id, name, criteria });
  const files = {
    'data/models/m2.json': named('m2', 'MiniMax-M2'),
    'data/models/glm.json': named('glm', 'GLM-5'),
    'data/mcps/files.json': named('files', 'Files'),
  };
  return stage.repository(policy === undefined ? files : { ...files, [POLICY]: withMode(policy) });
}

/** These tests are about the issues of evaluations. */
function withMode(policy: string): string {
  return policy.includes('mode:') ? policy : `mode: issues-only\n${policy}`;
}

let branches = 0;

/** Opens a pull request, and gives its number, what the review came to, and what the comment says. */
async function propose(repo: Repo, policy: string | undefined, how: { from?: 'fork'; base?: string } = {}) {
  let number = 0;
  const { outcome } = await stage.after('review', async () => {
    number = await repo.openPull({
      title: 'Configure',
      head: `configure-${++branches}`,
      files: policy === undefined ? {} : { [POLICY]: withMode(policy) },
      remove: policy === undefined ? [POLICY] : [],
      ...how,
    });
  });
  const [comment] = await repo.comments(number);
  return { number, outcome, body: comment?.body ?? '' };
}

function rows(body: string): string[] {
  const [, preview = ''] = body.split(HEADING);
  return preview.split('\n').filter((line) => line.startsWith('| ') && !/^\| (issue|---) /.test(line));
}

describe('a pull request to the configuration', () => {
  it('is told exactly what its merge then does', async () => {
    const repo = await stale();
    const { number, outcome, body } = await propose(repo, 'freshness: { maxAge: 1 year }\n');
    expect(outcome).toMatchObject({ conclusion: 'success', check: 'written', comment: 'written' });
    expect(body.split('\n')[0]).toBe('**No evaluation changes.**');
    expect(body).toContain(
      `${HEADING}\n\nThe next run would open no issue and close 3. With the configuration as it is, it would open no issue and close none.`,
    );
    expect(rows(body)).toHaveLength(3);
    expect(rows(body)[0]).toMatch(
      /^\| `#\d+` Re-verify .*: 1 of 1 claim is past its age \| stays open \| closes \|$/,
    );
    expect(body).toContain('Issues about links and upstream events are not previewed.');
    const [run] = await repo.checkRuns();
    expect(run?.summary).toContain(HEADING);
    expect(deeds(await stage.after('sweep', () => repo.mergePull(number)))).toMatchObject({ close: 3 });
  });

  it('is told what waits, beside what would wait anyway', async () => {
    const repo = await stale('issues: { maxNew: 1 }\n');
    const { number, body } = await propose(repo, 'issues: { maxNew: 5 }\n');
    expect(body).toContain(
      'The next run would open 2 issues and close none. With the configuration as it is, it would open no issue, close none and keep 2 waiting.',
    );
    expect(rows(body).map((row) => row.split('|').slice(2, 4).join('→').trim())).toEqual([
      'waits for a later run → opens',
      'waits for a later run → opens',
    ]);
    expect(deeds(await stage.after('sweep', () => repo.mergePull(number)))).toMatchObject({ create: 2 });
  });

  it('from a fork whose repository is gone is told the same', async () => {
    const repo = await stale();
    const { number, body } = await propose(repo, 'extends: [relaxed]\n', { from: 'fork' });
    expect(rows(body)).toHaveLength(3);
    await repo.deleteFork(number);
    const opened = stage.sandbox.deliveries.findLast(
      ({ event, action }) => event === 'pull_request' && action === 'opened',
    );
    const again = await stage.after('review', () => stage.sandbox.redeliver(opened?.id ?? 0));
    expect(again.outcome).toMatchObject({ kind: 'reviewed', check: 'kept', comment: 'kept' });
  });

  it('that takes other evaluations or deletes the file is told what closes or opens', async () => {
    const repo = await stale('evaluations: ["data/mcps/*"]\n');
    expect(rows((await propose(repo, 'evaluations: ["data/models/*"]\n')).body).toSorted()).toEqual([
      expect.stringMatching(/^\| Re-verify .* \| — \| opens \|$/),
      expect.stringMatching(/^\| Re-verify .* \| — \| opens \|$/),
      expect.stringMatching(/^\| `#1` Re-verify .* \| stays open \| closes \|$/),
    ]);
    expect(rows((await propose(repo, undefined)).body)).toEqual(['| Set up Reverify | — | opens |']);
  });

  it('that changes no setting gets no comment', async () => {
    const repo = await stale();
    const { outcome, body } = await propose(repo, '# evaluations: nothing to say yet\n');
    expect({ outcome, body }).toMatchObject({
      outcome: { conclusion: 'success', comment: 'none' },
      body: '',
    });
  });

  it('of a branch that rules nothing gets no preview', async () => {
    const repo = await stale();
    await repo.branch('later');
    const { outcome } = await propose(repo, 'freshness: { maxAge: 1 year }\n', { base: 'later' });
    expect(outcome).toMatchObject({ conclusion: 'success', comment: 'none' });
  });

  it('that takes far more files for evaluations is told so, and they are not read', async () => {
    const many = Object.fromEntries(Array.from({ length: 1001 }, (_, number) => [`x/${number}.json`, '{}']));
    const repo = await stage.repository(many);
    stage.sandbox.resetLog();
    const { body } = await propose(repo, 'evaluations: ["x/**"]\n', { from: 'fork' });
    expect(body).toContain('It takes 1001 more files for evaluations, too many to read for a preview.');
    expect(stage.sandbox.requests.length).toBeLessThanOrEqual(12);
  });

  it('with an error is told the line, and no preview', async () => {
    const repo = await stale();
    const { outcome, body } = await propose(repo, 'freshness: { maxage: 1d }\n');
    expect(outcome).toMatchObject({ conclusion: 'failure', comment: 'written' });
    expect(body).toContain('Did you mean `maxAge`?');
    expect(body).not.toContain(HEADING);
  });

  it('that mends a broken one is reviewed by what it proposes', async () => {
    const repo = await stale('mode: loud\n');
    const worse = await propose(repo, 'mode: silent\n');
    expect(worse.outcome).toMatchObject({ conclusion: 'failure', comment: 'none' });
    const failed = (await repo.checkRuns()).at(-1);
    expect(failed?.title).toBe(
      '.github/reverify.yml as it is proposed here has problems, so nothing was reviewed.',
    );
    const { number, outcome, body } = await propose(repo, 'issues: { maxNew: 3 }\n');
    expect(outcome).toMatchObject({ conclusion: 'success', comment: 'written' });
    expect(rows(body)).toEqual([
      expect.stringMatching(/\| — \| opens \|$/),
      expect.stringMatching(/\| — \| opens \|$/),
      '| `#1` Reverify cannot read its configuration | stays open | closes |',
      expect.stringMatching(/\| — \| waits for a later run \|$/),
    ]);
    expect(deeds(await stage.after('sweep', () => repo.mergePull(number)))).toMatchObject({
      create: 2,
      close: 1,
      wait: 1,
    });
  });

  it('of an organisation whose own is broken is told where', async () => {
    const repo = await stale();
    await stage.sandbox.createRepository({
      owner: repo.owner,
      name: '.github',
      files: { [POLICY]: 'mode: loud\n' },
    });
    const { outcome } = await propose(repo, 'extends: [strict]\n');
    expect(outcome).toMatchObject({ conclusion: 'failure', comment: 'none' });
    const run = (await repo.checkRuns()).at(-1);
    expect(run?.title).toBe(
      `.github/reverify.yml of ${repo.owner}/.github has problems, so nothing was reviewed.`,
    );
    expect(run?.annotations).toEqual([]);
    expect(run?.summary).toContain(`\`${repo.owner}/.github: .github/reverify.yml:1\``);
  });
});
