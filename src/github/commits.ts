import type { SourceFile } from '../domain/document.ts';
import type { GitHub, Slug } from './client.ts';

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

/** Commits several files at once, and gives the commit; undefined where the branch points elsewhere by now. */
export async function commitFiles(
  github: GitHub,
  { owner, repo }: Slug,
  { branch, parent, files, message }: NewCommit,
): Promise<string | undefined> {
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
    const answer = await github.graphql<CommitAnswer>(COMMIT, { input });
    return answer.createCommitOnBranch?.commit?.oid;
  } catch (error) {
    if (isStale(error)) return undefined;
    throw error;
  }
}

function isStale(error: unknown): boolean {
  if (!(error instanceof Error) || !('errors' in error) || !Array.isArray(error.errors)) return false;
  return error.errors.some((one: { type?: string } | null) => one?.type === 'STALE_DATA');
}
