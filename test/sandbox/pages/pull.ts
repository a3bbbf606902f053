import { canMerge } from '../deeds/pulls.ts';
import type { Issue, Repository } from '../model.ts';
import { checkCard } from './checks.ts';
import { changedFiles } from './code.ts';
import { commitList } from './commits.ts';
import { html, type Html } from './html.ts';
import { threadCards } from './threads.ts';

/** What a pull request changes, and what was found out about it. */
export async function changeOf(repository: Repository, issue: Issue): Promise<Html> {
  const { pull } = issue;
  if (!pull) return html``;
  const runs = repository.checkRuns.filter((run) => run.headSha === pull.headSha);
  const cards = runs.map((run) => checkCard(repository, run));
  const ends = { base: pull.baseSha, head: pull.headSha };
  const commits = await commitList(repository, ends);
  const said = await threadCards(repository, issue);
  const files = await changedFiles(repository, { ...ends, runs });
  const checks = html`<h2 class="part">Checks <span class="count">${runs.length}</span></h2>
    ${cards}`;
  return html`${said}${commits}${checks}${files}`;
}

/** The button that merges an open pull request, or why there is none. */
export async function mergeForm(here: string, repository: Repository, issue: Issue): Promise<Html> {
  const { state, pull } = issue;
  if (!pull || state === 'closed') return html``;
  if (pull.draft) return html`<p class="end">This pull request is still a draft.</p>`;
  if (!(await canMerge(repository, issue)))
    return html`<p class="end">This branch has conflicts with <code>${pull.baseRef}</code>.</p>`;
  return html`<form class="end" method="post" action="${here}/merge">
    <button class="button main">Merge pull request</button> <span class="quiet">as maintainer</span>
  </form>`;
}
