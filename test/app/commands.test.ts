import { commandWords } from '../../src/domain/command.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readIssueMarker, readReplyMarker } from '../../src/render/marker.ts';
import type { LogLine } from '../helpers/app.ts';
import { ask } from '../sandbox/asking.ts';
import type { Repo } from '../sandbox/repo.ts';
import { deeds, startStage, WITHOUT_DASHBOARD, type Stage } from './stage.ts';

const SNOOZE = '/reverify snooze 30d They answer in January';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterEach(() => {
  stage.sandbox.clearFaults();
});
afterAll(() => stage.close());

/** An evaluation with one claim verified on each of these days. */
function verified(...days: string[]): string {
  const evidence = [{ source: 'Card', url: 'https://huggingface.co/a/card', date: '2025-11-01', value: 'x' }];
  const criteria = days.map((day, at) => [
    `c${at}`,
    { score: 80, confidence: 'high', last_verified: day, evidence },
  ]);
  return JSON.stringify(
    { id: 'a', name: 'A', trust_vector: { security: { criteria: Object.fromEntries(criteria) } } },
    null,
    2,
  );
}

/** A repository whose first issue says that one of two claims is stale. */
async function repositoryWithIssue(policy = 'mode: issues-only\n'): Promise<Repo> {
  const repo = await stage.repository({
    '.github/reverify.yml': `freshness: { maxAge: 180d, rules: [{ claim: "security.*", maxAge: 90d }] }\n${policy}`,
    'data/a.json': verified('2026-06-01', '2026-12-01'),
  });
  repo.setRole('writer', 'write');
  repo.setRole('reader', 'triage');
  await stage.sandbox.settled();
  stage.sandbox.resetLog();
  return repo;
}

/** Writes a comment, and waits until its commands have been dealt with. Gives the comment's id and the line of the log. */
async function say(
  repo: Repo,
  body: string,
  { by = 'writer', on = 1 }: { by?: string; on?: number } = {},
): Promise<LogLine & { id: number }> {
  let id = 0;
  const line = await stage.after('command', () => {
    id = repo.commentOnIssue(on, body, by);
    return Promise.resolve();
  });
  return { ...line, id };
}

/** The faces that were made to a comment. */
function faces(repo: Repo, id: number, on = 1): string[] | undefined {
  return repo.comments(on).find((comment) => comment.id === id)?.reactions;
}

/** What the bot answered, oldest first. */
function answers(repo: Repo, on = 1): string[] {
  return repo
    .comments(on)
    .flatMap(({ body, user }) => (user.endsWith('[bot]') && readReplyMarker(body) ? [body] : []));
}

/** What the app did since the last look. */
function writes(): string[] {
  const done = stage.sandbox
    .writes()
    .map(({ method, path }) => `${method} ${path.replace(/.*(?=\/issues)/, '').replace(/\d{4,}/, 'N')}`);
  stage.sandbox.resetLog();
  return done;
}

/** Does something that no job may follow. A sweep comes after it, and so after any job that it may have led to. */
async function expectNoJob(repo: Repo, deed: () => unknown): Promise<void> {
  const before = stage.app.log.length;
  await deed();
  await stage.sandbox.settled();
  stage.sandbox.resetLog();
  await stage.push(repo, { 'a.txt': `${Math.random()}` });
  expect(stage.app.log.slice(before).filter(({ job }) => job?.startsWith('command'))).toEqual([]);
  expect(writes()).toEqual([]);
}

/** Redelivers the webhook of the last comment that a person wrote. */
function again(): Promise<LogLine> {
  const delivery = stage.sandbox.deliveries.findLast(({ event, payload }) => {
    return (
      event === 'issue_comment' &&
      /"action":"created"/.test(payload) &&
      !/"sender":\{"login":"[^"]+\[bot\]"/.test(payload)
    );
  });
  return stage.after('command', () => stage.sandbox.redeliver(delivery?.id ?? 0));
}

describe('a command of somebody who may write', () => {
  it('puts an issue off, with the reason in it, and opens it again', async () => {
    const repo = await repositoryWithIssue();
    const before = repo.issue(1);
    const { id, outcome } = await say(repo, `Not now.\r\n\r\n${SNOOZE} @octocat #1\r\n`);
    expect(outcome).toEqual({ kind: 'done', words: ['snooze'], by: 'writer' });
    expect(faces(repo, id)).toEqual(['eyes', '+1']);
    expect(answers(repo)).toEqual([]);
    expect(repo.issue(1)).toMatchObject({ state: 'closed', stateReason: 'not_planned', title: before.title });
    const note =
      'at the request of `writer`: it sleeps until 2027-01-09, and opens again by itself on that day. The reason: They answer in January @&#8203;octocat #&#8203;1.';
    expect(repo.issue(1).body).toContain(`> [!NOTE]\n> Closed by Reverify ${note}\n\n`);
    expect(writes()).toEqual([
      'POST /issues/comments/N/reactions',
      'PATCH /issues/1',
      'POST /issues/comments/N/reactions',
    ]);
    expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({ respect: 1 });
    await say(repo, '/reverify snooze 1w Sooner after all');
    expect(repo.issue(1).body.match(/sleeps until \S+/g)).toEqual(['sleeps until 2026-12-17,']);
    await say(repo, '/reverify unsnooze');
    expect(repo.issue(1)).toEqual({ ...before, stateReason: 'reopened', comments: 3 });
    expect(deeds(await stage.push(repo, { 'a.txt': 'b' }))).toEqual({ keep: 1 });
    await say(repo, '/reverify unsnooze');
    expect(answers(repo)).toEqual([expect.stringContaining('This issue does not sleep.')]);
  });

  it('asks for a sweep', async () => {
    const repo = await repositoryWithIssue();
    const swept = await stage.after('sweep', () =>
      Promise.resolve(repo.commentOnIssue(1, '/reverify recheck', 'writer')),
    );
    expect(deeds(swept)).toEqual({ keep: 1 });
    expect(repo.comments(1)).toMatchObject([{ reactions: ['eyes', '+1'] }]);
  });

  it('is one of several in a comment, and all answers are in one', async () => {
    const repo = await repositoryWithIssue();
    const { outcome } = await say(repo, `${SNOOZE}\n/reverify unsnooze\n/reverify snooze\n/reverify fix`);
    expect(outcome).toMatchObject({ words: ['snooze', 'unsnooze', 'snooze', 'fix'] });
    expect(repo.issue(1).state).toBe('open');
    expect(answers(repo)).toHaveLength(1);
    expect(answers(repo)[0]).toMatch(/Say for how long[\s\S]+There is nothing that the bot can mend/);
  });

  it('gets the help, which names every command', async () => {
    const repo = await repositoryWithIssue();
    const { id } = await say(repo, '/reverify help');
    expect(faces(repo, id)).toEqual(['eyes', '+1']);
    const [help = ''] = answers(repo);
    const words = [...help.matchAll(/^\| `\/reverify (\w+)/gm)].map((match) => match[1]);
    expect(words).toEqual([...commandWords]);
  });

  it('works on an issue that a person has closed, not on one that is settled', async () => {
    const repo = await repositoryWithIssue();
    await repo.closeIssue(1);
    await say(repo, SNOOZE);
    expect(repo.issue(1).body).toContain('sleeps until 2027-01-09');
    await say(repo, '/reverify unsnooze');
    await stage.push(repo, { 'data/a.json': verified('2026-12-01') });
    expect(repo.issue(1)).toMatchObject({ state: 'closed', stateReason: 'completed' });
    const { body } = repo.issue(1);
    const { id } = await say(repo, SNOOZE);
    expect(repo.issue(1).body).toBe(body);
    expect(answers(repo)).toEqual([expect.stringContaining('there is nothing to put off')]);
    expect(faces(repo, id)).toEqual(['eyes', '+1']);
  });

  it('opens the dashboard again that a person has closed, and nothing else', async () => {
    stage.hub.fail(503);
    try {
      const repo = await repositoryWithIssue(
        'watch: [{ source: hf-model, target: a/b, when: exists, errorAfter: { runs: 1, for: 0d }, affects: [{ evaluations: a }] }]\n',
      );
      await say(repo, '/reverify resume');
      expect(answers(repo)).toEqual([expect.stringContaining('`resume` is for the dashboard.')]);
      expect(repo.issue(2)).toMatchObject({ title: 'Reverify dashboard', state: 'open' });
      await repo.closeIssue(2);
      expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toMatchObject({ respect: 1 });
      const { id } = await say(repo, '/reverify resume', { on: 2 });
      expect(repo.issue(2).state).toBe('open');
      expect(faces(repo, id, 2)).toEqual(['eyes', '+1']);
      await say(repo, '/reverify resume', { on: 2 });
      expect(answers(repo, 2)).toEqual([expect.stringContaining('The dashboard is open.')]);
      stage.hub.fail();
      const { '.github/reverify.yml': quiet } = WITHOUT_DASHBOARD;
      await stage.push(repo, { '.github/reverify.yml': quiet });
      await say(repo, '/reverify resume', { on: 2 });
      expect(repo.issue(2).state).toBe('closed');
      expect(answers(repo, 2)[1]).toContain('The dashboard is closed because it has nothing to say.');
    } finally {
      stage.hub.fail();
    }
  });
});

describe('a claim', () => {
  it('is explained: its age, its limit and the rule, its sources, and the event that puts it in doubt', async () => {
    stage.hub.setModel('a/b', { files: [] });
    const watch = 'watch: [{ source: hf-model, target: a/b, when: exists, severity: high, fire: once,';
    const repo = await repositoryWithIssue(`${watch} affects: [{ evaluations: a, criteria: "*.c1" }] }]\n`);
    const kinds = repo.issues().map(({ number, body }) => [readIssueMarker(body)?.kind, number]);
    const { event = 0, stale = 0 } = Object.fromEntries(kinds) as Record<string, number>;
    await say(repo, '/reverify explain `security.c0`', { on: stale });
    await say(repo, '/reverify explain a: security.c1', { on: event });
    await say(repo, '/reverify explain a: security.c2', { on: event });
    await say(repo, '/reverify explain security.c1', { on: event });
    const place = `${stage.sandbox.url}/registry-`;
    const shown = [...answers(repo, stale), ...answers(repo, event)].map((answer) =>
      answer
        .replace(/<!--[\s\S]*/, '')
        .replaceAll(new RegExp(`${place}\\d+`, 'g'), '…')
        .trim(),
    );
    expect(shown.join('\n\n')).toMatchInlineSnapshot(`
      "\`a: security.c0\` in [\`data/a.json:7\`](…/evaluations/blob/main/data/a.json#L7)

      - It was last verified on 2026-06-01, 192 days ago.
      - It may be 90 days old: rule 1 of \`.github/reverify.yml\` says so, for claim \`security.*\`. Of the rules that match, the last counts.
      - It has been stale since 2026-08-31.
      - No open issue about an event puts it in doubt.
      - 1 source:
        - [Card](https://huggingface.co/a/card) (2025-11-01): The page answers. Looked at on 2026-12-10.

      \`a: security.c1\` in [\`data/a.json:20\`](…/evaluations/blob/main/data/a.json#L20)

      - It was last verified on 2026-12-01, 9 days ago.
      - It may be 90 days old: rule 1 of \`.github/reverify.yml\` says so, for claim \`security.*\`. Of the rules that match, the last counts.
      - It counts as stale because of an event; by its age alone it becomes stale on 2027-03-02.
      - An event puts it in doubt: [issue 1](…/evaluations/issues/1).
      - 1 source:
        - [Card](https://huggingface.co/a/card) (2025-11-01): The page answers. Looked at on 2026-12-10.

      There is no claim \`a: security.c2\`. Did you mean \`a: security.c0\`?

      There is no claim \`security.c1\`. Did you mean \`a: security.c1\`?"
    `);
  });
});

describe('on a pull request', () => {
  it('a review and a fix can be asked for, and a claim explained; all else works on issues', async () => {
    const repo = await repositoryWithIssue();
    let on = 0;
    await stage.after('review', async () => {
      on = await repo.openPull({ title: 'Change', head: 'change', files: { 'a.txt': 'a' } });
    });
    const reviewed = await stage.after('review', () =>
      Promise.resolve(repo.commentOnIssue(on, '/reverify recheck', 'writer')),
    );
    expect(reviewed.outcome).toMatchObject({ kind: 'reviewed' });
    await say(repo, `${SNOOZE}\n/reverify help\n/reverify explain a: security.c0`, { on });
    const [answer = ''] = answers(repo, on);
    expect(answer).toContain('`snooze` works on the issues that Reverify has opened, not on pull requests.');
    expect(answer.match(/(?<=^\| `\/reverify )\w+/gm)).toEqual(['fix', 'recheck', 'explain', 'help']);
    expect(answer).toContain('`a: security.c0` in ');
    await repo.closeIssue(on);
    await say(repo, '/reverify recheck', { on });
    expect(answers(repo, on)[1]).toContain('This pull request is closed');
  });
});

describe('nothing is said and nothing done', () => {
  it('for somebody without write access', async () => {
    const repo = await repositoryWithIssue();
    const { id, outcome } = await say(repo, `${SNOOZE}\n/reverify nonsense`, { by: 'reader' });
    expect(outcome).toEqual({ kind: 'idle', why: 'it takes write access' });
    expect(faces(repo, id)).toEqual([]);
    expect(repo.issue(1).state).toBe('open');
    expect(writes()).toEqual([]);
  });

  it('for a bot, and for what the bot itself has written', async () => {
    const repo = await repositoryWithIssue();
    const path = `/api/v3/repos/${repo.fullName}/issues/1/comments`;
    for (const as of ['workflow', 'app'] as const) {
      const token = stage.sandbox.token(repo, { as, permissions: { issues: 'write' } });
      await expectNoJob(repo, () =>
        ask(stage.sandbox, { method: 'POST', path, token, body: { body: SNOOZE } }),
      );
    }
  });

  it('where the command is quoted, fenced, or in the middle of a line', async () => {
    const repo = await repositoryWithIssue();
    await expectNoJob(repo, () =>
      repo.commentOnIssue(1, '> /reverify fix\n\n```\n/reverify fix\n```', 'writer'),
    );
    await expectNoJob(repo, () => repo.commentOnIssue(1, 'Then write /reverify fix.', 'writer'));
  });

  it('on an issue of somebody else, whatever marker stands there', async () => {
    const repo = await repositoryWithIssue();
    const { body } = repo.issue(1);
    const on = repo.openIssue({ title: 'Forged', body, labels: ['reverify'] }, 'writer');
    const { id, outcome } = await say(repo, SNOOZE, { on });
    expect(outcome).toEqual({ kind: 'idle', why: 'the bot keeps nothing there' });
    expect(faces(repo, id, on)).toEqual([]);
    expect(repo.issue(on)).toMatchObject({ state: 'open', body });
    expect(writes()).toEqual([]);
  });

  it('where the conversation is locked, until it is open again', async () => {
    const repo = await repositoryWithIssue();
    await repo.lockIssue(1);
    const { outcome } = await say(repo, SNOOZE);
    expect(outcome).toEqual({ kind: 'idle', why: 'the conversation is locked' });
    expect(repo.issue(1).state).toBe('open');
    expect(writes()).toEqual([]);
    await repo.unlockIssue(1);
    expect((await again()).outcome).toMatchObject({ kind: 'done' });
  });

  it('where the comment or its issue is gone before it is read, or asks for nothing any more', async () => {
    const repo = await repositoryWithIssue();
    const { id } = await say(repo, '/reverify help', { by: 'reader' });
    repo.editCommentBody(1, id, 'Never mind.', 'reader');
    expect((await again()).outcome).toEqual({ kind: 'idle', why: 'it asks for nothing' });
    repo.deleteComment(1, id);
    expect((await again()).outcome).toEqual({ kind: 'idle', why: 'the comment is gone' });
    await say(repo, SNOOZE, { by: 'reader' });
    repo.deleteIssue(1);
    expect((await again()).outcome).toEqual({ kind: 'idle', why: 'the comment is gone' });
    expect(writes()).toEqual([]);
  });
});

describe('a webhook that comes again', () => {
  it('does nothing twice, whatever a person did meanwhile', async () => {
    const repo = await repositoryWithIssue();
    const { id } = await say(repo, `${SNOOZE}\n/reverify explain security.c0`);
    await repo.reopenIssue(1);
    writes();
    const before = repo.issue(1);
    expect((await again()).outcome).toEqual({ kind: 'idle', why: 'it was done before' });
    expect(repo.issue(1)).toEqual(before);
    expect(faces(repo, id)).toEqual(['eyes', '+1']);
    expect(writes()).toEqual(['POST /issues/comments/N/reactions']);
  });

  it.each([
    ['the first face', { method: 'POST', path: /reactions$/ }],
    ['the issue', { method: 'PATCH', path: /issues\/1$/ }],
    ['the answer', { method: 'POST', path: /issues\/1\/comments$/ }],
    ['the last face', { method: 'POST', path: /reactions$/, skip: 1 }],
  ])('ends what was refused in the middle: %s', async (_, request) => {
    const repo = await repositoryWithIssue();
    stage.sandbox.fault({ kind: 'status', status: 403, ...request });
    const { id, status } = await say(repo, `${SNOOZE}\n/reverify explain security.c0`);
    expect(status).toBe(403);
    expect(faces(repo, id)).not.toContain('+1');
    stage.sandbox.clearFaults();
    expect((await again()).outcome).toMatchObject({ kind: 'done' });
    expect(faces(repo, id)).toEqual(['eyes', '+1']);
    expect(repo.issue(1).state).toBe('closed');
    expect(answers(repo)).toHaveLength(1);
  });

  it('finds done what GitHub did although it said otherwise', async () => {
    const repo = await repositoryWithIssue();
    const path = /issues\/1$|comments$|reactions$/;
    for (const method of ['POST', 'PATCH'])
      stage.sandbox.fault({ kind: 'status', status: 404, afterwards: true, method, path, times: 1 });
    const { id, status } = await say(repo, '/reverify help');
    expect(status).toBe(404);
    await again();
    expect(faces(repo, id)).toEqual(['eyes', '+1']);
    expect(answers(repo)).toHaveLength(1);
  });
});

describe('where nobody can tell who may write', () => {
  it('nothing is done', async () => {
    const repo = await repositoryWithIssue();
    stage.sandbox.fault({ kind: 'status', status: 500, path: /permission$/ });
    const { id, status } = await say(repo, SNOOZE);
    expect(status).toBe(500);
    expect(faces(repo, id)).toEqual([]);
    expect(repo.issue(1).state).toBe('open');
    expect(writes()).toEqual([]);
  });
});

describe('an unknown word', () => {
  it('gets the help once on an issue, and then a face', async () => {
    const repo = await repositoryWithIssue();
    repo.fillerComments(1, 120);
    const { id: first } = await say(repo, '/reverify snoze 30d x\n/reverify abracadabra');
    expect(answers(repo)).toHaveLength(1);
    expect(answers(repo)[0]).toContain('There is no command `snoze`. Did you mean `snooze`?');
    expect(answers(repo)[0]?.match(/^\| `\/reverify \w+/gm)).toHaveLength(commandWords.length);
    expect(faces(repo, first)).toEqual(['eyes', '+1']);
    const { id: second } = await say(repo, '/reverify snoze 30d x');
    expect(answers(repo)).toHaveLength(1);
    expect(faces(repo, second)).toEqual(['eyes', 'confused', '+1']);
  });
});

describe('dead sources that are put off', () => {
  it('are told again on their day, although memory of them is lost and nobody can tell', async () => {
    stage.web.answer('/gone/card', 404);
    const repo = await stage.repository({
      '.github/reverify.yml': 'mode: issues-only\nlinks: { failures: 1 }\n',
      'data/a.json': verified('2026-12-01').replace('/a/card', '/gone/card'),
    });
    repo.setRole('writer', 'write');
    expect(repo.issues()).toMatchObject([{ title: 'Dead sources: 1 address' }]);
    await say(repo, SNOOZE);
    expect(deeds(await stage.push(repo, { 'a.txt': 'a' }))).toEqual({ respect: 1 });
    stage.web.answer('/gone/card', 401);
    await stage.restart({ today: '2027-01-09' });
    expect(deeds(await stage.push(repo, { 'a.txt': 'b' }))).toEqual({ reopen: 1 });
    expect(repo.issue(1)).toMatchObject({ state: 'open', title: 'Dead sources: 1 address' });
    expect(repo.issue(1).body).not.toMatch(/sleeps|snoozed=/);
    expect(deeds(await stage.push(repo, { 'a.txt': 'c' }))).toEqual({ keep: 1 });
    // Another start of the app.
  }, 60_000);
});
