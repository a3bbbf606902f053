import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openFileMemory } from '../../src/memory/file.ts';
import { tickedBoxes, withEmptyBoxes } from '../../src/render/box.ts';
import { ask } from '../sandbox/asking.ts';
import type { Repo } from '../sandbox/repo.ts';
import { deeds, startStage, TODAY, type Stage } from './stage.ts';

const M2 = 'data/models/minimax-m2.json';
const STAMPED = expect.stringMatching(/^ +"last_verified": "2026-12-10",?$/);
const EVALUATED = `  "last_evaluated": "${TODAY}",`;

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ env: { REVERIFY_TICK_QUIET: '150ms' } });
});
afterEach(() => {
  stage.sandbox.clearFaults();
  stage.sandbox.permit('contents', 'write');
});
afterAll(() => stage.close());

/** A repository in which the issue of one stale evaluation is the first. */
async function repositoryWithStale(path = M2, text = stage.data[M2] ?? ''): Promise<Repo> {
  stage.sandbox.permit('contents', 'write');
  const repo = await stage.repository({ [path]: text });
  repo.setRole('writer', 'write');
  repo.setRole('reader', 'read');
  expect(repo.issue(1).state).toBe('open');
  await settled();
  return repo;
}

async function settled(): Promise<void> {
  await stage.sandbox.settled();
  stage.sandbox.resetLog();
}

/** Where the box with these words stands among the boxes of an issue. */
function boxOf(repo: Repo, words: string): number {
  const rows = repo.issue(1).body.split('\n');
  const boxes = rows.filter((row) => /^- \[[ x]\]/.test(row));
  const index = boxes.findIndex((row) => row.includes(words));
  if (index === -1) throw new Error(`No box of ${words} in\n${rows.join('\n')}`);
  return index;
}

const tick = (repo: Repo, words: string, by = 'writer') => repo.tick(1, boxOf(repo, words), by);
const ticked = (deed: () => Promise<unknown>) => stage.after('ticks', deed);

/** The lines of the file that a branch changes. */
async function changedLines(repo: Repo, branch: string, path = M2): Promise<string[]> {
  const [before, after] = await Promise.all([repo.file(path), repo.file(path, branch)]);
  const old = before?.split('\n') ?? [];
  const rows = after?.split('\n') ?? [];
  expect(rows.length).toBe(old.length);
  return rows.filter((row, at) => row !== old[at]);
}

/** A sweep that writes nothing. The check run of a pull request may come at any time. */
async function expectQuiet(repo: Repo): Promise<void> {
  await settled();
  await stage.push(repo, { 'a.txt': `${Math.random()}` });
  const writes = stage.sandbox.writes().map(({ method, path }) => `${method} ${path}`);
  expect(writes.filter((write) => !write.endsWith('check-runs'))).toEqual([]);
}

describe('a claim that is ticked', () => {
  it('is stamped in a pull request of its evaluation, which credits the person; nothing else is written', async () => {
    const repo = await repositoryWithStale();
    const { outcome } = await ticked(() => tick(repo, '`versioning_policy`'));
    expect(outcome).toEqual({ kind: 'verified', claims: 1, of: 1, by: 'writer', pull: 2 });
    expect(repo.issue(2)).toMatchObject({ title: 'MiniMax-M2: 1 claim verified', comments: 0 });
    expect(repo.issue(2).labels.sort()).toEqual(['evidence', 'reverify']);
    expect(repo.issue(2).body).toContain(
      '| `operational_excellence.versioning_policy` | 2026-06-10 → 2026-12-10 | `writer` |',
    );
    const branch = repo.branchOf(2);
    expect(await changedLines(repo, branch)).toEqual([EVALUATED, STAMPED]);
    const [message] = await repo.messages(branch);
    expect(message).toMatch(/^Co-authored-by: writer <\d+\+writer@users\.noreply\.[\w.:-]+>$/m);
    expect(repo.issue(1).body).toContain('**Verified on 2026-12-10 by `writer`, waits in [pull request 2](');
    expect(tickedBoxes(repo.issue(1).body)).toEqual([]);
    expect(repo.issue(1).comments).toBe(0);
    await expectQuiet(repo);
  });

  it('goes with the others that are ticked in a short time, and later ones join them', async () => {
    const repo = await repositoryWithStale();
    const three = await ticked(async () => {
      for (const name of ['`versioning_policy`', '`task_accuracy_code`', '`metadata.pricing`'])
        await tick(repo, name);
    });
    expect(three.outcome).toMatchObject({ claims: 3, of: 3, pull: 2 });
    const branch = repo.branchOf(2);
    expect(await changedLines(repo, branch)).toEqual([EVALUATED, STAMPED, STAMPED, STAMPED]);
    expect(await repo.messages(branch)).toHaveLength(1);
    const one = await ticked(() => tick(repo, '`latency', 'maintainer'));
    expect(one.outcome).toMatchObject({ claims: 1, by: 'maintainer', pull: 2 });
    expect(await repo.messages(branch)).toHaveLength(2);
    expect(repo.issue(2).title).toBe('MiniMax-M2: 4 claims verified');
    expect(repo.issue(2).body.match(/\| `writer` \|/g)).toHaveLength(3);
    expect(repo.issue(2).body.match(/\| `maintainer` \|/g)).toHaveLength(1);
    await expectQuiet(repo);
  });

  it('can be a whole dimension', async () => {
    const repo = await repositoryWithStale();
    const [first = ''] = repo.issue(1).body.split('#### ').slice(1);
    const count = first.match(/^- \[ \] `/gm)?.length ?? 0;
    expect(count).toBeGreaterThan(3);
    const { outcome } = await ticked(() => tick(repo, '**All of these**'));
    expect(outcome).toMatchObject({ claims: count, of: count, pull: 2 });
    expect(await changedLines(repo, repo.branchOf(2))).toHaveLength(count + 1);
    // The box of the dimension goes with the last of its claims.
    expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({ update: 1 });
    await expectQuiet(repo);
  });

  it('is stamped without a remark that its date changes alone: its pull request says who has looked', async () => {
    const repo = await repositoryWithStale();
    await stage.after('review', () => tick(repo, '`versioning_policy`'));
    const [run] = repo.checkRuns(await repo.sha(repo.branchOf(2)));
    expect(run?.title).toBe('1 evaluation changes, 1 of 1 new date without any other change.');
    expect(run?.annotations).toEqual([]);
  });

  it('leaves the issue once the pull request is merged', async () => {
    const repo = await repositoryWithStale();
    await ticked(() => tick(repo, '`versioning_policy`'));
    await settled();
    await stage.after('sweep', () => repo.mergePull(2));
    expect(repo.issue(1).title).toBe('Re-verify MiniMax-M2: 33 of 34 claims are past their age');
    expect(repo.issue(1).body).not.toContain('`versioning_policy`');
    await expectQuiet(repo);
  });

  it('has its box again where the pull request is closed, and the next one takes another branch', async () => {
    const repo = await repositoryWithStale();
    await ticked(() => tick(repo, '`versioning_policy`'));
    await repo.closeIssue(2);
    await stage.push(repo, { 'a.txt': 'a' });
    expect(repo.issue(1).body).not.toContain('waits in');
    const { outcome } = await ticked(() => tick(repo, '`task_accuracy_code`'));
    expect(outcome).toMatchObject({ pull: 3 });
    expect(repo.branchOf(3)).toBe(`${repo.branchOf(2)}-2`);
    expect(await changedLines(repo, repo.branchOf(3))).toEqual([EVALUATED, STAMPED]);
  });

  it('is stamped in YAML with its comments and quotes', async () => {
    const text = [
      '# Ours',
      "id: 'a'   # the id",
      'name: A',
      'parts:',
      '  - name: one',
      "    last_verified: '2026-01-01' # by hand",
      '  - {name: two, last_verified: 2026-01-01}',
      '',
    ].join('\r\n');
    const repo = await repositoryWithStale('data/a.yml', text);
    await ticked(() => tick(repo, '`parts.0`'));
    const after = await repo.file('data/a.yml', repo.branchOf(2));
    expect(after).toBe(text.replace("'2026-01-01' # by hand", "'2026-12-10' # by hand"));
  });
});

describe('a claim whose source is dead', () => {
  const page = 'https://dead.example/card';
  const memory = `${process.env['TMPDIR'] ?? '/tmp'}/reverify-fix-${process.pid}-${Date.now()}.json`;
  afterAll(async () => {
    for (const file of [memory, `${memory}.lost`]) await rm(file, { force: true });
  });

  function evaluation(): string {
    const claim = { score: 80, confidence: 'high', last_verified: '2026-01-01' };
    const cited = { ...claim, evidence: [{ source: 'Card', url: page }] };
    const criteria = { cited, plain: claim };
    return JSON.stringify({ id: 'a', name: 'A', trust_vector: { security: { criteria } } }, null, 2);
  }

  it('is stamped only with a second box, and the others without it', async () => {
    const at = Date.parse(`${TODAY}T00:00:00Z`) - 86_400_000;
    const store = await openFileMemory(memory, { debug() {}, info() {}, warn() {}, error() {} });
    const strikes = { strikes: 3, firstFailedAt: at - 10 * 86_400_000, lastStrikeAt: at };
    await store.set(`link:${page}`, {
      verdict: 'not-found',
      reason: '404',
      status: 404,
      checkedAt: at,
      ...strikes,
    });
    await store.flush();
    await stage.restart({ memory, env: { REVERIFY_TICK_QUIET: '150ms' } });
    const repo = await repositoryWithStale('data/a.json', evaluation());
    const number = repo.issues().find(({ title }) => title.startsWith('Re-verify A'))?.number;
    expect(number).toBe(1);
    expect(repo.issue(1).body).toMatch(/`cited`: .*\[Card\]\(https:\/\/dead\.example\/card\); \*\*dead\*\*/);
    const both = await ticked(async () => {
      await tick(repo, '`cited`');
      await tick(repo, '`plain`');
    });
    expect(both.outcome).toMatchObject({ kind: 'verified', claims: 1, of: 2 });
    const pull = Number(both.outcome?.['pull']);
    expect(await changedLines(repo, repo.branchOf(pull), 'data/a.json')).toEqual([
      '          "last_verified": "2026-12-10"',
    ]);
    expect(repo.issue(1).body).toMatch(
      /^> \[!NOTE\]\n> Not stamped: `security\.cited`: a source is dead or has changed since/,
    );
    const despite = await ticked(async () => {
      await tick(repo, '`cited`');
      await tick(repo, '**Stamp them all the same**');
    });
    expect(despite.outcome).toMatchObject({ kind: 'verified', claims: 1, of: 1, pull });
    expect(repo.issue(pull).body).toContain('[Card](https://dead.example/card): **dead**');
    await stage.restart({ env: { REVERIFY_TICK_QUIET: '150ms' } });
  });
});

describe('a tick', () => {
  it('of somebody who may not write is undone', async () => {
    const repo = await repositoryWithStale();
    const before = repo.issue(1).body;
    const { outcome } = await ticked(() => tick(repo, '`versioning_policy`', 'reader'));
    expect(outcome).toEqual({ kind: 'undone', by: 'reader' });
    expect(repo.issues()).toHaveLength(1);
    expect(repo.issue(1).body).toBe(before);
  });

  it('that the bot has written over is not lost', async () => {
    const repo = await repositoryWithStale();
    const token = stage.sandbox.token(repo);
    const path = `/api/v3/repos/${repo.fullName}/issues/1`;
    const { outcome } = await ticked(async () => {
      await tick(repo, '`versioning_policy`');
      const body = withEmptyBoxes(repo.issue(1).body);
      await ask(stage.sandbox, { method: 'PATCH', path, token, body: { body } });
    });
    expect(outcome).toMatchObject({ kind: 'verified', claims: 1, by: 'writer', pull: 2 });
  });

  it('that the person has taken back in time does nothing', async () => {
    const repo = await repositoryWithStale();
    const { outcome } = await ticked(async () => {
      await tick(repo, '`versioning_policy`');
      await tick(repo, '`versioning_policy`');
    });
    expect(outcome).toMatchObject({ kind: 'idle' });
    expect(repo.issues()).toHaveLength(1);
  });

  it.each([
    ['the branch', 'POST', /\/git\/refs$/],
    ['the commit', 'PUT', /\/contents\//],
    ['the pull request', 'POST', /\/pulls$/],
    ['its body', 'PATCH', /\/issues\/1$/],
  ])('is done by the next sweep where GitHub fails at %s', async (_, method, path) => {
    const repo = await repositoryWithStale();
    stage.sandbox.fault({ kind: 'status', status: 500, method, path });
    await ticked(() => tick(repo, '`versioning_policy`'));
    expect(tickedBoxes(repo.issue(1).body)).toHaveLength(1);
    stage.sandbox.clearFaults();
    await stage.push(repo, { 'a.txt': 'a' });
    expect(tickedBoxes(repo.issue(1).body)).toEqual([]);
    expect(repo.issue(1).body).toContain('waits in [pull request 2](');
    expect(repo.issues()).toHaveLength(2);
    expect(await changedLines(repo, repo.branchOf(2))).toEqual([EVALUATED, STAMPED]);
    await expectQuiet(repo);
  });

  it('where the bot may not write is answered with the change to make', async () => {
    const repo = await repositoryWithStale();
    stage.sandbox.permit('contents', 'read');
    await stage.restart({ env: { REVERIFY_TICK_QUIET: '150ms' } });
    const { outcome } = await ticked(() => tick(repo, '`versioning_policy`'));
    expect(outcome).toEqual({ kind: 'verified', claims: 0, of: 1, by: 'writer', pull: undefined });
    const [comment] = repo.comments(1);
    expect(comment?.body).toContain(`/edit/main/${M2})`);
    expect(comment?.body).toContain(
      '| `trust_vector.operational_excellence.criteria.versioning_policy.last_verified` | `2026-12-10` |',
    );
    expect(repo.issue(1).body).toContain('it lacks `contents: write`');
    expect(tickedBoxes(repo.issue(1).body)).toEqual([]);
    expect(repo.issues()).toHaveLength(1);
    expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({ update: 1 });
  });
});

describe('a command', () => {
  async function say(repo: Repo, number: number, words: string, by = 'writer') {
    return stage.after('command', async () => void repo.commentOnIssue(number, words, by));
  }

  it('stamps the claims of a pattern, shows them in the issue, and says where', async () => {
    const repo = await repositoryWithStale();
    await say(repo, 1, '/reverify verified metadata.*');
    expect(await changedLines(repo, repo.branchOf(2))).toEqual([EVALUATED, STAMPED]);
    expect(repo.issue(1).body).toContain('`metadata.pricing`: ');
    expect(repo.issue(1).body).toContain('**Verified on 2026-12-10 by `writer`, waits in [pull request 2](');
    const [, answer] = repo.comments(1);
    expect(answer?.body).toContain('1 stamped in [pull request 2](');
    await expectQuiet(repo);
  });

  it('that names no claim is answered with the nearest name', async () => {
    const repo = await repositoryWithStale();
    await say(repo, 1, '/reverify verified metadata.price');
    const [, answer] = repo.comments(1);
    expect(answer?.body).toContain(
      'No claim of `minimax-m2` is called `metadata.price`. Did you mean `metadata.pricing`?',
    );
    expect(repo.issues()).toHaveLength(1);
  });

  it('mends declared scores, in a pull request of its own', async () => {
    const text = (stage.data[M2] ?? '').replace('"overall_score": 87', '"overall_score": 85');
    const repo = await repositoryWithStale(M2, text);
    await say(repo, 1, '/reverify fix');
    expect(repo.issue(2).title).toBe('MiniMax-M2: 1 declared score as recomputed');
    expect(await changedLines(repo, repo.branchOf(2))).toEqual(['      "overall_score": 87,']);
    await say(repo, 1, '/reverify fix');
    expect(await repo.messages(repo.branchOf(2))).toHaveLength(1);
    await expectQuiet(repo);
  });

  it('that finds nothing to mend says so', async () => {
    const repo = await repositoryWithStale();
    await say(repo, 1, '/reverify fix');
    const [, answer] = repo.comments(1);
    expect(answer?.body).toContain('There is nothing that the bot can mend by itself.');
    expect(repo.issues()).toHaveLength(1);
  });

  it('of somebody who may not write changes nothing, without a word', async () => {
    const repo = await repositoryWithStale();
    await say(repo, 1, '/reverify verified **', 'reader');
    expect(repo.issues()).toHaveLength(1);
    expect(repo.comments(1)).toHaveLength(1);
  });
});
