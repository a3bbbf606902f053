import { fullName, type Repository } from '../model.ts';
import { html, Html } from './html.ts';
import { STYLE } from './style.ts';

/** A page of one repository, with its tabs; `tab` is the one that is open. */
export function repositoryPage(
  repository: Repository,
  { title, tab, content }: { title: string; tab: 'code' | 'issues' | 'pulls'; content: Html },
): Html {
  const base = `/${fullName(repository)}`;
  const open = repository.issues.filter((issue) => issue.state === 'open');
  const pulls = open.filter((issue) => issue.pull).length;
  const tabs = [
    { id: 'code', href: base, name: 'Code', count: undefined },
    { id: 'issues', href: `${base}/issues`, name: 'Issues', count: open.length - pulls },
    { id: 'pulls', href: `${base}/pulls`, name: 'Pull requests', count: pulls },
  ].map(
    ({ id, href, name, count }) =>
      html`<a href="${href}" ${id === tab ? html` aria-current="page"` : ''}
        >${name}${count === undefined ? '' : html` <span class="count">${count}</span>`}</a
      >`,
  );
  const where = html`<a href="/">Sandbox</a> / ${repository.owner.login} /
    <a href="${base}"><b>${repository.name}</b></a>
    ${repository.private ? html`<span class="tag">Private</span>` : html`<span class="tag">Public</span>`}`;
  return page(
    title,
    html`<div class="where">${where}</div>
      <nav>${tabs}</nav>`,
    content,
  );
}

/** A whole page. */
export function page(title: string, top: Html, content: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Sandbox</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <header><div class="in">${top}</div></header>
        <main>${content}</main>
      </body>
    </html> `;
}

/** A time as people read it. */
export function moment(iso: string): Html {
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}
