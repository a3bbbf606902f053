import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { evaluationText } from '../helpers/evaluations.ts';
import { read } from '../render/markdown.ts';
import type { Files } from '../sandbox/deeds/commits.ts';
import type { Repo } from '../sandbox/repo.ts';
import { rehearse, type Rehearsal } from './rehearsal.ts';
import { deeds, startStage, type Stage } from './stage.ts';

const POLICY = '.github/reverify.yml';
const STALE_BOT = 'jobs: { a: { steps: [{ uses: actions/stale@v9 }] } }\n';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => stage.sandbox.resetLog());
afterAll(() => stage.close());

/** So many evaluations in a folder, each with one claim that is stale and cites nothing. */
function staleIn(folder: string, count: number): Record<string, string> {
  const criteria = { 'security.authentication': { urls: [], verified: '2026-05-01' } };
  const entries = Array.from({ length: count }, (_, at) => {
    const id = `e${at}`;
    return [`${folder}/${id}.json`, evaluationText({ id, name: id.toUpperCase(), criteria })];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

function begin(files: Files): Promise<Repo> {
  return stage.repository(files, { configured: false });
}

function open(repo: Repo): string[] {
  return repo.issues().flatMap(({ state, title }) => (state === 'open' ? title : []));
}

/** The titles that a body says would be opened. */
function announced(body: string): string[] {
  const [, section = ''] = body.split('### What would be opened on the first day');
  return [...(section.split('###')[0] ?? '').matchAll(/^- (.*)$/gm)].map(([, title = '']) => title);
}

function filledIn(body: string): string {
  const address = read(body).links.find((href) => href.includes('/new/'));
  return new URL(address ?? '').searchParams.get('value') ?? '';
}

describe('a repository that nobody has configured', () => {
  it('gets one issue, which says what then happens exactly', async () => {
    const repo = await begin(staleIn('data', 7));
    expect(open(repo)).toEqual(['Set up Reverify']);
    const [issue] = repo.issues();
    const body = issue?.body ?? '';
    expect(body).toContain('7 evaluations with 7 claims, of which 7 would be stale.');
    expect(body).toContain('2 further issues would wait for later days');
    const said = announced(body);
    expect(said).toHaveLength(6);

    stage.sandbox.resetLog();
    expect(deeds(await stage.push(repo, { 'README.md': '# Evaluations\n' }))).toEqual({ keep: 1 });
    expect(stage.sandbox.writes()).toEqual([]);

    const configured = await stage.push(repo, { [POLICY]: filledIn(body) });
    expect(deeds(configured)).toEqual({ create: 6, close: 1, wait: 2 });
    expect(repo.issue(1)).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect(repo.issue(1).body).toContain(': the repository is configured.\n');
    expect(open(repo).toSorted()).toEqual(said.toSorted());
  });

  it('is offered patterns for evaluations that stand elsewhere', async () => {
    const repo = await begin({
      ...staleIn('evals/models', 1),
      'evals/a.json': evaluationText({ id: 'a' }),
      'package.json': evaluationText({ id: 'b' }),
      '.hidden/c.json': evaluationText({ id: 'c' }),
      'other/d.json': '{}',
    });
    const [issue] = repo.issues();
    expect(issue?.body).toContain('2 evaluations with 2 claims');
    expect(filledIn(issue?.body ?? '')).toContain("\n  - 'evals/**/*.{json,yml,yaml}'\nfreshness:");
    const configured = await stage.push(repo, { [POLICY]: filledIn(issue?.body ?? '') });
    expect(deeds(configured)).toMatchObject({ close: 1 });
    expect(open(repo).toSorted()).toEqual(announced(issue?.body ?? '').toSorted());
  });

  it.each([
    ['no evaluations', { 'a.json': '{}', 'b/c.yml': 'a: 1\n', 'd.json': '{' }],
    ['nothing but a page', { 'README.md': '# Nothing\n' }],
  ])('with %s gets nothing', async (_, files: Files) => {
    const repo = await begin(files);
    const { outcome } = await stage.push(repo, { LICENSE: 'MIT\n' });
    expect(outcome).toEqual({ kind: 'idle', why: 'there are no evaluations' });
    expect(repo.issues()).toEqual([]);
  });

  it('is asked no more once a person has closed the issue, whatever comes', async () => {
    const repo = await begin(staleIn('data', 1));
    await repo.closeIssue(1, 'maintainer');
    expect(deeds(await stage.push(repo, staleIn('data', 3)))).toEqual({ respect: 1 });
    expect(open(repo)).toEqual([]);
  });

  it('is told of bots that would close its issues, and of a missing permission', async () => {
    const repo = await begin({ ...staleIn('data', 1), '.github/workflows/stale.yml': STALE_BOT });
    expect(repo.issue(1).body).toContain(
      '- `.github/workflows/stale.yml:1`: This closes issues for being quiet, those of Reverify, too. Set `exempt-issue-labels: reverify` there.',
    );
    expect(repo.issue(1).body).toContain('grant the App the permission `contents: write`');
  });

  it('has its pull requests left alone, but for one that configures it', async () => {
    const repo = await begin(staleIn('data', 2));
    const change = evaluationText({ id: 'e0', criteria: { 'security.authentication': { score: 10 } } });
    const { outcome } = await stage.after('review', () =>
      repo.openPull({ title: 'Change', head: 'change', files: { 'data/e0.json': change } }),
    );
    expect(outcome).toEqual({ kind: 'idle', why: 'the repository is not configured yet' });
    expect(stage.sandbox.writes().filter(({ path }) => /check-runs|comments/.test(path))).toEqual([]);

    let number = 0;
    const reviewed = await stage.after('review', async () => {
      number = await repo.openPull({
        title: 'Configure',
        head: 'configure',
        files: { [POLICY]: 'mode: issues-only\n' },
      });
    });
    expect(reviewed.outcome).toMatchObject({ conclusion: 'success', check: 'written', comment: 'written' });
    const [comment] = repo.comments(number);
    expect(comment?.body).toContain(
      'The next run would open 2 issues and close 1. With the configuration as it is',
    );
    expect(comment?.body).toContain('| `#1` Set up Reverify | stays open | closes |');
    expect(deeds(await stage.after('sweep', () => repo.mergePull(number)))).toEqual({ create: 2, close: 1 });
  });

  it('any more keeps what was opened, and is offered to be set up', async () => {
    const repo = await stage.repository(staleIn('data', 2));
    const before = open(repo);
    expect(before).toHaveLength(2);
    expect(deeds(await stage.push(repo, {}, [POLICY]))).toEqual({ create: 1 });
    expect(open(repo).toSorted()).toEqual([...before, 'Set up Reverify'].toSorted());
    const again = await stage.push(repo, { [POLICY]: 'mode: issues-only\n' });
    expect(deeds(again)).toEqual({ keep: 2, close: 1 });
  });

  it('is configured as soon as there is a file, be it one with an error', async () => {
    const repo = await begin(staleIn('data', 1));
    expect(deeds(await stage.push(repo, { [POLICY]: 'mode: loud\n' }))).toEqual({ create: 1, close: 1 });
    expect(open(repo)).toEqual(['Reverify cannot read its configuration']);
  });
});

describe('what is read', () => {
  let rehearsal: Rehearsal | undefined;
  afterEach(() => rehearsal?.close());

  /** How often the sweep at a time asks GitHub for the content of files, and for the files of a tree. */
  async function readsAt({ sandbox, sweepAt }: Rehearsal, time: string) {
    sandbox.resetLog();
    await sweepAt(time);
    const { requests } = sandbox;
    return {
      graphql: requests.filter(({ path }) => path.endsWith('/graphql')).length,
      trees: requests.filter(({ path }) => path.includes('/git/trees/')).length,
    };
  }

  it('of a tree without evaluations in data/ is what a person would look at first', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 310 }, (_, at) => [`deeply/nested/${1000 + at}.json`, `{ "n": ${at} }`]),
    );
    rehearsal = await rehearse({ ...many, ...staleIn('x', 1) }, {}, { configured: false });
    // The head, three hundred files in three questions, and no more.
    expect(await readsAt(rehearsal, '2026-12-10T12:00:00Z')).toEqual({ graphql: 4, trees: 1 });
    expect(rehearsal.repo.issue(1).title).toBe('Set up Reverify');
    expect(await readsAt(rehearsal, '2026-12-10T18:00:00Z')).toEqual({ graphql: 1, trees: 1 });
  });

  it('to find stale bots is one question once, and none where there is no such file', async () => {
    const usual = { ...staleIn('data', 1), [POLICY]: '' };
    rehearsal = await rehearse(usual, {});
    const without = await readsAt(rehearsal, '2026-12-10T12:00:00Z');
    const known = await readsAt(rehearsal, '2026-12-10T18:00:00Z');
    await rehearsal.close();

    rehearsal = await rehearse({ ...usual, '.github/workflows/stale.yml': STALE_BOT }, {});
    const withOne = await readsAt(rehearsal, '2026-12-10T12:00:00Z');
    expect(withOne).toEqual({ ...without, graphql: without.graphql + 1 });
    expect(await readsAt(rehearsal, '2026-12-10T18:00:00Z')).toEqual(known);
    const dashboard = rehearsal.repo.issues().find(({ title }) => title === 'Reverify dashboard');
    expect(dashboard?.body).toContain('### What stands in the bot’s way\n\n');
    expect(dashboard?.body).toContain('Set `exempt-issue-labels: reverify` there.');
  });
});
