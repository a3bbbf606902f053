import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { evaluationText, type EvaluationWish } from '../helpers/evaluations.ts';
import { startWeb, type Web } from '../helpers/web.ts';
import { rehearse, type Rehearsal } from './rehearsal.ts';

const FILE = 'data/a.json';
const GOOD = evaluationFile({});

let web: Web;
let rehearsal: Rehearsal;
beforeAll(async () => (web = await startWeb()));
afterEach(() => rehearsal.close());
afterAll(() => web.close());

/** One dimension with two criteria, whose mean is 80. */
function evaluationFile({ declared = 80, verified = '2026-05-01', urls = ['https://old.example/'] }): string {
  const wish: EvaluationWish = {
    id: 'a',
    criteria: { 'security.audit': { score: 70, verified, urls }, 'security.access': { score: 90, urls: [] } },
    declared: { security: declared },
  };
  return `${evaluationText(wish)}\n`;
}

interface Proposal {
  before?: string;
  config?: string;
  from?: 'fork' | 'same';
  files?: Record<string, string>;
  /** What the app may do to contents. */
  contents?: 'read' | 'write';
}

/** A repository with one evaluation, and a pull request that makes this of it. The day is 2026-06-01. */
async function propose(
  after: string,
  { before = GOOD, config = '', from = 'same', files = {}, contents = 'write' }: Proposal = {},
) {
  const base = { [FILE]: before, '.github/reverify.yml': `mode: issues-only\n${config}` };
  rehearsal = await rehearse(base, { HF_ENDPOINT: web.url });
  rehearsal.sandbox.permit('contents', contents);
  const pull = await rehearsal.repo.openPull({
    title: 'Change',
    head: 'change',
    from,
    files: { [FILE]: after, ...files },
  });
  await rehearsal.review(pull);
  return pull;
}

const suggested = (body: string): string | undefined => /```suggestion\n([\s\S]*?)\n```/.exec(body)?.[1];

const lineWith = (text: string, part: string): number =>
  text.split('\n').findIndex((line) => line.includes(part)) + 1;

describe('a review', () => {
  it('suggests on their lines what puts single values right, once', async () => {
    const text = evaluationFile({ declared: 95, verified: '2027-05-01' });
    const pull = await propose(text);
    const comments = await rehearsal.repo.lineComments(pull);
    expect(comments.map(({ path, line, body }) => [path, line, suggested(body)])).toEqual([
      [FILE, lineWith(text, '"overall_score": 95'), '      "overall_score": 80,'],
      [FILE, lineWith(text, '2027-05-01'), '          "last_verified": "2026-06-01"'],
    ]);
    expect(comments[0]?.body).toMatch(/^`score-drift`: `security` declares 95/);
    expect(rehearsal.repo.reviews(pull)).toEqual([expect.stringContaining('stands on 2 lines')]);
    await rehearsal.review(pull);
    await rehearsal.repo.pushToPull(pull, { message: 'Words', files: { 'NOTES.md': 'x' } });
    await rehearsal.review(pull);
    expect(rehearsal.repo.reviews(pull).length).toBe(1);
  });

  it('passes once its suggestions are taken over, and has none left', async () => {
    const pull = await propose(evaluationFile({ declared: 95, verified: '2027-05-01' }), { from: 'fork' });
    for (const { id } of await rehearsal.repo.lineComments(pull)) {
      await rehearsal.repo.takeSuggestion(pull, id);
      await rehearsal.review(pull);
    }
    expect(rehearsal.repo.reviews(pull).length).toBe(1);
    const runs = rehearsal.repo.checkRuns();
    expect(runs.map(({ conclusion }) => conclusion)).toEqual(['failure', 'failure', 'success']);
    const head = await rehearsal.repo.file(FILE, rehearsal.repo.headOf(pull));
    expect(head).toBe(evaluationFile({ verified: '2026-06-01' }));
  });

  it('takes back what is not right any more, and says what is', async () => {
    const pull = await propose(evaluationFile({ declared: 95 }));
    const changed = evaluationFile({ declared: 95 }).replace('"score": 70', '"score": 60');
    await rehearsal.repo.pushToPull(pull, { message: 'Lower', files: { [FILE]: changed } });
    await rehearsal.review(pull);
    const bodies = (await rehearsal.repo.lineComments(pull)).map(({ body }) => body);
    expect(bodies.map(suggested)).toEqual([undefined, '      "overall_score": 75,']);
    expect(bodies[0]).toMatch(/^This suggestion was taken back/);
    await rehearsal.repo.pushToPull(pull, { message: 'Undo', files: { [FILE]: GOOD } });
    await rehearsal.review(pull);
    const last = (await rehearsal.repo.lineComments(pull)).map(({ line, body }) => [line, suggested(body)]);
    // GitHub itself folds what stands on a line that has changed.
    expect(last).toEqual([
      [undefined, undefined],
      [undefined, '      "overall_score": 75,'],
    ]);
  });

  it('takes back its last one where the rest of the file has come to fit', async () => {
    const pull = await propose(evaluationFile({ declared: 95 }));
    const fits = evaluationFile({ declared: 95 }).replaceAll(/"score": \d+/g, '"score": 95');
    await rehearsal.repo.pushToPull(pull, { message: 'Raise', files: { [FILE]: fits } });
    await rehearsal.review(pull);
    const said = (await rehearsal.repo.lineComments(pull)).map(({ line, body }) => [line, suggested(body)]);
    expect(said).toEqual([[lineWith(fits, '"overall_score"'), undefined]]);
  });

  it('does not say again what somebody has closed', async () => {
    const pull = await propose(evaluationFile({ declared: 95 }));
    const [said] = await rehearsal.repo.lineComments(pull);
    rehearsal.repo.resolveThread(pull, said?.id ?? 0);
    const changed = evaluationFile({ declared: 96 });
    await rehearsal.repo.pushToPull(pull, { message: 'Raise', files: { [FILE]: changed } });
    await rehearsal.review(pull);
    expect((await rehearsal.repo.lineComments(pull)).length).toBe(1);
  });

  it('suggests nothing once a newer review waits', async () => {
    const pull = await propose(GOOD);
    await rehearsal.repo.pushToPull(pull, { files: { [FILE]: evaluationFile({ declared: 95 }) } });
    const newer = new AbortController();
    rehearsal.justBefore(/^POST .*\/comments$/, () => newer.abort());
    await rehearsal.review(pull, newer.signal);
    expect([newer.signal.aborted, rehearsal.repo.reviews(pull).length]).toEqual([true, 0]);
    await rehearsal.review(pull);
    expect(rehearsal.repo.reviews(pull).length).toBe(1);
  });

  it('makes ten at a time, and leaves what others say on lines alone', async () => {
    const criteria = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`security.c${index}`, { verified: '2027-05-01', urls: [] }]),
    );
    const text = evaluationText({ id: 'b', criteria });
    const pull = await propose(GOOD, { files: { 'data/b.json': text } });
    const comments = await rehearsal.repo.lineComments(pull);
    expect(comments.length).toBe(10);
    const copied = (comments[0]?.body ?? '').replace(/key=\w+/, 'key=0123456789abcdef');
    rehearsal.repo.commentOnLine(pull, { path: 'data/b.json', line: 3, body: copied });
    const [first = { id: 0 }] = comments;
    await rehearsal.repo.takeSuggestion(pull, first.id);
    await rehearsal.review(pull);
    const after = await rehearsal.repo.lineComments(pull);
    expect(after.length).toBe(12);
    expect(after.find(({ line }) => line === 3)?.body).toBe(copied);
  });

  it.each([
    ['suggestions are off', 'pullRequests: { suggestions: false }\n'],
    ['the comment is off', 'pullRequests: { comment: never }\n'],
  ])('suggests nothing where %s', async (_, config) => {
    const pull = await propose(evaluationFile({ declared: 95 }), { config });
    expect(rehearsal.repo.reviews(pull)).toEqual([]);
    expect(rehearsal.repo.checkRuns()[0]?.conclusion).toBe('failure');
  });

  it('suggests nothing outside of the diff, and no line with another end', async () => {
    const far = evaluationFile({}).replace('"criteria"', `${'"x": 1,\n'.repeat(20)}"criteria"`);
    const pull = await propose(far.replace('"score": 90', '"score": 10'), { before: far });
    expect(rehearsal.repo.checkRuns()[0]?.annotations.map(({ title }) => title)).toContain('score-drift');
    expect(rehearsal.repo.reviews(pull)).toEqual([]);
    await rehearsal.close();
    const crlf = evaluationFile({ declared: 95 }).replaceAll('\n', '\r\n');
    const other = await propose(crlf, { before: GOOD.replaceAll('\n', '\r\n') });
    expect(rehearsal.repo.reviews(other)).toEqual([]);
  });

  it('suggests where a new source has moved to', async () => {
    web.move('/moved', `${web.url}/there`);
    const cited = (url: string) => evaluationFile({ urls: ['https://old.example/', url] });
    const pull = await propose(cited(`${web.url}/moved#part`));
    const [comment] = await rehearsal.repo.lineComments(pull);
    expect(suggested(comment?.body ?? '')?.trim()).toBe(`"url": "${web.url}/there#part",`);
    expect(comment?.body).toMatch(/^`new-source`: .*has moved for good\. Cite its new address\./);
  });
});

describe('/reverify fix on a pull request', () => {
  async function fix(pull: number, by = 'maintainer'): Promise<string | undefined> {
    const comment = rehearsal.repo.commentOnIssue(pull, '/reverify fix', by);
    await rehearsal.doCommand(pull, comment);
    const [last] = (await rehearsal.repo.comments(pull)).slice(-1);
    return last?.id === comment ? undefined : last?.body;
  }

  it('puts all right in one commit on its branch, for whoever asked', async () => {
    const criteria = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`security.c${index}`, { verified: '2027-05-01', urls: [] }]),
    );
    const text = evaluationText({ id: 'b', criteria });
    const crlf = evaluationFile({ declared: 95 }).replaceAll('\n', '\r\n');
    const pull = await propose(crlf, { files: { 'data/b.json': text } });
    expect((await rehearsal.repo.comments(pull))[0]?.body).toContain(
      '`/reverify fix` in a comment puts 31 values right in one commit.',
    );
    const before = rehearsal.repo.headOf(pull);
    const reply = await fix(pull);
    const after = rehearsal.repo.headOf(pull);
    expect(reply).toMatch(new RegExp(`^31 values put right in \\[\`${after.slice(0, 7)}\`\\]\\(http`));
    expect(await rehearsal.repo.file(FILE, after)).toBe(GOOD.replaceAll('\n', '\r\n'));
    expect(await rehearsal.repo.file('data/b.json', after)).toBe(text.replaceAll('2027-05-01', '2026-06-01'));
    const [message, ...others] = await rehearsal.repo.messages(after, before);
    expect(others).toEqual([]);
    expect(message).toMatch(
      /^Put 31 values right in 2 files\n\nCo-authored-by: maintainer <\d+\+maintainer@/,
    );
    await rehearsal.review(pull);
    expect(rehearsal.repo.checkRuns(after).map(({ conclusion }) => conclusion)).toEqual(['success']);
    expect(await fix(pull)).toMatch(/^There is nothing that the bot can put right by itself\./);
  });

  it('leaves a branch alone that somebody has pushed to meanwhile', async () => {
    const pull = await propose(evaluationFile({ declared: 95 }));
    let pushed = '';
    rehearsal.justBefore(/graphql mutation commit/, async () => {
      pushed = await rehearsal.repo.pushToPull(pull, { message: 'Words', files: { 'NOTES.md': 'x' } });
    });
    expect(await fix(pull)).toMatch(/^Somebody has pushed to this branch just now/);
    expect(rehearsal.repo.headOf(pull)).toBe(pushed);
  });

  it('does not write to the default branch', async () => {
    const pull = await propose(GOOD);
    await rehearsal.repo.branch('stable');
    const files = { [FILE]: evaluationFile({ declared: 95 }) };
    const back = await rehearsal.repo.openPull({ title: 'Back', head: 'main', base: 'stable', files });
    const before = await rehearsal.repo.sha();
    await rehearsal.review(back);
    expect(await fix(back)).toMatch(/^This pull request comes from the default branch/);
    expect(await rehearsal.repo.sha()).toBe(before);
    expect(rehearsal.repo.headOf(pull)).not.toBe(before);
  });

  it('says why GitHub did not take the commit', async () => {
    const pull = await propose(evaluationFile({ declared: 95 }));
    rehearsal.justBefore(/graphql mutation commit/, () => rehearsal.sandbox.permit('contents', 'read'));
    expect(await fix(pull)).toMatch(
      /^GitHub did not take the commit: Resource not accessible by integration/,
    );
  });

  it('does not write to a fork, and says what can be done', async () => {
    const pull = await propose(evaluationFile({ declared: 95 }), { from: 'fork' });
    expect((await rehearsal.repo.comments(pull))[0]?.body).not.toContain('/reverify fix');
    const before = rehearsal.repo.headOf(pull);
    expect(await fix(pull)).toMatch(/^This pull request comes from a fork/);
    expect(rehearsal.repo.headOf(pull)).toBe(before);
  });

  it('is silent for whoever may not write, and says so where the bot may not', async () => {
    const pull = await propose(evaluationFile({ declared: 95 }), { contents: 'read' });
    const before = rehearsal.repo.headOf(pull);
    expect(await fix(pull, 'stranger')).toBeUndefined();
    expect(await fix(pull)).toMatch(/lacks `contents: write`/);
    expect(rehearsal.repo.headOf(pull)).toBe(before);
  });
});
