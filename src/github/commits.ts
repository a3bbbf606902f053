import type { SourceFile } from '../domain/document.ts';
import { refusalOf, type GitHub, type Slug } from './client.ts';

const COMMIT = `mutation commit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

interface CommitAnswer {
  createCommitOnBranch: { commit: { oid: string } | null } | null;
}

/** What is to be committed, and to which branch. GitHub writes each as an ordinary file, also one that was executable. */
export interface NewCommit {
  branch: string;
  /** The commit that the branch points at. */
  parent: string;
  files: readonly SourceFile[];
  message: string;
}

/** What became of a commit: it may find that the branch points elsewhere by now, or is closed to the App. */
export type CommitOutcome =
  | { kind: 'committed'; commit: string }
  | { kind: 'moved' }
  | { kind: 'refused'; why: string };

/** Commits several files at once. */
export async function commitFiles(
  github: GitHub,
  { owner, repo }: Slug,
  { branch, parent, files, message }: NewCommit,
): Promise<CommitOutcome> {
  const [headline = '', ...rest] = message.split('\n');
  const additions = files.flatMap(({ path, bytes }) =>
    bytes === undefined ? [] : [{ path, contents: Buffer.from(bytes).toString('base64') }],
  );
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
    expectedHeadOid: parent,
    message: { headline, body: rest.join('\n').trim() },
    fileChanges: { additions },
  };
  try {
    const { createCommitOnBranch } = await github.graphql<CommitAnswer>(COMMIT, { input });
    const commit = createCommitOnBranch?.commit?.oid;
    return commit === undefined ? { kind: 'refused', why: 'no reason given' } : { kind: 'committed', commit };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    // Rules of the repository are told in words, as that the branch takes changes by pull requests only.
    return refusal.type === 'STALE_DATA' ? { kind: 'moved' } : { kind: 'refused', why: refusal.message };
  }
}
