import { lineOf, suggestedText } from '../deeds/reviews.ts';
import { encodePath } from '../links.ts';
import { fullName, type Issue, type Pull, type Repository, type Thread } from '../model.ts';
import { html, type Html } from './html.ts';
import { moment } from './layout.ts';
import { renderBody } from './markdown.ts';

/** The reviews of a pull request, each with what it says on lines. */
export async function threadCards(repository: Repository, issue: Issue): Promise<Html> {
  const { pull } = issue;
  if (!pull) return html``;
  const base = `/${fullName(repository)}`;
  const cards: Html[] = [];
  for (const review of pull.reviews) {
    const threads = pull.threads.filter(({ reviewId }) => reviewId === review.id);
    const blocks = await Promise.all(threads.map((thread) => threadBlock(repository, issue, pull, thread)));
    cards.push(
      html`<article class="card">
        <div class="top">
          <b>${review.author.account.login}</b>
          <span class="quiet">reviewed ${moment(review.submittedAt)}</span>
        </div>
        <div class="body">
          <div class="md">${renderBody(review.body, { base })}</div>
          ${blocks}
        </div>
      </article>`,
    );
  }
  return html`${cards}`;
}

async function threadBlock(repository: Repository, issue: Issue, pull: Pull, thread: Thread): Promise<Html> {
  const base = `/${fullName(repository)}`;
  const line = await lineOf(repository, pull, thread);
  const text = suggestedText(thread);
  const state = thread.isResolved ? 'resolved' : line === undefined ? 'outdated' : '';
  const words =
    text === undefined ? thread.comment.body : thread.comment.body.replace(/^`{3,}suggestion\n[\s\S]*$/m, '');
  const place = html`<a
      class="mono"
      href="${base}/blob/${pull.headSha}/${encodePath(thread.path)}#L${line ?? 1}"
      >${thread.path}:${line ?? thread.line}</a
    >
    ${state === '' ? '' : html`<span class="tag">${state}</span>`}`;
  const inner = html`<div class="md">${renderBody(words, { base })}</div>
    ${text === undefined ? '' : await changeBlock(repository, pull, thread, line, text)}
    ${text === undefined || state !== '' ? '' : takeForm(base, issue, thread)}`;
  return html`<details class="file" ${state === '' ? html` open` : ''}>
    <summary>${place}</summary>
    ${inner}
  </details>`;
}

// As GitHub shows it: what stands there, and what would.
async function changeBlock(
  repository: Repository,
  pull: Pull,
  thread: Thread,
  line: number | undefined,
  text: string,
): Promise<Html> {
  const blob = await repository.git.read(`${pull.headSha}:${thread.path}`);
  const before = line === undefined ? undefined : blob?.content.toString('utf8').split('\n')[line - 1];
  return html`<div class="code mono">
    <table>
      ${
        before === undefined
          ? ''
          : html`<tr class="minus">
              <td class="no"></td>
              <td>- ${before}</td>
            </tr>`
      }
      <tr class="plus">
        <td class="no"></td>
        <td>+ ${text}</td>
      </tr>
    </table>
  </div>`;
}

function takeForm(base: string, issue: Issue, thread: Thread): Html {
  return html`<form method="post" action="${base}/issues/${issue.number}/suggestion">
    <button class="button" name="thread" value="${thread.comment.id}">Commit suggestion</button>
  </form>`;
}
