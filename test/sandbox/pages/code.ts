import { compareCommits } from '../git/comparison.ts';
import type { FileChange } from '../git/diff.ts';
import { listTree, type TreeEntry } from '../git/trees.ts';
import { encodePath } from '../links.ts';
import { fullName, type CheckRun, type Repository } from '../model.ts';
import { annotationBlock } from './checks.ts';
import { html, type Html } from './html.ts';
import { repositoryPage } from './layout.ts';

/** A folder at a commit, or undefined. */
export async function treePage(repository: Repository, ref: string, path: string): Promise<Html | undefined> {
  const tree = await repository.git.read(`${ref}:${path}`);
  if (tree?.type !== 'tree') return undefined;
  const entries = await listTree(repository.git, tree.sha, false);
  const folder = path === '' ? '' : `${path}/`;
  const base = `/${fullName(repository)}`;
  const rows = entries.toSorted(foldersFirst).map(({ type, path: name }) => {
    const kind = type === 'tree' ? 'tree' : 'blob';
    const href = `${base}/${kind}/${ref}/${encodePath(folder + name)}`;
    return html`<li><a href="${href}">${name}${kind === 'tree' ? '/' : ''}</a></li>`;
  });
  const content = html`<p class="quiet">${ref} ${path}</p>
    <ul class="list">
      ${rows}
    </ul>`;
  return repositoryPage(repository, { title: fullName(repository), tab: 'code', content });
}

/** A file at a commit with a number on each line, or undefined. */
export async function blobPage(repository: Repository, ref: string, path: string): Promise<Html | undefined> {
  const blob = await repository.git.read(`${ref}:${path}`);
  if (blob?.type !== 'blob') return undefined;
  const rows = blob.content
    .toString('utf8')
    .replace(/\n$/, '')
    .split('\n')
    .map(
      (line, index) =>
        html`<tr id="L${index + 1}">
          <td class="no"><a href="#L${index + 1}">${index + 1}</a></td>
          <td>${line}</td>
        </tr>`,
    );
  const content = html`<p><b class="mono">${path}</b> <span class="quiet">at ${ref.slice(0, 12)}</span></p>
    <div class="code mono">
      <table>
        ${rows}
      </table>
    </div>`;
  return repositoryPage(repository, { title: path, tab: 'code', content });
}

/** So many files are shown unfolded. */
const FEW_FILES = 10;

/** What differs between two commits, with the annotations of check runs under their lines. */
export async function changedFiles(
  repository: Repository,
  { base, head, runs = [] }: { base: string; head: string; runs?: readonly CheckRun[] },
): Promise<Html> {
  const { files } = await compareCommits(repository.git, base, head);
  const few = files.length <= FEW_FILES;
  const blocks = files.map((file) => fileBlock(repository, file, { runs, isOpen: few }));
  const count = html`<span class="count">${files.length}</span>`;
  return html`<h2 class="part">Files changed ${count}</h2>
    ${blocks}`;
}

function fileBlock(
  repository: Repository,
  file: FileChange,
  { runs, isOpen }: { runs: readonly CheckRun[]; isOpen: boolean },
): Html {
  const name = file.previousPath === undefined ? file.path : `${file.previousPath} → ${file.path}`;
  const annotated = runs.some((run) => run.annotations.some(({ path }) => path === file.path));
  return html`<details class="file" ${isOpen || annotated ? html` open` : ''}>
    <summary>
      <span class="mono">${name}</span> <span class="quiet">${file.status}</span>
      <span class="plus">+${file.additions}</span> <span class="minus">−${file.deletions}</span>
    </summary>
    <div class="code mono">
      <table>
        ${patchRows(repository, file, runs)}
      </table>
    </div>
  </details>`;
}

function patchRows(repository: Repository, file: FileChange, runs: readonly CheckRun[]): Html[] {
  if (file.patch === undefined)
    return [
      html`<tr>
        <td class="quiet">Not shown.</td>
      </tr>`,
    ];
  let number = 0;
  return file.patch.split('\n').flatMap((line) => {
    const start = /^@@ .*\+(\d+)/.exec(line)?.[1];
    if (start !== undefined) {
      number = Number(start) - 1;
      return [
        html`<tr class="hunk">
          <td class="no"></td>
          <td>${line}</td>
        </tr>`,
      ];
    }
    const removed = line.startsWith('-');
    if (!removed) number += 1;
    const kind = removed ? 'minus' : line.startsWith('+') ? 'plus' : 'same';
    const row = html`<tr class="${kind}">
      <td class="no">${removed ? '' : number}</td>
      <td>${line}</td>
    </tr>`;
    return removed ? [row] : [row, ...saidOf(repository, { path: file.path, number, runs })];
  });
}

function saidOf(
  repository: Repository,
  { path, number, runs }: { path: string; number: number; runs: readonly CheckRun[] },
): Html[] {
  return runs.flatMap((run) =>
    run.annotations
      .filter((each) => each.path === path && each.end_line === number)
      .map((each) => {
        const block = annotationBlock(`/${fullName(repository)}`, run, each);
        return html`<tr>
          <td class="no"></td>
          <td class="said">${block}</td>
        </tr>`;
      }),
  );
}

function foldersFirst(one: TreeEntry, other: TreeEntry): number {
  if (one.type === other.type) return one.path < other.path ? -1 : 1;
  return one.type === 'tree' ? -1 : 1;
}
