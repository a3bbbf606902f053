import { fullName, type Actor, type Issue, type Reaction, type Repository } from '../model.ts';
import { html, type Html } from './html.ts';
import { moment, repositoryPage } from './layout.ts';
import { renderBody } from './markdown.ts';
import { changeOf, mergeForm } from './pull.ts';

const FACES: Readonly<Record<Reaction['content'], string>> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
};

/** An issue or a pull request with everything that was said and checked. */
export async function issuePage(repository: Repository, issue: Issue): Promise<Html> {
  const base = `/${fullName(repository)}`;
  const here = `${base}/issues/${issue.number}`;
  const body = card({
    author: issue.author,
    at: issue.createdAt,
    edited: issue.editor !== null,
    reactions: issue.reactions,
    content: renderBody(issue.body ?? '*No description provided.*', {
      base,
      box: (index) => `body ${index}`,
    }),
  });
  const comments = issue.comments.map((comment) =>
    card({
      id: `issuecomment-${comment.id}`,
      author: comment.author,
      at: comment.createdAt,
      edited: comment.updatedAt !== comment.createdAt,
      reactions: comment.reactions,
      content: renderBody(comment.body, { base, box: (index) => `${comment.id} ${index}` }),
    }),
  );
  const content = html`${heading(issue)}
    <form id="tick" method="post" action="${here}/tick"></form>
    <div class="columns">
      <div>
        ${body}${comments}${await changeOf(repository, issue)}${endOf(base, issue)}${await mergeForm(here, repository, issue)}
        ${answerForm(here, issue)}
      </div>
      ${aside(issue)}
    </div>`;
  return repositoryPage(repository, {
    title: `${issue.title} #${issue.number}`,
    tab: issue.pull ? 'pulls' : 'issues',
    content,
  });
}

function heading(issue: Issue): Html {
  const { pull } = issue;
  const told = pull
    ? html`wants to merge <code>${pull.headOwner.login}:${pull.headRef}</code> into
        <code>${pull.baseRef}</code>`
    : html`opened this ${moment(issue.createdAt)}`;
  return html`<div class="head">
    <h1>${issue.title} <span class="number">#${issue.number}</span></h1>
    <div>
      ${stateBadge(issue)}${issue.lock ? html`<span class="tag">🔒 locked</span> ` : ''}<b>${issue.author.account.login}</b>${botTag(issue.author)}
      ${told} · ${issue.comments.length} ${issue.comments.length === 1 ? 'comment' : 'comments'}
    </div>
  </div>`;
}

function stateBadge(issue: Issue): Html {
  if (issue.pull?.mergedAt) return html`<span class="state merged">Merged</span>`;
  if (issue.state === 'closed') {
    if (issue.pull) return html`<span class="state shut">Closed</span>`;
    return issue.stateReason === 'completed'
      ? html`<span class="state closed">✓ Closed</span>`
      : html`<span class="state unplanned"
          >⊘ Closed as ${(issue.stateReason ?? 'closed').replaceAll('_', ' ')}</span
        >`;
  }
  if (issue.pull?.draft) return html`<span class="state draft">Draft</span>`;
  return html`<span class="state open">Open</span>`;
}

interface Card {
  id?: string;
  author: Actor;
  at: string;
  edited: boolean;
  reactions: readonly Reaction[];
  content: Html;
}

function card({ id, author, at, edited, reactions, content }: Card): Html {
  const faces = reactions.map(
    (each) => html`<span class="tag" title="${each.user.login}">${FACES[each.content]}</span>`,
  );
  return html`<article
    class="card${author.app ? '' : ' person'}"
    ${id === undefined ? '' : html` id="${id}"`}
  >
    <div class="top">
      <b>${author.account.login}</b>${botTag(author)}
      <span class="quiet">${moment(at)}${edited ? ' · edited' : ''}</span>
    </div>
    <div class="body">
      <div class="md">${content}</div>
      ${faces.length > 0 ? html`<p>${faces}</p>` : ''}
    </div>
  </article>`;
}

function botTag(author: Actor): Html {
  return author.account.type === 'Bot' ? html`<span class="tag">bot</span>` : html``;
}

/** Who ended it, how and when. */
function endOf(base: string, { pull, closedAt, closedBy, stateReason }: Issue): Html {
  if (closedAt === null) return html``;
  const who = html`<b>${closedBy?.login ?? 'ghost'}</b>`;
  if (pull?.mergeCommitSha) {
    const sha = pull.mergeCommitSha;
    return html`<p class="end">
      ${who} merged <a class="mono" href="${base}/commit/${sha}">${sha.slice(0, 7)}</a> into
      <code>${pull.baseRef}</code> · ${moment(closedAt)}
    </p>`;
  }
  const why = stateReason === null ? '' : ` as ${stateReason.replaceAll('_', ' ')}`;
  return html`<p class="end">${who} closed this${why} · ${moment(closedAt)}</p>`;
}

function answerForm(here: string, issue: Issue): Html {
  const action = issue.state === 'open' ? 'close' : 'reopen';
  const merged = issue.pull?.mergedAt;
  const other = merged
    ? ''
    : html`<button class="button" formaction="${here}/${action}">
        ${action === 'close' ? 'Close' : 'Reopen'}
      </button>`;
  return html`<form method="post" action="${here}/comment">
    <label for="answer"><b>Add a comment</b> <span class="quiet">as maintainer</span></label>
    <textarea id="answer" name="body"></textarea>
    <div class="actions">${other}<button class="button main">Comment</button></div>
  </form>`;
}

function aside(issue: Issue): Html {
  const labels = issue.labels.map((name) => html`<span class="label">${name}</span>`);
  const people = issue.assignees.map(({ login }) => html`<div>${login}</div>`);
  return html`<aside>
    <section>
      <h2>Assignees</h2>
      ${people.length > 0 ? people : html`<span class="quiet">No one</span>`}
    </section>
    <section>
      <h2>Labels</h2>
      ${labels.length > 0 ? labels : html`<span class="quiet">None yet</span>`}
    </section>
  </aside>`;
}
