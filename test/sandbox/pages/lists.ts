import { fullName, type Issue, type Repository } from '../model.ts';
import { html, type Html } from './html.ts';
import { moment, page, repositoryPage } from './layout.ts';

/** Every repository. */
export function indexPage(repositories: readonly Repository[]): Html {
  const rows = repositories.map((repository) => {
    const name = fullName(repository);
    const open = repository.issues.filter((issue) => issue.state === 'open').length;
    return html`<li>
      <a class="title" href="/${name}">${name}</a>${
        repository.parent ? html`<span class="tag">fork of ${fullName(repository.parent)}</span>` : ''
      }
      <div class="quiet">${open} open · pushed ${moment(repository.pushedAt)}</div>
    </li>`;
  });
  const list =
    rows.length > 0
      ? html`<ul class="list">
          ${rows}
        </ul>`
      : html`<p class="quiet">No repositories yet.</p>`;
  return page(
    'Repositories',
    html`<div class="where"><b>Sandbox</b></div>
      <nav></nav>`,
    list,
  );
}

/** The issues or the pull requests of a repository; `state` is open, closed or all. */
export function listPage(repository: Repository, kind: 'issues' | 'pulls', state: string): Html {
  const base = `/${fullName(repository)}`;
  const mine = repository.issues.filter((issue) => (issue.pull !== null) === (kind === 'pulls'));
  const shown = mine.filter((issue) => state === 'all' || issue.state === state).toReversed();
  const filters = ['open', 'closed', 'all'].map((each) => {
    const count = mine.filter((issue) => each === 'all' || issue.state === each).length;
    const current = each === state ? html` aria-current="page"` : '';
    return html`<a href="${base}/${kind}?state=${each}" ${current}>${count} ${each}</a>`;
  });
  const rows = shown.map((issue) => row(base, issue));
  const none = html`<li class="quiet">Nothing here.</li>`;
  const list = html`<ul class="list">
    ${rows.length > 0 ? rows : none}
  </ul>`;
  const content = html`<div class="filters">${filters}</div>
    ${list}`;
  return repositoryPage(repository, {
    title: kind === 'pulls' ? 'Pull requests' : 'Issues',
    tab: kind,
    content,
  });
}

function row(base: string, issue: Issue): Html {
  const labels = issue.labels.map((name) => html`<span class="label">${name}</span>`);
  const comments = issue.comments.length;
  return html`<li>
    <span class="dot ${dotOf(issue)}" title="${dotOf(issue)}"></span
    ><a class="title" href="${base}/${issue.pull ? 'pull' : 'issues'}/${issue.number}">${issue.title}</a
    >${labels}
    <div class="quiet">
      #${issue.number} by ${issue.author.account.login},
      ${moment(
        issue.createdAt,
      )}${comments > 0 ? html` · ${comments} ${comments === 1 ? 'comment' : 'comments'}` : ''}
    </div>
  </li>`;
}

function dotOf(issue: Issue): string {
  if (issue.state === 'open') return 'open';
  if (issue.pull) return issue.pull.mergedAt === null ? 'shut' : 'merged';
  return 'closed';
}
