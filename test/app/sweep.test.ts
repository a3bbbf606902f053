import { startArchive } from '../helpers/archive.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shardedFiles, cardFiles } from '../helpers/hugging-face.ts';
import { deeds, startStage, TODAY, type Stage } from './stage.ts';

const M2 = 'data/models/minimax-m2.json';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => {
  stage.sandbox.clearFaults();
  stage.sandbox.resetLog();
  stage.hub.setModel('MiniMaxAI/MiniMax-M3', { files: cardFiles() });
});
afterAll(() => stage.close());

function stamped(text = '', day = TODAY): string {
  return text.replaceAll(/("last_verified": ")[^"]+/g, `$1${day}`);
}

function withWeights(): void {
  stage.hub.setModel('MiniMaxAI/MiniMax-M3', {
    files: [...cardFiles(), ...shardedFiles(59, 14_470_000_000)],
  });
}

describe('a sweep', () => {
  it('opens one issue for each stale evaluation, and writes nothing the second time', async () => {
    const repo = await stage.repository(stage.data);
    expect((await repo.issues()).map(({ title }) => title).sort()).toEqual([
      'Re-verify Filesystem MCP Server: 29 of 29 claims are past their age',
      'Re-verify GLM-5: 34 of 34 claims are past their age',
      'Re-verify MiniMax-M2: 34 of 34 claims are past their age',
    ]);
    const [issue] = await repo.issues();
    expect(issue?.labels.sort()).toEqual(['evidence', 'reverify']);
    stage.sandbox.resetLog();
    expect(deeds(await stage.push(repo, { 'README.md': 'A word.' }))).toEqual({ keep: 3 });
    expect(stage.sandbox.writes()).toEqual([]);
  });

  it('needs at most six requests for a cold repository, plus one for each issue and one look for twins', async () => {
    await stage.restart();
    stage.sandbox.resetLog();
    await stage.repository(stage.data);
    const paths = stage.sandbox.requests.map(({ method, path }) => `${method} ${path}`);
    const reads = paths.filter((path) => !/access_tokens|^POST .*issues$/.test(path));
    expect(reads.length, paths.join('\n')).toBeLessThanOrEqual(7);
  });

  it('edits an issue whose evaluation has changed, and closes it when the claims are fresh', async () => {
    const repo = await stage.repository({ [M2]: stage.data[M2] ?? '' });
    const part = (stage.data[M2] ?? '').replace(
      '"last_verified": "2026-06-10"',
      `"last_verified": "${TODAY}"`,
    );
    expect(deeds(await stage.push(repo, { [M2]: part }))).toEqual({ update: 1 });
    expect((await repo.issues())[0]?.title).toBe('Re-verify MiniMax-M2: 33 of 34 claims are past their age');
    expect(deeds(await stage.push(repo, { [M2]: stamped(part) }))).toEqual({ close: 1 });
    const [issue] = await repo.issues();
    expect(issue).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect(issue?.body).toContain(await repo.sha());
    expect(issue?.comments).toBe(0);
  });

  it('closes the issue of an evaluation that is gone as not planned', async () => {
    const repo = await stage.repository({ [M2]: stage.data[M2] ?? '' });
    await stage.push(repo, {}, [M2]);
    expect((await repo.issues())[0]).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  });

  it('finds its issue again on page two of the list', async () => {
    const repo = await stage.repository({ [M2]: stage.data[M2] ?? '' });
    await repo.fillerIssues(130, { labels: ['reverify'] });
    stage.sandbox.resetLog();
    expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({ keep: 1 });
    expect(stage.sandbox.requests.filter(({ path }) => path.endsWith('/issues')).length).toBe(2);
    expect(stage.sandbox.writes()).toEqual([]);
  });

  it('makes one issue when two sweeps come at once', async () => {
    const repo = await stage.repository({ 'a.txt': 'nothing yet' });
    const twin = await startStageTwin();
    try {
      const both = Promise.all([sweptOf(stage.app), sweptOf(twin)]);
      await repo.commit({ message: 'Add', files: { [M2]: stage.data[M2] ?? '' } });
      const [push] = stage.sandbox.deliveries.filter(({ event }) => event === 'push').slice(-1);
      await fetch(twin.webhookUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...push?.headers },
        body: push?.payload ?? '',
      });
      await both;
      await stage.push(repo, { 'b.txt': 'b' });
      const open = (await repo.issues()).filter(({ state }) => state === 'open');
      expect(open.map(({ number }) => number)).toEqual([1]);
    } finally {
      stage.sandbox.deliverTo(stage.app.webhookUrl);
      await twin.stop();
      stage.sandbox.deliverTo(stage.app.webhookUrl);
    }
  });

  it('respects a person who closes an issue, until further claims pass their age', async () => {
    const fresh = stamped(stage.data[M2], '2026-11-01');
    const one = fresh.replace('2026-11-01', '2026-05-01');
    const repo = await stage.repository({ [M2]: one });
    await repo.closeIssue(1, 'maintainer');
    expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({ respect: 1 });
    const two = one.replace('2026-11-01', '2026-05-02');
    expect(deeds(await stage.push(repo, { [M2]: two }))).toEqual({ create: 1 });
  });

  it('does not trust a marker in somebody else’s issue', async () => {
    const repo = await stage.repository({ [M2]: stage.data[M2] ?? '' });
    const body = (await repo.issues())[0]?.body ?? '';
    await repo.fillerIssues(1, { labels: ['reverify'] });
    await repo.editIssueBody(2, body, 'maintainer');
    expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({ keep: 1 });
    expect((await repo.issues()).every(({ state }) => state === 'open')).toBe(true);
  });

  it('opens at most maxNew issues a day, the rest on the next', async () => {
    const config = { '.github/reverify.yml': 'mode: issues-only\nissues: { maxNew: 2, labels: [] }\n' };
    const repo = await stage.repository({ ...stage.data, ...config });
    expect((await repo.issues()).length).toBe(2);
    expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({ keep: 2, wait: 1 });
    await stage.restart({ today: '2026-12-11' });
    expect(deeds(await stage.push(repo, { 'a.txt': 'b' }))).toMatchObject({ create: 1 });
    await stage.restart();
  });
});

describe('an upstream event', () => {
  it('is told once, names the claims in doubt, and is closed when they carry a later date', async () => {
    const fresh = stamped(stage.data[M2], '2026-12-01');
    const repo = await stage.repository({ [M2]: fresh });
    expect(await repo.issues()).toEqual([]);
    withWeights();
    expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({ create: 1 });
    expect((await repo.issues())[0]?.body).toContain('minimax-m2: operational_excellence.versioning_policy');
    await stage.restart();
    expect(deeds(await stage.push(repo, { 'a.txt': 'b' }))).toEqual({ keep: 1 });
    expect(deeds(await stage.push(repo, { [M2]: stamped(fresh) }))).toEqual({ close: 1 });
    expect(deeds(await stage.push(repo, { 'a.txt': 'c' }))).toEqual({ respect: 1 });
  });

  it('does nothing while the Hub fails, and closes nothing', async () => {
    const repo = await stage.repository({ [M2]: stamped(stage.data[M2], '2026-12-01') });
    withWeights();
    await stage.push(repo, { 'a.txt': 'a' });
    stage.hub.fail(503);
    try {
      expect(deeds(await stage.push(repo, { 'a.txt': 'b' }))).toEqual({ keep: 1 });
    } finally {
      stage.hub.fail();
    }
  });
});

describe('dead sources', () => {
  it('are told after three failures at least 72 hours apart, with an archived copy, and leave when they come back', async () => {
    const file = { [M2]: stamped(stage.data[M2], '2026-12-01') };
    const memory = memoryPath();
    const archive = await startArchive();
    archive.keep('https://www.minimax.io/news/minimax-m2', '20251115120000');
    const env = { REVERIFY_ARCHIVE: archive.url };
    stage.web.answer('/news/minimax-m2', 404);
    stage.sandbox.permit('contents', 'write');
    await stage.restart({ memory, env, today: '2026-12-10' });
    const repo = await stage.repository(file);
    for (const today of ['2026-12-12', '2026-12-14']) {
      await stage.restart({ memory, env, today });
      expect(deeds(await stage.push(repo, { 'a.txt': today }))).toEqual({});
    }
    expect(archive.requests).toEqual([]);
    await stage.restart({ memory, env, today: '2026-12-18' });
    expect(deeds(await stage.push(repo, { 'a.txt': '18' }))).toEqual({ create: 1 });
    const [issue] = await repo.issues();
    expect(issue?.title).toBe('Dead sources: 1 address');
    expect(issue?.body).toContain('minimax-m2: performance_reliability.task_accuracy_code');
    // The report waited for no archive; the next one knows.
    expect(deeds(await stage.push(repo, { 'a.txt': '18 again' }))).toEqual({ update: 1 });
    expect((await repo.issues())[0]?.body).toContain(
      `[Archived copy of 2025-11-15](${archive.url}/web/20251115120000/https://www.minimax.io/news/minimax-m2)`,
    );
    expect(archive.requests).toHaveLength(2);
    await archive.close();
    // A person ticks it: every citation of the page becomes one of the copy, and nothing else changes.
    repo.setRole('writer', 'write');
    const { outcome } = await stage.after('ticks', () => repo.tick(1, 0, 'writer'));
    expect(outcome).toEqual({ kind: 'replaced', pages: 1, by: 'writer', pulls: [2] });
    const [before, after] = [await repo.file(M2), await repo.file(M2, repo.branchOf(2))];
    const page = 'https://www.minimax.io/news/minimax-m2';
    const cited = new RegExp(`("url": ")(${page}")`, 'g');
    expect(before?.match(cited)?.length).toBe(2);
    expect(after).toBe(before?.replace(cited, `$1${archive.url}/web/20251115120000/$2`));
    expect(repo.issue(2).title).toMatch(/^MiniMax-M2: replace 2 addresses$/);
    expect(repo.issue(1).body).toContain('**Its replacement waits in [pull request 2](');
    expect(deeds(await stage.push(repo, { 'a.txt': '18 once more' }))).toEqual({ keep: 1 });
    // Without its memory the bot has seen one failure, and the issue still knows better.
    await stage.restart({ today: '2026-12-19' });
    expect(deeds(await stage.push(repo, { 'a.txt': '19' }))).not.toHaveProperty('close');
    stage.web.answer('/news/minimax-m2', 200);
    await stage.restart({ memory, today: '2027-01-20' });
    expect(deeds(await stage.push(repo, { 'a.txt': '20' }))).toMatchObject({ close: 1 });
    // Six starts of the app, each a few seconds on a busy machine.
  }, 120_000);
});

describe('a source that says something else', () => {
  it('is told once, with what changed and who cites it, until its claims are verified', async () => {
    const memory = memoryPath();
    stage.web.say('/price', priced('$0.30'));
    await stage.restart({ memory, today: '2026-12-10' });
    const repo = await stage.repository({ 'data/a.json': citing('2026-12-01') });
    await stage.restart({ memory, today: '2026-12-18' });
    expect(deeds(await stage.push(repo, { 'a.txt': '18' }))).toEqual({});
    stage.web.say('/price', priced('$0.60'));
    await stage.restart({ memory, today: '2026-12-26' });
    expect(deeds(await stage.push(repo, { 'a.txt': '26' }))).toEqual({ create: 1 });
    expect(deeds(await stage.push(repo, { 'a.txt': '26 again' }))).toEqual({ keep: 1 });
    const [issue] = await repo.issues();
    expect(issue?.title).toBe('Changed sources: 1 page');
    expect(issue?.body).toContain('- gone: Input costs \\$0.30 per million tokens.');
    expect(issue?.body).toContain('- new: Input costs \\$0.60 per million tokens.');
    expect(issue?.body).toContain('cited by `a: security.cost`');
    expect(deeds(await stage.push(repo, { 'data/a.json': citing('2026-12-26') }))).toEqual({ close: 1 });
    // Three starts of the app.
  }, 120_000);
});

function priced(price: string): string {
  return `<p>The model can be had by everybody who has an account.</p><p>Input costs ${price} per million tokens.</p>`;
}

function citing(verified: string): string {
  const url = 'https://www.minimax.io/price';
  const evidence = [{ source: 'Price list', url, date: '2026-11-01', value: '$0.30 a million tokens' }];
  const cost = { score: 80, confidence: 'high', last_verified: verified, evidence };
  return JSON.stringify({ id: 'a', name: 'A', trust_vector: { security: { criteria: { cost } } } }, null, 2);
}

function memoryPath(): string {
  return `${process.env['TMPDIR'] ?? '/tmp'}/reverify-memory-${process.pid}-${Date.now()}.json`;
}

async function startStageTwin() {
  const { startApp } = await import('../helpers/app.ts');
  return startApp(stage.sandbox, {
    hub: stage.hub.url,
    today: TODAY,
    env: { REVERIFY_CRON: '0 0 1 1 *' },
  }).then((twin) => {
    stage.sandbox.deliverTo(stage.app.webhookUrl);
    return twin;
  });
}

function sweptOf(app: Stage['app']) {
  return app.line(({ job, outcome }) => job === 'sweep' && outcome !== undefined, app.log.length);
}

describe('being told to stop', () => {
  it('ends a long check of links at once, and closes nothing on the strength of it', async () => {
    const fresh = stamped(stage.data[M2], '2026-12-01');
    const repo = await stage.repository({ [M2]: fresh });
    stage.web.answer('/', 'hang');
    const many = fresh.replaceAll(
      /https:\/\/www\.minimax\.io\/news/g,
      () => `https://www.minimax.io/${Math.random()}`,
    );
    const from = stage.app.log.length;
    await repo.commit({ message: 'Many sources', files: { [M2]: many } });
    await stage.app.line(({ msg }) => msg.startsWith('POST'), from);
    const started = performance.now();
    expect(await stage.app.stop()).toBe(0);
    expect(performance.now() - started).toBeLessThan(8000);
    stage.web.answer('/', 200);
    await stage.restart();
    expect((await repo.issues()).every(({ state }) => state === 'open')).toBe(true);
  });
});
