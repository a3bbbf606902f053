import { readFixMarker } from '../render/marker.ts';
import type { GitHub, Slug } from './client.ts';
import type { LineRange } from '../domain/suggested-change.ts';
import type { TreeFile } from './files.ts';

/** A pull request as it stands now, read again whatever a webhook said. */
export interface Pull {
  number: number;
  open: boolean;
  head: string;
  /** How many files it changes: more than can be listed where there are thousands. */
  files: number;
  /** The branch that it is to be merged into. */
  base: string;
  /** The branch that it comes from, in this repository or a fork of it. */
  branch: string;
  /** The newest commit of the base branch that the pull request contains. */
  mergeBase: string;
  /** A fix that the bot itself has opened: its body says all that a comment would. */
  isFix: boolean;
  /** It comes from another repository, so whoever opened it need not be trusted in this one. */
  isFromFork: boolean;
}

/** A file that a pull request changes; either side may be missing. */
export interface ChangedFile {
  before: string | undefined;
  after: TreeFile | undefined;
  /** The lines of the new side that the diff shows: none where GitHub leaves it out, as of very large files. */
  shown: readonly LineRange[];
}

/** Reads a pull request. The head repository is never asked: it may be gone, and the base has the objects. */
export async function readPull(github: GitHub, slug: Slug, number: number): Promise<Pull> {
  const { data } = await github.rest.pulls.get({ ...slug, pull_number: number });
  const basehead = `${data.base.sha}...${data.head.sha}`;
  const comparison = await github.rest.repos.compareCommitsWithBasehead({
    ...slug,
    basehead,
    per_page: 1,
    page: 2,
  });
  return {
    number,
    open: data.state === 'open',
    head: data.head.sha,
    files: data.changed_files,
    base: data.base.ref,
    branch: data.head.ref,
    mergeBase: comparison.data.merge_base_commit.sha,
    // Nothing more than silence hangs on it, so that it is a program's will do.
    isFix: data.user?.type === 'Bot' && readFixMarker(data.body ?? '') !== undefined,
    isFromFork: data.head.repo?.id !== data.base.repo.id,
  };
}

/** Whether a pull request is still open, and its head still the commit that was read. */
export async function isAsRead(github: GitHub, slug: Slug, { number, head }: Pull): Promise<boolean> {
  const { data } = await github.rest.pulls.get({ ...slug, pull_number: number });
  return data.state === 'open' && data.head.sha === head;
}

/** Lists the files that a pull request changes; GitHub names 3,000 of them at most. */
export async function listChangedFiles(github: GitHub, slug: Slug, number: number): Promise<ChangedFile[]> {
  const files = await github.paginate(github.rest.pulls.listFiles, {
    ...slug,
    pull_number: number,
    per_page: 100,
  });
  return files.map(({ status, filename, previous_filename, sha, patch = '' }) => ({
    before: status === 'added' ? undefined : (previous_filename ?? filename),
    after: status === 'removed' || sha === null ? undefined : { path: filename, blob: sha, size: undefined },
    shown: linesShown(patch),
  }));
}

const HUNK = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gm;

/** The lines of the new side that a diff shows. No line of a file can look like the head of a hunk: a sign stands before it. */
export function linesShown(patch: string): LineRange[] {
  return Array.from(patch.matchAll(HUNK), ([, start, length = '1']) => {
    const from = Number(start);
    return { from, to: from + Number(length) - 1 };
  });
}
