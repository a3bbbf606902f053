import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { startListener } from './asking.ts';
import type { Repo } from './repo.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';

let sandbox: Sandbox;
let repo: Repo;

beforeAll(async () => {
  sandbox = await startSandbox();
  repo = await sandbox.createRepository({
    owner: 'acme',
    name: 'evals',
    files: { 'a.json': '{\n  "a": 1\n}\n' },
  });
});

afterAll(() => sandbox.close());

async function read(path: string): Promise<string> {
  const response = await fetch(`${sandbox.url}${path}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  return response.text();
}

function click(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(fields);
  return fetch(`${sandbox.url}${path}`, { method: 'POST', body, headers, redirect: 'manual' });
}

test('a body is shown as GitHub shows it', async () => {
  const body =
    '<!-- key -->\n> [!NOTE]\n> See #1.\n\n| a |\n|---|\n| 1 |\n\n<details><summary>More</summary>\n\n**in**\n\n</details>';
  const page = await read(`/acme/evals/issues/${repo.openIssue({ title: 'A & B', body })}`);
  expect(page).toContain('A &amp; B');
  expect(page).not.toContain('key');
  expect(page).toContain('<p class="alert-title">Note</p>');
  expect(page).toContain('<a href="/acme/evals/issues/1">#1</a>');
  expect(page).toContain('<td>1</td>');
  expect(page).toContain('<details><summary>More</summary>');
});

test.each([
  '<script>alert(1)</script>',
  '<b onclick="alert(1)">x</b>',
  '<img src=x onerror=alert(1)>',
  '<details ontoggle=alert(1) open>',
  '[x](javascript:alert(1))',
  '<script>\n<img src=x onerror=alert(1)//',
  'x <b> <img src=x onerror=alert(1)//',
  '`</code><script>alert(1)</script>`',
  '[x](https://example.com/"onmouseover="alert(1))',
])('hostile text stays text: %s', async (body) => {
  const page = await read(`/acme/evals/issues/${repo.openIssue({ title: body, body })}`);
  // Values of attributes may say anything but where a link leads to.
  const tags = (page.match(/<[^!>]*>/g) ?? []).map((tag) => tag.replaceAll(/="(?!javascript)[^"]*"/gi, ''));
  expect(tags.join('\n')).not.toMatch(/<script|<img|\son|javascript:/i);
});

test('a click on a box edits the body as the maintainer', async () => {
  const app = await startListener();
  const body = '```\n- [ ] code\n```\n- [ ] one\n  - [x] two\n> - [ ] three';
  const number = repo.openIssue({ title: 'x', body });
  sandbox.deliverTo(app.url);
  const page = await read(`/acme/evals/issues/${number}`);
  expect(page.match(/value="body \d"/g)).toHaveLength(3);
  const answer = await click(`/acme/evals/issues/${number}/tick`, { box: 'body 2' });
  expect(answer.headers.get('location')).toBe(`/acme/evals/issues/${number}`);
  await sandbox.settled();
  expect(repo.issue(number).body).toBe(body.replace('[ ] three', '[x] three'));
  expect(app.received[0]?.payload).toMatchObject({
    action: 'edited',
    sender: { login: 'maintainer' },
    changes: { body: { from: body } },
  });
  sandbox.deliverTo(undefined);
  await app.close();
});

test('a box in code that never ends is no box', async () => {
  const number = repo.openIssue({ title: 'x', body: '- [ ] one\n\n```\n- [ ] code' });
  const answer = await click(`/acme/evals/issues/${number}/tick`, { box: 'body 1' });
  expect(answer.status).toBe(404);
});

test('a click from another site does nothing', async () => {
  const number = repo.openIssue({ title: 'x', body: '- [ ] one' });
  const foreign = { 'sec-fetch-site': 'cross-site' };
  const answer = await click(`/acme/evals/issues/${number}/tick`, { box: 'body 0' }, foreign);
  expect(answer.status).toBe(404);
  expect(repo.issue(number).body).toBe('- [ ] one');
});

test('a person can comment, close and open again', async () => {
  const number = repo.openIssue({ title: 'x' });
  const at = `/acme/evals/issues/${number}`;
  await click(`${at}/comment`, { body: '/reverify help' });
  await click(`${at}/close`, {});
  expect(repo.issue(number)).toMatchObject({ state: 'closed', comments: 1 });
  await click(`${at}/reopen`, {});
  expect(repo.issue(number).state).toBe('open');
  expect(await read('/acme/evals/issues')).toContain(`#${number} by maintainer`);
});

test('files have a number on every line', async () => {
  expect(await read('/')).toContain('href="/acme/evals"');
  expect(await read('/acme/evals/blob/main/a.json')).toContain('id="L3"');
});

describe('a pull request', () => {
  it('shows its commits, its checks and the lines that it changes', async () => {
    const files = { 'a.json': '{\n  "a": "<b>2</b>"\n}\n' };
    const number = await repo.openPull({ title: 'Change <a>\n\nCo-authored-by: <i>x', head: 'x', files });
    await fetch(`${sandbox.apiUrl}/repos/acme/evals/check-runs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.token(repo)}` },
      body: JSON.stringify({ name: 'Reverify', head_sha: await repo.sha('x'), conclusion: 'success' }),
    });
    const page = await read(`/acme/evals/pull/${number}`);
    expect(page).toContain('contributor');
    expect(page).toMatch(/Commits <span class="count">1<.*Checks <span class="count">1</s);
    expect(page).toContain('<pre class="message">Co-authored-by: &lt;i&gt;x</pre>');
    expect(page).toMatch(/<details class="file"\s+open\s*>/);
    expect(page).toMatch(/<tr class="minus">\s*<td class="no"><\/td>\s*<td>- {2}&quot;a&quot;: 1<\/td>/);
    expect(page).toMatch(
      /<tr class="plus">.*<td>\+ {2}&quot;a&quot;: &quot;&lt;b&gt;2&lt;\/b&gt;&quot;<\/td>/s,
    );
  });

  it('can be merged by the maintainer, once', async () => {
    const number = await repo.openPull({ title: 'Add', head: 'y', files: { 'b.json': '{}\n' } });
    const at = `/acme/evals/pull/${number}`;
    const merge = `/acme/evals/issues/${number}/merge`;
    expect(await read(at)).toContain(`action="${merge}"`);
    const answer = await click(merge, {});
    expect(answer.headers.get('location')).toBe(at);
    expect(await repo.file('b.json')).toBe('{}\n');
    const page = await read(at);
    expect(page).toMatch(/<b>maintainer<\/b> merged\s.* into\s+<code>main<\/code>/s);
    expect(page).not.toContain('Merge pull request');
    expect((await click(merge, {})).status).toBe(404);
  });

  it('that is a draft or conflicts cannot be merged', async () => {
    const draft = await repo.openPull({ title: 'Z', head: 'z', files: { 'c.json': '{}\n' }, draft: true });
    expect(await read(`/acme/evals/pull/${draft}`)).not.toContain('/merge"');
    expect((await click(`/acme/evals/issues/${draft}/merge`, {})).status).toBe(404);
    const number = await repo.openPull({ title: 'W', head: 'w', files: { 'a.json': '{ "w": 1 }\n' } });
    await repo.commit({ message: 'Other', files: { 'a.json': '{ "v": 1 }\n' } });
    expect(await read(`/acme/evals/pull/${number}`)).toContain('has conflicts with <code>main</code>');
    expect((await click(`/acme/evals/issues/${number}/merge`, {})).status).toBe(404);
    expect(repo.issue(number).state).toBe('open');
  });
});

test('an issue cannot be merged', async () => {
  const number = repo.openIssue({ title: 'x' });
  expect(await read(`/acme/evals/issues/${number}`)).not.toContain('/merge"');
  expect((await click(`/acme/evals/issues/${number}/merge`, {})).status).toBe(404);
});

test('a closed issue says who closed it, and as what', async () => {
  const number = repo.openIssue({ title: 'x' });
  const at = `/acme/evals/issues/${number}`;
  expect(await read(at)).not.toContain('closed this');
  await repo.closeIssue(number, 'writer', 'not_planned');
  expect(await read(at)).toMatch(/<b>writer<\/b> closed this as not planned ·/);
  await repo.reopenIssue(number);
  expect(await read(at)).not.toContain('closed this');
});

test('labels of an issue and reactions to it are seen, escaped', async () => {
  const number = repo.openIssue({ title: 'x', labels: ['<i>odd'] });
  await fetch(`${sandbox.apiUrl}/repos/acme/evals/issues/${number}/reactions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.token(repo)}` },
    body: '{"content":"+1"}',
  });
  const page = await read(`/acme/evals/issues/${number}`);
  expect(page).toContain('<span class="label">&lt;i&gt;odd</span>');
  expect(page).toContain('<span class="tag" title="reverify-sandbox[bot]">👍</span>');
});

test('reactions to a comment and a lock are seen on the page of the issue', async () => {
  const number = repo.openIssue({ title: 'Faces' });
  const id = repo.commentOnIssue(number, '/reverify help');
  await repo.lockIssue(number, 'resolved');
  expect(await read(`/acme/evals/issues/${number}`)).toContain('🔒 locked');
  await repo.unlockIssue(number);
  await fetch(`${sandbox.apiUrl}/repos/acme/evals/issues/comments/${id}/reactions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.token(repo)}` },
    body: '{"content":"eyes"}',
  });
  const page = await read(`/acme/evals/issues/${number}`);
  expect(page).toContain('<span class="tag" title="reverify-sandbox[bot]">👀</span>');
  expect(page).not.toContain('🔒');
});
