import type { components } from '@octokit/openapi-types';
import type { Commit } from '../git/commits.ts';
import type { FileChange } from '../git/diff.ts';
import { encodePath, nodeId, type Links } from '../links.ts';
import { fullName, type Account, type Repository } from '../model.ts';
import { optionalUser } from './accounts.ts';

type Schemas = components['schemas'];

const UNSIGNED = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** A commit as the commits API shows it; `account` is the person behind its author, if known. */
export function commitShape(
  links: Links,
  repository: Repository,
  commit: Commit,
  account: Account | null,
): Schemas['commit'] {
  const name = fullName(repository);
  const url = links.api(`/repos/${name}/commits/${commit.sha}`);
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    commit: {
      author: { ...commit.author },
      committer: { ...commit.committer },
      message: commit.message,
      tree: { sha: commit.tree, url: links.api(`/repos/${name}/git/trees/${commit.tree}`) },
      url: links.api(`/repos/${name}/git/commits/${commit.sha}`),
      comment_count: 0,
      verification: UNSIGNED,
    },
    url,
    html_url: links.html(`/${name}/commit/${commit.sha}`),
    comments_url: `${url}/comments`,
    author: optionalUser(links, account),
    committer: optionalUser(links, account),
    parents: commit.parents.map((sha) => ({
      sha,
      url: links.api(`/repos/${name}/commits/${sha}`),
      html_url: links.html(`/${name}/commit/${sha}`),
    })),
  };
}

/** A branch with its head. Protection is not played here. */
export function branchShape(
  links: Links,
  repository: Repository,
  branch: string,
  head: Commit,
): Schemas['branch-with-protection'] {
  const url = links.api(`/repos/${fullName(repository)}/branches/${encodePath(branch)}`);
  return {
    name: branch,
    commit: commitShape(links, repository, head, null),
    _links: { html: links.html(`/${fullName(repository)}/tree/${branch}`), self: url },
    protected: false,
    protection: { enabled: false },
    protection_url: `${url}/protection`,
  };
}

/** A commit as the git database API shows it. */
export function gitCommitShape(links: Links, repository: Repository, commit: Commit): Schemas['git-commit'] {
  const name = fullName(repository);
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    url: links.api(`/repos/${name}/git/commits/${commit.sha}`),
    html_url: links.html(`/${name}/commit/${commit.sha}`),
    author: { ...commit.author },
    committer: { ...commit.committer },
    message: commit.message,
    tree: { sha: commit.tree, url: links.api(`/repos/${name}/git/trees/${commit.tree}`) },
    parents: commit.parents.map((sha) => ({
      sha,
      url: links.api(`/repos/${name}/git/commits/${sha}`),
      html_url: links.html(`/${name}/commit/${sha}`),
    })),
    verification: UNSIGNED,
  };
}

/** A changed file of a pull request or a comparison, at the commit `ref`. */
export function fileShape(
  links: Links,
  repository: Repository,
  change: FileChange,
  ref: string,
): Schemas['diff-entry'] {
  const name = fullName(repository);
  const path = encodePath(change.path);
  return {
    sha: change.sha,
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: links.html(`/${name}/blob/${ref}/${path}`),
    raw_url: links.html(`/${name}/raw/${ref}/${path}`),
    contents_url: links.api(`/repos/${name}/contents/${path}?ref=${ref}`),
    ...(change.patch === undefined ? {} : { patch: change.patch }),
    ...(change.previousPath === undefined ? {} : { previous_filename: change.previousPath }),
  };
}

/** A ref that points at a commit. */
export function refShape(links: Links, repository: Repository, ref: string, sha: string): Schemas['git-ref'] {
  const name = fullName(repository);
  return {
    ref,
    node_id: nodeId('REF', `${repository.id}:${ref}`),
    url: links.api(`/repos/${name}/git/${ref}`),
    object: { sha, type: 'commit', url: links.api(`/repos/${name}/git/commits/${sha}`) },
  };
}

/** One file or folder of a listing by the contents API. */
export function contentShape(
  links: Links,
  repository: Repository,
  entry: { path: string; sha: string; type: 'file' | 'dir'; size: number },
  ref: string,
): Schemas['content-directory'][number] {
  const name = fullName(repository);
  const path = encodePath(entry.path);
  const self = links.api(`/repos/${name}/contents/${path}?ref=${encodeURIComponent(ref)}`);
  const isFile = entry.type === 'file';
  const git = links.api(`/repos/${name}/git/${isFile ? 'blobs' : 'trees'}/${entry.sha}`);
  const html = links.html(`/${name}/${isFile ? 'blob' : 'tree'}/${ref}/${path}`);
  return {
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    url: self,
    html_url: html,
    git_url: git,
    download_url: isFile ? links.html(`/${name}/raw/${ref}/${path}`) : null,
    type: entry.type,
    _links: { self, git, html },
  };
}
