import { afterEach, describe, expect, it } from 'vitest';
import type { TickHint } from '../../src/domain/box.ts';
import { boxesIn, tickedBoxes } from '../../src/render/box.ts';
import { COMMENT_MARKER, readIssueMarker } from '../../src/render/marker.ts';
import { ask } from '../sandbox/asking.ts';
import { evaluationText } from '../helpers/evaluations.ts';
import { startHuggingFace } from '../helpers/hugging-face.ts';
import type { IssueView } from '../sandbox/views.ts';
import { rehearse, type Rehearsal } from './rehearsal.ts';

const CONFIG = '.github/reverify.yml';
const NOON = '2026-12-01T12:00:00Z';

let rehearsal: Rehearsal | undefined;
afterEach(async () => {
  await rehearsal?.close();
  rehearsal = undefined;
});

/** An evaluation with one claim that cites nothing. */
function evaluation(id: string, verified = '2026-01-01', more: object = {}): string {
  const criteria = { 'security.audit': { urls: [], verified } };
  return evaluationText({ id, name: id.toUpperCase(), criteria, more });
}

/** A repository of so many stale evaluations. */
async function begin(count: number, config = ''): Promise<Rehearsal> {
  const files = Array.from({ length: count }, (_, at) => [`data/e${at}.json`, evaluation(`e${at}`)]);
  rehearsal = await rehearse({ [CONFIG]: config, ...Object.fromEntries(files) }, {});
  rehearsal.repo.setRole('writer', 'write');
  return rehearsal;
}

function open({ repo }: Rehearsal): IssueView[] {
  return repo.issues().filter(({ state, isPull }) => state === 'open' && !isPull);
}

function keysOf(issues: readonly IssueView[]): string[] {
  return issues.map(({ body }) => readIssueMarker(body)?.key ?? '').toSorted();
}

/** One open issue for each of so many findings, and the next run has nothing to do. */
async function expectEachOnce(how: Rehearsal, findings: number): Promise<void> {
  const keys = keysOf(open(how));
  expect(new Set(keys).size).toBe(findings);
  expect(keys).toHaveLength(findings);
  await how.sweepAt(NOON);
  how.sandbox.resetLog();
  await how.sweepAt(NOON);
  expect(how.sandbox.writes()).toEqual([]);
  expect(keysOf(open(how))).toEqual(keys);
}

function dashboardOf({ repo }: Rehearsal): IssueView {
  const found = repo.issues().find(({ title }) => title === 'Reverify dashboard');
  if (!found) throw new Error('There is no dashboard.');
  return found;
}

/** Ticks the box of the dashboard with these words. */
async function tickDashboard(how: Rehearsal, words: string): Promise<number> {
  const { number, body } = dashboardOf(how);
  const boxes = body.split('\n').filter((row) => /^- \[[ x]\]/.test(row));
  const index = boxes.findIndex((row) => row.includes(words));
  if (index === -1) throw new Error(`No box of ${words} in\n${body}`);
  await how.repo.tick(number, index, 'writer');
  return number;
}

describe('one issue for each finding', () => {
  it('is what two runs at once leave behind, of forty findings', async () => {
    const how = await begin(40, 'issues: { maxNew: 100 }\n');
    await Promise.all([how.sweepAt(NOON), how.sweepAt(NOON)]);
    expect(how.repo.issues().length).toBeGreaterThan(41);
    await expectEachOnce(how, 41);
  });

  it.each([
    ['an issue', 1],
    ['the dashboard', 3],
  ])('is what a run leaves behind that ended when it had created %s', async (_, skip) => {
    const how = await begin(3);
    const path = /\/issues$/;
    how.sandbox.fault({
      kind: 'status',
      status: 500,
      method: 'POST',
      path,
      skip,
      times: 1,
      afterwards: true,
    });
    await expect(how.sweepAt(NOON)).rejects.toMatchObject({ status: 500 });
    expect(how.repo.issues()).toHaveLength(skip + 1);
    await how.sweepAt(NOON);
    expect(how.repo.issues()).toHaveLength(4);
    await expectEachOnce(how, 4);
  });

  it('is what forty findings come to, some a day, although GitHub limits writes in the middle', async () => {
    const how = await begin(40);
    const path = /\/issues$/;
    const days: number[] = [];
    const refused: number[] = [];
    for (let day = 1; day <= 9; day++) {
      const before = how.repo.issues().length;
      const time = `2026-12-0${day}T12:00:00Z`;
      if (day === 2) how.sandbox.fault({ kind: 'secondary-limit', method: 'POST', path, skip: 3, times: 1 });
      await how.sweepAt(time).catch(({ status }: { status: number }) => refused.push(status));
      await how.sweepAt(time);
      days.push(how.repo.issues().length - before);
    }
    expect(refused).toEqual([403]);
    expect(days).toEqual([6, 5, 5, 5, 5, 5, 5, 5, 0]);
    const keys = keysOf(open(how));
    expect(new Set(keys).size).toBe(41);
    expect(keys).toHaveLength(41);
  });
});

describe('a box that is ticked in the middle of a run', () => {
  it('is done by the next, where the bot sees it before it writes', async () => {
    const how = await begin(6, 'issues: { maxNew: 5 }\n');
    await how.sweepAt(NOON);
    const [, waiting = ''] = /^- \[ \] (Re-verify E\d+)[^\n]*box open/m.exec(dashboardOf(how).body) ?? [];
    how.justBefore(/^GET .*\/issues\/\d+$/, () => tickDashboard(how, waiting));
    await how.sweepAt('2026-12-02T12:00:00Z');
    expect(tickedBoxes(dashboardOf(how).body)).toMatchObject([{ deed: 'open' }]);
    expect(dashboardOf(how).body).toContain('Last full scan on 2026-12-01');
    await how.sweepAt('2026-12-02T12:00:00Z');
    expect(dashboardOf(how).body).toContain('Last full scan on 2026-12-02');
    expect(tickedBoxes(dashboardOf(how).body)).toEqual([]);
  });

  it('is done on the word of its webhook, where the bot has written over it', async () => {
    const how = await begin(1);
    await how.sweepAt(NOON);
    const hints: TickHint[] = [];
    how.justBefore(/^PATCH .*\/issues\/\d+$/, async () => {
      const number = await tickDashboard(how, 'Re-verify E0');
      const [tick] = tickedBoxes(how.repo.issue(number).body);
      const at = Date.parse('2026-12-02T12:00:00Z');
      if (tick) hints.push({ tick, by: { login: 'writer', id: 0 }, at });
    });
    await how.sweepAt('2026-12-02T12:00:00Z');
    expect(tickedBoxes(dashboardOf(how).body)).toEqual([]);
    expect(open(how)).toHaveLength(2);
    await how.doTicks(dashboardOf(how).number, hints);
    expect(open(how).map(({ title }) => title)).toEqual(['Reverify dashboard']);
    expect(dashboardOf(how).body).toContain('until 2027-01-01');
  });
});

describe('the pull request of a ticked claim', () => {
  it('is one, although the bot ended when it had opened it', async () => {
    const how = await begin(1);
    const { repo, sandbox } = how;
    sandbox.permit('contents', 'write');
    await how.sweepAt(NOON);
    const path = /\/pulls$/;
    sandbox.fault({ kind: 'status', status: 500, method: 'POST', path, times: 1, afterwards: true });
    await repo.tick(1, 1, 'writer');
    await expect(how.doTicks(1)).rejects.toMatchObject({ status: 500 });
    await how.sweepAt(NOON);
    const pulls = repo.issues().filter(({ isPull, state }) => isPull && state === 'open');
    expect(pulls).toMatchObject([{ title: 'E0: 1 claim verified', labels: ['reverify', 'evidence'] }]);
    expect(tickedBoxes(repo.issue(1).body)).toEqual([]);
    expect(repo.issue(1).body).toContain(`/pull/${pulls[0]?.number})`);
  });
});

describe('a claim that is ticked while its file cannot be read', () => {
  it('is stamped once it can be, with the day on which it was ticked', async () => {
    const how = await begin(1);
    const { repo, sandbox } = how;
    sandbox.permit('contents', 'write');
    await how.sweepAt(NOON);
    await repo.commit({ message: 'Break', files: { 'data/e0.json': '{' } });
    await repo.tick(1, 1, 'writer');
    await how.doTicks(1);
    await how.sweepAt('2026-12-03T12:00:00Z');
    expect(tickedBoxes(repo.issue(1).body)).toMatchObject([{ deed: 'verified' }]);
    await repo.commit({ message: 'Mend', files: { 'data/e0.json': evaluation('e0') } });
    await how.sweepAt('2026-12-05T12:00:00Z');
    const pull = repo.issues().find(({ isPull }) => isPull)?.number ?? 0;
    expect(await repo.file('data/e0.json', repo.branchOf(pull))).toContain('"last_verified": "2026-12-01"');
    expect(repo.issue(1).body).toContain('**Verified on 2026-12-01 by ');
    sandbox.resetLog();
    await how.sweepAt('2026-12-05T12:00:00Z');
    expect(sandbox.writes()).toEqual([]);
  });
});

describe('the comment on a pull request', () => {
  it('is found again behind 1,050 others, and a marker of anybody else is not looked at', async () => {
    const how = await begin(1);
    const { repo, sandbox } = how;
    const files = { 'data/e0.json': evaluation('e0', '2026-11-01') };
    const number = await repo.openPull({ title: 'Verify', head: 'verify', files });
    repo.commentOnIssue(number, `Mine. ${COMMENT_MARKER}`, 'contributor');
    const token = sandbox.token(repo, { as: 'workflow', permissions: { issues: 'write' } });
    const path = `/api/v3/repos/${repo.fullName}/issues/${number}/comments`;
    await ask(sandbox, { method: 'POST', path, token, body: { body: `Of another bot. ${COMMENT_MARKER}` } });
    repo.fillerComments(number, 1048);
    how.moveTo(NOON);
    await how.review(number);
    expect(repo.comments(number)).toHaveLength(1051);
    repo.fillerComments(number, 10);
    await repo.pushToPull(number, { message: 'More', files: { 'data/e1.json': evaluation('e1') } });
    await how.review(number);
    const comments = repo.comments(number);
    expect(comments).toHaveLength(1061);
    expect(comments.slice(0, 2).map(({ body }) => body)).toEqual([
      `Mine. ${COMMENT_MARKER}`,
      `Of another bot. ${COMMENT_MARKER}`,
    ]);
    expect(comments[1050]?.body).toContain('E1');
  });
});

describe('after nine days without a run', () => {
  it('the next one tells what it has missed, and that nobody looked, and the one after it has nothing to do', async () => {
    const how = await begin(0);
    await how.repo.commit({ message: 'Add', files: { 'data/a.json': evaluation('a', '2026-06-01') } });
    await how.sweepAt('2026-11-24T12:00:00Z');
    expect(open(how)).toHaveLength(1);
    expect(await how.sweepAt('2026-12-03T12:00:00Z')).toEqual({ create: 1, update: 1 });
    expect(dashboardOf(how).body).toContain('**Nobody looked between 2026-11-24 and 2026-12-03.**');
    expect(await how.sweepAt('2026-12-03T18:00:00Z')).toEqual({ keep: 2 });
    expect(await how.sweepAt('2026-12-04T12:00:00Z')).toEqual({ keep: 1, update: 1 });
    expect(dashboardOf(how).body).not.toContain('Nobody looked');
  });
});

describe('an event whose claims have been verified since', () => {
  it('is done: the dashboard does not say that a person has dismissed it', async () => {
    const hub = await startHuggingFace();
    try {
      hub.setModel('acme/big', { files: [] });
      const watch =
        'watch: [{ source: hf-model, target: acme/big, when: exists, affects: [{ evaluations: a }] }]\n';
      const files = { [CONFIG]: watch, 'data/a.json': evaluation('a', '2026-11-01') };
      rehearsal = await rehearse(files, { HF_ENDPOINT: hub.url });
      await rehearsal.sweepAt(NOON);
      expect(rehearsal.repo.issue(1).title).toBe('acme/big has a page on Hugging Face');
      await rehearsal.repo.commit({
        message: 'Verify',
        files: { 'data/a.json': evaluation('a', '2026-12-01') },
      });
      expect(await rehearsal.sweepAt(NOON)).toMatchObject({ close: 1 });
      expect(await rehearsal.sweepAt(NOON)).toEqual({ keep: 1, respect: 1 });
      expect(dashboardOf(rehearsal).body).toContain('0 issues open, 0 waiting, 0 asleep, 0 dismissed.');
    } finally {
      await hub.close();
    }
  });
});

describe('what stands in an evaluation', () => {
  it('makes no reference, mentions nobody and forges no marker, wherever it is told', async () => {
    const marker = '<!-- reverify:v1 kind=stale key=0123456789abcdef facts= answered= closed=yes -->';
    const bad = `acme/evals#1 @octocat ${marker} https://github.com/acme/evals/issues/1`;
    const how = await begin(0, 'links: { check: false }\n');
    how.sandbox.permit('contents', 'write');
    const evidence = [
      { source: bad, url: 'https://github.com/acme/evals/issues/1', date: '2025-12-01', value: bad },
    ];
    const text = evaluationText({
      id: 'bad',
      name: bad,
      criteria: { 'security.audit': { more: { evidence } } },
      more: { provider: bad },
    });
    await how.repo.commit({ message: 'Add', files: { 'data/bad.json': text } });
    await how.sweepAt(NOON);
    const stale = open(how).find(({ title }) => title.startsWith('Re-verify'))?.number ?? 0;
    const comment = how.repo.commentOnIssue(stale, '/reverify explain security.audit', 'writer');
    await how.doCommand(stale, comment);
    // The box of its only claim stands behind the one that puts it off.
    await how.repo.tick(stale, 1, 'writer');
    await how.doTicks(stale);
    await how.sweepAt(NOON);
    const own = how.repo.issues();
    expect(own.map(({ isPull }) => isPull)).toEqual([false, false, true]);
    const said = [...own, ...how.repo.comments(stale).slice(1)];
    expect(said).toHaveLength(4);
    for (const { body } of said) {
      expect(body.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/evals#1|@octocat|:\/\/github\.com\/acme/);
      expect(body.match(/<!-- reverify:v1/g)).toHaveLength(1);
      expect(readIssueMarker(body)?.key).not.toBe('0123456789abcdef');
    }
  });
});

describe('an issue that is out of reach', () => {
  it.each([
    ['deleted', ({ repo }: Rehearsal) => repo.deleteIssue(1)],
    [
      'moved to another repository',
      async ({ repo, sandbox }: Rehearsal) => {
        const to = await sandbox.createRepository({ owner: 'registry', name: 'elsewhere', files: {} });
        repo.transferIssue(1, to);
      },
    ],
  ])('because it was %s holds up none of the others, and its finding is told anew', async (_, lose) => {
    const how = await begin(3);
    await how.sweepAt(NOON);
    const two = { 'security.audit': { urls: [] }, 'security.more': { urls: [] } };
    const text = (id: string) => evaluationText({ id, name: id.toUpperCase(), criteria: two });
    const files = Object.fromEntries(['e0', 'e1', 'e2'].map((id) => [`data/${id}.json`, text(id)]));
    await how.repo.commit({ message: 'Another claim', files });
    how.justBefore(/^GET .*\/issues\/1$/, () => lose(how));
    how.sandbox.resetLog();
    await how.sweepAt(NOON);
    expect(how.sandbox.writes().map(({ path }) => path.replace(/.*(?=\/issues)/, ''))).toEqual(
      expect.arrayContaining(['/issues/2', '/issues/3']),
    );
    expect(
      how.sandbox.writes().filter(({ path }) => /\/issues\/1$|elsewhere|repositories/.test(path)),
    ).toEqual([]);
    await how.sweepAt(NOON);
    await expectEachOnce(how, 4);
    expect(how.repo.issue(5).title).toContain('2 of 2 claims');
  });

  it('because it is locked is still kept up to date, and one that was closed is not opened again', async () => {
    const how = await begin(1);
    await how.sweepAt(NOON);
    await how.repo.lockIssue(1);
    await how.repo.commit({ message: 'Verify', files: { 'data/e0.json': evaluation('e0', '2026-12-01') } });
    expect(await how.sweepAt(NOON)).toMatchObject({ close: 1 });
    expect(how.repo.issue(1).body).toContain(await how.repo.sha());
    await how.repo.commit({ message: 'Revert', files: { 'data/e0.json': evaluation('e0') } });
    expect(await how.sweepAt(NOON)).toMatchObject({ create: 1 });
    expect(how.repo.issue(1).state).toBe('closed');
    expect(how.repo.issue(3).body).toContain('/issues/1) was about it');
    await expectEachOnce(how, 2);
  });

  it('because a person has closed it stays so until further claims pass their age', async () => {
    const how = await begin(1);
    await how.sweepAt(NOON);
    await how.repo.closeIssue(1, 'writer', 'not_planned');
    for (const day of ['02', '20']) {
      const deeds = await how.sweepAt(`2026-12-${day}T12:00:00Z`);
      expect(deeds).not.toHaveProperty('create');
      expect(deeds).not.toHaveProperty('reopen');
    }
    expect(boxesIn(dashboardOf(how).body).map(({ deed }) => deed)).toEqual(['rescan', 'recheck']);
    await how.repo.commit({ message: 'Age', files: { 'data/e0.json': evaluation('e0', '2026-02-01') } });
    expect(await how.sweepAt('2026-12-21T12:00:00Z')).toMatchObject({ create: 1 });
    expect(how.repo.issue(1)).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  });
});
