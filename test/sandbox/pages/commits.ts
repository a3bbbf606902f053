import { listCommits, type Commit } from '../git/commits.ts';
import { fullName, type Repository } from '../model.ts';
import { html, type Html } from './html.ts';
import { moment } from './layout.ts';

/** The commits that one commit has and another has not, oldest first, each with its whole message. */
export async function commitList(
  repository: Repository,
  { base, head }: { base: string; head: string },
): Promise<Html> {
  const commits = await listCommits(repository.git, head, { except: base });
  const rows = commits.toReversed().map((commit) => row(`/${fullName(repository)}`, commit));
  return html`<h2 class="part">Commits <span class="count">${commits.length}</span></h2>
    <ul class="list">
      ${rows}
    </ul>`;
}

function row(base: string, { sha, message, author }: Commit): Html {
  const [subject = '', ...rest] = message.split('\n');
  const more = rest.join('\n').trim();
  return html`<li>
    <a class="title" href="${base}/commit/${sha}">${subject}</a>
    ${more === '' ? '' : html`<pre class="message">${more}</pre>`}
    <div class="quiet">
      <span class="mono">${sha.slice(0, 7)}</span> by ${author.name}, ${moment(author.date)}
    </div>
  </li>`;
}
